#include "synth/draws.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace tidewaiter::synth {
namespace {

constexpr int64_t kRows = 100'000;

/// Pearson's correlation of `first(row)` and `second(row)` over the rows.
template <class First, class Second>
double Correlation(First first, Second second) {
  double x = 0;
  double y = 0;
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (int64_t row = 0; row < kRows; ++row) {
    const double a = first(row);
    const double b = second(row);
    x += a, y += b, xx += a * a, yy += b * b, xy += a * b;
  }
  const auto n = static_cast<double>(kRows);
  return (xy / n - x * y / n / n) / std::sqrt((xx / n - x * x / n / n) * (yy / n - y * y / n / n));
}

TEST(DrawsTest, AreTheSameForTheSameSeedStreamAndRow) {
  const Draws draws(7);
  EXPECT_EQ(draws.Uniform(3, 11), Draws(7).Uniform(3, 11));
  EXPECT_NE(draws.Uniform(3, 11), draws.Uniform(3, 12));
  EXPECT_NE(draws.Uniform(3, 11), draws.Uniform(4, 11));
  EXPECT_NE(draws.Uniform(3, 11), Draws(8).Uniform(3, 11));
}

TEST(DrawsTest, FillTheUnitIntervalEvenly) {
  constexpr size_t kBins = 100;
  for (const int64_t stream : {0L, 1L, -5L, 987654321L}) {
    std::array<double, kBins> counts{};
    const Draws draws(42);
    for (int64_t row = 0; row < kRows; ++row) {
      const double value = draws.Uniform(stream, row);
      ASSERT_GE(value, 0.0);
      ASSERT_LT(value, 1.0);
      counts[static_cast<size_t>(value * kBins)] += 1;
    }
    double statistic = 0;
    const double expected = static_cast<double>(kRows) / kBins;
    for (const double count : counts) statistic += (count - expected) * (count - expected) / expected;
    EXPECT_LT(statistic, 160.0) << "stream " << stream;  // chi-squared, 99 degrees: p about .0001
    EXPECT_GT(statistic, 50.0) << "stream " << stream;
  }
}

TEST(DrawsTest, GaussiansHaveMeanZeroAndVarianceOne) {
  const Draws draws(42);
  double sum = 0;
  double squares = 0;
  int64_t beyond = 0;
  for (int64_t row = 0; row < kRows; ++row) {
    const double value = draws.Gaussian(9, row);
    sum += value, squares += value * value;
    beyond += std::abs(value) > 1.959964 ? 1 : 0;
  }
  EXPECT_NEAR(sum / kRows, 0.0, 0.015);
  EXPECT_NEAR(squares / kRows, 1.0, 0.02);
  EXPECT_NEAR(static_cast<double>(beyond) / kRows, 0.05, 0.003);
}

TEST(DrawsTest, StreamsRowsAndSeedsAreIndependent) {
  const Draws draws(1);
  const Draws other(2);
  const auto first = [&](int64_t row) { return draws.Uniform(1, row); };
  constexpr double kFourStandardErrors = 0.0127;
  EXPECT_LT(std::abs(Correlation(first, [&](int64_t row) { return draws.Uniform(2, row); })), kFourStandardErrors);
  EXPECT_LT(std::abs(Correlation(first, [&](int64_t row) { return draws.Uniform(1, row + 1); })), kFourStandardErrors);
  EXPECT_LT(std::abs(Correlation(first, [&](int64_t row) { return draws.Uniform(1, row + 1048576); })),
            kFourStandardErrors);
  EXPECT_LT(std::abs(Correlation(first, [&](int64_t row) { return other.Uniform(1, row); })), kFourStandardErrors);
  EXPECT_LT(std::abs(Correlation(first, [&](int64_t row) { return draws.Gaussian(1, row); })), 1.0);
}

}  // namespace
}  // namespace tidewaiter::synth
