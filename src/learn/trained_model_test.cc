#include "learn/trained_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/digest.h"
#include "base/random.h"
#include "support/learn_rows.h"
#include "support/must.h"

namespace tidewaiter::learn {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

Specification Quick() { return PlainSpecification(25, 4, 0.2); }

/// Goods G1 from O0 are violations more often than not, all others rarely; a dear violation costs ten times a cheap
/// one.
std::vector<PlainRow> Planted(size_t count, uint64_t seed) {
  Random random(seed);
  std::vector<PlainRow> rows;
  for (size_t i = 0; i < count; ++i) {
    PlainRow row;
    row.categories = {SkewedValue(random, "O", 5), SkewedValue(random, "G", 8), SkewedValue(random, "I", 60)};
    row.numbers = {static_cast<float>(std::floor(1000 * Uniform(random)))};
    row.day = 20'000 + static_cast<int32_t>(i / 20);
    const bool is_risky = row.categories[0] == "O0" && row.categories[1] == "G1";
    row.positive = Uniform(random) < (is_risky ? 0.6 : 0.04);
    const double amount = (row.numbers[0] > 500 ? 1e7 : 1e6) * (0.5 + Uniform(random));
    if (row.positive) row.amount = random.Below(5) == 0 ? 0 : static_cast<float>(amount);
    rows.push_back(row);
  }
  return rows;
}

TrainedModel TrainedOn(const Specification& specification, const std::vector<PlainRow>& plain, uint64_t seed = 1,
                       int threads = 1) {
  return Must(TrainedModel::Train(specification, ReadPlain(plain), {seed, threads}, {}));
}

std::vector<Score> ScoresOf(const TrainedModel& model, const std::vector<PlainRow>& plain) {
  return Must(model.ScoreRows(ReadPlainKnown(plain, model.dictionaries()), {}));
}

std::vector<Explanation> ExplanationsOf(const TrainedModel& model, const std::vector<PlainRow>& plain) {
  std::vector<uint32_t> all(plain.size());
  std::iota(all.begin(), all.end(), 0U);
  return Must(model.Explain(ReadPlainKnown(plain, model.dictionaries()), all, {}));
}

/// Scores are chances, explanations add up to them.
void ExpectSound(const TrainedModel& model, const std::vector<PlainRow>& plain) {
  const std::vector<Score> scores = ScoresOf(model, plain);
  const std::vector<Explanation> explanations = ExplanationsOf(model, plain);
  ASSERT_EQ(scores.size(), plain.size());
  ASSERT_EQ(explanations.size(), plain.size());
  for (size_t row = 0; row < plain.size(); ++row) {
    EXPECT_GT(scores[row].chance, 0);
    EXPECT_LT(scores[row].chance, 1);
    double total = explanations[row].base;
    for (const Reason& reason : explanations[row].reasons) total += reason.contribution;
    EXPECT_NEAR(total, scores[row].margin, 1e-4);
  }
}

ErrorCode CodeOfTraining(const Specification& specification, const std::vector<PlainRow>& plain) {
  const auto trained = TrainedModel::Train(specification, ReadPlain(plain), {}, {});
  return trained ? ErrorCode::kBug : trained.error().code;
}

TEST(TrainedModel, RefusesTooFewOutcomes) {
  Specification specification = Quick();
  const std::vector<PlainRow> plain = Planted(199, 1);
  EXPECT_EQ(CodeOfTraining(specification, plain), ErrorCode::kTooFewOutcomes);
  EXPECT_EQ(CodeOfTraining(specification, {}), ErrorCode::kTooFewOutcomes);
  specification.fewest_outcomes = 199;
  EXPECT_EQ(CodeOfTraining(specification, plain), ErrorCode::kBug);
}

TEST(TrainedModel, RefusesOneOutcomeOnly) {
  std::vector<PlainRow> plain = Planted(300, 1);
  for (const bool outcome : {true, false}) {
    for (PlainRow& row : plain) row.positive = outcome;
    EXPECT_EQ(CodeOfTraining(Quick(), plain), ErrorCode::kOneOutcome);
  }
}

TEST(TrainedModel, SaysWhatItSaw) {
  const std::vector<PlainRow> plain = Planted(2000, 2);
  const TrainingFacts facts = TrainedOn(Quick(), plain, 7).facts();
  const auto violations = [&](size_t begin, size_t end) {
    return std::count_if(plain.begin() + static_cast<std::ptrdiff_t>(begin),
                         plain.begin() + static_cast<std::ptrdiff_t>(end),
                         [](const auto& row) { return row.positive; });
  };
  EXPECT_EQ(facts.rows, 2000);
  EXPECT_EQ(facts.violations, violations(0, 2000));
  EXPECT_EQ(facts.first_day, 20'000);
  EXPECT_EQ(facts.last_day, 20'099);
  EXPECT_EQ(facts.calibrated_since, 20'080);
  EXPECT_EQ(facts.calibration_rows, 400);
  EXPECT_DOUBLE_EQ(facts.earlier_rate, static_cast<double>(violations(0, 1600)) / 1600);
  EXPECT_DOUBLE_EQ(facts.latest_rate, static_cast<double>(violations(1600, 2000)) / 400);
  EXPECT_LT(std::abs(facts.rate_shift_z), 3.3);
  EXPECT_EQ(facts.reliability.bins.size(), 10U);
  EXPECT_EQ(facts.seed, 7U);
  EXPECT_EQ(facts.amounts, 0);
}

TEST(TrainedModel, SeesAShiftOfTheRate) {
  std::vector<PlainRow> plain = Planted(2000, 2);
  for (size_t row = 1600; row < 2000; ++row) plain[row].positive = plain[row].positive || row % 3 == 0;
  EXPECT_GT(TrainedOn(Quick(), plain).facts().rate_shift_z, 5);
}

TEST(TrainedModel, FindsThePlantedCombinationAndItsPeers) {
  const std::vector<PlainRow> plain = Planted(8000, 3);
  const TrainedModel model = TrainedOn(Quick(), plain);
  const std::vector<PlainRow> both = {{{"O0", "G1", "I5"}, {300}, 20'400}, {{"O0", "G3", "I5"}, {300}, 20'400}};
  const std::vector<Score> scores = ScoresOf(model, both);
  EXPECT_NEAR(scores[0].chance, 0.6, 0.15);
  EXPECT_NEAR(scores[1].chance, 0.04, 0.03);
  const Reason reason = ExplanationsOf(model, both)[0].reasons[0];
  EXPECT_EQ(reason.group, "route+goods");
  EXPECT_GT(reason.contribution, 1);
  const std::vector<std::pair<std::string, std::string>> items = {{"origin", "O0"}, {"goods", "G1"}};
  EXPECT_EQ(reason.peers.items, items);
  const auto is_peer = [](const PlainRow& row) { return row.categories[0] == "O0" && row.categories[1] == "G1"; };
  EXPECT_EQ(reason.peers.inspected, std::count_if(plain.begin(), plain.end(), is_peer));
  EXPECT_EQ(reason.peers.inspected + reason.peers.others_inspected, 8000);
  EXPECT_EQ(reason.peers.violations + reason.peers.others_violations, model.facts().violations);
  ExpectSound(model, Planted(200, 4));
}

TEST(TrainedModel, TakesAConstantColumnAndAMissingOne) {
  std::vector<PlainRow> plain = Planted(800, 5);
  for (PlainRow& row : plain) row.categories[0] = "CN";
  ExpectSound(TrainedOn(Quick(), plain), plain);
  for (PlainRow& row : plain) {
    row.categories[0] = "";
    row.numbers[0] = kNan;
  }
  const TrainedModel model = TrainedOn(Quick(), plain);
  ExpectSound(model, plain);
  ExpectSound(model, Planted(50, 6));
}

TEST(TrainedModel, ScoresValuesThatItHasNeverSeen) {
  const TrainedModel model = TrainedOn(Quick(), Planted(1000, 7));
  const std::vector<PlainRow> strange = {{{"?", "?", "?"}, {kNan}, 20'500}, {{"", "", ""}, {1e30F}, -5}};
  ExpectSound(model, strange);
  const std::vector<Explanation> explanations = ExplanationsOf(model, strange);
  for (const Reason& reason : explanations[0].reasons) EXPECT_EQ(reason.peers.inspected, 0);
  const auto of_importer = std::ranges::find(explanations[0].reasons, "importer", &Reason::group);
  ASSERT_NE(of_importer, explanations[0].reasons.end());
  EXPECT_EQ(of_importer->peers.items.front(), std::pair(std::string("importer"), std::string("?"))) << "by its name";
}

TEST(TrainedModel, TellsOfAMissingNumberByThoseThatMissItToo) {
  std::vector<PlainRow> plain = Planted(1000, 7);
  for (size_t row = 0; row < 300; ++row) plain[row * 3].numbers[0] = kNan;
  const TrainedModel model = TrainedOn(Quick(), plain);
  const std::vector<Explanation> explanations =
      ExplanationsOf(model, {{{"O0", "G1", "I1"}, {kNan}, 20'500}, {{"O0", "G1", "I1"}, {2e6F}, 20'500}});
  const auto price_of = [&](size_t row) {
    return std::ranges::find(explanations[row].reasons, "price", &Reason::group)->peers;
  };
  EXPECT_EQ(price_of(0).number, std::nullopt);
  EXPECT_EQ(price_of(0).items.front(), std::pair(std::string("value"), std::string()));
  EXPECT_EQ(price_of(0).inspected, 300);
  EXPECT_EQ(price_of(1).number, "value");
  EXPECT_EQ(price_of(1).high, 2e6) << "the range holds the value itself";
}

TEST(TrainedModel, ScoresAndExplainsNoRows) {
  const TrainedModel model = TrainedOn(Quick(), Planted(500, 8));
  EXPECT_TRUE(ScoresOf(model, {}).empty());
  EXPECT_TRUE(ExplanationsOf(model, {}).empty());
}

TEST(TrainedModel, ScoresManyRowsAsItScoresEach) {
  const TrainedModel model = TrainedOn(Quick(), Planted(1000, 9));
  const std::vector<PlainRow> plain = Planted(9000, 10);
  const std::vector<Score> scores = ScoresOf(model, plain);
  for (const size_t row : {0U, 8191U, 8192U, 8999U}) {
    EXPECT_EQ(ScoresOf(model, {plain[row]})[0].margin, scores[row].margin) << row;
  }
}

TEST(TrainedModel, StandsWithoutCalibrationWhereTheEarlierPartIsOfOneKind) {
  std::vector<PlainRow> plain = Planted(1000, 11);
  for (size_t row = 0; row < 800; ++row) plain[row].positive = false;
  const TrainedModel model = TrainedOn(Quick(), plain);
  EXPECT_TRUE(model.facts().reliability.bins.empty());
  EXPECT_EQ(model.facts().earlier_rate, 0);
  ExpectSound(model, plain);
  const Score score = ScoresOf(model, {plain[0]})[0];
  EXPECT_NEAR(score.chance, 1 / (1 + std::exp(-score.margin)), 1e-9);
}

TEST(TrainedModel, StandsWithoutCalibrationWhereAllIsOfOneDay) {
  std::vector<PlainRow> plain = Planted(500, 12);
  for (PlainRow& row : plain) row.day = 20'000;
  const TrainedModel model = TrainedOn(Quick(), plain);
  EXPECT_TRUE(model.facts().reliability.bins.empty());
  EXPECT_TRUE(std::isnan(model.facts().rate_shift_z));
  ExpectSound(model, plain);
}

TEST(TrainedModel, ExpectsThePlantedAmounts) {
  Specification specification = Quick();
  specification.predicts_amount = true;
  const std::vector<PlainRow> plain = Planted(8000, 13);
  const TrainedModel model = TrainedOn(specification, plain);
  EXPECT_GT(model.facts().amounts, 400);
  const auto expected = [&](float value) {
    return *ScoresOf(model, {{{"O0", "G1", "I5"}, {value}, 20'500}})[0].amount;
  };
  // Four in five bring an amount.
  EXPECT_NEAR(expected(800), 0.8 * 1e7, 2e6);
  EXPECT_NEAR(expected(200), 0.8 * 1e6, 4e5);
}

TEST(TrainedModel, ExpectsNoAmountsWhereHardlyAnyAreKnown) {
  Specification specification = Quick();
  specification.predicts_amount = true;
  std::vector<PlainRow> plain = Planted(800, 14);
  for (PlainRow& row : plain) row.amount = row.day < 20'003 ? row.amount : kNan;
  const TrainedModel model = TrainedOn(specification, plain);
  EXPECT_EQ(model.facts().amounts, 0);
  EXPECT_FALSE(ScoresOf(model, plain)[0].amount.has_value());
}

TEST(TrainedModel, GrowsTreesOnASampleButCountsAllRows) {
  Specification specification = Quick();
  specification.most_tree_rows = 1500;
  specification.predicts_amount = true;
  const std::vector<PlainRow> plain = Planted(6000, 15);
  const TrainedModel model = TrainedOn(specification, plain);
  EXPECT_EQ(model.facts().rows, 6000);
  EXPECT_EQ(model.encoder().inspected(), 6000U);
  EXPECT_LT(model.facts().amounts, 300);
  EXPECT_GT(model.facts().validation_auc, 0.65);
  ExpectSound(model, Planted(100, 16));
}

TEST(TrainedModel, ForgetsRareValues) {
  Specification specification = Quick();
  specification.most_keys = 3;
  const TrainedModel model = TrainedOn(specification, Planted(2000, 17));
  for (const RateTable& table : model.encoder().tables()) EXPECT_EQ(table.tallies().size(), 3U);
  ExpectSound(model, Planted(100, 18));
}

TEST(TrainedModel, LearnsTheEmphasisButKeepsTheChances) {
  TrainingSet plain = ReadPlain(Planted(4000, 19));
  TrainingSet emphasised = ReadPlain(Planted(4000, 19));
  for (size_t row = 0; row < 4000; ++row) emphasised.rows.emphases[row] = emphasised.rows.positive[row] != 0 ? 5 : 1;
  const TrainedModel first = Must(TrainedModel::Train(Quick(), std::move(plain), {}, {}));
  const TrainedModel second = Must(TrainedModel::Train(Quick(), std::move(emphasised), {}, {}));
  const std::vector<PlainRow> later = Planted(2000, 20);
  const auto sums = [&](const TrainedModel& model) {
    std::pair<double, double> sum;
    for (const Score& score : ScoresOf(model, later)) {
      sum.first += score.margin;
      sum.second += score.chance;
    }
    return sum;
  };
  EXPECT_GT(sums(second).first, sums(first).first + 2000);
  EXPECT_NEAR(sums(second).second, sums(first).second, 0.3 * sums(first).second);
}

void ExpectSame(const TrainedModel& model, const TrainedModel& other, const std::vector<PlainRow>& plain) {
  const std::vector<Score> scores = ScoresOf(model, plain);
  const std::vector<Score> others = ScoresOf(other, plain);
  const std::vector<Explanation> explanations = ExplanationsOf(model, plain);
  const std::vector<Explanation> other_explanations = ExplanationsOf(other, plain);
  for (size_t row = 0; row < plain.size(); ++row) {
    EXPECT_EQ(others[row].margin, scores[row].margin);
    EXPECT_EQ(others[row].chance, scores[row].chance);
    EXPECT_EQ(others[row].amount, scores[row].amount);
    ASSERT_EQ(other_explanations[row].reasons.size(), explanations[row].reasons.size());
    for (size_t i = 0; i < explanations[row].reasons.size(); ++i) {
      const Reason& reason = explanations[row].reasons[i];
      const Reason& again = other_explanations[row].reasons[i];
      EXPECT_EQ(again.group, reason.group);
      EXPECT_EQ(again.contribution, reason.contribution);
      EXPECT_EQ(again.peers.items, reason.peers.items);
      EXPECT_EQ(again.peers.number, reason.peers.number);
      EXPECT_EQ(again.peers.inspected, reason.peers.inspected);
      EXPECT_EQ(again.peers.violations, reason.peers.violations);
    }
  }
}

TEST(Artefact, ScoresAndExplainsAsTheModelThatSavedIt) {
  Specification specification = Quick();
  specification.predicts_amount = true;
  const TrainedModel model = TrainedOn(specification, Planted(3000, 21));
  const std::string bytes = Must(model.Save());
  const TrainedModel loaded = Must(TrainedModel::Load(bytes, 2));
  std::vector<PlainRow> plain = Planted(200, 22);
  plain.push_back({{"?", "", "I1"}, {kNan}, 20'500});
  ExpectSame(model, loaded, plain);
  EXPECT_EQ(Must(loaded.Save()), bytes);
  EXPECT_EQ(loaded.facts().violations, model.facts().violations);
  EXPECT_EQ(loaded.facts().validation_auc, model.facts().validation_auc);
  EXPECT_EQ(loaded.specification().groups, specification.groups);
}

TEST(Artefact, HoldsWhatIsNoNumber) {
  std::vector<PlainRow> plain = Planted(500, 23);
  for (PlainRow& row : plain) row.day = 20'000;
  const TrainedModel loaded = Must(TrainedModel::Load(Must(TrainedOn(Quick(), plain).Save()), 1));
  EXPECT_TRUE(std::isnan(loaded.facts().earlier_rate));
}

ErrorCode CodeOfLoading(const std::string& bytes) {
  const auto loaded = TrainedModel::Load(bytes, 1);
  return loaded ? ErrorCode::kBug : loaded.error().code;
}

TEST(Artefact, RefusesBytesThatWereCut) {
  const std::string bytes = Must(TrainedOn(Quick(), Planted(400, 24)).Save());
  for (const size_t length :
       {size_t{0}, size_t{1}, size_t{20}, size_t{86}, size_t{87}, size_t{200}, bytes.size() / 2, bytes.size() - 1}) {
    EXPECT_EQ(CodeOfLoading(bytes.substr(0, length)), ErrorCode::kArtefactDamaged) << length;
  }
  EXPECT_EQ(CodeOfLoading(bytes + "\n"), ErrorCode::kArtefactDamaged);
  EXPECT_EQ(CodeOfLoading("not an artefact"), ErrorCode::kArtefactDamaged);
}

TEST(Artefact, NoticesAnyBitThatWasTurned) {
  const std::string bytes = Must(TrainedOn(Quick(), Planted(400, 25)).Save());
  const std::string_view header = "tidewaiter-artefact ";
  for (size_t at = 0; at < bytes.size(); at += at < 200 ? 1 : bytes.size() / 50) {
    std::string other = bytes;
    other[at] = static_cast<char>(other[at] ^ (1 << (at % 8)));
    const bool is_version = at >= header.size() && at < header.size() + 2;
    EXPECT_EQ(CodeOfLoading(other), is_version ? ErrorCode::kArtefactVersion : ErrorCode::kArtefactDamaged) << at;
  }
}

TEST(Artefact, RefusesAnotherVersionAndAHashedLie) {
  const std::string bytes = Must(TrainedOn(Quick(), Planted(400, 26)).Save());
  std::string other = bytes;
  other[std::string_view("tidewaiter-artefact ").size()] = '1';
  EXPECT_EQ(CodeOfLoading(other), ErrorCode::kArtefactVersion);
  for (const std::string& lie : {std::string("no CBOR"), std::string("\xa0"),
                                 std::string("\xa1\x65"
                                             "facts\xa0")}) {
    EXPECT_EQ(CodeOfLoading("tidewaiter-artefact 2 " + Sha256Hex(lie) + "\n" + lie), ErrorCode::kArtefactDamaged)
        << lie;
  }
}

TEST(Artefact, IsTheSameForTheSameSeedWithAnyNumberOfThreads) {
  Specification specification = Quick();
  specification.predicts_amount = true;
  const std::vector<PlainRow> plain = Planted(3000, 27);
  const std::string bytes = Must(TrainedOn(specification, plain, 5, 1).Save());
  EXPECT_TRUE(bytes == Must(TrainedOn(specification, plain, 5, 1).Save()));
  EXPECT_TRUE(bytes == Must(TrainedOn(specification, plain, 5, 2).Save()));
  EXPECT_TRUE(bytes == Must(TrainedOn(specification, plain, 5, 4).Save()));
  EXPECT_FALSE(bytes == Must(TrainedOn(specification, plain, 6, 1).Save()));
}

TEST(TrainedModel, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  const RunControl control{source.get_token()};
  const auto trained = TrainedModel::Train(Quick(), ReadPlain(Planted(300, 28)), {}, control);
  ASSERT_FALSE(trained.has_value());
  EXPECT_EQ(trained.error().code, ErrorCode::kInterrupted);
  const TrainedModel model = TrainedOn(Quick(), Planted(300, 28));
  const Rows rows = ReadPlainKnown(Planted(10, 29), model.dictionaries());
  EXPECT_EQ(model.ScoreRows(rows, control).error().code, ErrorCode::kInterrupted);
  EXPECT_EQ(model.Explain(rows, std::vector<uint32_t>{0}, control).error().code, ErrorCode::kInterrupted);
}

}  // namespace
}  // namespace tidewaiter::learn
