#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// An estimate and the interval about it.
struct RatioInterval {
  double estimate = 0;
  double low = 0;
  double high = 0;
};

/// Resamples series of the same consecutive periods (months) together: blocks of `block` periods from a circle of them,
/// so that what depends on the days before stays together. The same for the same seed everywhere. A period in which any
/// series has no number is left out of all sums.
/// Politis, D. N., Romano, J. P. (1992), "A circular block-resampling procedure for stationary data".

/// Σ numerator / Σ denominator with an interval at `level` (0.95) from `draws` resamples: their percentiles, widened as
/// for a t distribution of as many values as there are blocks, since plain percentiles are too narrow for few.
/// (Hesterberg, T. C. (2015), "What teachers should know about the bootstrap", American Statistician 69.) Resamples
/// whose denominators sum to 0 do not count. Bounds are NaN for fewer than two blocks; all is NaN for series of unequal
/// length, block < 1, draws outside 1–1,000,000, a level outside 0–1, or denominators that sum to 0. Takes
/// draws × periods / block steps.
RatioInterval BlockRatioInterval(std::span<const double> numerator, std::span<const double> denominator, int64_t block,
                                 int64_t draws, double level, uint64_t seed);

/// Values of goods (one currency) and their mass (kg) by period.
struct PriceSeries {
  std::span<const double> values;
  std::span<const double> masses;
};

/// Draws, rising, of the margin by which the price per kg at home lies above the price to us: (Σ value / Σ mass at
/// home) / (Σ value / Σ mass to us) − 1, home and us resampled by the same periods. Draws without mass or value on a
/// side do not count; none at all for series of unequal length or arguments that BlockRatioInterval refuses.
std::vector<double> DumpingDraws(const PriceSeries& home, const PriceSeries& us, int64_t block, int64_t draws,
                                 uint64_t seed);

}  // namespace tidewaiter::statistics
