#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

#include "adapters.h"

/// Sessions of any engine: types, parameters, streams, errors, cancelling, memory.
namespace tidewaiter::engine {
namespace {

using std::chrono::steady_clock;

TEST_P(ConformanceTest, EveryTypeComesBackExactly) {
  const auto session = Must(Open()->OpenSession());
  const Table table = Must(session->QueryTable(
      "select cast('한글' as varchar) as t, cast(9007199254740993 as bigint) as i, cast('-12.30' as decimal(18,2)) as "
      "m, "
      "cast(0.1 as double) as d, date '2024-02-29' as day, timestamp '2021-04-05 06:07:08.123456' as at, true as b, "
      "cast('99999999999999999999999999999999999.99' as decimal(37,2)) as large"));
  ASSERT_EQ(table.rows.size(), 1U);
  const auto& row = table.rows[0];
  EXPECT_EQ(std::get<std::string>(row[0]), "한글");
  EXPECT_EQ(std::get<int64_t>(row[1]), 9007199254740993);
  EXPECT_EQ(std::get<Decimal>(row[2]).ToString(), "-12.30");
  EXPECT_EQ(std::get<double>(row[3]), 0.1);
  EXPECT_EQ(std::get<Date>(row[4]).ToString(), "2024-02-29");
  EXPECT_EQ(std::get<Timestamp>(row[5]).ToString(), "2021-04-05 06:07:08.123456");
  EXPECT_EQ(std::get<bool>(row[6]), true);
  EXPECT_EQ(std::get<Decimal>(row[7]).ToString(), "99999999999999999999999999999999999.99");
  EXPECT_EQ(table.schema[2].type, (Type{TypeId::kDecimal, 18, 2}));
}

TEST_P(ConformanceTest, NullsOfEveryTypeAreNull) {
  const auto session = Must(Open()->OpenSession());
  const Table table = Must(session->QueryTable(
      "select cast(null as varchar) a, cast(null as bigint) b, cast(null as decimal(9,1)) c, cast(null as double) d, "
      "cast(null as date) e, cast(null as timestamp) f, cast(null as boolean) g"));
  for (const Value& value : table.rows[0]) EXPECT_TRUE(IsNull(value));
}

TEST_P(ConformanceTest, ParametersAreTypedAndNeverText) {
  const auto session = Must(Open()->OpenSession());
  const Parameters parameters = {{"text", std::string("x'; drop table t; --")},
                                 {"whole", int64_t{7}},
                                 {"number", 2.5},
                                 {"day", Date::Of(2021, 3, 31)},
                                 {"money", Decimal{12345, 2}},
                                 {"flag", true},
                                 {"unused", int64_t{1}}};
  const Table table = Must(session->QueryTable(
      "select $text as t, $whole + 1 as w, $number * 2 as n, $day as d, $money as m, $flag as f, $whole as again",
      parameters));
  EXPECT_EQ(ToText(table.rows[0][0]), "x'; drop table t; --");
  EXPECT_EQ(std::get<int64_t>(table.rows[0][1]), 8);
  EXPECT_EQ(std::get<double>(table.rows[0][2]), 5.0);
  EXPECT_EQ(ToText(table.rows[0][3]), "2021-03-31");
  EXPECT_EQ(ToText(table.rows[0][4]), "123.45");
  EXPECT_EQ(ToText(table.rows[0][5]), "true");
  EXPECT_EQ(ToText(table.rows[0][6]), "7");
}

TEST_P(ConformanceTest, AParameterWithoutValueIsAnError) {
  const auto session = Must(Open()->OpenSession());
  const auto result = session->QueryTable("select $missing as x");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kSqlInvalid);
}

TEST_P(ConformanceTest, TablesAndViewsBelongToTheSession) {
  const auto warehouse = Open();
  const auto one = Must(warehouse->OpenSession());
  const auto other = Must(warehouse->OpenSession());
  EXPECT_EQ(Must(one->CreateTable("t", "select a from (values (1), (2), (3)) as v(a) where a >= $least",
                                  {{"least", int64_t{2}}}, {})),
            2);
  Must(one->CreateView("v", "select a * 10 as a from t"));
  EXPECT_EQ(ToText(Must(one->QueryTable("select sum(a) from v")).rows[0][0]), "50");
  EXPECT_FALSE(other->QueryTable("select * from t"));
  EXPECT_EQ(Must(one->CreateTable("t", "select 1 as a", {}, {})), 1) << "a table can be made again";
}

TEST_P(ConformanceTest, DescribeDoesNotRun) {
  const auto session = Must(Open()->OpenSession());
  const Schema schema = Must(session->Describe("select 1 as a, 'x' as b, $day as c", {{"day", Date::Of(2020, 1, 1)}}));
  ASSERT_EQ(schema.size(), 3U);
  EXPECT_EQ(schema[1].name, "b");
  EXPECT_EQ(schema[2].type.id, TypeId::kDate);
}

TEST_P(ConformanceTest, LargeResultsStreamInBatches) {
  const auto session = Must(Open()->OpenSession());
  Must(session->CreateTable("ten", "select a from (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as v(a)", {}, {}));
  const auto stream = Must(session->Query(
      "select x.a + 10*y.a + 100*z.a + 1000*w.a + 10000*u.a as n from ten x, ten y, ten z, ten w, ten u", {}, {}));
  int64_t rows = 0, sum = 0, batches = 0;
  while (auto batch = Must(stream->Next())) {
    ++batches;
    rows += static_cast<int64_t>(batch->rows);
    for (const int64_t n : batch->columns[0].integers()) sum += n;
  }
  EXPECT_EQ(rows, 100'000);
  EXPECT_EQ(sum, 4'999'950'000);
  EXPECT_GT(batches, 1);
}

TEST_P(ConformanceTest, ErrorsCarryOurCodes) {
  const auto session = Must(Open()->OpenSession());
  EXPECT_EQ(session->QueryTable("selekt 1").error().code, ErrorCode::kSqlInvalid);
  EXPECT_EQ(session->QueryTable("select nothing_like_this from (values (1)) as v(a)").error().code,
            ErrorCode::kSqlInvalid);
  EXPECT_EQ(session->QueryTable("select * from no_such_table").error().code, ErrorCode::kSqlInvalid);
  EXPECT_EQ(session->QueryTable("select cast(a as bigint) from (values ('x')) as v(a)").error().code,
            ErrorCode::kSqlFailed);
  for (const char* sql : {"select 1; select 2", "", "-- nothing"}) {
    const auto result = session->QueryTable(sql);
    ASSERT_FALSE(result) << "one statement at a time";
    EXPECT_EQ(result.error().code, ErrorCode::kSqlInvalid) << sql;
    EXPECT_FALSE(result.error().hint.empty()) << sql;
  }
  EXPECT_EQ(session->QueryTable("select nothing as x -- is not an table").error().code, ErrorCode::kSqlInvalid)
      << "the SQL's own words are no symptom";
  EXPECT_TRUE(session->QueryTable("select 1 as still_alive"));
}

/// A query that would run for hours on any engine.
constexpr std::string_view kEndless = "select count(*) from big a, big b, big c where a.n + b.n + c.n = -1";

void MakeBig(Session& session) {
  Must(session.CreateTable("ten", "select a from (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as v(a)", {}, {}));
  Must(session.CreateTable("big", "select x.a + 10*y.a + 100*z.a + 1000*w.a as n from ten x, ten y, ten z, ten w", {},
                           {}));
}

TEST_P(ConformanceTest, CancelledFromAnotherThreadWithinASecond) {
  const auto session = Must(Open()->OpenSession());
  MakeBig(*session);
  std::stop_source stop;
  steady_clock::time_point asked;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    asked = steady_clock::now();
    stop.request_stop();
  });
  const auto result = session->QueryTable(kEndless, {}, RunControl{stop.get_token()});
  const auto took = steady_clock::now() - asked;
  other.join();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInterrupted);
  EXPECT_LT(took, std::chrono::seconds(1));
  EXPECT_TRUE(session->QueryTable("select 1 as alive")) << "the session can be used again";
}

class CountingProgress final : public ProgressSink {
 public:
  void Begin(const LocalisedText&) override {}
  void Advance(double share) override {
    ++calls_;
    EXPECT_LE(share, 1.0);
  }
  void Note(const LocalisedText&) override {}
  int calls() const { return calls_; }

 private:
  int calls_ = 0;
};

TEST_P(ConformanceTest, LongWorkTellsProgress) {
  const auto session = Must(Open()->OpenSession());
  MakeBig(*session);
  Must(session->CreateTable("bigger", "select a.n * 10000 + b.n as n from big a, big b where b.n < 200", {}, {}));
  CountingProgress progress;
  Must(
      session->QueryTable("select max(length(regexp_replace(lpad(cast(n as varchar), 120, 'ab'), '(ab)+', 'x'))) "
                          "from bigger",
                          {}, RunControl{{}, &progress}));
  EXPECT_GE(progress.calls(), 1);
}

TEST_P(ConformanceTest, TheMemoryLimitIsAnErrorNotADeath) {
  const auto session = Must(Open(Access::kRead, uint64_t{96} << 20)->OpenSession());
  MakeBig(*session);
  // One list of two million long texts cannot be spilled piece by piece.
  const auto result = session->QueryTable(
      "select whole[1] from (select array_agg(t) as whole from (select "
      "lpad(cast(a.n * 10000 + b.n as varchar), 200, 'x') as t from big a, big b where b.n < 200) as texts) as w");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kMemoryLimit) << result.error().message;
  EXPECT_FALSE(result.error().hint.empty());
  EXPECT_TRUE(session->QueryTable("select 1 as alive"));
}

INSTANTIATE_TEST_SUITE_P(Engines, ConformanceTest, testing::ValuesIn(Adapters()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tidewaiter::engine
