#include "statistics/contingency.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/hypergeometric.hpp>
#include <chrono>
#include <cmath>
#include <vector>

namespace tidewaiter::statistics {
namespace {

/// C(n, k) for small numbers, exactly.
uint64_t Choose(int64_t n, int64_t k) {
  if (k < 0 || k > n) return 0;
  uint64_t result = 1;
  for (int64_t i = 1; i <= k; ++i) result = result * static_cast<uint64_t>(n - k + i) / static_cast<uint64_t>(i);
  return result;
}

/// The definition: exact integers over all terms of the tail.
long double NaiveLnP(int64_t hits, int64_t drawn, int64_t marked, int64_t population) {
  uint64_t tail = 0;
  uint64_t below = 0;
  for (int64_t k = 0; k <= std::min(drawn, marked); ++k) {
    (k >= hits ? tail : below) += Choose(marked, k) * Choose(population - marked, drawn - k);
  }
  const auto all = static_cast<long double>(Choose(population, drawn));
  if (below < tail) return std::log1p(-static_cast<long double>(below) / all);
  return std::log(static_cast<long double>(tail) / all);
}

void ExpectNear(double value, double expected, double relative) {
  EXPECT_NEAR(value, expected, relative * std::max(std::abs(expected), 1e-300));
}

/// Compares every possible table with these margins; how many.
int CompareWithExactSums(int64_t drawn, int64_t marked, int64_t population) {
  const int64_t fewest = std::max<int64_t>(0, drawn + marked - population);
  int tables = 0;
  for (int64_t hits = fewest; hits <= std::min(drawn, marked); ++hits, ++tables) {
    SCOPED_TRACE(testing::Message() << hits << " " << drawn << " " << marked << " " << population);
    const auto expected = static_cast<double>(NaiveLnP(hits, drawn, marked, population));
    ExpectNear(FisherExactLnP(hits, drawn, marked, population), expected, 2e-13);
  }
  return tables;
}

TEST(FisherExactLnP, AgreesWithExactSumsForEverySmallTable) {
  int tables = 0;
  for (int64_t population = 1; population <= 24; ++population) {
    const int64_t margins = (population + 1) * (population + 1);
    for (int64_t margin = 0; margin < margins; ++margin) {
      tables += CompareWithExactSums(margin / (population + 1), margin % (population + 1), population);
    }
  }
  EXPECT_GT(tables, 10'000);
}

void CompareWithBoost(unsigned drawn, unsigned marked, unsigned population) {
  const boost::math::hypergeometric_distribution<double> chance(marked, drawn, population);
  for (unsigned hits = 1; hits <= std::min(drawn, marked); ++hits) {
    const double p = boost::math::cdf(boost::math::complement(chance, hits - 1));
    if (p < 1e-250) break;
    SCOPED_TRACE(testing::Message() << hits << " " << drawn << " " << marked << " " << population);
    ExpectNear(std::exp(FisherExactLnP(hits, drawn, marked, population)), p, 1e-9);
  }
}

TEST(FisherExactLnP, AgreesWithBoostForMiddlePopulations) {
  for (const unsigned population : {120U, 500U, 3000U}) {
    for (const unsigned marked : {population / 40, population / 7, population / 2}) {
      CompareWithBoost(population / 9, marked, population);
    }
  }
}

TEST(FisherExactLnP, KeepsItsDigitsFarOutInTheTail) {
  // Sums of 60 digits (mpmath).
  ExpectNear(FisherExactLnP(40, 50, 100, 1000), -77.9878255217866058, 1e-12);
  ExpectNear(FisherExactLnP(200, 200, 400, 4000), -516.4813814529642, 1e-12);
  ExpectNear(FisherExactLnP(150, 300, 1000, 20000), -262.255995987176936, 1e-12);
  ExpectNear(FisherExactLnP(3000, 20000, 250000, 5000000), -1417.96216319496388, 1e-12);
  ExpectNear(FisherExactLnP(1100, 20000, 250000, 5000000), -7.25122728275752073, 1e-12);
  ExpectNear(FisherExactLnP(20000, 20000, 250000, 5000000), -60696.7822880765396, 1e-12);
  ExpectNear(FisherExactLnP(130000, 1000000, 500000, 5000000), -5897.33278612538257, 1e-12);
  ExpectNear(FisherExactLnP(100001, 1000000, 500000, 5000000), -0.694873320606398195, 1e-12);
}

TEST(FisherExactLnP, KeepsItsDigitsWhereNearlyCertain) {
  // 1 − C(500,50)/C(1000,50), by mpmath.
  ExpectNear(FisherExactLnP(1, 50, 500, 1000), -2.44641653687090299e-16, 1e-12);
}

TEST(FisherExactLnP, IsSymmetricInDrawnAndMarked) {
  for (int64_t hits = 0; hits <= 30; ++hits) {
    ExpectNear(FisherExactLnP(hits, 30, 70, 400), FisherExactLnP(hits, 70, 30, 400), 1e-11);
  }
}

TEST(FisherExactLnP, FallsWithEachFurtherHit) {
  double last = 1;
  for (int64_t hits = 0; hits <= 300; ++hits) {
    const double ln_p = FisherExactLnP(hits, 300, 5000, 100'000);
    EXPECT_LT(ln_p, last) << hits;
    last = ln_p;
  }
}

TEST(FisherExactLnP, AnswersNanToImpossibleCounts) {
  EXPECT_TRUE(std::isnan(FisherExactLnP(-1, 2, 2, 10)));
  EXPECT_TRUE(std::isnan(FisherExactLnP(3, 2, 5, 10)));
  EXPECT_TRUE(std::isnan(FisherExactLnP(1, 11, 5, 10)));
  EXPECT_TRUE(std::isnan(FisherExactLnP(1, 5, 11, 10)));
  EXPECT_TRUE(std::isnan(FisherExactLnP(0, 8, 8, 10)));
  EXPECT_EQ(FisherExactLnP(6, 8, 8, 10), 0);
  EXPECT_EQ(FisherExactLnP(0, 0, 0, 0), 0);
}

TEST(FisherExactLnP, IsQuickForMillions) {
  const auto start = std::chrono::steady_clock::now();
  double sum = 0;
  for (int64_t hits = 90'000; hits < 110'000; hits += 100) {
    const double ln_p = FisherExactLnP(hits, 1'000'000, 500'000, 5'000'000);
    ASSERT_TRUE(std::isfinite(ln_p)) << hits;
    sum += ln_p;
  }
  EXPECT_LT(sum, 0);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Wilson, AgreesWithPublishedBounds) {
  // 81 of 263 at 95 %: 0.2553, 0.3662 (Newcombe 1998, Table I).
  EXPECT_NEAR(WilsonLower(81, 263, 1.959963984540054), 0.2553, 5e-5);
  EXPECT_NEAR(WilsonUpper(81, 263, 1.959963984540054), 0.3662, 5e-5);
  // 0 of 20: 0, 0.1611.
  EXPECT_EQ(WilsonLower(0, 20, 1.959963984540054), 0);
  EXPECT_NEAR(WilsonUpper(0, 20, 1.959963984540054), 0.1611, 5e-5);
  EXPECT_EQ(WilsonUpper(29, 29, 1.96), 1);
}

/// (share − bound)² = z² bound (1 − bound) / trials holds at both bounds.
void ExpectScoreEquation(double hits, double trials, double z, double bound) {
  const double gap = hits / trials - bound;
  EXPECT_NEAR(gap * gap, z * z * bound * (1 - bound) / trials, 1e-14);
}

TEST(Wilson, SolvesTheScoreEquation) {
  for (const double hits : {0.25, 1.0, 7.5, 40.0, 99.0}) {
    for (const double z : {0.5, 1.645, 3.0}) {
      ExpectScoreEquation(hits, 100, z, WilsonLower(hits, 100, z));
      ExpectScoreEquation(hits, 100, z, WilsonUpper(hits, 100, z));
    }
  }
}

TEST(Wilson, KeepsItsDigitsForTinyShares) {
  // To first order hits²/(trials z²) where hits is far below z².
  ExpectNear(WilsonLower(1e-9, 1e6, 1.96), 1e-18 / 1e6 / (1.96 * 1.96), 1e-6);
}

TEST(Wilson, SaysNothingWithoutTrialsAndNanForNonsense) {
  EXPECT_EQ(WilsonLower(0, 0, 1.96), 0);
  EXPECT_EQ(WilsonUpper(0, 0, 1.96), 1);
  EXPECT_TRUE(std::isnan(WilsonLower(5, 4, 1.96)));
  EXPECT_TRUE(std::isnan(WilsonUpper(-1, 4, 1.96)));
  EXPECT_TRUE(std::isnan(WilsonLower(NAN, 4, 1.96)));
}

}  // namespace
}  // namespace tidewaiter::statistics
