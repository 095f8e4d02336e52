#include "statistics/skewness.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tidewaiter::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> Sorted(std::span<const double> values) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double value) { return !std::isnan(value); });
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

/// Of sorted values, by linear interpolation.
double Quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double MiddleOf(std::vector<double>& values) {
  if (values.empty()) return kNaN;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

std::vector<double> Thinned(std::vector<double> sorted) {
  if (sorted.size() <= kMostMedcouple) return sorted;
  std::vector<double> part;
  part.reserve(kMostMedcouple);
  const double step = static_cast<double>(sorted.size() - 1) / static_cast<double>(kMostMedcouple - 1);
  for (size_t i = 0; i < kMostMedcouple; ++i) {
    part.push_back(sorted[static_cast<size_t>(std::llround(step * static_cast<double>(i)))]);
  }
  return part;
}

/// The kernel of a value below and one above the middle. Ties with it: places counted from the middle on decide.
double Kernel(double below, double above, double middle, double ties) {
  const bool both_at_middle = below == middle && above == middle;
  if (both_at_middle) return ties;
  return ((above - middle) - (middle - below)) / (above - below);
}

}  // namespace

double Median(std::span<const double> values) {
  std::vector<double> known = Sorted(values);
  return MiddleOf(known);
}

double MedianAbsoluteDeviation(std::span<const double> values) {
  const double middle = Median(values);
  std::vector<double> distances;
  distances.reserve(values.size());
  for (const double value : values) {
    if (!std::isnan(value)) distances.push_back(std::abs(value - middle));
  }
  return 1.4826 * MiddleOf(distances);
}

double Medcouple(std::span<const double> values) {
  const std::vector<double> sorted = Thinned(Sorted(values));
  if (sorted.size() < 3) return kNaN;
  const double middle = Median(sorted);
  const auto low_end = std::upper_bound(sorted.begin(), sorted.end(), middle);
  const auto high_begin = std::lower_bound(sorted.begin(), sorted.end(), middle);
  const std::ptrdiff_t ties = low_end - high_begin;
  std::vector<double> kernels;
  kernels.reserve(static_cast<size_t>((low_end - sorted.begin()) * (sorted.end() - high_begin)));
  for (auto below = sorted.begin(); below != low_end; ++below) {
    for (auto above = high_begin; above != sorted.end(); ++above) {
      const std::ptrdiff_t place = (below - high_begin) + (above - high_begin) - ties + 1;
      const double tie_sign = place == 0 ? 0.0 : (place > 0 ? 1.0 : -1.0);
      kernels.push_back(Kernel(*below, *above, middle, tie_sign));
    }
  }
  return MiddleOf(kernels);
}

Fences AdjustedFences(std::span<const double> values) {
  const std::vector<double> sorted = Sorted(values);
  if (sorted.size() < 4) return {kNaN, kNaN};
  const double first = Quantile(sorted, 0.25);
  const double third = Quantile(sorted, 0.75);
  const double skewness = Medcouple(sorted);
  const double reach = 1.5 * (third - first);
  const bool right = skewness >= 0;
  return {first - reach * std::exp((right ? -4 : -3) * skewness), third + reach * std::exp((right ? 3 : 4) * skewness)};
}

}  // namespace tidewaiter::statistics
