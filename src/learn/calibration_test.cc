#include "learn/calibration.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/random.h"
#include "support/learn_rows.h"

namespace tidewaiter::learn {
namespace {

struct Outcomes {
  std::vector<float> margins;
  std::vector<uint8_t> positive;
  std::vector<float> weights;

  void Add(float margin, bool is_positive, float weight = 1) {
    margins.push_back(margin);
    positive.push_back(is_positive ? 1 : 0);
    weights.push_back(weight);
  }
  Calibration Fit() const { return Calibration::Fit(margins, positive, weights); }
};

/// Margins in steps, so that many are equal; the chance rises with them, but less than the logistic function.
Outcomes Rising(size_t rows, uint64_t seed) {
  Random random(seed);
  Outcomes outcomes;
  for (size_t row = 0; row < rows; ++row) {
    const double margin = static_cast<int>(Uniform(random) * 200) / 25.0 - 4;
    const bool is_positive = Uniform(random) < 1 / (1 + std::exp(1 - margin / 2));
    outcomes.Add(static_cast<float>(margin), is_positive, static_cast<float>(1 + random.Below(3)));
  }
  return outcomes;
}

TEST(Calibration, WithFewRowsShiftsTheOddsAndKeepsTheirSpread) {
  Outcomes few;
  for (int row = 0; row < 40; ++row) few.Add(static_cast<float>(row % 8) - 4, row % 5 == 0);
  const Calibration calibration = few.Fit();
  ASSERT_EQ(calibration.knots().size(), 1U);
  const auto log_odds = [&](double margin) {
    const double chance = calibration.Chance(margin);
    return std::log(chance / (1 - chance));
  };
  EXPECT_NEAR(log_odds(2) - log_odds(-2), 4, 1e-9);
}

TEST(Reliability, CountsUnequalWeightsAsFewerRows) {
  std::vector<double> chances(100, 0.3);
  std::vector<uint8_t> positive(100, 0);
  std::vector<float> weights(100, 1);
  weights[7] = weights[8] = 20;
  const Reliability reliability = MeasureReliability(chances, positive, weights, 1);
  ASSERT_EQ(reliability.bins.size(), 1U);
  EXPECT_NEAR(reliability.bins[0].effective_rows, 138.0 * 138 / 898, 1e-9);
}

struct Group {
  double rows = 0, weight = 0, positive = 0, margins = 0;
  void Take(const Group& other) {
    rows += other.rows;
    weight += other.weight;
    positive += other.positive;
    margins += other.margins;
  }
  double share() const { return positive / weight; }
  double chance() const { return (positive + 0.5) / (weight + 1); }
};

/// Pools the first two neighbours that do not rise, again and again, until all do.
void PoolNaively(std::vector<Group>& groups, double (Group::*value)() const) {
  for (size_t i = 1; i < groups.size();) {
    if ((groups[i - 1].*value)() < (groups[i].*value)()) {
      ++i;
      continue;
    }
    groups[i - 1].Take(groups[i]);
    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(i));
    i = 1;
  }
}

std::vector<Group> FitNaively(const Outcomes& outcomes) {
  std::map<float, Group> by_margin;
  for (size_t row = 0; row < outcomes.margins.size(); ++row) {
    const double weight = outcomes.weights[row];
    by_margin[outcomes.margins[row]].Take({1, weight, weight * outcomes.positive[row], weight * outcomes.margins[row]});
  }
  std::vector<Group> groups;
  for (const auto& [margin, group] : by_margin) groups.push_back(group);
  PoolNaively(groups, &Group::share);
  std::vector<Group> joined;
  for (const Group& group : groups) {
    if (joined.empty() || joined.back().rows >= 50)
      joined.push_back(group);
    else
      joined.back().Take(group);
  }
  if (joined.size() > 1 && joined.back().rows < 50) {
    const Group last = joined.back();
    joined.pop_back();
    joined.back().Take(last);
  }
  PoolNaively(joined, &Group::chance);
  return joined;
}

void ExpectRisingChances(const Calibration& calibration, double from, double to) {
  double last = 0;
  for (double margin = from; margin <= to; margin += 0.01) {
    const double chance = calibration.Chance(margin);
    EXPECT_GT(chance, last) << margin;
    EXPECT_LT(chance, 1) << margin;
    last = chance;
  }
}

TEST(Calibration, AgreesWithANaivePooling) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const Outcomes outcomes = Rising(60 + 97 * seed, seed);
    const std::vector<Group> expected = FitNaively(outcomes);
    const Calibration calibration = outcomes.Fit();
    ASSERT_EQ(calibration.knots().size(), expected.size()) << seed;
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(calibration.knots()[i].margin, expected[i].margins / expected[i].weight, 1e-9) << seed;
      EXPECT_NEAR(calibration.knots()[i].chance, expected[i].chance(), 1e-12) << seed;
    }
  }
}

TEST(Calibration, RisesEverywhereAndStaysBetween0And1) {
  for (uint64_t seed = 1; seed <= 5; ++seed) ExpectRisingChances(Rising(2000, seed).Fit(), -20, 20);
  ExpectRisingChances(Calibration(), -20, 20);
}

TEST(Calibration, IsNeverCertainHoweverLargeTheMargin) {
  for (const Calibration& calibration : {Calibration(), Rising(500, 1).Fit()}) {
    EXPECT_GT(calibration.Chance(-1e6), 0);
    EXPECT_LT(calibration.Chance(1e6), 1);
  }
}

TEST(Calibration, FindsTheChancesThatMadeTheOutcomes) {
  const Calibration calibration = Rising(40'000, 3).Fit();
  for (double margin = -3; margin <= 3; margin += 0.5) {
    EXPECT_NEAR(calibration.Chance(margin), 1 / (1 + std::exp(1 - margin / 2)), 0.03) << margin;
  }
}

// Blocks of thirty rows each: joined two by two, not all into one.
TEST(Calibration, KeepsManySmallBlocksApart) {
  Outcomes outcomes;
  for (int block = 0; block < 10; ++block) {
    for (int row = 0; row < 30; ++row) outcomes.Add(static_cast<float>(block), row < 3 * block);
  }
  const Calibration calibration = outcomes.Fit();
  ASSERT_EQ(calibration.knots().size(), 5U);
  EXPECT_DOUBLE_EQ(calibration.knots()[0].margin, 0.5);
  EXPECT_DOUBLE_EQ(calibration.knots()[0].chance, 3.5 / 61);
  EXPECT_DOUBLE_EQ(calibration.knots()[4].chance, 51.5 / 61);
}

// Fifty rows without a violation get the chance 1 % from the half case; the five thousand after them, with .5 %, know
// better, and must not be passed over.
TEST(Calibration, LetsALargeBlockCorrectASmallOneBelowIt) {
  Outcomes outcomes;
  for (int row = 0; row < 50; ++row) outcomes.Add(0, false);
  for (int row = 0; row < 5000; ++row) outcomes.Add(1, row < 25);
  for (int row = 0; row < 100; ++row) outcomes.Add(2, row < 50);
  const Calibration calibration = outcomes.Fit();
  ASSERT_EQ(calibration.knots().size(), 2U);
  EXPECT_DOUBLE_EQ(calibration.knots()[0].chance, 25.5 / 5051);
  EXPECT_DOUBLE_EQ(calibration.knots()[1].chance, 50.5 / 101);
}

TEST(Calibration, CountsARowByItsWeight) {
  Outcomes weighted;
  Outcomes repeated;
  for (int row = 0; row < 300; ++row) {
    const int step = row / 100;
    const auto margin = static_cast<float>(step);
    const bool is_positive = row % 100 < 10 + 20 * step;
    const int weight = row % 2 == 0 ? 1 : 4;
    weighted.Add(margin, is_positive, static_cast<float>(weight));
    for (int copy = 0; copy < weight; ++copy) repeated.Add(margin, is_positive);
  }
  ASSERT_EQ(weighted.Fit().knots().size(), 3U);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_DOUBLE_EQ(weighted.Fit().knots()[i].chance, repeated.Fit().knots()[i].chance);
  }
}

TEST(Calibration, MakesOneBlockOfEqualMargins) {
  Outcomes outcomes;
  for (int row = 0; row < 200; ++row) outcomes.Add(0.5, row < 40);
  const Calibration calibration = outcomes.Fit();
  ASSERT_EQ(calibration.knots().size(), 1U);
  EXPECT_DOUBLE_EQ(calibration.Chance(0.5), 40.5 / 201);
  ExpectRisingChances(calibration, -5, 5);
}

TEST(Calibration, MakesOneBlockOfFewRows) {
  Outcomes outcomes;
  for (int row = 0; row < 10; ++row) outcomes.Add(static_cast<float>(row), row >= 8);
  const Calibration calibration = outcomes.Fit();
  ASSERT_EQ(calibration.knots().size(), 1U);
  EXPECT_DOUBLE_EQ(calibration.Chance(4.5), 2.5 / 11);
}

TEST(Calibration, IsTheLogisticFunctionWithoutRows) {
  EXPECT_TRUE(Outcomes().Fit().knots().empty());
  EXPECT_DOUBLE_EQ(Outcomes().Fit().Chance(0), 0.5);
  EXPECT_DOUBLE_EQ(Outcomes().Fit().Chance(std::log(3)), 0.75);
}

TEST(Calibration, OfOneClassIsOffTheEdge) {
  Outcomes outcomes;
  for (int row = 0; row < 99; ++row) outcomes.Add(static_cast<float>(row), false);
  ASSERT_EQ(outcomes.Fit().knots().size(), 1U);
  EXPECT_DOUBLE_EQ(outcomes.Fit().Chance(49), 0.5 / 100);
}

TEST(Reliability, IsThatWorkedOutByHand) {
  const std::vector<double> chances = {0.9, 0.1, 0.3, 0.7};
  const std::vector<uint8_t> positive = {1, 0, 1, 1};
  const std::vector<float> weights = {1, 1, 3, 1};
  const Reliability reliability = MeasureReliability(chances, positive, weights, 2);
  ASSERT_EQ(reliability.bins.size(), 2U);
  // Lower half: .1 (clear) and .3 (violation, three times); upper half: .7 and .9, both violations.
  EXPECT_EQ(reliability.bins[0].rows, 2);
  EXPECT_NEAR(reliability.bins[0].mean_chance, (0.1 + 3 * 0.3) / 4, 1e-12);
  EXPECT_NEAR(reliability.bins[0].observed, 0.75, 1e-12);
  EXPECT_NEAR(reliability.bins[1].mean_chance, 0.8, 1e-12);
  EXPECT_NEAR(reliability.bins[1].observed, 1, 1e-12);
  EXPECT_NEAR(reliability.calibration_error, (4 * 0.5 + 2 * 0.2) / 6, 1e-12);
  EXPECT_NEAR(reliability.brier, (0.01 + 3 * 0.49 + 0.09 + 0.01) / 6, 1e-12);
}

TEST(Reliability, HasNoEmptyBins) {
  EXPECT_TRUE(MeasureReliability({}, {}, {}).bins.empty());
  const Reliability reliability = MeasureReliability(std::vector<double>{0.2, 0.6, 0.4}, std::vector<uint8_t>{0, 1, 0},
                                                     std::vector<float>{1, 1, 1});
  EXPECT_EQ(reliability.bins.size(), 3U);
  EXPECT_EQ(reliability.bins[1].mean_chance, 0.4);
}

}  // namespace
}  // namespace tidewaiter::learn
