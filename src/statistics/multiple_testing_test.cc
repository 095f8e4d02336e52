#include "statistics/multiple_testing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace tidewaiter::statistics {
namespace {

// The fifteen p values of Benjamini & Hochberg (1995), section 4: four are called at .05.
TEST(FalseDiscoveryRates, CallsTheFourOfTheFirstPaper) {
  const std::vector<double> ps = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                  0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
  const std::vector<double> rates = FalseDiscoveryRates(ps);
  for (size_t i = 0; i < ps.size(); ++i) EXPECT_EQ(rates[i] <= 0.05, i < 4) << i;
  EXPECT_NEAR(rates[0], 0.0015, 1e-12);
  EXPECT_NEAR(rates[3], 0.0095 * 15 / 4, 1e-12);
  EXPECT_EQ(rates[14], 1);
}

TEST(FalseDiscoveryRates, KeepsTheOrderAndLeavesOutWhatIsNoNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> rates = FalseDiscoveryRates(std::vector<double>{0.04, nan, 0.01});
  EXPECT_NEAR(rates[0], 0.04, 1e-12);
  EXPECT_TRUE(std::isnan(rates[1]));
  EXPECT_NEAR(rates[2], 0.02, 1e-12);
  EXPECT_TRUE(FalseDiscoveryRates({}).empty());
}

// Of 200 tests 40 have an effect. Over 400 repetitions the mean share of false calls is (160/200) · .1 = .08.
TEST(FalseDiscoveryRates, HoldsItsLevelInSimulation) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  double share = 0;
  double found = 0;
  constexpr int kRepetitions = 400;
  for (int time = 0; time < kRepetitions; ++time) {
    std::vector<double> ps;
    for (int test = 0; test < 200; ++test) {
      const double z = normal(random) + (test < 40 ? 3 : 0);
      ps.push_back(std::erfc(z / std::sqrt(2.0)) / 2);
    }
    const std::vector<double> rates = FalseDiscoveryRates(ps);
    double called = 0;
    double wrong = 0;
    for (size_t test = 0; test < rates.size(); ++test) {
      if (rates[test] > 0.1) continue;
      ++called;
      wrong += test < 40 ? 0 : 1;
    }
    share += called > 0 ? wrong / called : 0;
    found += (called - wrong) / 40;
  }
  EXPECT_NEAR(share / kRepetitions, 0.08, 0.012);
  EXPECT_GT(found / kRepetitions, 0.6);
}

}  // namespace
}  // namespace tidewaiter::statistics
