#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// How the periods of a series are drawn again.
struct BlockDraws {
  int block = 3;    ///< neighbouring periods drawn together, at least 1; the last block may be cut
  int draws = 999;  ///< at least 1
  uint64_t seed = 1;
};

/// A figure of the series as it is, and its interval over the draws.
struct Interval {
  double value = 0, low = 0, high = 0;
};

/// Σ numerator / Σ denominator over the periods, both drawn together, with the percentile interval of `level` (0.95).
/// Periods in which one of them is no number are left out. NaN for no periods, series of unequal length or a
/// denominator of 0. Politis, D. N., Romano, J. P. (1992), "A circular block-resampling procedure for stationary data".
Interval RatioInterval(std::span<const double> numerator, std::span<const double> denominator, double level,
                       const BlockDraws& how);

/// Two prices by period, each as the value and mass of its sales.
struct PricePair {
  std::span<const double> value_there, mass_there, value_here, mass_here;
};

/// The draws, in rising order, of (Σ value there / Σ mass there) / (Σ value here / Σ mass here) − 1: by how much the
/// price there lies above the price here. Periods as in RatioInterval; empty where nothing can be compared.
std::vector<double> PriceGapDraws(const PricePair& prices, const BlockDraws& how);

}  // namespace tidewaiter::statistics
