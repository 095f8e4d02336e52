#pragma once

namespace tidewaiter::statistics {

/// Chances of at least so much, exact far into the tail (Boost.Math). NaN for parameters that are none.
double ChiSquaredUpper(double value, double degrees);            ///< P[χ² ≥ value]
double NormalUpper(double z);                                    ///< P[Z ≥ z]
double PoissonUpper(double count, double mean);                  ///< P[N ≥ count]
double BinomialUpper(double hits, double trials, double share);  ///< P[N ≥ hits]

}  // namespace tidewaiter::statistics
