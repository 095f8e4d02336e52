#include "analysis/record_reader.h"

#include <gtest/gtest.h>

#include "support/must.h"

namespace tidewaiter::analysis {
namespace {

using engine::TypeId;

content::Dataset Crossings() {
  content::Dataset dataset;
  dataset.name = "crossing";
  dataset.key = {"id"};
  dataset.known_on = {.rule = content::KnownOn::Rule::kColumn, .column = "at", .is_timestamp = true};
  const auto column = [&](const std::string& name, engine::Type type) {
    content::DatasetColumn& added = dataset.columns.emplace_back();
    added.name = name;
    added.type = type;
  };
  column("id", {TypeId::kInteger});
  column("at", {TypeId::kTimestamp});
  column("value", {TypeId::kDecimal, 20, 2});
  column("note", {TypeId::kText});
  return dataset;
}

std::string ValueOf(const std::string& value) {
  const std::vector<std::string> wanted = {"value"};
  const std::vector<std::string> record = {R"({"id": 1, "at": "2021-01-31", "value": )" + value + "}"};
  const Records records = Must(ReadRecords(Crossings(), wanted, record, 1));
  const auto batch = Must(records.rows->Next());
  return engine::ToText(batch->columns[0].ValueAt(0));
}

TEST(ReadRecords, TakesDecimalsDigitByDigit) {
  for (const auto& [written, meant] :
       std::vector<std::pair<std::string, std::string>>{{"\"0.285\"", "0.29"},
                                                        {"0.285", "0.29"},
                                                        {"-0.285", "-0.29"},
                                                        {"\"1.005\"", "1.01"},
                                                        {"7", "7.00"},
                                                        {"1e3", "1000.00"},
                                                        {"1e-7", "0.00"},
                                                        {"\"90071992547409.93\"", "90071992547409.93"}}) {
    EXPECT_EQ(ValueOf(written), meant) << written;
  }
}

TEST(ReadRecords, RefusesWhatIsNoNumber) {
  const std::vector<std::string> wanted = {"value"};
  for (const std::string value :
       {"\"1.2.3\"", "\"\"", "\"-\"", "\"nan\"", "true", "1e300", "\"99999999999999999999\""}) {
    const std::vector<std::string> record = {R"({"id": 1, "at": "2021-01-31", "value": )" + value + "}"};
    const auto records = ReadRecords(Crossings(), wanted, record, 1);
    ASSERT_FALSE(records) << value;
    EXPECT_EQ(records.error().code, ErrorCode::kRecordInvalid);
  }
}

TEST(ReadRecords, KeepsLargeIdsAndTheDaysAndOnlyWantedColumns) {
  const std::vector<std::string> wanted = {"note", "id"};
  const std::vector<std::string> texts = {R"({"id": 9007199254740993, "at": "2021-02-28T23:59:59Z", "note": "late"})",
                                          R"({"id": 2, "at": "2021-01-31 10:00:00"})"};
  const Records records = Must(ReadRecords(Crossings(), wanted, texts, 1));
  EXPECT_EQ(records.subjects, (std::vector<std::string>{"9007199254740993", "2"}));
  EXPECT_EQ(records.period.first, Date::Of(2021, 1, 31));
  EXPECT_EQ(records.period.last, Date::Of(2021, 2, 28));
  const engine::Schema& schema = records.rows->schema();
  ASSERT_EQ(schema.size(), 2U);
  EXPECT_EQ(schema[0].name, "note");
  EXPECT_EQ(schema[1].name, "id");
  const auto none =
      ReadRecords(Crossings(), wanted, std::vector<std::string>{R"({"id": 1e30, "at": "2021-01-31"})"}, 7);
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("record 7"), std::string::npos) << none.error().message;
}

}  // namespace
}  // namespace tidewaiter::analysis
