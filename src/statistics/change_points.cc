#include "statistics/change_points.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <vector>

#include "statistics/robust_scale.h"

namespace tidewaiter::statistics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr size_t kLeastSide = 3;

Drift OneSide(std::span<const double> deviations, double allowance, double limit) {
  Drift drift;
  double sum = 0;
  int start = -1;
  for (size_t i = 0; i < deviations.size(); ++i) {
    if (!std::isfinite(deviations[i])) continue;
    const double next = std::max(0.0, sum + deviations[i] - allowance);
    if (sum == 0 && next > 0) start = static_cast<int>(i);
    sum = next;
    drift.most = std::max(drift.most, sum);
    if (sum > limit && drift.alarm < 0) {
      drift.alarm = static_cast<int>(i);
      drift.since = start;
    }
  }
  return drift;
}

/// Sum of absolute deviations from the median of ever more values.
class AbsoluteDeviations {
 public:
  void Add(double value) {
    if (low_.empty() || value <= low_.top())
      Push(low_, low_sum_, value);
    else
      Push(high_, high_sum_, value);
    if (low_.size() > high_.size() + 1) Push(high_, high_sum_, Pop(low_, low_sum_));
    if (high_.size() > low_.size()) Push(low_, low_sum_, Pop(high_, high_sum_));
  }
  double Sum() const {
    return high_sum_ - low_sum_ + low_.top() * (static_cast<double>(low_.size()) - static_cast<double>(high_.size()));
  }

 private:
  template <class Heap>
  static void Push(Heap& heap, double& sum, double value) {
    heap.push(value);
    sum += value;
  }
  template <class Heap>
  static double Pop(Heap& heap, double& sum) {
    const double value = heap.top();
    heap.pop();
    sum -= value;
    return value;
  }

  std::priority_queue<double> low_;
  std::priority_queue<double, std::vector<double>, std::greater<>> high_;
  double low_sum_ = 0;
  double high_sum_ = 0;
};

/// For each count of first values, the sum of absolute deviations from their median.
template <class Iterator>
std::vector<double> Costs(Iterator begin, Iterator end) {
  AbsoluteDeviations deviations;
  std::vector<double> costs{0};
  for (; begin != end; ++begin) {
    deviations.Add(*begin);
    costs.push_back(deviations.Sum());
  }
  return costs;
}

/// In deviations from the median; what lies farther out than three counts as three.
std::vector<double> Tamed(const std::vector<double>& values) {
  constexpr double kFarthest = 3;
  const auto [location, scale] = MedianAndMad(values);
  std::vector<double> tamed;
  for (const double value : values) tamed.push_back(std::clamp((value - location) / scale, -kFarthest, kFarthest));
  return tamed;
}

/// The first of the best, where rounding makes no difference.
size_t BestSplit(const std::vector<double>& values) {
  const std::vector<double> before = Costs(values.begin(), values.end());
  const std::vector<double> after = Costs(values.rbegin(), values.rend());
  const double rounding = 1e-12 * before.back();
  size_t best = kLeastSide;
  for (size_t split = kLeastSide; split + kLeastSide <= values.size(); ++split) {
    const double gain = before[best] + after[values.size() - best] - before[split] - after[values.size() - split];
    if (gain > rounding) best = split;
  }
  return best;
}

/// Σ over the first values of (how many are smaller − how many are larger), at its farthest from 0 over all splits.
double PettittP(const std::vector<double>& values) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0;
  double most = 0;
  for (const double value : values) {
    const auto [smaller, larger] = std::equal_range(sorted.begin(), sorted.end(), value);
    sum += static_cast<double>((smaller - sorted.begin()) - (sorted.end() - larger));
    most = std::max(most, std::abs(sum));
  }
  const auto n = static_cast<double>(values.size());
  return std::min(1.0, 2 * std::exp(-6 * most * most / (n * n * n + n * n)));
}

double MedianOf(std::span<const double> values) { return QuantileOfSorted(SortedFinite(values), 0.5); }

}  // namespace

CusumChart Cusum(std::span<const double> series, double allowance, double limit) {
  const auto [location, scale] = MedianAndMad(series);
  std::vector<double> deviations;
  for (const double value : series) deviations.push_back(scale > 0 ? (value - location) / scale : 0);
  CusumChart chart;
  chart.up = OneSide(deviations, allowance, limit);
  for (double& deviation : deviations) deviation = -deviation;
  chart.down = OneSide(deviations, allowance, limit);
  return chart;
}

LevelShift FindLevelShift(std::span<const double> series) {
  std::vector<double> values;
  std::vector<size_t> periods;
  for (size_t i = 0; i < series.size(); ++i) {
    if (!std::isfinite(series[i])) continue;
    values.push_back(series[i]);
    periods.push_back(i);
  }
  const bool is_constant = std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
  if (values.size() < 2 * kLeastSide || is_constant) return {-1, kNan, kNan, kNan, kNan};
  const size_t split = BestSplit(Tamed(values));
  const std::span<const double> all(values);
  const double before = MedianOf(all.first(split));
  const double after = MedianOf(all.subspan(split));
  std::vector<double> rest;
  for (size_t i = 0; i < values.size(); ++i) rest.push_back(values[i] - (i < split ? before : after));
  return {static_cast<int>(periods[split]), before, after, (after - before) / MedianAndMad(rest).scale,
          PettittP(values)};
}

}  // namespace tidewaiter::statistics
