#include "statistics/robust_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

/// Correlated normal points; the first `wild` of them far away in one direction.
std::pair<std::vector<double>, std::vector<double>> Points(size_t count, size_t wild, uint64_t seed) {
  Random random(seed);
  std::vector<double> x(count);
  std::vector<double> y(count);
  for (size_t i = 0; i < count; ++i) {
    const double first = random.Normal();
    x[i] = 5 + 2 * first;
    y[i] = 1 + 0.8 * first + 0.3 * random.Normal();
    if (i < wild) y[i] += 8 + random.Normal();
  }
  return {x, y};
}

TEST(RobustSquaredDistances, AreChiSquaredForPointsOfOneShape) {
  const auto [x, y] = Points(2000, 0, 1);
  const std::vector<double> distances = RobustSquaredDistances(x, y);
  const auto outside = std::count_if(distances.begin(), distances.end(), [](double d) { return d > 7.378; });
  EXPECT_NEAR(static_cast<double>(outside) / 2000, 0.025, 0.012);
}

TEST(RobustSquaredDistances, AFifthOfWildPointsHidesNone) {
  const auto [x, y] = Points(500, 100, 2);
  const std::vector<double> distances = RobustSquaredDistances(x, y);
  EXPECT_TRUE(std::all_of(distances.begin(), distances.begin() + 100, [](double d) { return d > 30; }));
  const auto accused = std::count_if(distances.begin() + 100, distances.end(), [](double d) { return d > 7.378; });
  EXPECT_LT(accused, 400 * 0.05);
}

TEST(RobustSquaredDistances, KnowNothingOfTooFewOrOfALine) {
  const std::array<double, 8> line = {1, 2, 3, 4, 5, 6, 7, 8};
  for (const double distance : RobustSquaredDistances(line, line)) EXPECT_TRUE(std::isnan(distance));
  for (const double distance : RobustSquaredDistances(std::array{1.0, 2.0}, std::array{1.0, 3.0})) {
    EXPECT_TRUE(std::isnan(distance));
  }
  auto [x, y] = Points(50, 0, 3);
  x[7] = NAN;
  const std::vector<double> distances = RobustSquaredDistances(x, y);
  EXPECT_TRUE(std::isnan(distances[7]));
  EXPECT_FALSE(std::isnan(distances[8]));
}

}  // namespace
}  // namespace tidewaiter::statistics
