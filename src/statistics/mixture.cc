#include "statistics/mixture.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "statistics/skewness.h"

namespace tidewaiter::statistics {
namespace {

constexpr size_t kFewest = 5;
constexpr size_t kMost = 2000;
constexpr int kMostComponents = 3;
constexpr int kMostRounds = 200;
constexpr double kSettled = 1e-7;  // of the log-likelihood of a value
constexpr double kNarrowest = 0.05;

std::vector<double> SortedPart(std::span<const double> values) {
  std::vector<double> sorted;
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double value) { return std::isfinite(value); });
  std::sort(sorted.begin(), sorted.end());
  if (sorted.size() <= kMost) return sorted;
  std::vector<double> part;
  const double step = static_cast<double>(sorted.size() - 1) / static_cast<double>(kMost - 1);
  for (size_t i = 0; i < kMost; ++i) part.push_back(sorted[static_cast<size_t>(step * static_cast<double>(i))]);
  return part;
}

double LogDensity(double value, const MixtureComponent& component) {
  const double z = (value - component.mean) / component.deviation;
  return std::log(component.weight) - std::log(component.deviation) - 0.5 * (z * z + std::log(2 * std::numbers::pi));
}

struct Fit {
  std::vector<MixtureComponent> components;
  double log_likelihood = -std::numeric_limits<double>::infinity();
};

std::vector<MixtureComponent> Start(const std::vector<double>& sorted, int count, double deviation) {
  std::vector<MixtureComponent> components;
  for (int i = 0; i < count; ++i) {
    const double share = (i + 0.5) / count;
    components.push_back(
        {1.0 / count, sorted[static_cast<size_t>(share * static_cast<double>(sorted.size()))], deviation / count});
  }
  return components;
}

/// One round of expectation and maximisation; the log-likelihood before it.
double Improve(const std::vector<double>& values, std::vector<MixtureComponent>& components, double narrowest) {
  const size_t count = components.size();
  std::vector<double> weight(count), sum(count), square(count), share(count);
  double log_likelihood = 0;
  for (const double value : values) {
    double highest = -std::numeric_limits<double>::infinity();
    for (size_t k = 0; k < count; ++k) highest = std::max(highest, share[k] = LogDensity(value, components[k]));
    double total = 0;
    for (double& part : share) total += part = std::exp(part - highest);
    log_likelihood += highest + std::log(total);
    for (size_t k = 0; k < count; ++k) {
      const double part = share[k] / total;
      const double distance = value - components[k].mean;
      weight[k] += part;
      sum[k] += part * distance;
      square[k] += part * distance * distance;
    }
  }
  for (size_t k = 0; k < count; ++k) {
    const double mass = std::max(weight[k], 1e-9);
    const double shift = sum[k] / mass;
    components[k].mean += shift;
    components[k].deviation = std::max(narrowest, std::sqrt(std::max(square[k] / mass - shift * shift, 0.0)));
    components[k].weight = std::max(mass / static_cast<double>(values.size()), 1e-9);
  }
  return log_likelihood;
}

Fit FitSome(const std::vector<double>& sorted, int count, double deviation) {
  Fit fit{Start(sorted, count, deviation), -std::numeric_limits<double>::infinity()};
  const double narrowest = kNarrowest * deviation;
  for (int round = 0; round < kMostRounds; ++round) {
    const double before = fit.log_likelihood;
    fit.log_likelihood = Improve(sorted, fit.components, narrowest);
    if (fit.log_likelihood - before < kSettled * static_cast<double>(sorted.size())) break;
  }
  return fit;
}

}  // namespace

std::vector<MixtureComponent> FitMixture(std::span<const double> values, int most) {
  const std::vector<double> sorted = SortedPart(values);
  if (sorted.size() < kFewest) return {};
  const double range = sorted.back() - sorted.front();
  double deviation = MedianAbsoluteDeviation(sorted);
  if (!(deviation > 0)) deviation = range > 0 ? range / 4 : 1e-9;
  Fit best;
  double best_criterion = std::numeric_limits<double>::infinity();
  for (int count = 1; count <= std::clamp(most, 1, kMostComponents); ++count) {
    Fit fit = FitSome(sorted, count, std::max(deviation, range / 8));
    const double criterion = (3 * count - 1) * std::log(static_cast<double>(sorted.size())) - 2 * fit.log_likelihood;
    if (criterion >= best_criterion) continue;
    best_criterion = criterion;
    best = std::move(fit);
  }
  std::sort(best.components.begin(), best.components.end(),
            [](const MixtureComponent& a, const MixtureComponent& b) { return a.mean < b.mean; });
  return best.components;
}

size_t ComponentOf(double value, std::span<const MixtureComponent> components) {
  size_t best = 0;
  for (size_t k = 1; k < components.size(); ++k) {
    if (LogDensity(value, components[k]) > LogDensity(value, components[best])) best = k;
  }
  return best;
}

}  // namespace tidewaiter::statistics
