#include "statistics/serial_correlation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace tidewaiter::statistics {
namespace {

using Series = std::vector<double>;

/// A series whose days resemble each other, as the coin premium's do.
Series Persistent(size_t days, double memory, std::mt19937_64& random) {
  std::normal_distribution<double> normal;
  Series series;
  double level = normal(random) / std::sqrt(1 - memory * memory);
  for (size_t day = 0; day < days; ++day) {
    series.push_back(level);
    level = memory * level + normal(random);
  }
  return series;
}

TEST(CorrelateByShifts, GivesSpearmansRho) {
  // Ranks 1 2 3 4 5 against 2 1 4 3 5: 1 − 6 · 4 / (5 · 24).
  EXPECT_NEAR(CorrelateByShifts(Series{1, 2, 3, 4, 5}, Series{20, 10, 40, 30, 500}, 0, 0).rho, 0.8, 1e-12);
  EXPECT_NEAR(CorrelateByShifts(Series{1, 2, 3}, Series{3, 2, 1}, 0, 0).rho, -1, 1e-12);
  // Ties at their mean rank: −1.5 .5 .5 … of 1 2 2 3 against 1 2 3 4.
  EXPECT_NEAR(CorrelateByShifts(Series{1, 2, 2, 3}, Series{1, 2, 3, 4}, 0, 0).rho, 0.9486832980505138, 1e-12);
}

TEST(CorrelateByShifts, CountsEveryShiftOnce) {
  // Of 12 days the 11 shifts of a rising series agree less than the given one.
  Series days;
  for (int day = 0; day < 12; ++day) days.push_back(day);
  EXPECT_DOUBLE_EQ(CorrelateByShifts(days, days, 0, 1000).p, 1.0 / 12);
  EXPECT_DOUBLE_EQ(CorrelateByShifts(days, days, 2, 1000).p, 1.0 / 8) << "7 shifts of 3 to 9 days";
  EXPECT_DOUBLE_EQ(CorrelateByShifts(days, days, 0, 5).p, 1.0 / 6);
  EXPECT_DOUBLE_EQ(CorrelateByShifts(days, days, 100, 5).p, 1) << "no shift is far enough";
}

TEST(CorrelateByShifts, KnowsNothingOfConstantShortOrBrokenSeries) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(CorrelateByShifts(Series{1, 1, 1}, Series{1, 2, 3}, 0, 9).p));
  EXPECT_TRUE(std::isnan(CorrelateByShifts(Series{1, 2}, Series{1, 2}, 0, 9).p));
  EXPECT_TRUE(std::isnan(CorrelateByShifts(Series{1, 2, nan}, Series{1, 2, 3}, 0, 9).p));
  EXPECT_TRUE(std::isnan(CorrelateByShifts(Series{1, 2, 3}, Series{1, 2, 3, 4}, 0, 9).p));
}

// With an autocorrelation of .9 a p value for independent days is below .05 in about a third of all pairs.
TEST(CorrelateByShifts, IsHonestForSeriesThatHaveNothingToDoWithEachOther) {
  std::mt19937_64 random(8);
  int below = 0;
  for (int time = 0; time < 400; ++time) {
    const Series first = Persistent(400, 0.9, random);
    below += CorrelateByShifts(first, Persistent(400, 0.9, random), 3, 999).p <= 0.05 ? 1 : 0;
  }
  EXPECT_LT(below, 40) << "20 by chance; shifts are not quite independent deals";
  EXPECT_GT(below, 5);
}

TEST(CorrelateByShifts, FindsWhatMovesTogether) {
  std::mt19937_64 random(9);
  const Series premium = Persistent(400, 0.9, random);
  Series paid = Persistent(400, 0.3, random);
  for (size_t day = 0; day < paid.size(); ++day) paid[day] += premium[day];
  EXPECT_LT(CorrelateByShifts(premium, paid, 3, 999).p, 0.01);
}

}  // namespace
}  // namespace tidewaiter::statistics
