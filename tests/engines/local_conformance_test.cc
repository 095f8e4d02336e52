#include <sys/resource.h>

#include <fstream>

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

double Weighed(std::span<const double> values, std::span<const double> weights, double plus, int64_t times) {
  double sum = plus;
  for (size_t i = 0; i < values.size(); ++i) sum += values[i] * weights[i];
  return sum * static_cast<double>(times);
}

std::vector<double> Doubled(std::span<const double> values) {
  std::vector<double> doubled;
  for (const double value : values) doubled.push_back(2 * value);
  return doubled;
}

TEST_P(LocalConformance, FunctionsInCxxTakeAndGiveLists) {
  const auto session = Scratch();
  Must(session->RegisterFunction(MakeNumericFunction("weighed", Weighed)));
  Must(session->RegisterFunction(MakeNumericFunction("doubled", Doubled)));
  const auto text = [&](const std::string& sql) {
    return ToText(Must(session->QueryTable("select " + sql)).rows[0][0]);
  };
  EXPECT_EQ(text("weighed([1e0, 2e0], [10e0, 20e0], 1e0, 2)"), "102");
  EXPECT_EQ(text("weighed([1, 2], [10, 20.5], 1, 2)"), "104") << "whole numbers and decimals become doubles";
  EXPECT_EQ(text("weighed([], [], 1, 2)"), "2");
  EXPECT_EQ(text("doubled([1, null, 3])"), "[2.0, nan, 6.0]") << "a NULL within a list is no number";
  EXPECT_EQ(text("doubled([])"), "[]");
  for (const std::string sql : {"weighed(null, [1], 1, 1)", "weighed([1], [1], null, 1)", "weighed([1], [1], 1, null)",
                                "doubled(null)", "doubled(cast(null as double[]))"})
    EXPECT_EQ(text(sql), "") << sql;
}

TEST_P(LocalConformance, ListsOfEveryOriginArrive) {
  const auto session = Scratch();
  Must(session->RegisterFunction(MakeNumericFunction("weighed", Weighed)));
  Must(session->RegisterFunction(MakeNumericFunction("doubled", Doubled)));
  Must(session->CreateTable("t",
                            "select i, case when i % 5 > 0 then list_transform(range(i % 7), k -> k + i) end as l, "
                            "i % 5 > 0 as present from range(5000) as r(i)",
                            {}, {}));
  for (const std::string list :
       {"l", "cast(l as double[])", "list_slice(l, 2, 3)", "list_slice(l, 1, 5, 2)", "list_reverse_sort(l)",
        "list_filter(l, k -> k % 2 = 0)", "list_concat(l, [7, null])", "[i, i]", "[1, 1]", "[cast(i as double), null]",
        "list_distinct(l)", "list_resize(l, 9)", "array_value(i, 2)", "case when present then [1] else l end"}) {
    const Table table = Must(session->QueryTable(
        "select count(*) filter (where d is distinct from e), count(d) from (select doubled(" + list +
        ") as d, list_transform(cast(" + list + " as double[]), x -> coalesce(2 * x, 'nan'::double)) as e from t)"));
    EXPECT_EQ(ToText(table.rows[0][0]), "0") << list;
    EXPECT_NE(ToText(table.rows[0][1]), "0") << list;
  }
  for (const std::string from :
       {"(select s.l as l from (select {'l': l, 'i': i} as s from t))",
        "(select t.l from t join (select i % 50 as k from t) as j on t.i = j.k)",
        "(select l from t where i % 3 = 1 order by i desc limit 3000)",
        "(select list_transform(list_zip(l, l), z -> z[1]) as l from t)",
        "(select map_values(map([i, i + 9000], [i, 7])) as l from t)", "(select [1, 2, null] as l from t)",
        "(select lag(l) over (order by i) as l from t)"}) {
    const Table table = Must(session->QueryTable(
        "select count(*) filter (where d is distinct from e), count(d) from (select doubled(l) as d, "
        "list_transform(cast(l as double[]), x -> coalesce(2 * x, 'nan'::double)) as e from " +
        from + ")"));
    EXPECT_EQ(ToText(table.rows[0][0]), "0") << from;
    EXPECT_NE(ToText(table.rows[0][1]), "0") << from;
  }
  const Table grouped = Must(session->QueryTable(
      "select count(*) filter (where weighed(a, b, 0, 1) <> s), count(*) from (select list(i order by i) as a, "
      "list(case when present then 1 else 0 end order by i) as b, sum(i) filter (where present) as s from t "
      "group by i % 13)"));
  EXPECT_EQ(ToText(grouped.rows[0][0]), "0");
  EXPECT_EQ(ToText(grouped.rows[0][1]), "13");
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
