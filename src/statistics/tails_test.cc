#include "statistics/tails.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidewaiter::statistics {
namespace {

TEST(Tails, AgreeWithTables) {
  EXPECT_NEAR(ChiSquaredUpper(3.841459, 1), 0.05, 1e-7);
  EXPECT_NEAR(ChiSquaredUpper(7.377759, 2), 0.025, 1e-8);
  EXPECT_NEAR(NormalUpper(1.959964), 0.025, 1e-8);
  EXPECT_NEAR(PoissonUpper(3, 1), 1 - 2.5 * std::exp(-1.0), 1e-14);
  EXPECT_NEAR(BinomialUpper(9, 10, 0.5), 11.0 / 1024, 1e-15);
}

TEST(Tails, ReachFarOut) {
  EXPECT_NEAR(std::log(NormalUpper(30)), -454.32124, 1e-4);
  EXPECT_NEAR(std::log(ChiSquaredUpper(1000, 2)), -500, 1e-9);
  EXPECT_NEAR(std::log(BinomialUpper(300, 300, 0.1)), 300 * std::log(0.1), 1e-9);
  EXPECT_NEAR(std::log(PoissonUpper(100, 1)), -364.7297, 1e-2);
}

TEST(Tails, AtTheirEnds) {
  EXPECT_DOUBLE_EQ(ChiSquaredUpper(0, 1), 1);
  EXPECT_DOUBLE_EQ(PoissonUpper(0, 5), 1);
  EXPECT_DOUBLE_EQ(PoissonUpper(1, 0), 0);
  EXPECT_DOUBLE_EQ(BinomialUpper(0, 0, 0.5), 1);
  EXPECT_DOUBLE_EQ(BinomialUpper(4, 3, 0.5), 0);
  EXPECT_TRUE(std::isnan(ChiSquaredUpper(1, 0)));
  EXPECT_TRUE(std::isnan(PoissonUpper(1, -1)));
  EXPECT_TRUE(std::isnan(BinomialUpper(1, 2, 1.5)));
}

}  // namespace
}  // namespace tidewaiter::statistics
