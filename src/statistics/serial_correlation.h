#pragma once

#include <span>

namespace tidewaiter::statistics {

/// Two series that move together, and how often that would be if they had nothing to do with each other.
struct SerialCorrelation {
  double rho = 0;  ///< Spearman's, ties at their mean rank: −1 … 1
  double p = 1;    ///< one-sided: share of the circular shifts with as high a rho, the given one among them
};

/// Of two series of the same days. Days follow on each other in both, so that plain p values promise too much; a
/// shift of one series by some days, its end put before its beginning, keeps what each does by itself and breaks only
/// what they do together. All shifts of more than `nearest` days either way are tried: at most `most_shifts`, evenly
/// spaced. NaN for fewer than 3 days, series of unequal length, a value that is no number, or a constant series.
/// Spearman, C. (1904), American Journal of Psychology 15; Politis, D. N., Romano, J. P. (1992), "A circular
/// block-resampling procedure for stationary data".
SerialCorrelation CorrelateByShifts(std::span<const double> first, std::span<const double> second, int nearest,
                                    int most_shifts);

}  // namespace tidewaiter::statistics
