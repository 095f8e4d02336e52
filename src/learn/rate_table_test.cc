#include "learn/rate_table.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/random.h"

namespace tidewaiter::learn {
namespace {

/// Rows of random codes; the last is the commonest in each field.
Rows RandomRows(size_t count, const std::vector<uint32_t>& sizes, uint64_t seed) {
  Random random(seed);
  Rows rows;
  for (const uint32_t size : sizes) {
    std::vector<uint32_t>& codes = rows.categories.emplace_back();
    for (size_t row = 0; row < count; ++row) {
      const uint32_t code = Dictionary::kMissing + random.Below(size - 1);
      codes.push_back(random.Below(3) == 0 ? size - 1 : code);
    }
  }
  for (size_t row = 0; row < count; ++row) {
    rows.days.push_back(static_cast<int32_t>(row / 7));
    rows.positive.push_back(random.Below(4) == 0 ? 1 : 0);
    rows.weights.push_back(static_cast<float>(1 + random.Below(5)));
  }
  return rows;
}

using Key = std::vector<uint32_t>;

Key KeyOf(const Rows& rows, const std::vector<uint32_t>& fields, size_t row) {
  Key key;
  for (const uint32_t field : fields) key.push_back(rows.categories[field][row]);
  return key;
}

std::map<Key, Tally> Counted(const Rows& rows, const std::vector<uint32_t>& fields, size_t training_rows) {
  std::map<Key, Tally> tallies;
  for (size_t row = 0; row < training_rows; ++row) {
    Tally& tally = tallies[KeyOf(rows, fields, row)];
    tally.weight += rows.weights[row];
    tally.positive_weight += rows.weights[row] * static_cast<float>(rows.positive[row]);
    tally.inspected += 1;
    tally.violations += rows.positive[row];
    tally.last_day = rows.days[row];
  }
  return tallies;
}

void ExpectSame(const Tally& tally, const Tally& expected) {
  EXPECT_EQ(tally.weight, expected.weight);
  EXPECT_EQ(tally.positive_weight, expected.positive_weight);
  EXPECT_EQ(tally.inspected, expected.inspected);
  EXPECT_EQ(tally.violations, expected.violations);
  EXPECT_EQ(tally.last_day, expected.last_day);
}

/// The table against the map; the last hundred rows were not learned from.
void ExpectAgreement(const std::vector<uint32_t>& sizes, const std::vector<uint32_t>& said_sizes) {
  const Rows rows = RandomRows(600, sizes, 5);
  const size_t training_rows = 500;
  std::vector<uint32_t> fields;
  for (uint32_t field = 0; field < sizes.size(); ++field) fields.push_back(field);
  const auto expected = Counted(rows, fields, training_rows);
  RateTable table(fields, said_sizes);
  const std::vector<uint32_t> places = table.Fit(rows, training_rows, 1'000'000);
  ASSERT_EQ(table.tallies().size(), expected.size());
  for (size_t row = 0; row < rows.size(); ++row) {
    const auto known = expected.find(KeyOf(rows, fields, row));
    const Tally* const tally = table.Find(rows, row);
    ASSERT_EQ(tally != nullptr, known != expected.end()) << row;
    if (tally == nullptr) continue;
    ExpectSame(*tally, known->second);
    EXPECT_TRUE(row >= training_rows || &table.tallies()[places[row]] == tally) << row;
  }
}

TEST(RateTable, CountsOneFieldAsAMapDoes) { ExpectAgreement({12}, {12}); }

TEST(RateTable, CountsSideBySideCodesAsAMapDoes) { ExpectAgreement({9, 5, 4}, {9, 5, 4}); }

TEST(RateTable, CountsMixedCodesAsAMapDoes) {
  const uint32_t many = 1U << 22U;  // three times 23 bits are too many for one key
  ExpectAgreement({9, 5, 4}, {many, many, many});
}

TEST(RateTable, TellsTheSameCodesInAnotherOrderApart) {
  for (const uint32_t size : {4U, 1U << 22U}) {
    Rows rows;
    rows.categories = {{2, 3}, {3, 2}, {2, 2}};
    rows.days = {1, 1};
    rows.positive = {1, 0};
    rows.weights = {1, 1};
    RateTable table({0, 1, 2}, {size, size, size});
    table.Fit(rows, 2, 10);
    EXPECT_EQ(table.tallies().size(), 2U);
  }
}

TEST(RateTable, KnowsNothingOfAnUnseenCode) {
  Rows rows;
  rows.categories = {{2, Dictionary::kUnseen, 2}, {2, 2, Dictionary::kUnseen}};
  rows.days = {1, 1, 1};
  rows.positive = {1, 0, 0};
  rows.weights = {1, 1, 1};
  RateTable table({0, 1}, {3, 3});
  const std::vector<uint32_t> places = table.Fit(rows, 3, 10);
  EXPECT_EQ(places, (std::vector<uint32_t>{0, RateTable::kDropped, RateTable::kDropped}));
  EXPECT_NE(table.Find(rows, 0), nullptr);
  EXPECT_EQ(table.Find(rows, 1), nullptr);
  EXPECT_EQ(table.Find(rows, 2), nullptr);
}

TEST(RateTable, KeepsTheMostFrequentValuesAndOfEqualsTheEarlier) {
  Rows rows;
  rows.categories = {{2, 3, 3, 4, 5, 5, 5, 6}};
  rows.days = {1, 1, 1, 1, 1, 1, 1, 1};
  rows.positive = {0, 1, 0, 0, 1, 1, 0, 0};
  rows.weights = {9, 1, 1, 9, 1, 1, 1, 9};
  RateTable table({0}, {7});
  const std::vector<uint32_t> places = table.Fit(rows, 8, 3);
  const uint32_t dropped = RateTable::kDropped;
  EXPECT_EQ(places, (std::vector<uint32_t>{0, 1, 1, dropped, 2, 2, 2, dropped}));
  ASSERT_EQ(table.tallies().size(), 3U);
  EXPECT_EQ(table.tallies()[1].inspected, 2U);
  EXPECT_EQ(table.tallies()[2].violations, 2U);
  EXPECT_EQ(table.Find(rows, 3), nullptr);
  EXPECT_EQ(table.Find(rows, 4), &table.tallies()[2]);
  EXPECT_EQ(table.Keys().size(), 3U);
  EXPECT_FALSE(table.complete());
  EXPECT_TRUE(table.MayHaveDropped(rows, 3)) << "seen, but not kept";
  EXPECT_FALSE(table.MayHaveDropped(rows, 4));
  Rows unseen;
  unseen.categories = {{Dictionary::kUnseen}};
  unseen.days = {1};
  EXPECT_FALSE(table.MayHaveDropped(unseen, 0)) << "no training row held it";
}

TEST(RateTable, AddsFurtherThanAFloatCounts) {
  Rows rows;
  const size_t count = 20'000;
  rows.categories = {std::vector<uint32_t>(count, 2)};
  rows.days.assign(count, 1);
  rows.positive.assign(count, 1);
  rows.weights.assign(count, 1000.1F);
  RateTable table({0}, {3});
  table.Fit(rows, count, 10);
  EXPECT_NEAR(table.tallies()[0].weight, static_cast<double>(1000.1F) * 20'000, 1);
}

TEST(RateTable, KeepsNothingWhereNothingMayBeKept) {
  const Rows rows = RandomRows(50, {6}, 1);
  RateTable table({0}, {6});
  for (const uint32_t place : table.Fit(rows, 50, 0)) EXPECT_EQ(place, RateTable::kDropped);
  EXPECT_TRUE(table.tallies().empty());
}

TEST(RateTable, IsTheSameAfterItWasRestored) {
  for (const uint32_t size : {9U, 1U << 30U}) {
    const Rows rows = RandomRows(600, {9, 5, 4}, 6);
    RateTable table({0, 1, 2}, {size, size, size});
    table.Fit(rows, 400, 60);
    RateTable restored({0, 1, 2}, {size, size, size});
    restored.Restore(table.Keys(), table.tallies(), table.complete());
    EXPECT_EQ(restored.Keys(), table.Keys());
    for (size_t row = 0; row < rows.size(); ++row) {
      const Tally* const tally = table.Find(rows, row);
      const Tally* const again = restored.Find(rows, row);
      ASSERT_EQ(tally == nullptr, again == nullptr);
      if (tally != nullptr) ExpectSame(*again, *tally);
    }
  }
}

// Such are the keys of all importers without a seller. In a table by their lowest bits they fall on one another: a
// million of them took two gigabytes.
TEST(RateTable, SpreadsKeysThatAgreeInTheirLowestBits) {
  std::set<uint64_t> spread;
  for (uint64_t importer = 0; importer < 10'000; ++importer) {
    spread.insert(MixBits((importer << 20U) | Dictionary::kMissing) % 16'384);
  }
  EXPECT_GT(spread.size(), 7000U) << "at random 7484 places of 16384 are taken";
}

}  // namespace
}  // namespace tidewaiter::learn
