#pragma once

#include <span>

namespace tidewaiter::statistics {

/// Skewness that a quarter of outliers cannot turn: −1 … 1, 0 for symmetry, above 0 for a long upper tail. The median
/// of ((b − m) − (m − a)) / (b − a) over all pairs a ≤ m ≤ b, m the median; of an even number of pairs the mean of the
/// middle two. Finite values only; 0 for one or two, NaN for none. Found by bisection, each step O(n): exact to 1e-15,
/// O(n log n) in all. Brys, G., Hubert, M., Struyf, A. (2004), "A robust measure of skewness", JCGS 13, 996–1017.
double Medcouple(std::span<const double> values);

struct Fences {
  double low = 0;
  double high = 0;
};

/// Outside of these a value is an outlier, also of a skewed distribution: quartiles ∓ 1.5 IQR × e^(−4 MC) below and
/// e^(3 MC) above for a medcouple MC ≥ 0, e^(−3 MC) and e^(4 MC) for one below. About 0.7 % of good values lie
/// outside. Finite values only; NaN for none. Hubert, M., Vandervieren, E. (2008), "An adjusted boxplot for skewed
/// distributions", CSDA 52, 5186–5201.
Fences AdjustedFences(std::span<const double> values);

}  // namespace tidewaiter::statistics
