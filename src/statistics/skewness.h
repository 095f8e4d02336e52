#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// Middle of the values, NaN for none; values that are no numbers are left out here and below.
double Median(std::span<const double> values);

/// Median absolute deviation from the median, times 1.4826: the standard deviation where the values are normal. NaN for
/// none.
double MedianAbsoluteDeviation(std::span<const double> values);

/// Skewness between −1 and 1 that up to a quarter of wild values cannot move far: the middle of
/// ((b − m) − (m − a)) / (b − a) over all a ≤ m ≤ b, m the median; pairs of values equal to m count by their places.
/// NaN for fewer than 3 values. O(n²) pairs: above `kMostMedcouple` values an evenly spaced part of the sorted ones
/// stands for all. Brys, G., Hubert, M., Struyf, A. (2004), "A robust measure of skewness", JCGS 13.
double Medcouple(std::span<const double> values);
constexpr size_t kMostMedcouple = 2000;

struct Fences {
  double low = 0, high = 0;
};
/// Whiskers of the boxplot adjusted for skewness: quartiles less and plus 1.5 · IQR · e^(a·MC), with a = −4 and 3 where
/// the medcouple MC ≥ 0, −3 and 4 else; quartiles by linear interpolation. NaN for fewer than 4 values. Hubert, M.,
/// Vandervieren, E. (2008), "An adjusted boxplot for skewed distributions", CSDA 52.
Fences AdjustedFences(std::span<const double> values);

}  // namespace tidewaiter::statistics
