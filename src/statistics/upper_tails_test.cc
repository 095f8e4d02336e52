#include "statistics/upper_tails.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidewaiter::statistics {
namespace {

void ExpectRelative(double value, double expected) { EXPECT_NEAR(value / expected, 1, 1e-12); }

TEST(UpperTails, AgreeWithTables) {
  EXPECT_NEAR(ChiSquaredUpper(7.377758908227871, 2), 0.025, 1e-15);
  EXPECT_NEAR(ChiSquaredUpper(3.841458820694124, 1), 0.05, 1e-15);
  EXPECT_NEAR(NormalUpper(1.959963984540054), 0.025, 1e-15);
  EXPECT_NEAR(BinomialUpper(8, 10, 0.5), 56.0 / 1024, 1e-15);
  EXPECT_NEAR(PoissonUpper(1, 2), 1 - std::exp(-2.0), 1e-15);
  EXPECT_NEAR(PoissonUpper(2, 1), 1 - 2 * std::exp(-1.0), 1e-15);
}

TEST(UpperTails, KeepTheirDigitsFarOut) {
  ExpectRelative(ChiSquaredUpper(1000, 2), std::exp(-500.0));
  ExpectRelative(BinomialUpper(100, 100, 0.001), 1e-300);
  ExpectRelative(BinomialUpper(1, 3, 1e-200), 3e-200);
  ExpectRelative(PoissonUpper(1, 1e-200), 1e-200);
  ExpectRelative(NormalUpper(10), 7.619853024160525e-24);
  ExpectRelative(NormalUpper(37), 5.725571222524585e-300);
}

TEST(UpperTails, EndAtCertainAndImpossible) {
  EXPECT_EQ(BinomialUpper(0, 0, 0.3), 1);
  EXPECT_EQ(BinomialUpper(1, 0, 0.3), 0);
  EXPECT_EQ(BinomialUpper(3, 3, 1), 1);
  EXPECT_EQ(BinomialUpper(1, 3, 0), 0);
  EXPECT_EQ(PoissonUpper(0, 0), 1);
  EXPECT_EQ(PoissonUpper(1, 0), 0);
  EXPECT_EQ(ChiSquaredUpper(0, 3), 1);
  EXPECT_EQ(ChiSquaredUpper(INFINITY, 3), 0);
  EXPECT_EQ(NormalUpper(-INFINITY), 1);
}

TEST(UpperTails, AnswerNanToWhatCannotBe) {
  EXPECT_TRUE(std::isnan(ChiSquaredUpper(-1, 2)));
  EXPECT_TRUE(std::isnan(ChiSquaredUpper(NAN, 2)));
  EXPECT_TRUE(std::isnan(ChiSquaredUpper(1, 0)));
  EXPECT_TRUE(std::isnan(BinomialUpper(1, 2, 1.5)));
  EXPECT_TRUE(std::isnan(BinomialUpper(0, -1, 0.5)));
  EXPECT_TRUE(std::isnan(BinomialUpper(1, 2, NAN)));
  EXPECT_TRUE(std::isnan(PoissonUpper(1, -1)));
  EXPECT_TRUE(std::isnan(PoissonUpper(1, INFINITY)));
  EXPECT_TRUE(std::isnan(NormalUpper(NAN)));
}

}  // namespace
}  // namespace tidewaiter::statistics
