#include "statistics/change_points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "statistics/skewness.h"

namespace tidewaiter::statistics {
namespace {

constexpr double kKept = 0.9;

/// Residuals about the two middles of a split; the sum of the smallest of them.
double Trimmed(std::span<const double> values, size_t at, std::vector<double>& residuals) {
  const double before = Median(values.first(at));
  const double after = Median(values.subspan(at));
  for (size_t i = 0; i < values.size(); ++i) residuals[i] = std::abs(values[i] - (i < at ? before : after));
  const auto kept =
      residuals.begin() + static_cast<std::ptrdiff_t>(std::ceil(kKept * static_cast<double>(values.size())));
  std::nth_element(residuals.begin(), kept - 1, residuals.end());
  return std::accumulate(residuals.begin(), kept, 0.0);
}

}  // namespace

std::vector<double> Cusum(std::span<const double> values, size_t baseline, double k) {
  const auto first = values.first(std::min(baseline, values.size()));
  const double centre = Median(first);
  const double deviation = MedianAbsoluteDeviation(first);
  std::vector<double> sums(values.size(), std::numeric_limits<double>::quiet_NaN());
  if (!(deviation > 0)) return sums;
  double high = 0;
  double low = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const double z = std::isfinite(values[i]) ? (values[i] - centre) / deviation : 0;
    const bool known = std::isfinite(values[i]);
    if (known) high = std::max(0.0, high + z - k);
    if (known) low = std::max(0.0, low - z - k);
    sums[i] = high >= low ? high : -low;
  }
  return sums;
}

std::optional<LevelShift> FindLevelShift(std::span<const double> values, size_t fewest) {
  std::vector<double> known;
  std::vector<size_t> places;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    known.push_back(values[i]);
    places.push_back(i);
  }
  const size_t least = std::max<size_t>(fewest, 1);
  if (known.size() < 2 * least) return std::nullopt;
  std::vector<double> residuals(known.size());
  size_t best = least;
  double smallest = std::numeric_limits<double>::infinity();
  for (size_t at = least; at + least <= known.size(); ++at) {
    const double sum = Trimmed(known, at, residuals);
    if (sum >= smallest) continue;
    smallest = sum;
    best = at;
  }
  const std::span<const double> all(known);
  LevelShift shift{places[best], Median(all.first(best)), Median(all.subspan(best)), 0};
  for (size_t i = 0; i < known.size(); ++i) residuals[i] = known[i] - (i < best ? shift.before : shift.after);
  const double deviation = std::max(MedianAbsoluteDeviation(residuals), 1e-12);
  // The middle of n normal values has π/2 times the variance of their mean.
  const double error =
      deviation *
      std::sqrt(1.5708 * (1.0 / static_cast<double>(best) + 1.0 / static_cast<double>(known.size() - best)));
  shift.statistic = (shift.after - shift.before) / error;
  return shift;
}

}  // namespace tidewaiter::statistics
