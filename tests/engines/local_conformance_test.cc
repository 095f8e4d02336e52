#include <sys/resource.h>

#include <cmath>
#include <fstream>
#include <numeric>

#include "adapters.h"

/// What the engine inside this process does beyond SQL: files, C++ functions, reading only.
namespace tidewaiter::engine {
namespace {

using LocalConformance = ConformanceTest;

std::string WriteFile(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

TEST_P(LocalConformance, CsvKeepsOrderAndReportsWhatItCannotParse) {
  const auto session = Scratch();
  FileScan scan{.path = WriteFile(folder_ / "a.csv", "a,b\n1,\"x\ny\"\n2\n3,\"q\"\"q\"\n4,5,6\n,\n")};
  scan.columns = {"a", "b"};
  Must(session->CreateTable("t", "select * from " + Must(session->ScanRelation(scan)), {}, {}));
  const Table rows = Must(session->QueryTable("select a, b from t order by rowid"));
  ASSERT_EQ(rows.rows.size(), 3U);
  EXPECT_EQ(ToText(rows.rows[0][1]), "x\ny");
  EXPECT_EQ(ToText(rows.rows[1][1]), "q\"q");
  EXPECT_TRUE(IsNull(rows.rows[2][0])) << "empty means missing";
  const auto [unparsed, total] = Must(session->TakeUnparsed(10));
  ASSERT_EQ(total, 2);
  EXPECT_EQ(unparsed[0].record, 2);
  EXPECT_EQ(unparsed[0].rule, "csv.missing_columns");
  EXPECT_EQ(unparsed[1].record, 4);
  EXPECT_EQ(unparsed[1].rule, "csv.too_many_columns");
}

TEST_P(LocalConformance, AHugeCellIsARejectedRow) {
  const auto session = Scratch();
  FileScan scan{.path = WriteFile(folder_ / "h.csv", "a,b\n1," + std::string(5'000'000, 'x') +
                                                         std::string(5'000'000, 'x') + "\n2,z\n3,y\n"),
                .columns = {"a", "b"}};
  Must(session->CreateTable("t", "select * from " + Must(session->ScanRelation(scan)), {}, {}));
  EXPECT_EQ(ToText(Must(session->QueryTable("select count(*) from t")).rows[0][0]), "2");
  const auto [unparsed, total] = Must(session->TakeUnparsed(10));
  ASSERT_EQ(total, 1);
  EXPECT_EQ(unparsed[0].rule, "csv.too_long");
}

TEST_P(LocalConformance, JsonAndItsTypesAreRead) {
  const auto session = Scratch();
  const FileScan scan{.format = FileFormat::kJsonLines,
                      .path = WriteFile(folder_ / "j.jsonl", "{\"code\": \"007\", \"n\": 1.5}\n{\"code\": \"8\"}\n")};
  EXPECT_EQ(Must(session->ScanSchema(scan, {})).size(), 2U);
  const Table table = Must(session->QueryTable("select code, n from " + Must(session->ScanRelation(scan))));
  EXPECT_EQ(ToText(table.rows[0][0]), "007");
  EXPECT_TRUE(IsNull(table.rows[1][1]));
}

TEST_P(LocalConformance, ParquetIsWrittenWholeAndReadBack) {
  const auto session = Scratch();
  const auto path = folder_ / "out.parquet";
  EXPECT_EQ(Must(session->WriteParquet("select '007' as code, date '2021-01-01' as day, $n as n", {{"n", int64_t{3}}},
                                       path, {})),
            1);
  const FileScan scan{.format = FileFormat::kParquet, .path = path.string()};
  const Table table = Must(session->QueryTable("select * from " + Must(session->ScanRelation(scan))));
  EXPECT_EQ(ToText(table.rows[0][0]), "007");
  EXPECT_EQ(table.schema[1].type.id, TypeId::kDate);
  EXPECT_FALSE(session->WriteParquet("select cast('x' as bigint) as n", {}, folder_ / "bad.parquet", {}));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "bad.parquet"));
}

TEST_P(LocalConformance, AStreamOfAnotherEngineBecomesParquet) {
  const auto from = Scratch();
  const auto to = Scratch();
  const std::string sql =
      "select range as n, case when range % 3 > 0 then repeat('가', range % 50) end as t, "
      "range / 7 as x, cast(-range as decimal(4,0)) as d4, cast(range as decimal(9,2)) as d9, "
      "cast(range as decimal(18,2)) as d18, -cast(range as decimal(38,5)) as d38, date '2020-01-01' as day, "
      "timestamp '2020-01-01 00:00:00.000001' as at, range % 2 = 0 as even from range(5000)";
  const auto path = folder_ / "stream.parquet";
  for (int time = 0; time < 2; ++time) {
    const auto stream = Must(from->Query(sql, {}, {}));
    EXPECT_EQ(Must(to->WriteParquet(*stream, path, {})), 5000);
  }
  const FileScan scan{.format = FileFormat::kParquet, .path = path.string()};
  const Table read = Must(to->QueryTable("select * from " + Must(to->ScanRelation(scan))));
  const Table meant = Must(from->QueryTable(sql));
  EXPECT_EQ(read.schema, meant.schema);
  EXPECT_TRUE(read.rows == meant.rows);

  const auto broken = Must(
      from->Query("select cast(case when range = 900000 then 'x' else '1' end as bigint) from range(1000000)", {}, {}));
  const auto result = to->WriteParquet(*broken, folder_ / "broken.parquet", {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kSqlFailed) << "the stream's own error, not " << result.error().message;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "broken.parquet"));
}

TEST_P(LocalConformance, AStreamOfAnotherEngineBecomesATable) {
  const auto from = Scratch();
  const auto to = Scratch();
  const std::string sql =
      "select range as n, case when range % 3 > 0 then 'r' || range end as \"a \"\"b\" from range(5000)";
  for (int time = 0; time < 2; ++time) {
    const auto stream = Must(from->Query(sql, {}, {}));
    EXPECT_EQ(Must(to->CreateTableFrom("taken", *stream, {})), 5000) << "also in the place of an older one";
  }
  const Table read = Must(to->QueryTable("select * from taken order by n"));
  const Table meant = Must(from->QueryTable(sql));
  EXPECT_EQ(read.schema, meant.schema);
  EXPECT_TRUE(read.rows == meant.rows);
  const auto empty = Must(from->Query(sql + " where range < 0", {}, {}));
  EXPECT_EQ(Must(to->CreateTableFrom("none", *empty, {})), 0);
  EXPECT_EQ(Must(to->Describe("select * from none", {})), meant.schema);

  const auto broken = Must(
      from->Query("select cast(case when range = 900000 then 'x' else '1' end as bigint) from range(1000000)", {}, {}));
  const auto result = to->CreateTableFrom("broken", *broken, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kSqlFailed) << "the stream's own error, not " << result.error().message;
}

TEST_P(LocalConformance, AFailureOfOneThreadIsNotToldAsAStop) {
  const auto session = Scratch();
  const std::string sql =
      "select cast(case when range = 900000 then 'x' else '1' end as bigint) as n from range(1000000)";
  for (int time = 0; time < 30; ++time) {
    const auto stream = Must(session->Query(sql, {}, {}));
    auto batch = stream->Next();
    while (batch && *batch != nullptr) batch = stream->Next();
    ASSERT_FALSE(batch);
    ASSERT_EQ(batch.error().code, ErrorCode::kSqlFailed) << batch.error().message;
  }
}

TEST_P(LocalConformance, FunctionsInCxxSeeNullsAndAllRows) {
  const auto session = Scratch();
  Must(session->RegisterFunction({.name = "twice_and_length",
                                  .arguments = {{TypeId::kDouble}, {TypeId::kText}},
                                  .result = {TypeId::kDouble},
                                  .to_double = [](std::span<const ColumnVector> arguments, size_t rows,
                                                  std::span<double> result, std::span<uint8_t> valid) {
                                    for (size_t row = 0; row < rows; ++row)
                                      if (valid[row] != 0)
                                        result[row] = 2 * arguments[0].doubles()[row] +
                                                      static_cast<double>(arguments[1].texts()[row].size());
                                  }}));
  const Table table = Must(session->QueryTable(
      "select twice_and_length(x, t) from (values (1.5e0, 'abc'), (null, 'x'), (2e0, null)) as v(x, t)"));
  EXPECT_EQ(std::get<double>(table.rows[0][0]), 6.0);
  EXPECT_TRUE(IsNull(table.rows[1][0]));
  EXPECT_TRUE(IsNull(table.rows[2][0]));
}

TEST_P(LocalConformance, FunctionsOfSeriesSeeEachRowsOwn) {
  const auto session = Scratch();
  const auto shifted = [](std::span<const SeriesArgument> arguments) -> std::optional<std::vector<double>> {
    if (arguments[0].series.empty()) return std::nullopt;
    std::vector<double> values;
    for (const double value : arguments[0].series)
      values.push_back(std::isnan(value) ? -1 : value + arguments[1].number);
    return values;
  };
  const auto total = [](std::span<const SeriesArgument> arguments) -> std::optional<std::vector<double>> {
    return std::vector{std::accumulate(arguments[0].series.begin(), arguments[0].series.end(), 0.0)};
  };
  Must(session->RegisterFunction(
      SeriesFunction{"shifted", {SeriesType::kSeries, SeriesType::kNumber}, SeriesType::kSeries, shifted}));
  Must(session->RegisterFunction(SeriesFunction{"total", {SeriesType::kSeries}, SeriesType::kNumber, total}));
  const Table table =
      Must(session->QueryTable("select cast(shifted(x, n) as varchar), total(shifted(x, n)) from (values ([1e0, 2e0], "
                               "10e0), ([3e0, null], 1e0), "
                               "([], 1e0), (null, 1e0), ([1e0], null)) as v(x, n)"));
  EXPECT_EQ(ToText(table.rows[0][0]), "[11.0, 12.0]");
  EXPECT_EQ(std::get<double>(table.rows[0][1]), 23);
  EXPECT_EQ(ToText(table.rows[1][0]), "[4.0, -1.0]");
  for (size_t row = 2; row < 5; ++row) EXPECT_TRUE(IsNull(table.rows[row][0])) << row;
  // Many chunks, and lists that an aggregate made.
  const Table many = Must(session->QueryTable(
      "select sum(total(shifted(l, 1))) from (select list(i) as l from range(100000) as t(i) group by i // 7) as g"));
  EXPECT_EQ(ToDouble(many.rows[0][0]), 4999950000.0 + 100000);
}

TEST_P(LocalConformance, NestedValuesLeaveAsText) {
  const auto session = Scratch();
  const Table table = Must(
      session->QueryTable("select array_agg(a order by a) as list, 1 as list from (values (2), (1)) as v(a) -- list"));
  EXPECT_EQ(ToText(table.rows[0][0]), "[1, 2]");
  EXPECT_EQ(table.schema[1].name, "list");
}

TEST_P(LocalConformance, AnAnalystsSqlCannotLeaveTheWarehouse) {
  const auto secret = WriteFile(folder_ / "secret.csv", "a\n1\n");
  const auto session = Scratch();
  Must(session->CreateTable("t", "select 1 as a", {}, {}));
  Must(session->CreateView("v", "select * from t"));
  Must(session->RestrictToReading());
  EXPECT_TRUE(session->QueryTable("select * from t"));
  for (const std::string& sql :
       {"select * from read_csv('" + secret + "')", std::string("copy t to '/tmp/tidewaiter-leak.csv'"),
        std::string("set threads = 1"), std::string("attach ':memory:' as other"), std::string("drop table t"),
        std::string("create table u as select 1 as a"), std::string("insert into t values (2)"),
        std::string("insert into v values (2)"), std::string("update v set a = 2"), std::string("delete from v"),
        std::string("truncate v")}) {
    const auto result = session->QueryTable(sql);
    ASSERT_FALSE(result) << sql;
    EXPECT_EQ(result.error().code, ErrorCode::kSqlNotReadOnly) << sql << ": " << result.error().message;
  }
}

#ifndef TIDEWAITER_SANITIZED
TEST_P(LocalConformance, AnAggregateThatTheEngineDoesNotCountIsStoppedToo) {
  rlimit before{};
  getrlimit(RLIMIT_DATA, &before);
  const auto session = Scratch(uint64_t{512} << 20);
  Must(session->CreateTable("t", "select range % 400000 as g, random() as x from range(2000000)", {}, {}));
  LimitProcessMemory(uint64_t{512} << 20);
  // approx_quantile keeps some 20 kB a group outside the engine's own accounting.
  const auto result =
      session->QueryTable("select max(q) from (select g, approx_quantile(x, 0.5) as q from t group by g)");
  setrlimit(RLIMIT_DATA, &before);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kMemoryLimit) << result.error().message;
  EXPECT_TRUE(session->QueryTable("select count(*) from t"));
}
#endif

INSTANTIATE_TEST_SUITE_P(Engines, LocalConformance, testing::ValuesIn(Adapters()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tidewaiter::engine
