#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// Squared distances of points in the plane from the bulk of them, in the shape of that bulk: Mahalanobis distances by
/// the minimum covariance determinant of three quarters of the points, made consistent with the normal and reweighted
/// at χ²₂(.975) = 7.378. Points of one shape have χ²₂ distances; a quarter of wild ones moves them little. From 500
/// starts at most of three points drawn with a fixed seed and two steps each, the best ten to the end. NaN for a point
/// with a coordinate that is no number, and for all where fewer than 6 points are left or the bulk lies on a line.
/// Rousseeuw, P. J., Van Driessen, K. (1999), "A fast algorithm for the minimum covariance determinant estimator",
/// Technometrics 41.
std::vector<double> RobustSquaredDistances(std::span<const double> x, std::span<const double> y);

}  // namespace tidewaiter::statistics
