#include "statistics/change_points.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

// Montgomery's form by hand: middle 10, deviation 1.4826 · 1; z of 13 is 2.0235, so each adds 1.5235 to the upper sum.
TEST(Cusum, AddsWhatExceedsTheSlack) {
  const std::vector<double> values = {9, 10, 11, 9, 11, 13, 13, NAN, 13};
  const std::vector<double> sums = Cusum(values, 5, 0.5);
  const double step = 3 / 1.4826 - 0.5;
  EXPECT_NEAR(sums[5], std::max(sums[4], 0.0) + step, 1e-12);
  EXPECT_NEAR(sums[6] - sums[5], step, 1e-12);
  EXPECT_DOUBLE_EQ(sums[7], sums[6]);
  EXPECT_GT(sums[8], sums[6]);
}

TEST(Cusum, SeesAFallToo) {
  std::vector<double> values = {9, 10, 11, 9, 11, 10};
  for (int i = 0; i < 10; ++i) values.push_back(8);
  EXPECT_LT(Cusum(values, 6, 0.5).back(), -5);
  EXPECT_TRUE(std::isnan(Cusum(std::vector<double>(5, 1.0), 5, 0.5)[0]));
}

TEST(LevelShift, FindsTheMonthThroughWildOnes) {
  Random random(1);
  int found = 0;
  for (int time = 0; time < 100; ++time) {
    std::vector<double> values;
    for (int i = 0; i < 48; ++i) values.push_back((i < 27 ? 130 : 45) + 15 * random.Normal());
    values[5] = 900;
    values[40] = -500;
    const auto shift = FindLevelShift(values, 4);
    ASSERT_TRUE(shift.has_value());
    found += shift->at >= 26 && shift->at <= 28 ? 1 : 0;
    EXPECT_LT(shift->statistic, -8);
  }
  EXPECT_GE(found, 95);
}

TEST(LevelShift, NeedsTwoParts) {
  EXPECT_FALSE(FindLevelShift(std::vector<double>{1, 2, NAN, 3}, 2).has_value());
  const auto shift = FindLevelShift(std::vector<double>{1, 1, NAN, 5, 5}, 2);
  ASSERT_TRUE(shift.has_value());
  EXPECT_EQ(shift->at, 3U);
  EXPECT_DOUBLE_EQ(shift->before, 1);
  EXPECT_DOUBLE_EQ(shift->after, 5);
}

}  // namespace
}  // namespace tidewaiter::statistics
