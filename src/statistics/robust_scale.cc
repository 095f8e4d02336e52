#include "statistics/robust_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tidewaiter::statistics {

std::vector<double> SortedFinite(std::span<const double> values) {
  std::vector<double> sorted;
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted), [](double v) { return std::isfinite(v); });
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double QuantileOfSorted(std::span<const double> sorted, double share) {
  if (sorted.empty() || !(share >= 0 && share <= 1)) return std::numeric_limits<double>::quiet_NaN();
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

LocationScale MedianAndMad(std::span<const double> values) {
  std::vector<double> deviations = SortedFinite(values);
  const double median = QuantileOfSorted(deviations, 0.5);
  for (double& value : deviations) value = std::abs(value - median);
  std::sort(deviations.begin(), deviations.end());
  const double mad = QuantileOfSorted(deviations, 0.5);
  if (mad != 0) return {median, 1.482602218505602 * mad};
  const double sum = std::accumulate(deviations.begin(), deviations.end(), 0.0);
  return {median, 1.2533141373155 * sum / static_cast<double>(deviations.size())};
}

}  // namespace tidewaiter::statistics
