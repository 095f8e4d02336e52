#include "statistics/skewness.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

TEST(Median, LiesBetweenTheTwoMiddleOnes) {
  EXPECT_DOUBLE_EQ(Median(std::array{3.0, 1.0, 2.0}), 2);
  EXPECT_DOUBLE_EQ(Median(std::vector<double>{4, 1, NAN, 2, 3}), 2.5);
  EXPECT_TRUE(std::isnan(Median({})));
}

// The example of Rousseeuw and Croux (1993) for the MAD: 1 4 4 5 7 8 9 10 12 → median 7, deviations' median 3.
TEST(MedianAbsoluteDeviation, IsScaledToTheNormal) {
  EXPECT_DOUBLE_EQ(MedianAbsoluteDeviation(std::array{1.0, 4.0, 4.0, 5.0, 7.0, 8.0, 9.0, 10.0, 12.0}), 1.4826 * 3);
}

// By hand: 1 2 3 4 10 has the median 3, kernels over {1,2,3} × {3,4,10}: −1 (twice), 0 (the tie, once), 1 (twice),
// −1/3, 5/9, 0, 3/4; sorted −1 −1 −1/3 0 0 5/9 3/4 1 1.
TEST(Medcouple, IsTheMiddleOfItsKernels) {
  EXPECT_DOUBLE_EQ(Medcouple(std::array{1.0, 2.0, 3.0, 4.0, 10.0}), 0);
  // 0 1 2 6 has the median 1.5: kernels 3/6 of (0,6), 2·… (0,2): (0.5−1.5)/2 = −0.5, (1,2): 0, (1,6): 4/5 → (0 +
  // 0.5)/2.
  EXPECT_DOUBLE_EQ(Medcouple(std::array{0.0, 1.0, 2.0, 6.0}), 0.25);
}

TEST(Medcouple, ChangesItsSignWithTheSide) {
  Random random(3);
  std::vector<double> values(501);
  for (double& value : values) value = std::exp(1.5 * random.Normal());
  const double right = Medcouple(values);
  EXPECT_GT(right, 0.3);
  for (double& value : values) value = -value;
  EXPECT_NEAR(Medcouple(values), -right, 1e-12);
}

TEST(Medcouple, OfManyIsThatOfAnEvenPart) {
  Random random(4);
  std::vector<double> values(20'000);
  for (double& value : values) value = random.Normal();
  EXPECT_NEAR(Medcouple(values), 0, 0.05);
}

TEST(Medcouple, OfEqualValuesIsNothing) { EXPECT_DOUBLE_EQ(Medcouple(std::vector<double>(10, 5.0)), 0); }

TEST(AdjustedFences, AreTukeysWhereNothingIsSkewed) {
  std::vector<double> values(101);
  std::iota(values.begin(), values.end(), 0.0);
  const Fences fences = AdjustedFences(values);
  EXPECT_DOUBLE_EQ(fences.low, 25 - 75);
  EXPECT_DOUBLE_EQ(fences.high, 75 + 75);
}

TEST(AdjustedFences, ReachFurtherOnTheLongSide) {
  Random random(5);
  std::vector<double> values(2'001);
  for (double& value : values) value = std::exp(random.Normal());
  const Fences fences = AdjustedFences(values);
  const auto outside = std::count_if(values.begin(), values.end(),
                                     [&](double value) { return value < fences.low || value > fences.high; });
  EXPECT_LT(outside, 2001 * 0.035);  // Tukey's fences call 7.8 % of a lognormal sample outside
}

}  // namespace
}  // namespace tidewaiter::statistics
