#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// Tabular CUSUM of a series, standardised by the middle and the robust deviation of its first `baseline` values: at
/// each place the larger of the two sums, the lower one with a minus sign. A place beyond ±h is out of control (k = 0.5
/// and h = 5 are usual). Values that are no numbers change nothing. NaN everywhere where the first values do not vary.
/// Page, E. S. (1954), Biometrika 41.
std::vector<double> Cusum(std::span<const double> values, size_t baseline, double k);

/// Where a series changed its level for good.
struct LevelShift {
  size_t at = 0;         ///< the first place of the new level
  double before = 0;     ///< level until then (the middle of the values)
  double after = 0;      ///< level from then on
  double statistic = 0;  ///< (after − before) over its robust standard error
};

/// The split into two levels, each of at least `fewest` values, that leaves the least sum of the smallest three
/// quarters of the absolute residuals about the middles (least trimmed absolute deviations): single wild values do not
/// make a shift. nullopt for fewer than 2 · `fewest` known values. O(n²). Rousseeuw, P. J. (1984), JASA 79 (trimming);
/// Bai, J. (1995), "Least absolute deviation estimation of a shift", Econometric Theory 11.
std::optional<LevelShift> FindLevelShift(std::span<const double> values, size_t fewest);

}  // namespace tidewaiter::statistics
