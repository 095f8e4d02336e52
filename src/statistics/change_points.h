#pragma once

#include <span>

namespace tidewaiter::statistics {

/// One side of a CUSUM chart. Periods count from 0; −1 for never.
struct Drift {
  int alarm = -1;   ///< first period whose sum exceeds the limit
  int since = -1;   ///< first period of the run of positive sums that led to it: about when the change was
  double most = 0;  ///< largest sum, in standard deviations
};

struct CusumChart {
  Drift up;
  Drift down;
};

/// Tabular CUSUM of a series: of each period the standardised value less an allowance of `allowance` deviations is
/// added to what came before, but never below 0; an alarm at more than `limit`. Usual are 0.5 and 5, which on a quiet
/// normal series raise a false alarm every 930 periods on one side. Standardised by the median and the median absolute
/// deviation of the whole series (MedianAndMad), which suits a change that lasts for less than half of it. A period
/// without a finite value leaves the sums as they are; a constant series has no alarm. Page, E. S. (1954), "Continuous
/// inspection schemes", Biometrika 41.
CusumChart Cusum(std::span<const double> series, double allowance, double limit);

/// The one split of a series that explains most, and whether there is any.
struct LevelShift {
  int first = -1;     ///< first period of the new level, from 0; −1 for none
  double before = 0;  ///< medians on either side
  double after = 0;
  double size = 0;  ///< (after − before) in deviations (MedianAndMad) about the two medians; infinite for none
  double p = 1;     ///< Pettitt's: of as sharp a split where the periods come in any order
};

/// The split with the least sum of absolute deviations from the medians on both sides, each of at least 3 periods. So
/// that single wild months do not move it, a value farther than three deviations (MedianAndMad) from the median of all
/// counts as three. A trend has a best split too: look at the series. p takes the ranks, so that no distribution is
/// supposed, but supposes independent periods: for a series with memory or season it promises too much. A period
/// without a finite value belongs to no side; −1 and NaN for fewer than 6 with one, or a constant series. O(n log n).
/// Bai, J. (1995), "Least absolute deviation estimation of a shift", Econometric Theory 11; Pettitt, A. N. (1979), "A
/// non-parametric approach to the change-point problem", Applied Statistics 28.
LevelShift FindLevelShift(std::span<const double> series);

}  // namespace tidewaiter::statistics
