#pragma once

#include <cstdint>

namespace tidewaiter::statistics {

/// Chance of a value as high as this or higher, each with full relative accuracy as far as a double reaches (1e-308),
/// so that the far tail is no 0. NaN for impossible arguments. By the incomplete gamma and beta functions of
/// Boost.Math. Any thread.

/// Of χ² with `degrees` > 0 degrees of freedom; `x` ≥ 0.
double ChiSquaredUpper(double x, double degrees);
/// P[X ≥ hits] of hits in `trials` with the chance `share` (0–1) each; 1 for hits ≤ 0, 0 for more hits than trials.
double BinomialUpper(int64_t hits, int64_t trials, double share);
/// P[X ≥ count] of a count that is `mean` ≥ 0 on average; 1 for count ≤ 0.
double PoissonUpper(int64_t count, double mean);
/// P[Z ≥ z] of the standard normal.
double NormalUpper(double z);

}  // namespace tidewaiter::statistics
