#include "statistics/dumping_margin.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace tidewaiter::statistics {
namespace {

// Article 2.1 read off: sold at 15 at home and at 10 to us is dumped by 5 on an export price of 10.
TEST(WeightedMargin, IsAShareOfTheExportPrice) {
  const std::array models = {ModelPrices{15, 10, 1}};
  EXPECT_DOUBLE_EQ(WeightedMargin(models, Offsets::kGiven), 0.5);
}

// The case of EC – Bed Linen: two models, one dumped, one sold as much above its normal value. With offsets there is no
// dumping of the product as a whole; zeroing makes a margin out of it.
TEST(WeightedMargin, SetsModelsSoldAboveTheirValueAgainstTheOthers) {
  const std::array models = {ModelPrices{50, 40, 100}, ModelPrices{50, 60, 100}};
  EXPECT_DOUBLE_EQ(WeightedMargin(models, Offsets::kGiven), 0);
  EXPECT_DOUBLE_EQ(WeightedMargin(models, Offsets::kZeroed), 0.1);
}

// Weights are quantities, not models: (20 − 16) · 300 + (30 − 33) · 100 = 900 on 16 · 300 + 33 · 100 = 8,100.
TEST(WeightedMargin, WeighsByQuantity) {
  const std::array models = {ModelPrices{20, 16, 300}, ModelPrices{30, 33, 100}};
  EXPECT_DOUBLE_EQ(WeightedMargin(models, Offsets::kGiven), 900.0 / 8100);
  EXPECT_DOUBLE_EQ(WeightedMargin(models, Offsets::kZeroed), 1200.0 / 8100);
}

TEST(WeightedMargin, KnowsNothingOfNoSales) {
  EXPECT_TRUE(std::isnan(WeightedMargin({}, Offsets::kGiven)));
  const std::array models = {ModelPrices{50, 0, 100}};
  EXPECT_TRUE(std::isnan(WeightedMargin(models, Offsets::kGiven)));
}

TEST(DeMinimis, EndsBelowTwoPercent) {
  EXPECT_TRUE(IsDeMinimis(0.0199));
  EXPECT_FALSE(IsDeMinimis(0.02));
}

// Article 5.8, last sentence.
TEST(NegligibleVolumes, CountSmallCountriesTogether) {
  const std::array three = {0.02, 0.02, 0.02, 0.94};
  EXPECT_EQ(NegligibleVolumes(three), (std::vector{true, true, true, false}));
  const std::array four = {0.02, 0.02, 0.02, 0.02, 0.92};
  EXPECT_EQ(NegligibleVolumes(four), (std::vector{false, false, false, false, false}));
  const std::array exact = {0.03, 0.0299, 0.9401};
  EXPECT_EQ(NegligibleVolumes(exact), (std::vector{false, true, false}));
}

TEST(HomeMarket, IsViableFromFivePercentOfTheSalesToUs) {
  EXPECT_TRUE(IsViableHomeMarket(5, 100));
  EXPECT_FALSE(IsViableHomeMarket(4.9, 100));
}

}  // namespace
}  // namespace tidewaiter::statistics
