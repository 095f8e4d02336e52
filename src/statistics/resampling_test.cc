#include "statistics/resampling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

TEST(RatioInterval, OfASeriesWithoutNoiseIsAPoint) {
  const std::vector<double> numerator = {2, 4, 6, 8};
  const std::vector<double> denominator = {1, 2, 3, 4};
  const Interval interval = RatioInterval(numerator, denominator, 0.95, {});
  EXPECT_DOUBLE_EQ(interval.value, 2);
  EXPECT_DOUBLE_EQ(interval.low, 2);
  EXPECT_DOUBLE_EQ(interval.high, 2);
}

/// Monthly figures that move slowly (first-order correlation `memory`) about 2.
std::vector<double> Series(Random& random, size_t periods, double memory) {
  std::vector<double> values;
  double state = random.Normal();
  for (size_t i = 0; i < periods; ++i) {
    state = memory * state + std::sqrt(1 - memory * memory) * random.Normal();
    values.push_back(2 + 0.3 * state);
  }
  return values;
}

// The interval must hold the truth about as often as it says; blocks of one month do not where months are alike.
TEST(RatioInterval, HoldsTheTruthNearlyAsOftenAsItSays) {
  Random random(11);
  int held = 0;
  int held_by_months = 0;
  constexpr int kSeries = 400;
  for (int i = 0; i < kSeries; ++i) {
    const std::vector<double> numerator = Series(random, 120, 0.5);
    const std::vector<double> denominator(120, 1.0);
    const Interval blocks = RatioInterval(numerator, denominator, 0.95, {10, 400, static_cast<uint64_t>(i)});
    const Interval months = RatioInterval(numerator, denominator, 0.95, {1, 400, static_cast<uint64_t>(i)});
    held += blocks.low <= 2 && 2 <= blocks.high ? 1 : 0;
    held_by_months += months.low <= 2 && 2 <= months.high ? 1 : 0;
  }
  EXPECT_GT(held, kSeries * 0.86);
  EXPECT_LT(held, kSeries * 0.99);
  EXPECT_LT(held_by_months, held - 20);
}

TEST(RatioInterval, LeavesOutMonthsThatAreNotKnown) {
  EXPECT_DOUBLE_EQ(RatioInterval(std::vector<double>{2, NAN, 4}, std::vector{1.0, 5.0, 2.0}, 0.95, {}).value, 2);
  EXPECT_TRUE(std::isnan(RatioInterval({}, {}, 0.95, {}).value));
  EXPECT_TRUE(std::isnan(RatioInterval(std::vector{1.0}, std::vector{1.0, 2.0}, 0.95, {}).value));
  EXPECT_TRUE(std::isnan(RatioInterval(std::vector{1.0}, std::vector{0.0}, 0.95, {}).value));
}

TEST(PriceGapDraws, AreTheSameForTheSameSeed) {
  Random random(3);
  std::vector<double> value_there;
  std::vector<double> value_here;
  const std::vector<double> mass(24, 100.0);
  for (int month = 0; month < 24; ++month) {
    value_there.push_back(100 * (1.2 + 0.05 * random.Normal()));
    value_here.push_back(100 * (1.0 + 0.05 * random.Normal()));
  }
  const PricePair prices{value_there, mass, value_here, mass};
  const std::vector<double> draws = PriceGapDraws(prices, {3, 999, 7});
  ASSERT_EQ(draws.size(), 999U);
  EXPECT_TRUE(std::is_sorted(draws.begin(), draws.end()));
  EXPECT_NEAR(draws[499], 0.2, 0.03);
  EXPECT_GT(draws[24], 0.15);
  EXPECT_EQ(draws, PriceGapDraws(prices, {3, 999, 7}));
  EXPECT_NE(draws, PriceGapDraws(prices, {3, 999, 8}));
}

}  // namespace
}  // namespace tidewaiter::statistics
