#include "cli/result_output.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>

#include "cli/table_stream.h"
#include "engine/duckdb/duckdb_engines.h"

namespace tidewaiter::cli {
namespace {

using engine::TypeId;
using engine::Value;

TEST(ResultOutputTest, EveryValueComesThroughParquet) {
  engine::Table table;
  table.schema = {{"a \"t\"", {TypeId::kText}}, {"n", {TypeId::kInteger}}, {"m", {TypeId::kDecimal, 38, 2}},
                  {"x", {TypeId::kDouble}},     {"d", {TypeId::kDate}},    {"at", {TypeId::kTimestamp}},
                  {"yes", {TypeId::kBoolean}}};
  table.rows.push_back({std::string("a,\"b\"\r\n한글"), std::numeric_limits<int64_t>::min(),
                        engine::Decimal{-12'345, 2}, 0.1, Date::Of(2026, 2, 28), Timestamp{1'700'000'000'123'456},
                        true});
  table.rows.push_back({std::string(), Value(), Value(), Value(), Value(), Value(), Value()});
  table.rows.push_back({Value(), int64_t{0}, engine::Decimal{0, 2}, 1e300, Date::Of(1969, 1, 1), Timestamp{0}, false});

  const std::unique_ptr<engine::EngineFactory> engines = engine::MakeDuckDbEngines();
  const std::unique_ptr<Context> context = *Context::Make({}, Language::kEnglish, *engines, {});
  const std::filesystem::path folder = *context->TemporaryDirectory();
  OutputOptions options;
  options.format = "parquet";
  options.file = (folder / "out.parquet").string();
  const Status written = ResultOutput::Open(*context, options)->Write(*StreamOf(table));
  ASSERT_TRUE(written) << written.error().message;

  const std::unique_ptr<engine::LocalSession> session = *context->OpenScratch();
  engine::FileScan scan;
  scan.format = engine::FileFormat::kParquet;
  scan.path = (folder / "out.parquet").string();
  const engine::Table read = *session->QueryTable("select * from " + *session->ScanRelation(scan));
  EXPECT_EQ(read.schema, table.schema);
  EXPECT_EQ(read.rows, table.rows);
}

}  // namespace
}  // namespace tidewaiter::cli
