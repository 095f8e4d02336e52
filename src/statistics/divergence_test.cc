#include "statistics/divergence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace tidewaiter::statistics {
namespace {

using Counts = std::vector<int64_t>;

/// Lin's definition: the entropy of the mixture less the mean entropy.
double ByEntropies(const Counts& first, const Counts& second) {
  const auto entropy = [](const std::vector<double>& weights) {
    double total = 0;
    for (const double weight : weights) total += weight;
    double bits = 0;
    for (const double weight : weights) bits -= weight > 0 ? weight / total * std::log2(weight / total) : 0;
    return std::pair(bits, total);
  };
  std::vector<double> a(first.begin(), first.end());
  std::vector<double> b(second.begin(), second.end());
  std::vector<double> both;
  for (size_t i = 0; i < a.size(); ++i) both.push_back(a[i] + b[i]);
  const auto [bits_a, size_a] = entropy(a);
  const auto [bits_b, size_b] = entropy(b);
  const auto [bits, size] = entropy(both);
  return bits - (size_a * bits_a + size_b * bits_b) / size;
}

Counts Sample(int size, int kinds, std::mt19937_64& random) {
  Counts counts(static_cast<size_t>(kinds), 0);
  for (int i = 0; i < size; ++i) ++counts[random() % counts.size()];
  return counts;
}

TEST(JensenShannon, IsNothingForAlikeAndOneBitForApart) {
  EXPECT_NEAR(JensenShannon(Counts{10, 20, 30}, Counts{1, 2, 3}).bits, 0, 1e-12);
  EXPECT_NEAR(JensenShannon(Counts{5, 0}, Counts{0, 5}).bits, 1, 1e-12);
}

TEST(JensenShannon, AgreesWithEntropies) {
  std::mt19937_64 random(4);
  for (int time = 0; time < 200; ++time) {
    const Counts first = Sample(1 + static_cast<int>(random() % 50), 6, random);
    const Counts second = Sample(1 + static_cast<int>(random() % 50), 6, random);
    EXPECT_NEAR(JensenShannon(first, second).bits, ByEntropies(first, second), 1e-12);
  }
}

TEST(JensenShannon, ShowsItsBiasWhereThereIsNoDifference) {
  std::mt19937_64 random(5);
  double bits = 0;
  double bias = 0;
  for (int time = 0; time < 400; ++time) {
    const Divergence divergence = JensenShannon(Sample(300, 8, random), Sample(200, 8, random));
    bits += divergence.bits;
    bias += divergence.bias;
  }
  // 2 N ln 2 · bits is χ² with 7 degrees of freedom: the mean of 400 lies within 4 standard errors, 4 √(14/400)/7.
  EXPECT_NEAR(bits / bias, 1, 0.11);
}

TEST(JensenShannon, KnowsNothingOfAnEmptyMix) {
  EXPECT_TRUE(std::isnan(JensenShannon(Counts{0, 0}, Counts{1, 2}).bits));
  EXPECT_TRUE(std::isnan(JensenShannon(Counts{1}, Counts{1, 2}).bits));
  EXPECT_TRUE(std::isnan(JensenShannon(Counts{3, -1}, Counts{1, 2}).bits));
  EXPECT_TRUE(std::isnan(PermutationP(Counts{}, Counts{}, 99, 1)));
}

TEST(PermutationP, IsExactForASmallTable) {
  // Of the 20 ways to deal three of six cards (three of each kind), two are as far apart as 3:0.
  EXPECT_NEAR(PermutationP(Counts{3, 0}, Counts{0, 3}, 20'000, 7), 0.1, 0.01);
  EXPECT_EQ(PermutationP(Counts{3, 0}, Counts{0, 3}, 99, 7), PermutationP(Counts{3, 0}, Counts{0, 3}, 99, 7));
  EXPECT_EQ(PermutationP(Counts{30, 0}, Counts{0, 60}, 199, 1), 1.0 / 200);
}

/// Kolmogorov–Smirnov: the largest distance from the uniform distribution.
TEST(PermutationP, IsUniformWhereThereIsNoDifference) {
  std::mt19937_64 random(6);
  std::vector<double> ps;
  for (int time = 0; time < 200; ++time) {
    ps.push_back(PermutationP(Sample(120, 12, random), Sample(60, 12, random), 199, random()));
  }
  std::sort(ps.begin(), ps.end());
  double distance = 0;
  for (size_t i = 0; i < ps.size(); ++i) {
    distance = std::max(distance, std::abs(ps[i] - static_cast<double>(i + 1) / static_cast<double>(ps.size())));
  }
  EXPECT_LT(distance, 1.63 / std::sqrt(200.0)) << "once in a hundred by chance";
}

}  // namespace
}  // namespace tidewaiter::statistics
