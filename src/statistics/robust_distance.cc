#include "statistics/robust_distance.h"

#include <Eigen/Dense>
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

using Points = Eigen::Matrix<double, 2, Eigen::Dynamic>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kBulk = 0.75;
constexpr double kCut = 0.975;
constexpr Eigen::Index kFewest = 6;
constexpr int kStarts = 500;
constexpr int kFirstSteps = 2;
constexpr int kMostSteps = 100;
constexpr size_t kKept = 10;
constexpr double kFlat = 1e-12;

struct Shape {
  Eigen::Vector2d centre = Eigen::Vector2d::Zero();
  Eigen::Matrix2d spread = Eigen::Matrix2d::Identity();
  double determinant = std::numeric_limits<double>::infinity();
};

Shape ShapeOf(const Points& points, std::span<const Eigen::Index> chosen) {
  Shape shape;
  for (const Eigen::Index i : chosen) shape.centre += points.col(i);
  shape.centre /= static_cast<double>(chosen.size());
  shape.spread.setZero();
  for (const Eigen::Index i : chosen) {
    const Eigen::Vector2d from_centre = points.col(i) - shape.centre;
    shape.spread += from_centre * from_centre.transpose();
  }
  shape.spread /= static_cast<double>(chosen.size() - 1);
  shape.determinant = shape.spread.determinant();
  return shape;
}

bool IsFlat(const Shape& shape) {
  const double scale = shape.spread.trace();
  return !(shape.determinant > kFlat * scale * scale);
}

Eigen::ArrayXd Distances(const Points& points, const Shape& shape) {
  const Eigen::Matrix2d inverse = shape.spread.inverse();
  const Points centred = points.colwise() - shape.centre;
  return (centred.array() * (inverse * centred).array()).colwise().sum().transpose();
}

/// The shape of the `bulk` points nearest to a shape.
Shape Concentrate(const Points& points, const Shape& shape, size_t bulk, std::vector<Eigen::Index>& order) {
  const Eigen::ArrayXd distances = Distances(points, shape);
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(bulk) - 1, order.end(),
                   [&](Eigen::Index a, Eigen::Index b) {
                     return distances[a] < distances[b] || (distances[a] == distances[b] && a < b);
                   });
  return ShapeOf(points, std::span(order).first(bulk));
}

std::vector<Shape> FirstShapes(const Points& points, size_t bulk, std::vector<Eigen::Index>& order) {
  Random random(1);
  std::vector<Shape> shapes;
  for (int start = 0; start < kStarts; ++start) {
    std::array<Eigen::Index, 3> three{};
    for (Eigen::Index& index : three) index = random.Below(static_cast<uint32_t>(points.cols()));
    Shape shape = ShapeOf(points, three);
    for (int step = 0; step < kFirstSteps && !IsFlat(shape); ++step) shape = Concentrate(points, shape, bulk, order);
    if (!IsFlat(shape)) shapes.push_back(shape);
  }
  std::stable_sort(shapes.begin(), shapes.end(),
                   [](const Shape& a, const Shape& b) { return a.determinant < b.determinant; });
  shapes.resize(std::min(shapes.size(), kKept));
  return shapes;
}

Shape SmallestShape(const Points& points, size_t bulk) {
  std::vector<Eigen::Index> order(static_cast<size_t>(points.cols()));
  Shape smallest;
  for (Shape shape : FirstShapes(points, bulk, order)) {
    double before = std::numeric_limits<double>::infinity();
    for (int step = 0; step < kMostSteps && shape.determinant < before && !IsFlat(shape); ++step) {
      before = shape.determinant;
      shape = Concentrate(points, shape, bulk, order);
    }
    if (!IsFlat(shape) && shape.determinant < smallest.determinant) smallest = shape;
  }
  return smallest;
}

/// What makes the spread of the nearest `share` of normal points that of all: share / P[χ²₄ ≤ χ²₂(share)].
double Consistency(double share) {
  const double cut = quantile(boost::math::chi_squared(2), share);
  return share / cdf(boost::math::chi_squared(4), cut);
}

Eigen::ArrayXd RobustDistances(const Points& points) {
  const auto bulk = static_cast<size_t>(std::ceil(kBulk * static_cast<double>(points.cols())));
  Shape shape = SmallestShape(points, bulk);
  if (!std::isfinite(shape.determinant)) return Eigen::ArrayXd::Constant(points.cols(), kNaN);
  shape.spread *= Consistency(static_cast<double>(bulk) / static_cast<double>(points.cols()));
  const Eigen::ArrayXd raw = Distances(points, shape);
  const double cut = quantile(boost::math::chi_squared(2), kCut);
  std::vector<Eigen::Index> inside;
  for (Eigen::Index i = 0; i < raw.size(); ++i) {
    if (raw[i] <= cut) inside.push_back(i);
  }
  Shape reweighted = ShapeOf(points, inside);
  if (inside.size() < 3 || IsFlat(reweighted)) return raw;
  reweighted.spread *= Consistency(kCut);
  return Distances(points, reweighted);
}

}  // namespace

std::vector<double> RobustSquaredDistances(std::span<const double> x, std::span<const double> y) {
  const size_t count = std::min(x.size(), y.size());
  std::vector<double> distances(count, kNaN);
  std::vector<size_t> known;
  for (size_t i = 0; i < count; ++i) {
    if (std::isfinite(x[i]) && std::isfinite(y[i])) known.push_back(i);
  }
  const auto points_count = static_cast<Eigen::Index>(known.size());
  if (points_count < kFewest) return distances;
  Points points(2, points_count);
  for (Eigen::Index i = 0; i < points_count; ++i) {
    const size_t place = known[static_cast<size_t>(i)];
    points.col(i) << x[place], y[place];
  }
  const Eigen::ArrayXd found = RobustDistances(points);
  for (Eigen::Index i = 0; i < points_count; ++i) distances[known[static_cast<size_t>(i)]] = found[i];
  return distances;
}

}  // namespace tidewaiter::statistics
