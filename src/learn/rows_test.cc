#include "learn/rows.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/must.h"

namespace tidewaiter::learn {
namespace {

using engine::Batch;
using engine::ColumnVector;
using engine::Int128;
using engine::Schema;
using engine::Type;
using engine::TypeId;

using Texts = std::vector<std::string_view>;
using Bytes = std::vector<uint8_t>;

constexpr Type kDecimal{TypeId::kDecimal, 9, 2};
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

const Schema kSchema = {{"subject_id", {TypeId::kText}}, {"day", {TypeId::kDate}},        {"origin", {TypeId::kText}},
                        {"lane", {TypeId::kInteger}},    {"value", {TypeId::kDouble}},    {"rate", kDecimal},
                        {"sealed", {TypeId::kBoolean}},  {"outcome", {TypeId::kInteger}}, {"weight", {TypeId::kDouble}},
                        {"amount", {TypeId::kDouble}}};

/// Three rows: plain values, then unusual ones, then NULL wherever it may stand.
Batch ThreeRows() {
  Batch batch;
  batch.rows = 3;
  const auto add = [&](ColumnVector::Storage values, Bytes valid) {
    batch.columns.emplace_back(kSchema[batch.columns.size()].type, std::move(values), std::move(valid));
  };
  add(Texts{"a", "b", "c"}, {1, 1, 1});
  add(std::vector<int32_t>{20'000, 20'001, 20'002}, {1, 1, 1});
  add(Texts{"CN", "", ""}, {1, 1, 0});
  add(std::vector<int64_t>{7, 8, 0}, {1, 1, 0});
  add(std::vector<double>{1.5, kNan, 0}, {1, 1, 0});
  add(std::vector<Int128>{1250, -5, 0}, {1, 1, 0});
  add(Bytes{1, 0, 0}, {1, 1, 0});
  add(std::vector<int64_t>{1, 0, 1}, {1, 1, 1});
  add(std::vector<double>{20, -1, 0}, {1, 1, 0});
  add(std::vector<double>{100, kInfinity, 0}, {1, 1, 0});
  return batch;
}

Specification SomeFields() {
  Specification specification;
  specification.categories = {{"origin", "route"}, {"lane", "clearance"}};
  specification.numbers = {{"value", "price"}, {"rate", "tariff"}, {"sealed", "clearance"}};
  return specification;
}

RowColumns Training() { return {"subject_id", "day", "outcome", "weight", "", "amount"}; }

ErrorCode CodeOfMaking(const Specification& specification, const RowColumns& columns, const Schema& schema = kSchema) {
  const auto reader = RowReader::Make(specification, columns, schema);
  return reader ? ErrorCode::kBug : reader.error().code;
}

struct Read {
  std::vector<Dictionary> dictionaries;
  Rows rows;
};

Read ReadThree(const RowColumns& columns) {
  Read read;
  const RowReader reader = Must(RowReader::Make(SomeFields(), columns, kSchema));
  Must(reader.Read(ThreeRows(), read.dictionaries, read.rows));
  return read;
}

TEST(RowReader, ReadsCategoriesOfAnyType) {
  const Read read = ReadThree(Training());
  const std::vector<uint32_t> origins = {Dictionary::kFirst, Dictionary::kFirst + 1, Dictionary::kMissing};
  EXPECT_EQ(read.rows.categories[0], origins);
  EXPECT_EQ(read.dictionaries[0].Text(Dictionary::kFirst), "CN");
  EXPECT_EQ(read.dictionaries[0].Text(Dictionary::kFirst + 1), "");
  EXPECT_EQ(read.dictionaries[1].Text(Dictionary::kFirst), "7");
  EXPECT_EQ(read.rows.categories[1][2], Dictionary::kMissing);
}

TEST(RowReader, ReadsNumbersOfAnyTypeAndNullOrNanAsMissing) {
  const Rows rows = ReadThree(Training()).rows;
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows.numbers[0][0], 1.5F);
  EXPECT_TRUE(std::isnan(rows.numbers[0][1]));
  EXPECT_TRUE(std::isnan(rows.numbers[0][2]));
  EXPECT_EQ(rows.numbers[1][0], 12.5F);
  EXPECT_EQ(rows.numbers[1][1], -0.05F);
  EXPECT_TRUE(std::isnan(rows.numbers[1][2]));
  EXPECT_EQ(rows.numbers[2][0], 1);
  EXPECT_EQ(rows.numbers[2][1], 0);
  EXPECT_TRUE(std::isnan(rows.numbers[2][2]));
}

TEST(RowReader, ReadsDaysOutcomesWeightsAndAmounts) {
  const Rows rows = ReadThree(Training()).rows;
  EXPECT_EQ(rows.days, (std::vector<int32_t>{20'000, 20'001, 20'002}));
  EXPECT_EQ(rows.positive, (Bytes{1, 0, 1}));
  EXPECT_EQ(rows.weights, (std::vector<float>{20, 1, 1})) << "no weight, and none above 0, count as 1";
  EXPECT_EQ(rows.emphases, (std::vector<float>{1, 1, 1}));
  EXPECT_EQ(rows.amounts[0], 100);
  EXPECT_TRUE(std::isnan(rows.amounts[1]));
  EXPECT_TRUE(std::isnan(rows.amounts[2]));
}

TEST(RowReader, AppendsBatchAfterBatch) {
  Read read = ReadThree(Training());
  const RowReader reader = Must(RowReader::Make(SomeFields(), Training(), kSchema));
  Must(reader.Read(ThreeRows(), read.dictionaries, read.rows));
  EXPECT_EQ(read.rows.size(), 6U);
  EXPECT_EQ(read.rows.categories[0][3], Dictionary::kFirst);
  EXPECT_EQ(read.rows.numbers[1].size(), 6U);
  EXPECT_EQ(read.rows.amounts.size(), 6U);
}

TEST(RowReader, ReadsRowsToScoreWithoutOutcomesAndKeepsNewValuesBeside) {
  std::vector<Dictionary> dictionaries(2);
  dictionaries[0].Add("CN");
  dictionaries[1].Add("8");
  const RowReader reader = Must(RowReader::Make(SomeFields(), {"subject_id", "day", {}, {}, {}, {}}, kSchema));
  Rows rows;
  Must(reader.ReadKnown(ThreeRows(), dictionaries, rows));
  constexpr uint32_t kBeside = Dictionary::kFirst + 1;
  EXPECT_EQ(rows.categories[0], (std::vector<uint32_t>{Dictionary::kFirst, kBeside, Dictionary::kMissing}));
  EXPECT_EQ(rows.categories[1], (std::vector<uint32_t>{kBeside, Dictionary::kFirst, Dictionary::kMissing}));
  EXPECT_EQ((*rows.unseen)[0].texts().size(), 1U);
  EXPECT_EQ(dictionaries[0].size(), kBeside) << "the dictionaries stay as they were trained";
  EXPECT_EQ(rows.size(), 3U);
  EXPECT_TRUE(rows.positive.empty());
  EXPECT_TRUE(rows.weights.empty());
}

TEST(RowReader, SaysWhereSubjectAndDayStand) {
  const RowReader reader = Must(RowReader::Make(SomeFields(), {"origin", "day", {}, {}, {}, {}}, kSchema));
  EXPECT_EQ(reader.subject(), 2U);
  EXPECT_EQ(reader.day(), 1U);
}

TEST(RowReader, RefusesAMissingColumn) {
  for (const char* const absent : {"subject_id", "day", "origin", "value", "outcome", "weight", "amount"}) {
    Schema schema = kSchema;
    for (engine::Column& column : schema) column.name = column.name == absent ? "other" : column.name;
    EXPECT_EQ(CodeOfMaking(SomeFields(), Training(), schema), ErrorCode::kContentInvalid) << absent;
  }
  RowColumns emphasised = Training();
  emphasised.emphasis = "nowhere";
  EXPECT_EQ(CodeOfMaking(SomeFields(), emphasised), ErrorCode::kContentInvalid);
}

TEST(RowReader, RefusesAColumnOfTheWrongType) {
  Specification specification = SomeFields();
  specification.numbers.push_back({"origin", "route"});
  EXPECT_EQ(CodeOfMaking(specification, Training()), ErrorCode::kContentInvalid);
  specification.numbers.back().name = "day";
  EXPECT_EQ(CodeOfMaking(specification, Training()), ErrorCode::kContentInvalid);
  for (std::string RowColumns::*const column : {&RowColumns::outcome, &RowColumns::weight, &RowColumns::amount}) {
    RowColumns columns = Training();
    columns.*column = "origin";
    EXPECT_EQ(CodeOfMaking(SomeFields(), columns), ErrorCode::kContentInvalid);
  }
  RowColumns columns = Training();
  columns.day = "lane";
  EXPECT_EQ(CodeOfMaking(SomeFields(), columns), ErrorCode::kContentInvalid);
}

// An unknown outcome that counted as none would teach the model that whoever was not inspected is honest.
TEST(RowReader, RefusesARowWithoutDayOrOutcome) {
  const RowReader reader = Must(RowReader::Make(SomeFields(), Training(), kSchema));
  for (const size_t column : {1U, 7U}) {
    Batch batch = ThreeRows();
    const Type type = kSchema[column].type;
    const auto values =
        column == 1 ? ColumnVector::Storage(std::vector<int32_t>(3)) : ColumnVector::Storage(std::vector<int64_t>(3));
    batch.columns[column] = ColumnVector(type, values, {1, 0, 1});
    Read read;
    const Status status = reader.Read(batch, read.dictionaries, read.rows);
    ASSERT_FALSE(status.has_value()) << column;
    EXPECT_EQ(status.error().code, ErrorCode::kContentInvalid);
  }
}

}  // namespace
}  // namespace tidewaiter::learn
