#pragma once

#include <cstdint>

namespace tidewaiter::statistics {

/// ln P[X ≥ hits] for X hypergeometric: `drawn` drawn without replacement from `population`, of which `marked` are
/// marked (Fisher's exact test, one-sided, "more than chance"). Exact in the tail: the largest needed term by Loader's
/// saddle-point form, the others by their ratio, so that p = 1e-400 still has a logarithm; on the long side the
/// complement is summed, so that ln P near 0 keeps its digits too. NaN for impossible counts; 0 when certain. Some
/// thousands of steps at most for a population of millions; any thread.
/// Fisher, R. A. (1922), "On the interpretation of χ² from contingency tables"; Loader, C. (2000), "Fast and accurate
/// computation of binomial probabilities".
double FisherExactLnP(int64_t hits, int64_t drawn, int64_t marked, int64_t population);

/// Lower / upper bound of Wilson's score interval for a share of `hits` in `trials` (may be fractional: shrunk
/// counts) at `z` standard normal deviations. 0 / 1 for no trials, NaN for hits outside 0–trials. Wilson (1927), JASA
/// 22, 209–212.
double WilsonLower(double hits, double trials, double z);
double WilsonUpper(double hits, double trials, double z);

}  // namespace tidewaiter::statistics
