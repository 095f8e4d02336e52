#include "statistics/block_resampling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace tidewaiter::statistics {
namespace {

using Series = std::vector<double>;

/// Months that depend on the month before by `memory`: mean 1, some 20 % deviation.
Series Draw(size_t periods, double memory, std::mt19937_64& random) {
  std::normal_distribution<double> chance(0, 0.2 * std::sqrt(1 - memory * memory));
  Series series;
  double deviation = chance(random) / std::sqrt(1 - memory * memory);
  for (size_t i = 0; i < periods; ++i) {
    series.push_back(std::exp(deviation));
    deviation = memory * deviation + chance(random);
  }
  return series;
}

/// How often the interval at 90 % holds the true ratio, which is 1.
double Cover(size_t periods, double memory, int64_t block) {
  std::mt19937_64 random(17);
  int held = 0;
  constexpr int kTimes = 600;
  for (int time = 0; time < kTimes; ++time) {
    const auto [estimate, low, high] =
        BlockRatioInterval(Draw(periods, memory, random), Draw(periods, memory, random), block, 400, 0.9, random());
    held += low <= 1 && 1 <= high ? 1 : 0;
  }
  return held / static_cast<double>(kTimes);
}

TEST(BlockRatioInterval, CoversTheTruthAboutAsOftenAsItSays) {
  EXPECT_NEAR(Cover(24, 0, 1), 0.9, 0.04);
  EXPECT_NEAR(Cover(24, 0, 3), 0.9, 0.05);
  EXPECT_NEAR(Cover(60, 0.5, 6), 0.9, 0.06);
  EXPECT_LT(Cover(60, 0.5, 1), 0.8) << "what single months would promise";
}

TEST(BlockRatioInterval, IsAPointForAConstantRatioAndMindsNoUnit) {
  const Series denominator{1, 2, 3, 4, 5, 6};
  Series numerator = denominator;
  for (double& value : numerator) value *= 2.5;
  const auto [estimate, low, high] = BlockRatioInterval(numerator, denominator, 2, 99, 0.95, 1);
  EXPECT_NEAR(estimate, 2.5, 1e-12);
  EXPECT_NEAR(low, 2.5, 1e-12);
  EXPECT_NEAR(high, 2.5, 1e-12);
}

TEST(BlockRatioInterval, IsTheSameForTheSameSeedAndWidensWithItsLevel) {
  std::mt19937_64 random(2);
  const Series a = Draw(24, 0, random);
  const Series b = Draw(24, 0, random);
  const auto first = BlockRatioInterval(a, b, 3, 500, 0.8, 7);
  const auto again = BlockRatioInterval(a, b, 3, 500, 0.8, 7);
  const auto wider = BlockRatioInterval(a, b, 3, 500, 0.95, 7);
  EXPECT_EQ(first.low, again.low);
  EXPECT_EQ(first.high, again.high);
  EXPECT_LT(wider.low, first.low);
  EXPECT_GT(wider.high, first.high);
  EXPECT_LT(first.low, first.estimate);
  EXPECT_GT(first.high, first.estimate);
}

TEST(BlockRatioInterval, LeavesOutPeriodsWithoutANumber) {
  const auto [estimate, low, high] = BlockRatioInterval(Series{1, NAN, 3, 4}, Series{1, 100, 3, NAN}, 1, 99, 0.9, 1);
  EXPECT_EQ(estimate, 1);
  EXPECT_EQ(low, 1);
  EXPECT_EQ(high, 1);
}

TEST(BlockRatioInterval, AnswersNanToWhatCannotBe) {
  const Series series{1, 2, 3, 4};
  EXPECT_TRUE(std::isnan(BlockRatioInterval(series, Series{1}, 1, 99, 0.9, 1).estimate));
  EXPECT_TRUE(std::isnan(BlockRatioInterval(Series{}, Series{}, 1, 99, 0.9, 1).estimate));
  EXPECT_TRUE(std::isnan(BlockRatioInterval(series, series, 0, 99, 0.9, 1).estimate));
  EXPECT_TRUE(std::isnan(BlockRatioInterval(series, series, 1, 0, 0.9, 1).estimate));
  EXPECT_TRUE(std::isnan(BlockRatioInterval(series, series, 1, 99, 1, 1).estimate));
  EXPECT_TRUE(std::isnan(BlockRatioInterval(series, Series{0, 0, 0, 0}, 1, 99, 0.9, 1).estimate));
  EXPECT_EQ(BlockRatioInterval(series, series, 3, 99, 0.9, 1).estimate, 1);
  EXPECT_TRUE(std::isnan(BlockRatioInterval(series, series, 3, 99, 0.9, 1).low)) << "hardly more than one block";
}

TEST(DumpingDraws, LieAboutTheMargin) {
  std::mt19937_64 random(5);
  const Series mass = Draw(24, 0, random);
  const Series mass_home = Draw(24, 0, random);
  Series value = mass;
  Series value_home = mass_home;
  for (size_t i = 0; i < 24; ++i) {
    const double price = 3 + std::sin(static_cast<double>(i));  // moves in both markets
    value[i] *= price;
    value_home[i] *= price * 1.3;
  }
  const auto margins = DumpingDraws({value_home, mass_home}, {value, mass}, 3, 999, 4);
  ASSERT_EQ(margins.size(), 999U);
  EXPECT_TRUE(std::is_sorted(margins.begin(), margins.end()));
  EXPECT_NEAR(margins[499], 0.3, 0.05);
  EXPECT_GT(margins[24], 0.15);
  EXPECT_LT(margins[974], 0.45);
  EXPECT_EQ(margins, DumpingDraws({value_home, mass_home}, {value, mass}, 3, 999, 4));
}

TEST(DumpingDraws, LeaveOutWhatHasNoPrice) {
  const Series some{0, 0, 5, 0};
  const auto margins = DumpingDraws({some, some}, {some, some}, 1, 400, 4);
  EXPECT_GT(margins.size(), 200U) << "1 − (3/4)⁴ of the draws hold the month";
  EXPECT_LT(margins.size(), 340U);
  for (const double margin : margins) EXPECT_EQ(margin, 0);
  const Series none(4, 0.0);
  EXPECT_TRUE(DumpingDraws({none, none}, {some, some}, 1, 99, 4).empty());
  EXPECT_TRUE(DumpingDraws({some, some}, {some, Series{1}}, 1, 99, 4).empty());
  EXPECT_TRUE(DumpingDraws({{}, {}}, {{}, {}}, 1, 99, 4).empty());
}

}  // namespace
}  // namespace tidewaiter::statistics
