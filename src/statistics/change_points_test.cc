#include "statistics/change_points.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "statistics/robust_scale.h"

namespace tidewaiter::statistics {
namespace {

using Series = std::vector<double>;

Series Noise(size_t n, std::mt19937_64& random) {
  std::normal_distribution<double> chance;
  Series series(n);
  for (double& value : series) value = chance(random);
  return series;
}

/// The second column of a file with a header.
Series ReadSeries(const std::string& file) {
  std::ifstream in(TIDEWAITER_SOURCE_DIR "/tests/data/eu_jrc_trade/" + file);
  std::string line;
  std::getline(in, line);
  Series series;
  while (std::getline(in, line)) series.push_back(std::stod(line.substr(line.find(',') + 1)));
  return series;
}

TEST(Cusum, AgreesWithSumsByHand) {
  // Median 1, median absolute deviation 1: in deviations 0 is −0.674 and 9 is 5.396.
  const CusumChart chart = Cusum(Series{0, 1, 0, 1, 0, 1, 9, 9}, 0.5, 5);
  EXPECT_EQ(chart.up.alarm, 7);
  EXPECT_EQ(chart.up.since, 6);
  EXPECT_NEAR(chart.up.most, 2 * (8 / 1.4826022 - 0.5), 1e-6);
  EXPECT_EQ(chart.down.alarm, -1);
  EXPECT_EQ(chart.down.since, -1);
  EXPECT_NEAR(chart.down.most, 1 / 1.4826022 - 0.5, 1e-6);
}

TEST(Cusum, FindsALateShiftOnItsSide) {
  std::mt19937_64 random(1);
  for (int time = 0; time < 50; ++time) {
    Series series = Noise(60, random);
    for (size_t i = 45; i < 60; ++i) series[i] += 3;
    const CusumChart chart = Cusum(series, 0.5, 5);
    EXPECT_GE(chart.up.alarm, 44);
    EXPECT_LE(chart.up.alarm, 58);
    EXPECT_NEAR(chart.up.since, 45, 6);
    for (double& value : series) value = -value;
    EXPECT_EQ(Cusum(series, 0.5, 5).down.alarm, chart.up.alarm);
  }
}

TEST(Cusum, SeldomAlarmsOnAQuietSeries) {
  std::mt19937_64 random(2);
  int alarms = 0;
  for (int time = 0; time < 400; ++time) {
    const CusumChart chart = Cusum(Noise(48, random), 0.5, 5);
    alarms += chart.up.alarm >= 0 || chart.down.alarm >= 0 ? 1 : 0;
  }
  EXPECT_LT(alarms, 60);
}

TEST(Cusum, StandsWhereNothingIsToBeFound) {
  EXPECT_EQ(Cusum(Series{}, 0.5, 5).up.alarm, -1);
  EXPECT_EQ(Cusum(Series(9, 4.0), 0.5, 5).up.most, 0);
  const CusumChart chart = Cusum(Series{0, 1, 0, 1, 0, 1, NAN, 9, 9}, 0.5, 5);
  EXPECT_EQ(chart.up.alarm, 8);
  EXPECT_EQ(Cusum(Series{NAN, NAN}, 0.5, 5).up.most, 0);
}

TEST(FindLevelShift, FindsTheShiftsOfRealImports) {
  const LevelShift plants = FindLevelShift(ReadSeries("plants_KE_GB_P12119085_monthly.csv"));
  EXPECT_NEAR(plants.first, 26, 1) << "October 2010, from 137 to 74 and then 35";
  EXPECT_NEAR(plants.before, 136, 2);
  EXPECT_NEAR(plants.after, 68, 2);
  EXPECT_LT(plants.size, -2);
  EXPECT_LT(plants.p, 1e-6);
  const LevelShift sugar = FindLevelShift(ReadSeries("sugar_UA_LT_P17049075_monthly.csv"));
  EXPECT_EQ(sugar.first, 33) << "May 2011, from 56 to 15";
  EXPECT_NEAR(sugar.after, 11.4, 0.1);
  EXPECT_LT(sugar.p, 1e-4);
}

/// Every split by the definition.
int ByDefinition(const Series& series) {
  const auto cost = [](Series part) {
    const double median = MedianAndMad(part).location;
    double sum = 0;
    for (const double value : part) sum += std::abs(value - median);
    return sum;
  };
  int best = -1;
  double least = INFINITY;
  for (int split = 3; split + 3 <= static_cast<int>(series.size()); ++split) {
    const double sum =
        cost(Series(series.begin(), series.begin() + split)) + cost(Series(series.begin() + split, series.end()));
    if (sum < least - 1e-9) {
      least = sum;
      best = split;
    }
  }
  return best;
}

TEST(FindLevelShift, AgreesWithItsDefinition) {
  std::mt19937_64 random(3);
  for (size_t n = 6; n < 60; ++n) {
    Series series = Noise(n, random);
    for (double& value : series) value = std::atan(value);  // none is farther out than three deviations
    EXPECT_EQ(FindLevelShift(series).first, ByDefinition(series)) << n;
  }
}

TEST(FindLevelShift, IsNotMovedByWildMonths) {
  std::mt19937_64 random(4);
  for (int time = 0; time < 100; ++time) {
    Series series = Noise(40, random);
    for (size_t i = 25; i < 40; ++i) series[i] += 6;
    for (int wild = 0; wild < 5; ++wild) series[random() % 20] = 500;
    const LevelShift shift = FindLevelShift(series);
    EXPECT_NEAR(shift.first, 25, 1);
    EXPECT_NEAR(shift.after - shift.before, 6, 2);
  }
}

TEST(FindLevelShift, HasAPThatHoldsInChance) {
  std::mt19937_64 random(5);
  int called = 0;
  for (int time = 0; time < 1000; ++time) called += FindLevelShift(Noise(36, random)).p < 0.05 ? 1 : 0;
  EXPECT_LT(called, 60);
  EXPECT_GT(called, 10) << "Pettitt's approximation is on the safe side";
}

TEST(FindLevelShift, LeavesOutWhatIsNoNumberAndKeepsThePlaces) {
  const LevelShift shift = FindLevelShift(Series{1, NAN, 1, 1, 1, NAN, NAN, 5, 5, INFINITY, 5, 5});
  EXPECT_EQ(shift.first, 7);
  EXPECT_EQ(shift.before, 1);
  EXPECT_EQ(shift.after, 5);
  EXPECT_TRUE(std::isinf(shift.size));
}

TEST(FindLevelShift, StandsWhereNothingIsToBeFound) {
  for (const Series& series : {Series{}, Series{1, 2, 3, 4, 5}, Series(20, 3.0), Series(20, NAN)}) {
    EXPECT_EQ(FindLevelShift(series).first, -1);
    EXPECT_TRUE(std::isnan(FindLevelShift(series).p));
  }
}

}  // namespace
}  // namespace tidewaiter::statistics
