#include "statistics/minimum_covariance.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"
#include "statistics/robust_scale.h"

namespace tidewaiter::statistics {
namespace {

using Points = std::vector<Eigen::Vector2d>;

constexpr double kBound = 7.377758908227871;  // χ² with two degrees of freedom at 97.5 %
constexpr double kShare = 0.75;
constexpr size_t kLeastPoints = 8;
constexpr size_t kMostPointsOfStarts = 1500;
constexpr double kSingular = 1e-12;  // determinant of points scaled to a deviation of 1

struct Scatter {
  Eigen::Vector2d centre = Eigen::Vector2d::Zero();
  Eigen::Matrix2d covariance = Eigen::Matrix2d::Zero();
  double determinant = std::numeric_limits<double>::infinity();
};

Scatter ScatterOf(const Points& points, std::span<const size_t> chosen) {
  Scatter scatter;
  for (const size_t i : chosen) scatter.centre += points[i];
  scatter.centre /= static_cast<double>(chosen.size());
  for (const size_t i : chosen) {
    const Eigen::Vector2d gap = points[i] - scatter.centre;
    scatter.covariance += gap * gap.transpose();
  }
  scatter.covariance /= static_cast<double>(chosen.size());
  scatter.determinant = scatter.covariance.determinant();
  return scatter;
}

/// Squared distances; where the covariance has no breadth, 0 on its line and infinite beside it.
std::vector<double> Distances(const Points& points, const Scatter& scatter) {
  std::vector<double> distances;
  if (scatter.determinant > kSingular) {
    const Eigen::Matrix2d inverse = scatter.covariance.inverse();
    for (const Eigen::Vector2d& point : points)
      distances.push_back((point - scatter.centre).dot(inverse * (point - scatter.centre)));
    return distances;
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d> axes(scatter.covariance);
  const Eigen::Vector2d across = axes.eigenvectors().col(0);
  const Eigen::Vector2d along = axes.eigenvectors().col(1);
  const bool is_point = axes.eigenvalues()[1] <= kSingular;
  constexpr double kNear = 1e-5;
  for (const Eigen::Vector2d& point : points) {
    const Eigen::Vector2d gap = point - scatter.centre;
    const bool near = std::abs(across.dot(gap)) < kNear && (!is_point || std::abs(along.dot(gap)) < kNear);
    distances.push_back(near ? 0 : std::numeric_limits<double>::infinity());
  }
  return distances;
}

/// The scatter of the `size` points nearest to the given one: never larger.
Scatter Concentrate(const Points& points, const Scatter& scatter, size_t size) {
  const std::vector<double> distances = Distances(points, scatter);
  std::vector<size_t> order(points.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::nth_element(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size), order.end(),
      [&](size_t a, size_t b) { return distances[a] != distances[b] ? distances[a] < distances[b] : a < b; });
  return ScatterOf(points, std::span(order).first(size));
}

size_t SubsetSize(size_t points) {
  const auto n = static_cast<double>(points);
  const double half = std::floor((n + 3) / 2);
  return std::min(points - 1, static_cast<size_t>(2 * half - n + 2 * (n - half) * kShare));
}

/// Three points, and more where they lie on a line.
Scatter Start(const Points& points, Random& random) {
  std::vector<size_t> order(points.size());
  std::iota(order.begin(), order.end(), size_t{0});
  Scatter scatter;
  for (size_t size = 0; size < std::min<size_t>(points.size(), 30); ++size) {
    std::swap(order[size], order[size + random.Below(static_cast<uint32_t>(points.size() - size))]);
    if (size < 2) continue;
    scatter = ScatterOf(points, std::span(order).first(size + 1));
    if (scatter.determinant > kSingular) break;
  }
  return scatter;
}

/// The ten best of 500 starts after two steps each.
std::vector<Scatter> BestStarts(const Points& points) {
  constexpr int kStarts = 500;
  constexpr size_t kBest = 10;
  const size_t size = SubsetSize(points.size());
  Random random(1999);
  std::vector<Scatter> starts;
  for (int start = 0; start < kStarts; ++start) {
    Scatter scatter = Start(points, random);
    for (int step = 0; step < 2; ++step) scatter = Concentrate(points, scatter, size);
    starts.push_back(scatter);
  }
  std::partial_sort(starts.begin(), starts.begin() + kBest, starts.end(),
                    [](const Scatter& a, const Scatter& b) { return a.determinant < b.determinant; });
  starts.resize(kBest);
  return starts;
}

Points Sample(const Points& points, size_t size) {
  if (points.size() <= size) return points;
  Random random(2002);
  Points sample = points;
  for (size_t i = 0; i < size; ++i)
    std::swap(sample[i], sample[i + random.Below(static_cast<uint32_t>(sample.size() - i))]);
  sample.resize(size);
  return sample;
}

Scatter MinimumCovariance(const Points& points) {
  const size_t size = SubsetSize(points.size());
  Scatter best;
  for (Scatter scatter : BestStarts(Sample(points, kMostPointsOfStarts))) {
    constexpr int kMostSteps = 100;
    for (int step = 0; step < kMostSteps; ++step) {
      const double before = scatter.determinant;
      scatter = Concentrate(points, scatter, size);
      if (step > 0 && scatter.determinant >= before * (1 - 1e-10)) break;
    }
    if (scatter.determinant < best.determinant) best = scatter;
  }
  return best;
}

/// So that the covariance of the share of normal points nearest to the centre becomes that of all.
double ConsistencyFactor(double share) {
  const double bound = -2 * std::log1p(-share);
  return share / (1 - std::exp(-bound / 2) * (1 + bound / 2));
}

/// Interpolated between shares of ½ and ⅞, each 1 / (1 − e^a / n^b).
double SmallSampleFactor(double n, double a_half, double b_half, double a_most, double b_most) {
  const double half = 1 - std::exp(a_half) / std::pow(n, b_half);
  const double most = 1 - std::exp(a_most) / std::pow(n, b_most);
  return 1 / (half + (most - half) / 0.375 * (kShare - 0.5));
}

std::vector<double> FitAndMeasure(const Points& points) {
  const auto n = static_cast<double>(points.size());
  Scatter raw = MinimumCovariance(points);
  std::vector<double> distances = Distances(points, raw);
  if (raw.determinant <= kSingular) return distances;
  const double raw_factor =
      ConsistencyFactor(static_cast<double>(SubsetSize(points.size())) / n) *
      SmallSampleFactor(n, 0.673292623522027, 0.691365864961895, 0.446537815635445, 1.06690782995919);
  std::vector<size_t> good;
  for (size_t i = 0; i < points.size(); ++i) {
    if (distances[i] <= kBound * raw_factor) good.push_back(i);
  }
  Scatter reweighted = ScatterOf(points, good);
  if (reweighted.determinant <= kSingular) return Distances(points, reweighted);
  const auto size = static_cast<double>(good.size());
  const double factor = size / (size - 1) * ConsistencyFactor(0.975) *
                        SmallSampleFactor(n, 3.11101712909049, 1.91401056721863, 0.79473550581058, 1.10081930350091);
  distances = Distances(points, reweighted);
  for (double& distance : distances) distance /= factor;
  return distances;
}

}  // namespace

std::vector<double> RobustSquaredDistances(std::span<const double> x, std::span<const double> y) {
  std::vector<double> result(x.size(), std::numeric_limits<double>::quiet_NaN());
  if (x.size() != y.size()) return result;
  const LocationScale of_x = MedianAndMad(x);
  const LocationScale of_y = MedianAndMad(y);
  const auto scaled = [](double value, const LocationScale& by) {
    return (value - by.location) / (by.scale > 0 ? by.scale : 1);
  };
  Points points;
  std::vector<size_t> places;
  for (size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
    points.emplace_back(scaled(x[i], of_x), scaled(y[i], of_y));
    places.push_back(i);
  }
  if (points.size() < kLeastPoints) return result;
  const std::vector<double> distances = FitAndMeasure(points);
  for (size_t i = 0; i < places.size(); ++i) result[places[i]] = distances[i];
  return result;
}

}  // namespace tidewaiter::statistics
