#include "learn/ranking_metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/random.h"

namespace tidewaiter::learn {
namespace {

RankingQuality Measured(const Ranking& ranking, const std::vector<double>& budgets, int resamples = 0,
                        uint64_t seed = 1) {
  auto quality = MeasureRanking(ranking, budgets, resamples, seed, {});
  EXPECT_TRUE(quality.has_value());
  return quality ? *quality : RankingQuality{};
}

/// Area under the curve by its definition: all pairs.
double NaiveAuc(const Ranking& ranking) {
  double won = 0;
  double pairs = 0;
  for (const RankedOutcome& hit : ranking) {
    for (const RankedOutcome& miss : ranking) {
      if (!hit.positive || miss.positive) continue;
      ++pairs;
      if (hit.score > miss.score) won += 1;
      if (hit.score == miss.score) won += 0.5;
    }
  }
  return won / pairs;
}

/// Average precision by its definition: for each distinct score all that lies at or above it.
double NaiveAveragePrecision(const Ranking& ranking) {
  std::set<double, std::greater<>> thresholds;
  double positives = 0;
  for (const RankedOutcome& subject : ranking) {
    thresholds.insert(subject.score);
    if (subject.positive) ++positives;
  }
  double sum = 0;
  double recall_before = 0;
  for (const double threshold : thresholds) {
    double seen = 0;
    double found = 0;
    for (const RankedOutcome& subject : ranking) {
      if (subject.score < threshold) continue;
      ++seen;
      if (subject.positive) ++found;
    }
    sum += (found / positives - recall_before) * found / seen;
    recall_before = found / positives;
  }
  return sum;
}

Ranking RandomRanking(Random& random, uint32_t subjects, uint32_t distinct_scores) {
  Ranking ranking;
  for (uint32_t i = 0; i < subjects; ++i) {
    const double score = random.Below(distinct_scores);
    const bool positive = random.Below(2 * distinct_scores) < static_cast<uint32_t>(score) + 1;
    ranking.push_back({score, positive, positive ? static_cast<double>(random.Below(1000)) : 0});
  }
  std::stable_sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return ranking;
}

TEST(MeasureRanking, AgreesWithAHandComputedList) {
  const Ranking ranking = {{0.9, true, 100}, {0.8, false, 0}, {0.7, true, 0}, {0.6, false, 0}, {0.5, false, 300}};
  const RankingQuality quality = Measured(ranking, {0.2, 0.5, 1.0});
  EXPECT_EQ(quality.subjects, 5);
  EXPECT_EQ(quality.positives, 2);
  EXPECT_DOUBLE_EQ(quality.base_rate, 0.4);
  ASSERT_EQ(quality.budgets.size(), 3U);
  EXPECT_EQ(quality.budgets[0].inspected, 1);
  EXPECT_DOUBLE_EQ(quality.budgets[0].precision.value, 1);
  EXPECT_DOUBLE_EQ(quality.budgets[0].recall.value, 0.5);
  EXPECT_DOUBLE_EQ(quality.budgets[0].lift.value, 2.5);
  EXPECT_DOUBLE_EQ(quality.budgets[0].revenue->value, 0.25);
  EXPECT_EQ(quality.budgets[1].inspected, 3);
  EXPECT_DOUBLE_EQ(quality.budgets[1].precision.value, 2.0 / 3);
  EXPECT_DOUBLE_EQ(quality.budgets[1].recall.value, 1);
  EXPECT_EQ(quality.budgets[2].inspected, 5);
  EXPECT_DOUBLE_EQ(quality.budgets[2].lift.value, 1);
  EXPECT_DOUBLE_EQ(quality.budgets[2].revenue->value, 1);
  EXPECT_DOUBLE_EQ(quality.roc_auc.value, 5.0 / 6);
  EXPECT_DOUBLE_EQ(quality.average_precision.value, (1 + 2.0 / 3) / 2);
}

TEST(MeasureRanking, CountsTiesHalfForTheArea) {
  const Ranking ranking = {{1, true, 0}, {1, false, 0}, {1, false, 0}, {0, true, 0}};
  const RankingQuality quality = Measured(ranking, {});
  EXPECT_DOUBLE_EQ(quality.roc_auc.value, 0.25);
  EXPECT_DOUBLE_EQ(quality.average_precision.value, 0.5 / 3 + 0.5 * 0.5);
}

TEST(MeasureRanking, TakesMissingScoresAsOneTieAtTheEnd) {
  const Ranking ranking = {{1, true, 0}, {NAN, true, 0}, {NAN, false, 0}};
  EXPECT_DOUBLE_EQ(Measured(ranking, {}).roc_auc.value, 0.75);
}

TEST(MeasureRanking, RoundsABudgetUpButNotForRoundingErrors) {
  const Ranking ranking(100, RankedOutcome{});
  const RankingQuality quality = Measured(ranking, {0.07, 0.29, 0.001, 0.011, 1});
  EXPECT_EQ(quality.budgets[0].inspected, 7);
  EXPECT_EQ(quality.budgets[1].inspected, 29);
  EXPECT_EQ(quality.budgets[2].inspected, 1);
  EXPECT_EQ(quality.budgets[3].inspected, 2);
  EXPECT_EQ(quality.budgets[4].inspected, 100);
}

TEST(MeasureRanking, LeavesOutWhatOneClassCannotSay) {
  const RankingQuality clean = Measured({{1, false, 0}, {0, false, 0}}, {0.5}, 20);
  EXPECT_TRUE(std::isnan(clean.roc_auc.value));
  EXPECT_TRUE(std::isnan(clean.average_precision.value));
  EXPECT_TRUE(std::isnan(clean.budgets[0].recall.value));
  EXPECT_TRUE(std::isnan(clean.budgets[0].lift.low));
  EXPECT_FALSE(clean.budgets[0].revenue.has_value());
  EXPECT_EQ(clean.budgets[0].precision.value, 0);
  const RankingQuality dirty = Measured({{1, true, 5}, {0, true, 0}}, {0.5}, 20);
  EXPECT_TRUE(std::isnan(dirty.roc_auc.value));
  EXPECT_DOUBLE_EQ(dirty.budgets[0].lift.value, 1);
}

TEST(MeasureRanking, RefusesAnEmptyListAndWrongBudgets) {
  const std::vector<double> budget = {0.1};
  EXPECT_EQ(MeasureRanking({}, budget, 10, 1, {}).error().code, ErrorCode::kNoOutcomes);
  const Ranking one = {{1, true, 0}};
  for (const double share : std::vector<double>{0, -0.1, 1.5, NAN}) {
    const std::vector<double> wrong = {share};
    EXPECT_EQ(MeasureRanking(one, wrong, 10, 1, {}).error().code, ErrorCode::kParameterOutOfRange);
  }
}

TEST(MeasureRanking, AgreesWithANaiveImplementation) {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    const Ranking ranking = RandomRanking(random, 2 + random.Below(120), 1 + random.Below(40));
    const std::vector<double> budgets = {0.05, 0.3};
    const RankingQuality quality = Measured(ranking, budgets);
    if (quality.positives == 0 || quality.positives == quality.subjects) continue;
    EXPECT_NEAR(quality.roc_auc.value, NaiveAuc(ranking), 1e-12);
    EXPECT_NEAR(quality.average_precision.value, NaiveAveragePrecision(ranking), 1e-12);
    for (const AtBudget& at : quality.budgets) {
      double found = 0;
      for (int64_t i = 0; i < at.inspected; ++i) found += ranking[static_cast<size_t>(i)].positive ? 1 : 0;
      EXPECT_DOUBLE_EQ(at.precision.value, found / static_cast<double>(at.inspected));
      EXPECT_DOUBLE_EQ(at.recall.value, found / static_cast<double>(quality.positives));
    }
  }
}

/// The bootstrap, by building and measuring each resampled list; its draws are those of the real one.
TEST(MeasureRanking, ResamplesAsIfEachListWereBuilt) {
  Random random(11);
  const Ranking ranking = RandomRanking(random, 90, 25);
  const std::vector<double> budgets = {0.1};
  const int draws = 41;  // so that the percentiles 2.5 and 97.5 are the second and the last but one value
  const RankingQuality quality = Measured(ranking, budgets, draws, 99);

  Random same(99);
  std::vector<double> areas;
  std::vector<double> precisions;
  for (int draw = 0; draw < draws; ++draw) {
    std::vector<int> counts(ranking.size());
    for (size_t i = 0; i < ranking.size(); ++i) ++counts[same.Below(static_cast<uint32_t>(ranking.size()))];
    Ranking list;
    for (size_t i = 0; i < ranking.size(); ++i) list.insert(list.end(), static_cast<size_t>(counts[i]), ranking[i]);
    areas.push_back(NaiveAuc(list));
    precisions.push_back(Measured(list, budgets).budgets[0].precision.value);
  }
  std::sort(areas.begin(), areas.end());
  std::sort(precisions.begin(), precisions.end());
  EXPECT_NEAR(quality.roc_auc.low, areas[1], 1e-12);
  EXPECT_NEAR(quality.roc_auc.high, areas[39], 1e-12);
  EXPECT_NEAR(quality.budgets[0].precision.low, precisions[1], 1e-12);
  EXPECT_NEAR(quality.budgets[0].precision.high, precisions[39], 1e-12);
}

TEST(MeasureRanking, IntervalsCoverTheTruthAboutNineteenTimesInTwenty) {
  // Scores 0–99; chance of a violation (score + 1) / 200. True area by large sample.
  Random random(3);
  const double truth = Measured(RandomRanking(random, 400'000, 100), {}).roc_auc.value;
  int covered = 0;
  const int rounds = 200;
  for (int round = 0; round < rounds; ++round) {
    const Ranking sample = RandomRanking(random, 400, 100);
    const Estimate area = Measured(sample, {}, 200, static_cast<uint64_t>(round)).roc_auc;
    if (area.low <= truth && truth <= area.high) ++covered;
  }
  EXPECT_GE(covered, rounds * 88 / 100);
  EXPECT_LE(covered, rounds * 99 / 100);
}

TEST(MeasureRanking, DependsOnTheSeedAlone) {
  Random random(5);
  const Ranking ranking = RandomRanking(random, 500, 50);
  const RankingQuality first = Measured(ranking, {0.1}, 100, 8);
  const RankingQuality again = Measured(ranking, {0.1}, 100, 8);
  const RankingQuality other = Measured(ranking, {0.1}, 100, 9);
  EXPECT_EQ(first.roc_auc.low, again.roc_auc.low);
  EXPECT_EQ(first.roc_auc.high, again.roc_auc.high);
  EXPECT_NE(first.roc_auc.low, other.roc_auc.low);
}

TEST(MeasureRanking, StopsBetweenDraws) {
  std::stop_source source;
  source.request_stop();
  RunControl control;
  control.stop = source.get_token();
  const Ranking ranking = {{1, true, 0}, {0, false, 0}};
  EXPECT_EQ(MeasureRanking(ranking, {}, 10, 1, control).error().code, ErrorCode::kInterrupted);
}

/// Numbers the subjects along the list, and ranks the same ones by other scores.
Ranking Numbered(Ranking ranking) {
  for (size_t i = 0; i < ranking.size(); ++i) ranking[i].subject = static_cast<uint32_t>(i);
  return ranking;
}

/// Scores are the outcome, drowned in more or less noise.
Ranking Reranked(const Ranking& ranking, uint32_t noise, Random& random) {
  Ranking other = ranking;
  for (RankedOutcome& subject : other) subject.score = (subject.positive ? 100 : 0) + random.Below(noise + 1);
  std::stable_sort(other.begin(), other.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return other;
}

/// The list with each subject as often as it was drawn.
Ranking Repeated(const Ranking& ranking, const std::vector<uint32_t>& counts) {
  Ranking list;
  for (const RankedOutcome& subject : ranking) list.insert(list.end(), counts[subject.subject], subject);
  return list;
}

std::vector<uint32_t> DrawnCounts(Random& random, size_t n) {
  std::vector<uint32_t> counts(n);
  for (size_t i = 0; i < n; ++i) ++counts[random.Below(static_cast<uint32_t>(n))];
  return counts;
}

RankingComparison Compared(const RankedPeriod& first, const RankedPeriod& second, const std::vector<double>& budgets,
                           int resamples, uint64_t seed) {
  auto comparison = CompareRankings(std::span(&first, 1), std::span(&second, 1), budgets, resamples, seed, {});
  EXPECT_TRUE(comparison.has_value());
  return comparison ? *comparison : RankingComparison{};
}

/// A paired bootstrap that builds and measures each resampled list; its draws are those of the real one.
TEST(CompareRankings, AgreesWithANaiveImplementation) {
  Random random(21);
  const Ranking first = Numbered(RandomRanking(random, 80, 20));
  const Ranking second = Reranked(first, 300, random);
  const std::vector<double> budgets = {0.1};
  const int draws = 41;
  const RankingComparison comparison = Compared({first}, {second}, budgets, draws, 5);
  EXPECT_NEAR(comparison.difference.roc_auc.value, NaiveAuc(first) - NaiveAuc(second), 1e-12);
  EXPECT_EQ(comparison.first.roc_auc.low, Measured(first, budgets, draws, 5).roc_auc.low);

  Random same(5);
  std::vector<double> areas;
  std::vector<double> precisions;
  for (int draw = 0; draw < draws; ++draw) {
    const std::vector<uint32_t> counts = DrawnCounts(same, first.size());
    const Ranking one = Repeated(first, counts);
    const Ranking other = Repeated(second, counts);
    areas.push_back(NaiveAuc(one) - NaiveAuc(other));
    precisions.push_back(Measured(one, budgets).budgets[0].precision.value -
                         Measured(other, budgets).budgets[0].precision.value);
  }
  std::sort(areas.begin(), areas.end());
  std::sort(precisions.begin(), precisions.end());
  EXPECT_NEAR(comparison.difference.roc_auc.low, areas[1], 1e-12);
  EXPECT_NEAR(comparison.difference.roc_auc.high, areas[39], 1e-12);
  EXPECT_NEAR(comparison.difference.budgets[0].precision.low, precisions[1], 1e-12);
  EXPECT_NEAR(comparison.difference.budgets[0].precision.high, precisions[39], 1e-12);
}

TEST(CompareRankings, TellsABetterListFromOneThatIsAsGood) {
  Random random(22);
  const Ranking subjects = Numbered(RandomRanking(random, 600, 40));
  const Ranking sharp = Reranked(subjects, 200, random);
  const Ranking as_sharp = Reranked(subjects, 200, random);
  const Ranking blunt = Reranked(subjects, 2000, random);
  const Estimate better = Compared({sharp}, {blunt}, {0.1}, 400, 1).difference.roc_auc;
  EXPECT_GT(better.low, 0);
  const Estimate worse = Compared({blunt}, {sharp}, {0.1}, 400, 1).difference.roc_auc;
  EXPECT_LT(worse.high, 0);
  EXPECT_EQ(worse.value, -better.value);
  const Estimate even = Compared({sharp}, {as_sharp}, {0.1}, 400, 1).difference.roc_auc;
  EXPECT_LT(even.low, 0);
  EXPECT_GT(even.high, 0);
  const RankingComparison itself = Compared({sharp}, {sharp}, {0.1}, 100, 1);
  EXPECT_EQ(itself.difference.roc_auc.low, 0);
  EXPECT_EQ(itself.difference.budgets[0].precision.high, 0);
  EXPECT_LT(itself.first.roc_auc.low, itself.first.roc_auc.high);
}

TEST(CompareRankings, RefusesListsOfOtherSubjects) {
  const RankedPeriod two = {{{1, true, 0, 0}, {0, false, 0, 1}}};
  const RankedPeriod three = {{{1, true, 0, 0}, {0, false, 0, 1}, {0, false, 0, 2}}};
  const RankedPeriod twice = {{{1, true, 0, 0}, {0, false, 0, 0}}};
  const std::vector<double> budget = {0.5};
  const auto error = [&](const RankedPeriod& first, const RankedPeriod& second) {
    return CompareRankings(std::span(&first, 1), std::span(&second, 1), budget, 1, 1, {}).error().code;
  };
  EXPECT_EQ(error(two, three), ErrorCode::kBug);
  EXPECT_EQ(error(two, twice), ErrorCode::kBug);
  EXPECT_EQ(error({}, two), ErrorCode::kBug);
}

TEST(MeasureRankings, AveragesRunsAndDrawsThemToo) {
  Random random(23);
  const Ranking good = Numbered(RandomRanking(random, 300, 40));
  const Ranking other = Reranked(good, 1500, random);
  const std::vector<double> budgets = {0.1};
  const RankedPeriod runs = {good, other};
  const auto mean = MeasureRankings(std::span(&runs, 1), budgets, 200, 3, {});
  ASSERT_TRUE(mean.has_value());
  const RankingQuality first = Measured(good, budgets);
  const RankingQuality second = Measured(other, budgets);
  EXPECT_NEAR(mean->roc_auc.value, (first.roc_auc.value + second.roc_auc.value) / 2, 1e-12);
  EXPECT_NEAR(mean->budgets[0].precision.value,
              (first.budgets[0].precision.value + second.budgets[0].precision.value) / 2, 1e-12);
  // A run drawn twice and the other not at all: the interval reaches out to each.
  const double better = std::max(first.roc_auc.value, second.roc_auc.value);
  const double worse = std::min(first.roc_auc.value, second.roc_auc.value);
  EXPECT_LT(mean->roc_auc.low, worse);
  EXPECT_GT(mean->roc_auc.high, better);
  // The same run twice says no more than once.
  const RankedPeriod twice = {good, good};
  const auto same = MeasureRankings(std::span(&twice, 1), budgets, 200, 3, {});
  ASSERT_TRUE(same.has_value());
  EXPECT_NEAR(same->roc_auc.low, Measured(good, budgets, 200, 3).roc_auc.low, 1e-12);
}

TEST(MeasureRankings, PoolsPeriodsWithoutComparingTheirScores) {
  // Scores of the second period are all higher: pooled into one list they would spoil the order.
  const std::vector<RankedPeriod> periods = {
      {{{0.2, true, 10, 0}, {0.1, false, 0, 1}}},
      {{{0.9, true, 30, 0}, {0.8, false, 0, 1}, {0.7, false, 0, 2}, {0.6, true, 0, 3}}},
      {{{0.5, false, 0, 0}, {0.4, false, 0, 1}}}};
  const std::vector<double> budgets = {0.5};
  const auto pooled = MeasureRankings(periods, budgets, 50, 1, {});
  ASSERT_TRUE(pooled.has_value());
  EXPECT_EQ(pooled->subjects, 8);
  EXPECT_EQ(pooled->positives, 3);
  EXPECT_EQ(pooled->budgets[0].inspected, 1 + 2 + 1);
  EXPECT_DOUBLE_EQ(pooled->budgets[0].precision.value, 2.0 / 4);
  EXPECT_DOUBLE_EQ(pooled->budgets[0].recall.value, 2.0 / 3);
  EXPECT_DOUBLE_EQ(pooled->budgets[0].revenue->value, 1);
  EXPECT_DOUBLE_EQ(pooled->roc_auc.value, (1.0 + 2) / (1 + 4));
  EXPECT_DOUBLE_EQ(pooled->average_precision.value, (1.0 + 1 + 0.5) / 3);
  EXPECT_LE(pooled->budgets[0].precision.low, 0.5);
}

TEST(Random, IsTheSameOnEveryMachine) {
  Random random(42);
  // By the authors' published algorithm, in another language.
  EXPECT_EQ(random.Next(), 15021278609987233951U);
  EXPECT_EQ(random.Next(), 5881210131331364753U);
  EXPECT_EQ(random.Next(), 18149643915985481100U);
  EXPECT_NE(Random(42).Next(), Random(43).Next());
}

TEST(Random, DrawsUniformlyBelowItsBound) {
  Random random(1);
  std::vector<int> counts(7);
  for (int i = 0; i < 70'000; ++i) ++counts[random.Below(7)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
  EXPECT_EQ(random.Below(1), 0U);
}

}  // namespace
}  // namespace tidewaiter::learn
