#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// The finite values, rising; infinite ones and those that are no number are left out.
std::vector<double> SortedFinite(std::span<const double> values);

/// The quantile of values that rise, `share` in 0–1, interpolated between neighbours (Hyndman and Fan's type 7, as most
/// programs do); NaN for none.
double QuantileOfSorted(std::span<const double> sorted, double share);

struct LocationScale {
  double location = 0;  ///< median
  double scale = 0;     ///< standard deviation of a normal with the same spread; 0 only where all values are equal
};

/// Median, and 1.4826 × the median absolute deviation from it: half of the values may be anything. Where more than half
/// are equal, 1.2533 × the mean absolute deviation takes its place (Iglewicz, B., Hoaglin, D. (1993), "How to detect
/// and handle outliers"). Finite values only; NaN for none. O(n log n). Hampel, F. R. (1974), JASA 69.
LocationScale MedianAndMad(std::span<const double> values);

}  // namespace tidewaiter::statistics
