#include "statistics/mixture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace tidewaiter::statistics {
namespace {

struct Part {
  int size;
  double mean;
  double deviation;
};

std::vector<double> Draw(const std::vector<Part>& parts, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<double> values;
  for (const Part& part : parts) {
    std::normal_distribution<double> chance(part.mean, part.deviation);
    for (int i = 0; i < part.size; ++i) values.push_back(chance(random));
  }
  return values;
}

TEST(FitMixture, FindsOneWhereThereIsOne) {
  int wrong = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    const auto fit = FitMixture(Draw({{200, 5, 0.5}}, seed), 3);
    wrong += fit.size() == 1 ? 0 : 1;
    if (fit.size() == 1) {
      EXPECT_NEAR(fit[0].mean, 5, 0.16);
      EXPECT_NEAR(fit[0].deviation, 0.5, 0.12);
    }
  }
  EXPECT_LE(wrong, 3);
}

TEST(FitMixture, RecoversTwoGradesOfAGood) {
  const auto fit = FitMixture(Draw({{700, 1, 0.2}, {300, 2.5, 0.4}}, 1), 3);
  ASSERT_EQ(fit.size(), 2U);
  EXPECT_NEAR(fit[0].weight, 0.7, 0.03);
  EXPECT_NEAR(fit[0].mean, 1, 0.04);
  EXPECT_NEAR(fit[0].deviation, 0.2, 0.03);
  EXPECT_NEAR(fit[1].weight, 0.3, 0.03);
  EXPECT_NEAR(fit[1].mean, 2.5, 0.1);
  EXPECT_NEAR(fit[1].deviation, 0.4, 0.06);
}

TEST(FitMixture, RecoversThreeAndObeysALowerLimit) {
  const auto values = Draw({{300, -10, 1}, {300, 0, 1}, {300, 10, 1}}, 2);
  const auto fit = FitMixture(values, 3);
  ASSERT_EQ(fit.size(), 3U);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(fit[i].mean, -10 + 10 * static_cast<double>(i), 0.25);
    EXPECT_NEAR(fit[i].weight, 1.0 / 3, 0.01);
    EXPECT_NEAR(fit[i].deviation, 1, 0.3) << "the prior widens a little";
  }
  EXPECT_EQ(FitMixture(values, 2).size(), 2U);
  EXPECT_EQ(FitMixture(values, 1).size(), 1U);
  EXPECT_EQ(FitMixture(values, -4).size(), 1U);
  EXPECT_EQ(FitMixture(values, 99).size(), 3U);
}

TEST(FitMixture, FindsAFewFarValues) {
  const auto fit = FitMixture(Draw({{95, 0, 1}, {5, 1e4, 1}}, 3), 3);
  ASSERT_EQ(fit.size(), 2U);
  EXPECT_NEAR(fit[0].deviation, 1, 0.25);
  EXPECT_NEAR(fit[1].mean, 1e4, 2);
  EXPECT_NEAR(fit[1].weight, 0.05, 0.001);
}

TEST(FitMixture, MakesNoNeedleOfEqualValues) {
  std::vector<double> values = Draw({{200, 3, 1}}, 4);
  for (int i = 0; i < 6; ++i) values.push_back(3.5);
  EXPECT_EQ(FitMixture(values, 3).size(), 1U);
}

TEST(FitMixture, SplitsNoHeapThatIsNarrowerThanItsPrior) {
  std::vector<double> values;
  for (int i = 0; i < 200; ++i) values.push_back(i % 2 + i / 1e4);
  EXPECT_EQ(FitMixture(values, 3).size(), 2U);
}

TEST(FitMixture, MindsNoUnit) {
  std::vector<double> values = Draw({{100, 0, 1}, {60, 7, 2}}, 5);
  const auto fit = FitMixture(values, 3);
  for (double& value : values) value = 1e6 + 1000 * value;
  const auto scaled = FitMixture(values, 3);
  ASSERT_EQ(fit.size(), scaled.size());
  for (size_t i = 0; i < fit.size(); ++i) {
    EXPECT_NEAR(scaled[i].weight, fit[i].weight, 1e-6);
    EXPECT_NEAR(scaled[i].mean, 1e6 + 1000 * fit[i].mean, 1e-2);
    EXPECT_NEAR(scaled[i].deviation, 1000 * fit[i].deviation, 1e-2);
  }
}

TEST(FitMixture, WorksOnManyValues) {
  const auto fit = FitMixture(Draw({{60'000, 0, 1}, {40'000, 6, 1}}, 6), 3);
  ASSERT_EQ(fit.size(), 2U);
  EXPECT_NEAR(fit[0].weight, 0.6, 0.01);
}

TEST(FitMixture, StandsWhereNothingIsToBeFound) {
  EXPECT_TRUE(FitMixture(std::vector<double>{}, 3).empty());
  EXPECT_TRUE(FitMixture(std::vector<double>{NAN, INFINITY}, 3).empty());
  EXPECT_TRUE(FitMixture(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1e300}, 3).empty());
  const auto equal = FitMixture(std::vector<double>(50, 7.0), 3);
  ASSERT_EQ(equal.size(), 1U);
  EXPECT_EQ(equal[0].mean, 7);
  EXPECT_EQ(equal[0].deviation, 0);
  const auto few = FitMixture(std::vector<double>{1, 2, 100}, 3);
  ASSERT_EQ(few.size(), 1U);
  EXPECT_NEAR(few[0].mean, 103.0 / 3, 1e-9);
  const auto heap = FitMixture(std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9}, 3);
  for (const auto& component : heap) EXPECT_TRUE(std::isfinite(component.deviation));
}

}  // namespace
}  // namespace tidewaiter::statistics
