#include "statistics/mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "statistics/robust_scale.h"

namespace tidewaiter::statistics {
namespace {

using Components = std::vector<MixtureComponent>;

constexpr size_t kMostValues = 20'000;
constexpr size_t kLeastValues = 5;  // a component

struct Fit {
  Components components;
  double log_likelihood = -std::numeric_limits<double>::infinity();
};

/// Mean and variance with the prior of five values.
MixtureComponent FromSums(double weight, double sum, double squares, double all, double prior) {
  const double mean = sum / weight;
  const double spread = std::max(0.0, squares - sum * mean);
  return {weight / all, mean, std::sqrt((prior + spread) / (weight + kLeastValues))};
}

/// Each run of the sorted values that ends at one of `ends` becomes a component.
Components FromRuns(std::span<const double> sorted, std::span<const size_t> ends, double prior) {
  Components components;
  size_t begin = 0;
  for (const size_t end : ends) {
    const auto run = sorted.subspan(begin, end - begin);
    const double sum = std::accumulate(run.begin(), run.end(), 0.0);
    const double squares = std::inner_product(run.begin(), run.end(), run.begin(), 0.0);
    components.push_back(
        FromSums(static_cast<double>(run.size()), sum, squares, static_cast<double>(sorted.size()), prior));
    begin = end;
  }
  return components;
}

/// One round of EM; the log likelihood of the components before it.
double Improve(std::span<const double> values, double prior, Components& components) {
  const size_t k = components.size();
  std::vector<double> weight(k), sum(k), squares(k), log_density(k), log_height(k);
  for (size_t c = 0; c < k; ++c) log_height[c] = std::log(components[c].weight / components[c].deviation);
  double log_likelihood = 0;
  for (const double value : values) {
    for (size_t c = 0; c < k; ++c) {
      const double z = (value - components[c].mean) / components[c].deviation;
      log_density[c] = log_height[c] - z * z / 2;
    }
    const double most = *std::max_element(log_density.begin(), log_density.end());
    double total = 0;
    for (double& density : log_density) total += (density = std::exp(density - most));
    log_likelihood += most + std::log(total) - std::log(2 * std::numbers::pi) / 2;
    for (size_t c = 0; c < k; ++c) {
      const double share = log_density[c] / total;
      weight[c] += share;
      sum[c] += share * value;
      squares[c] += share * value * value;
    }
  }
  for (size_t c = 0; c < k; ++c) {
    // A component that lost all its values stays where it is, with next to no weight.
    if (weight[c] < 1e-6)
      components[c].weight = 1e-12;
    else
      components[c] = FromSums(weight[c], sum[c], squares[c], static_cast<double>(values.size()), prior);
  }
  return log_likelihood;
}

Fit Climb(std::span<const double> values, double prior, int most_rounds, Components components) {
  Fit fit;
  for (int round = 0; round < most_rounds; ++round) {
    Components before = components;
    const double log_likelihood = Improve(values, prior, components);
    const double gain = log_likelihood - fit.log_likelihood;
    fit = {std::move(before), log_likelihood};
    if (gain < 1e-7 * static_cast<double>(values.size())) break;
  }
  return fit;
}

/// Where the runs of the starts end, as shares of the values: halves and thirds, and tails on either side.
std::vector<std::vector<double>> Starts(int count) {
  if (count == 1) return {{1}};
  if (count == 2) return {{0.5, 1}, {0.1, 1}, {0.9, 1}, {0.25, 1}, {0.75, 1}};
  return {{0.33, 0.67, 1}, {0.1, 0.9, 1}, {0.1, 0.55, 1}, {0.45, 0.9, 1}, {0.1, 0.3, 1}, {0.7, 0.9, 1}};
}

/// Each start climbs some way, the best of them to its top.
Fit BestOf(std::span<const double> sorted, int count) {
  constexpr int kSomeRounds = 25;
  constexpr int kMostRounds = 500;
  constexpr double kPrior = 1.0 / 9;  // of the variance of all values, which is 1 here
  Fit best;
  for (const std::vector<double>& shares : Starts(count)) {
    std::vector<size_t> ends;
    for (const double share : shares)
      ends.push_back(static_cast<size_t>(std::lround(share * static_cast<double>(sorted.size()))));
    Fit fit = Climb(sorted, kPrior, kSomeRounds, FromRuns(sorted, ends, kPrior));
    if (fit.log_likelihood > best.log_likelihood) best = std::move(fit);
  }
  return Climb(sorted, kPrior, kMostRounds, std::move(best.components));
}

/// As many quantiles as can be worked with.
std::vector<double> Thinned(std::vector<double> sorted) {
  if (sorted.size() <= kMostValues) return sorted;
  std::vector<double> thinned;
  for (size_t i = 0; i < kMostValues; ++i)
    thinned.push_back(QuantileOfSorted(sorted, (static_cast<double>(i) + 0.5) / static_cast<double>(kMostValues)));
  return thinned;
}

}  // namespace

std::vector<MixtureComponent> FitMixture(std::span<const double> values, int most_components) {
  std::vector<double> sorted = Thinned(SortedFinite(values));
  if (sorted.empty()) return {};
  const double median = QuantileOfSorted(sorted, 0.5);
  if (sorted.front() == sorted.back()) return {{1, median, 0}};
  double scale = (QuantileOfSorted(sorted, 0.75) - QuantileOfSorted(sorted, 0.25)) / 1.3489795003921634;
  if (scale == 0) scale = MedianAndMad(sorted).scale;
  for (double& value : sorted) value = (value - median) / scale;
  constexpr double kFarthest = 1e100;
  if (!(sorted.front() > -kFarthest && sorted.back() < kFarthest)) return {};

  Components best;
  double best_bic = std::numeric_limits<double>::infinity();
  for (int count = 1; count <= std::clamp(most_components, 1, 3); ++count) {
    if (count > 1 && sorted.size() < kLeastValues * static_cast<size_t>(count)) break;
    Fit fit = BestOf(sorted, count);
    const double bic = (3 * count - 1) * std::log(static_cast<double>(sorted.size())) - 2 * fit.log_likelihood;
    if (bic < best_bic) {
      best_bic = bic;
      best = std::move(fit.components);
    }
  }
  for (MixtureComponent& c : best) c = {c.weight, median + scale * c.mean, scale * c.deviation};
  std::sort(best.begin(), best.end(), [](const auto& a, const auto& b) { return a.mean < b.mean; });
  return best;
}

}  // namespace tidewaiter::statistics
