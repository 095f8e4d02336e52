#include "statistics/medcouple.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "statistics/robust_scale.h"

namespace tidewaiter::statistics {
namespace {

using Values = std::vector<double>;

Values Draw(size_t n, std::mt19937_64& random, double step) {
  std::exponential_distribution<double> chance(1);
  Values values(n);
  for (double& value : values) value = step > 0 ? std::round(chance(random) / step) * step : chance(random);
  return values;
}

/// By the definition, for values that are all different.
double ByDefinition(Values values) {
  std::sort(values.begin(), values.end());
  const double median = QuantileOfSorted(values, 0.5);
  Values kernel;
  for (const double b : values) {
    for (const double a : values) {
      if (a == median && b == median) kernel.push_back(0);
      if (a <= median && b >= median && a < b) kernel.push_back((b - median - (median - a)) / (b - a));
    }
  }
  std::sort(kernel.begin(), kernel.end());
  return QuantileOfSorted(kernel, 0.5);
}

TEST(MedianAndMad, AgreesWithKnownValues) {
  const auto [location, scale] = MedianAndMad(Values{1, 1, 2, 2, 4, 6, 9});
  EXPECT_EQ(location, 2);
  EXPECT_NEAR(scale, 1.4826, 1e-4);
  EXPECT_EQ(MedianAndMad(Values{3, 3, 3, 3, 13, NAN, INFINITY}).scale, 1.2533141373155 * 2);
  EXPECT_EQ(MedianAndMad(Values{3, 3}).scale, 0);
  EXPECT_TRUE(std::isnan(MedianAndMad(Values{NAN}).location));
  EXPECT_TRUE(std::isnan(MedianAndMad(Values{}).scale));
}

TEST(MedianAndMad, IsTheDeviationOfANormalAndBearsAThirdOfOutliers) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> chance(10, 2);
  Values values;
  for (int i = 0; i < 20'000; ++i) values.push_back(chance(random));
  EXPECT_NEAR(MedianAndMad(values).scale, 2, 0.06);
  for (int i = 0; i < 10'000; ++i) values.push_back(1e12);
  EXPECT_NEAR(MedianAndMad(values).location, 11.35, 0.1) << "the quantile ¾ of the good ones";
  EXPECT_LT(MedianAndMad(values).scale, 6);
}

TEST(Medcouple, AgreesWithPublishedValues) {
  EXPECT_NEAR(Medcouple(Values{1, 2, 3, 4, 5}), 0, 1e-15);
  EXPECT_NEAR(Medcouple(Values{1, 2, 7, 9, 10}), -1.0 / 3, 1e-15) << "examples of R's robustbase::mc";
  EXPECT_NEAR(Medcouple(Values{0, 0.8, 1, 1.2, 1.3, 1.3, 1.4, 1.8, 2.4, 4.6}), 0.125, 1e-15) << "Cushny and Peebles";
}

TEST(Medcouple, AgreesWithItsDefinition) {
  std::mt19937_64 random(8);
  for (size_t n = 3; n < 80; ++n) {
    const Values values = Draw(n, random, 0);
    EXPECT_NEAR(Medcouple(values), ByDefinition(values), 1e-14) << n;
  }
}

TEST(Medcouple, TurnsWithTheValuesAndMindsNoUnit) {
  std::mt19937_64 random(9);
  for (size_t n = 1; n < 80; ++n) {
    Values values = Draw(n, random, 0.25);
    const double found = Medcouple(values);
    for (double& value : values) value = 1000 - 8 * value;
    EXPECT_NEAR(Medcouple(values), -found, 1e-14) << n << ", with ties";
  }
}

TEST(Medcouple, IsNearItsValueForAnExponentialOfAnySize) {
  std::mt19937_64 random(10);
  EXPECT_NEAR(Medcouple(Draw(200'000, random, 0)), 0.3333, 0.01);
}

TEST(Medcouple, StandsWhereNothingIsToBeFound) {
  EXPECT_TRUE(std::isnan(Medcouple(Values{})));
  EXPECT_TRUE(std::isnan(Medcouple(Values{NAN})));
  EXPECT_EQ(Medcouple(Values{3}), 0);
  EXPECT_NEAR(Medcouple(Values{3, 4}), 0, 1e-15);
  EXPECT_EQ(Medcouple(Values{3, 3, 3, 3}), 0);
  EXPECT_NEAR(Medcouple(Values{-1.7e308, 0, 1.7e308}), 0, 1e-15);
}

TEST(AdjustedFences, AreTheBoxplotsForSymmetricValues) {
  const auto [low, high] = AdjustedFences(Values{1, 2, 3, 4, 5});
  EXPECT_NEAR(low, 2 - 1.5 * 2, 1e-12);
  EXPECT_NEAR(high, 4 + 1.5 * 2, 1e-12);
  EXPECT_TRUE(std::isnan(AdjustedFences(Values{}).low));
}

TEST(AdjustedFences, ReachFurtherOnTheLongSide) {
  std::mt19937_64 random(11);
  Values values = Draw(20'000, random, 0);
  const auto outside = [](const Values& all) {
    const double low = AdjustedFences(all).low;
    const double high = AdjustedFences(all).high;
    const auto count = std::count_if(all.begin(), all.end(), [&](double v) { return v < low || v > high; });
    return static_cast<double>(count) / static_cast<double>(all.size());
  };
  EXPECT_LT(outside(values), 0.02) << "the plain boxplot has 4.8 % of an exponential outside";
  const double right = outside(values);
  for (double& value : values) value = -value;
  EXPECT_NEAR(outside(values), right, 1e-3);
}

}  // namespace
}  // namespace tidewaiter::statistics
