#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// Squared distances of the points (x, y) from their centre in units of their own spread, both told by the three
/// quarters of the points that lie closest together, so that a quarter may be anything. Of normal points they follow χ²
/// with two degrees of freedom: 2.5 % exceed 7.378. FAST-MCD with h ≈ ¾ n: the best of 500 starts of three points, each
/// with two concentration steps and the best ten with as many as they need, from a fixed seed; of more than 1,500
/// points the starts see 1,500. Then the usual consistency and small-sample factors, and one reweighting at 7.378.
/// In the order of the points; NaN for a point with a value that is not finite, and for all where fewer than 8 remain.
/// Where h points lie on one line there is no spread across it: 0 for all on the line, infinite beside it.
/// Some thousand steps a point. Any thread.
/// Rousseeuw, P. J., Van Driessen, K. (1999), "A fast algorithm for the minimum covariance determinant estimator",
/// Technometrics 41; Pison, G., Van Aelst, S., Willems, G. (2002), "Small sample corrections for LTS and MCD",
/// Metrika 55, with the constants of R's robustbase.
std::vector<double> RobustSquaredDistances(std::span<const double> x, std::span<const double> y);

}  // namespace tidewaiter::statistics
