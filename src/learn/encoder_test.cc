#include "learn/encoder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/random.h"
#include "support/learn_rows.h"
#include "support/must.h"

namespace tidewaiter::learn {
namespace {

constexpr uint64_t kSeed = 9;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

/// Origin, goods, importer; each alone, then pairs, then all three.
Specification ThreeFields() {
  Specification specification;
  specification.categories = {{"origin", "route"}, {"goods", "goods", false, true}, {"importer", "importer", true}};
  specification.numbers = {{"value", "price"}, {"mass", "price"}};
  specification.combinations = {{{0}}, {{1}}, {{2}}, {{0, 1}}, {{1, 2}}, {{2, 1, 0}}};
  specification.prior_weight = 2;
  specification.folds = 5;
  return specification;
}

/// The later rows know importers that the earlier do not. Every eighth origin and every fifth value is missing.
std::vector<PlainRow> RandomRows(size_t count, uint64_t seed) {
  Random random(seed);
  std::vector<PlainRow> rows;
  for (size_t i = 0; i < count; ++i) {
    PlainRow row;
    const std::string origin = SkewedValue(random, "O", 6);
    row.categories = {random.Below(8) == 0 ? "" : origin, SkewedValue(random, "G", 15),
                      SkewedValue(random, "I", 20 + static_cast<double>(i) / 10)};
    const auto value = static_cast<float>(random.Below(40));
    row.numbers = {random.Below(5) == 0 ? kNan : value, static_cast<float>(Uniform(random))};
    row.day = static_cast<int32_t>(i / 9);
    row.positive = random.Below(origin == "O0" ? 2 : 6) == 0;
    row.weight = random.Below(4) == 0 ? 20 : 1;
    rows.push_back(row);
  }
  return rows;
}

struct Fitted {
  TrainingSet set;
  Encoder encoder;
  Matrix encoded;
};

std::vector<uint32_t> AllOf(size_t count) {
  std::vector<uint32_t> all(count);
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

Fitted FitOn(const Specification& specification, const std::vector<PlainRow>& plain,
             const std::vector<uint32_t>& sample) {
  TrainingSet set = ReadPlain(plain);
  Matrix encoded;
  Encoder encoder =
      Must(Encoder::Fit(specification, set.dictionaries, set.rows, plain.size(), sample, kSeed, {}, encoded));
  return {std::move(set), std::move(encoder), std::move(encoded)};
}

/// The fold of each row: the only thing that the test takes over from the encoder.
std::vector<uint32_t> FoldsOf(size_t rows, uint32_t folds) {
  Random random(kSeed);
  std::vector<uint32_t> fold;
  for (size_t row = 0; row < rows; ++row) fold.push_back(random.Below(folds));
  return fold;
}

/// The encoder again, with maps of texts and no cleverness.
class NaiveEncoder {
 public:
  NaiveEncoder(const Specification& specification, const std::vector<PlainRow>& training)
      : specification_(specification), training_(training) {
    double weight = 0;
    for (const PlainRow& row : training_) {
      weight += row.weight;
      base_rate_ += row.positive ? row.weight : 0;
    }
    base_rate_ /= weight;
  }

  double base_rate() const { return base_rate_; }

  /// Features of a row by the training rows that `counts` admits, and of those before `before` for recency.
  template <class Counts>
  std::vector<double> Features(const PlainRow& row, size_t before, const Counts& counts) const {
    std::vector<double> features;
    for (const Combination& combination : specification_.combinations) {
      const auto [rate, weight] = RateOf(combination, row, counts);
      features.push_back(rate);
      features.push_back(weight);
    }
    features.push_back(RankOfGoods(row));
    features.push_back(RecencyOfImporter(row, before));
    features.push_back(row.numbers[0]);
    features.push_back(row.numbers[1]);
    return features;
  }

 private:
  static std::vector<std::string> KeyOf(const Combination& combination, const PlainRow& row) {
    std::vector<std::string> key;
    for (const uint32_t field : combination.fields) key.push_back(row.categories[field]);
    return key;
  }

  template <class Counts>
  std::pair<double, double> RateOf(const Combination& combination, const PlainRow& row, const Counts& counts) const {
    std::map<std::vector<std::string>, std::pair<double, double>> seen;
    for (size_t i = 0; i < training_.size(); ++i) {
      if (!counts(i)) continue;
      auto& [weight, positive] = seen[KeyOf(combination, training_[i])];
      weight += training_[i].weight;
      positive += training_[i].positive ? training_[i].weight : 0;
    }
    const auto [weight, positive] = seen[KeyOf(combination, row)];
    const double prior = specification_.prior_weight;
    if (weight > 0) return {(positive + prior * base_rate_) / (weight + prior), weight};
    const Combination* const wider = WiderThan(combination);
    return {wider == nullptr ? base_rate_ : RateOf(*wider, row, counts).first, 0};
  }

  /// Most fields among the declared ones that lie within; the first of those.
  const Combination* WiderThan(const Combination& combination) const {
    const Combination* best = nullptr;
    for (const Combination& other : specification_.combinations) {
      const bool is_smaller = other.fields.size() < combination.fields.size();
      const bool lies_within = std::all_of(other.fields.begin(), other.fields.end(), [&](uint32_t field) {
        return std::count(combination.fields.begin(), combination.fields.end(), field) > 0;
      });
      const bool is_better = best == nullptr || other.fields.size() > best->fields.size();
      if (is_smaller && lies_within && is_better) best = &other;
    }
    return best;
  }

  double RankOfGoods(const PlainRow& row) const {
    std::map<std::string, int> goods;
    for (const PlainRow& other : training_) goods.emplace(other.categories[1], 0);
    const auto found = goods.find(row.categories[1]);
    return found == goods.end() ? kNan : static_cast<double>(std::distance(goods.begin(), found));
  }

  double RecencyOfImporter(const PlainRow& row, size_t before) const {
    for (size_t i = before; i-- > 0;) {
      if (training_[i].categories[2] == row.categories[2]) return row.day - training_[i].day;
    }
    return kNan;
  }

  const Specification& specification_;
  const std::vector<PlainRow>& training_;
  double base_rate_ = 0;
};

void ExpectSame(std::span<const float> features, const std::vector<double>& expected, size_t row) {
  ASSERT_EQ(features.size(), expected.size());
  for (size_t column = 0; column < expected.size(); ++column) {
    EXPECT_EQ(std::isnan(features[column]), std::isnan(expected[column])) << row << ", " << column;
    if (!std::isnan(expected[column])) {
      EXPECT_NEAR(features[column], expected[column], 1e-5) << row << ", " << column;
    }
  }
}

TEST(Encoder, EncodesTrainingRowsOutOfFoldAsANaiveOneDoes) {
  const Specification specification = ThreeFields();
  const std::vector<PlainRow> plain = RandomRows(300, 1);
  const Fitted fitted = FitOn(specification, plain, AllOf(plain.size()));
  const NaiveEncoder naive(specification, plain);
  const std::vector<uint32_t> folds = FoldsOf(plain.size(), 5);
  EXPECT_NEAR(fitted.encoder.base_rate(), naive.base_rate(), 1e-12);
  for (size_t row = 0; row < plain.size(); ++row) {
    const auto other_folds = [&](size_t other) { return folds[other] != folds[row]; };
    ExpectSame(fitted.encoded.Row(row), naive.Features(plain[row], row, other_folds), row);
  }
}

TEST(Encoder, EncodesNewRowsByAllTrainingRowsAsANaiveOneDoes) {
  const Specification specification = ThreeFields();
  const std::vector<PlainRow> plain = RandomRows(300, 2);
  std::vector<PlainRow> later = RandomRows(600, 3);
  for (PlainRow& row : later) row.day += 40;
  const Fitted fitted = FitOn(specification, plain, AllOf(plain.size()));
  const NaiveEncoder naive(specification, plain);
  const Rows rows = ReadPlainKnown(later, fitted.set.dictionaries);
  const Matrix encoded = fitted.encoder.Encode(rows, 100, 500);
  ASSERT_EQ(encoded.rows, 400U);
  for (size_t row = 100; row < 500; ++row) {
    const auto all = [](size_t) { return true; };
    ExpectSame(encoded.Row(row - 100), naive.Features(later[row], plain.size(), all), row);
  }
}

TEST(Encoder, EncodesTheSameWhateverElseIsSampled) {
  const std::vector<PlainRow> plain = RandomRows(300, 4);
  const Fitted all = FitOn(ThreeFields(), plain, AllOf(plain.size()));
  const std::vector<uint32_t> sample = {0, 3, 150, 151, 298, 299};
  const Fitted some = FitOn(ThreeFields(), plain, sample);
  ASSERT_EQ(some.encoded.rows, sample.size());
  for (size_t i = 0; i < sample.size(); ++i) {
    const auto row = all.encoded.Row(sample[i]);
    ExpectSame(some.encoded.Row(i), std::vector<double>(row.begin(), row.end()), sample[i]);
  }
}

// Two rows of one fold change their outcomes, so that the overall rate stays: nothing in that fold may move.
TEST(Encoder, DoesNotLetAnOutcomeIntoTheFeaturesOfItsOwnRow) {
  std::vector<PlainRow> plain = RandomRows(400, 5);
  for (PlainRow& row : plain) row.weight = 1;
  const Fitted before = FitOn(ThreeFields(), plain, AllOf(plain.size()));
  const std::vector<uint32_t> folds = FoldsOf(plain.size(), 5);
  for (const bool outcome : {true, false}) {
    const auto first = std::find_if(plain.begin(), plain.end(), [&](const PlainRow& row) {
      return row.positive == outcome && folds[static_cast<size_t>(&row - plain.data())] == 2;
    });
    ASSERT_NE(first, plain.end());
    first->numbers[1] = 2;  // marks it
  }
  for (PlainRow& row : plain) {
    if (row.numbers[1] == 2) row.positive = !row.positive;
  }
  const Fitted after = FitOn(ThreeFields(), plain, AllOf(plain.size()));
  size_t moved = 0;
  for (size_t row = 0; row < plain.size(); ++row) {
    for (size_t column = 0; column < 12; ++column) {
      const bool same = before.encoded.Row(row)[column] == after.encoded.Row(row)[column];
      EXPECT_TRUE(same || folds[row] != 2) << row << ", " << column;
      if (!same) ++moved;
    }
  }
  EXPECT_GT(moved, 10U) << "the other folds must see the change";
}

TEST(Encoder, FallsBackToTheWidestDeclaredCombinationWithin) {
  Specification specification = ThreeFields();
  specification.folds = 2;
  std::vector<PlainRow> plain;
  for (int i = 0; i < 40; ++i) {
    plain.push_back({{"CN", "shoes", "Kim"}, {0, 0}, 1, i % 2 == 0});
    plain.push_back({{"VN", "bags", "Lee"}, {0, 0}, 1, i % 4 == 0});
    plain.push_back({{"VN", "shoes", "Park"}, {0, 0}, 1, i % 8 == 0});
  }
  const Fitted fitted = FitOn(specification, plain, AllOf(plain.size()));
  const Rows rows = ReadPlainKnown(
      {{{"VN", "shoes", "Kim"}, {0, 0}, 2}, {{"VN", "hats", "Lee"}, {0, 0}, 2}, {{"?", "?", "?"}, {0, 0}, 2}},
      fitted.set.dictionaries);
  const Matrix encoded = fitted.encoder.Encode(rows, 0, 3);
  const auto rate = [&](size_t row, size_t combination) { return encoded.Row(row)[2 * combination]; };
  const auto base = static_cast<float>(fitted.encoder.base_rate());
  // All three together never: origin × goods is the first of the two pairs within.
  EXPECT_FLOAT_EQ(rate(0, 5), rate(0, 3));
  EXPECT_FLOAT_EQ(rate(0, 3), (5 + 2 * base) / 42);
  EXPECT_EQ(encoded.Row(0)[11], 0) << "count of the combination that was never seen";
  // Hats never: origin × goods falls back to the origin, goods × importer to the importer, for goods come without rate.
  EXPECT_FLOAT_EQ(rate(1, 1), base);
  EXPECT_FLOAT_EQ(rate(1, 3), rate(1, 0));
  EXPECT_NE(rate(1, 3), base);
  for (size_t combination = 0; combination < 6; ++combination) EXPECT_FLOAT_EQ(rate(2, combination), base);
}

TEST(Encoder, ProfilesNumbersInTenths) {
  std::vector<PlainRow> plain;
  for (int i = 1; i <= 100; ++i) plain.push_back({{"O", "G", "I"}, {static_cast<float>(i), 7}, 1, i > 90});
  plain.push_back({{"O", "G", "I"}, {kNan, kNan}, 1, true});
  const Fitted fitted = FitOn(ThreeFields(), plain, AllOf(plain.size()));
  const NumberProfile& profile = fitted.encoder.profiles()[0];
  EXPECT_EQ(profile.least, 1);
  EXPECT_EQ(profile.most, 100);
  ASSERT_EQ(profile.cuts.size(), 9U);
  uint32_t inspected = 0;
  for (size_t tenth = 0; tenth < 10; ++tenth) {
    inspected += profile.inspected[tenth];
    EXPECT_NEAR(profile.inspected[tenth], 10, 1) << tenth;
    EXPECT_TRUE(tenth == 9 || profile.violations[tenth] == 0) << tenth;
  }
  EXPECT_EQ(inspected, 100U);
  EXPECT_EQ(profile.violations[9], 10U);
  for (const float value : {1.0F, 10.0F, 10.5F, 11.0F, 55.0F, 100.0F, 1000.0F, -1.0F}) {
    const size_t tenth = profile.TenthOf(value);
    EXPECT_TRUE(tenth == 0 || profile.cuts[tenth - 1] < value) << value;
    EXPECT_TRUE(tenth == 9 || value <= profile.cuts[tenth]) << value;
  }
  const NumberProfile& constant = fitted.encoder.profiles()[1];
  EXPECT_EQ(constant.cuts, std::vector<float>{7});
  EXPECT_EQ(constant.inspected, (std::vector<uint32_t>{100, 0}));
}

TEST(Encoder, StopsWhenAsked) {
  const TrainingSet set = ReadPlain(RandomRows(50, 6));
  std::stop_source source;
  source.request_stop();
  Matrix encoded;
  const auto fitted =
      Encoder::Fit(ThreeFields(), set.dictionaries, set.rows, 50, AllOf(50), kSeed, {source.get_token()}, encoded);
  ASSERT_FALSE(fitted.has_value());
  EXPECT_EQ(fitted.error().code, ErrorCode::kInterrupted);
}

}  // namespace
}  // namespace tidewaiter::learn
