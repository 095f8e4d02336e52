// What the whole of the learning does: finds what is there, and nothing where nothing is.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "learn/ranking_metrics.h"
#include "learn/trained_model.h"
#include "support/learn_rows.h"
#include "support/must.h"

namespace tidewaiter::learn {
namespace {

constexpr int32_t kDayOfHoldOut = 80;

Specification Quick() {
  Specification specification = PlainSpecification(40, 5, 0.15);
  specification.combinations.push_back({{1, 2}});
  return specification;
}

/// Some 5 % are violations, nearly all of one origin and half of the goods; over 100 days.
std::vector<PlainRow> PlantedCombination(size_t count, uint64_t seed) {
  Random random(seed);
  std::vector<PlainRow> rows;
  for (size_t i = 0; i < count; ++i) {
    PlainRow row;
    row.categories = {SkewedValue(random, "O", 8), SkewedValue(random, "G", 30), SkewedValue(random, "I", 2000)};
    row.numbers = {static_cast<float>(Uniform(random))};
    row.day = static_cast<int32_t>(100 * i / count);
    const bool is_risky = row.categories[0] == "O1" && row.categories[1] < "G15";
    row.positive = Uniform(random) < (is_risky ? 0.5 : 0.005);
    rows.push_back(row);
  }
  return rows;
}

struct Split {
  std::vector<PlainRow> training, held_out;
};

Split SplitByTime(const std::vector<PlainRow>& rows) {
  Split split;
  for (const PlainRow& row : rows) (row.day < kDayOfHoldOut ? split.training : split.held_out).push_back(row);
  return split;
}

RankingQuality QualityOf(const std::vector<double>& scores, const std::vector<PlainRow>& rows) {
  std::vector<RankedOutcome> ranking;
  for (size_t row = 0; row < rows.size(); ++row) ranking.push_back({scores[row], rows[row].positive, 0});
  std::stable_sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return Must(MeasureRanking(ranking, std::vector<double>{0.1}, 0, 1, {}));
}

/// On the latest fifth, of a model that learned from the others.
RankingQuality HeldOutQuality(const Specification& specification, const Split& split, uint64_t seed) {
  const TrainedModel model = Must(TrainedModel::Train(specification, ReadPlain(split.training), {seed, 2}, {}));
  std::vector<double> margins;
  for (const Score& score : Must(model.ScoreRows(ReadPlainKnown(split.held_out, model.dictionaries()), {}))) {
    margins.push_back(score.margin);
  }
  return QualityOf(margins, split.held_out);
}

/// Standard error of the area under the curve where scores say nothing (Hanley & McNeil 1982, at .5).
double StandardErrorOfAuc(double positives, double negatives) {
  return std::sqrt((positives + negatives + 1) / (12 * positives * negatives));
}

/// P(at most `hits` of `draws` at chance `p`).
double BinomialBelow(int64_t hits, int64_t draws, double p) {
  double sum = 0;
  const auto n = static_cast<double>(draws);
  for (int64_t i = 0; i <= hits; ++i) {
    const auto k = static_cast<double>(i);
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) + k * std::log(p) +
                    (n - k) * std::log1p(-p));
  }
  return sum;
}

void ExpectChance(const RankingQuality& quality) {
  const auto positives = static_cast<double>(quality.positives);
  const auto negatives = static_cast<double>(quality.subjects - quality.positives);
  EXPECT_NEAR(quality.roc_auc.value, 0.5, 3.29 * StandardErrorOfAuc(positives, negatives));
  const AtBudget& tenth = quality.budgets[0];
  const auto hits = static_cast<int64_t>(std::llround(tenth.precision.value * static_cast<double>(tenth.inspected)));
  EXPECT_GT(BinomialBelow(hits, tenth.inspected, quality.base_rate), 0.0005) << hits << " of " << tenth.inspected;
  EXPECT_LT(BinomialBelow(hits - 1, tenth.inspected, quality.base_rate), 0.9995) << hits << " of " << tenth.inspected;
}

TEST(Learning, FindsAPlantedCombination) {
  const RankingQuality quality = HeldOutQuality(Quick(), SplitByTime(PlantedCombination(8000, 1)), 1);
  EXPECT_GT(quality.roc_auc.value, 0.88);
  EXPECT_GT(quality.budgets[0].lift.value, 6);
}

// Outcomes are dealt out anew within blocks of ten days, so that the rate over time stays and all else goes.
TEST(Learning, FindsNothingWhereLabelsAreShuffled) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    std::vector<PlainRow> rows = PlantedCombination(8000, seed);
    Random random(seed + 100);
    for (size_t begin = 0; begin < rows.size(); begin += 800) {
      for (uint32_t i = 799; i > 0; --i)
        std::swap(rows[begin + i].positive, rows[begin + random.Below(i + 1)].positive);
    }
    ExpectChance(HeldOutQuality(Quick(), SplitByTime(rows), seed));
  }
}

/// Nothing is known of a row but an id of which there are nearly as many as rows; one outcome in three is a violation.
std::vector<PlainRow> RandomIds(size_t count, uint64_t seed) {
  Random random(seed);
  std::vector<PlainRow> rows;
  for (size_t i = 0; i < count; ++i) {
    PlainRow row;
    row.categories = {"O", "G", "I" + std::to_string(random.Below(static_cast<uint32_t>(count / 3)))};
    row.numbers = {1};
    row.day = static_cast<int32_t>(100 * i / count);
    row.positive = random.Below(3) == 0;
    rows.push_back(row);
  }
  return rows;
}

TEST(Learning, IsNotMisledByAnIdWithRandomLabels) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    ExpectChance(HeldOutQuality(Quick(), SplitByTime(RandomIds(6000, seed)), seed));
  }
}

// In fold the same rates give the outcome away: that the measure sees a leak is shown first.
TEST(Learning, GivesTrainingRowsRatesThatKnowNothingOfTheirOwnOutcome) {
  const std::vector<PlainRow> rows = RandomIds(6000, 4);
  const TrainingSet set = ReadPlain(rows);
  std::vector<uint32_t> all(rows.size());
  std::iota(all.begin(), all.end(), 0U);
  Matrix out_of_fold;
  const Encoder encoder = Must(Encoder::Fit(Quick(), set.dictionaries, set.rows, rows.size(), all, 1, {}, out_of_fold));
  const auto auc_of_rate = [&](const Matrix& features) {
    std::vector<double> rates;
    for (size_t row = 0; row < rows.size(); ++row) rates.push_back(features.Row(row)[4]);
    return QualityOf(rates, rows).roc_auc.value;
  };
  EXPECT_GT(auc_of_rate(encoder.Encode(set.rows, 0, rows.size())), 0.8);
  EXPECT_NEAR(auc_of_rate(out_of_fold), 0.5, 3.29 * StandardErrorOfAuc(2000, 4000));
}

}  // namespace
}  // namespace tidewaiter::learn
