#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "postgresql_server.h"
#include "support/ingest_fixture.h"

/// A real PostgreSQL as a source.
namespace tidewaiter::ingest {
namespace {

using testing_support::PostgresqlServer;

class PostgresqlLoadTest : public IngestTest {
 protected:
  static void SetUpTestSuite() {
    if (!PostgresqlServer::ReasonToSkip().empty()) return;
    server = Must(PostgresqlServer::Start()).release();
    Must(server->Run(
        "create table rates (day date, currency text, won numeric(12,4), seen timestamptz, note text);"
        "insert into rates values ('2021-01-04', 'USD', 1082.5, now(), '달러'), ('2021-01-05', 'USD', 1085.1, "
        "now(), null), ('2021-01-06', 'USD', null, now(), null);"
        "create table declarations (no bigint, item int, hs text, mass double precision);"
        "insert into declarations values (17, 1, '010121', 1.5)"));
  }
  static void TearDownTestSuite() { delete std::exchange(server, nullptr); }  // NOLINT: owned for the suite

  void SetUp() override {
    if (const std::string reason = PostgresqlServer::ReasonToSkip(); !reason.empty()) GTEST_SKIP() << reason;
    IngestTest::SetUp();
  }

  content::Source Rates(const std::string& query) {
    content::Source source = ContractSource(*datasets_.Find("fx_rate"));
    source.name = "bank_rates";
    source.format = engine::FileFormat::kPostgres;
    source.query = query;
    return source;
  }

  static std::string AllText(const Error& error) {
    std::string text = error.message + "\n" + error.hint;
    for (const Diagnostic& diagnostic : error.diagnostics) text += "\n" + diagnostic.ToString();
    return text;
  }

  /// Neither the password nor a piece of the credentials stands in any file of the workspace.
  void ExpectNoSecretOnDisk() {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), {});
      EXPECT_EQ(bytes.find(PostgresqlServer::kPassword), std::string::npos) << entry.path();
      EXPECT_EQ(bytes.find("ann:"), std::string::npos) << entry.path();
    }
  }

  static inline PostgresqlServer* server = nullptr;
};

const std::string kQuery = "select day as observed_on, currency, won as krw_per_unit from rates order by day";

TEST_F(PostgresqlLoadTest, AQueryBecomesRows) {
  const LoadReport report = Must(LoadSource(Rates(kQuery), server->Address(), {.max_reject_share = 0.5}));
  EXPECT_EQ(report.feeds.at(0).read, 3);
  EXPECT_EQ(report.feeds.at(0).inserted, 2);
  EXPECT_EQ(Single("select krw_per_unit from fx_rate where observed_on = date '2021-01-05'"), "1085.1");
  ASSERT_EQ(Rejects(report.id).size(), 1U);
  EXPECT_EQ(Rejects(report.id)[0].rule, "required");
  EXPECT_EQ(Rejects(report.id)[0].record, 3);
  EXPECT_TRUE(report.file.starts_with("postgresql:///customs?host=")) << report.file;
  EXPECT_EQ(report.file.find("ann"), std::string::npos);
  EXPECT_EQ(Must(ShowLoad(*warehouse_, report.id)).file, report.file);
  ExpectNoSecretOnDisk();

  const LoadReport again = Must(LoadSource(Rates(kQuery), server->Address(), {.max_reject_share = 0.5}));
  EXPECT_EQ(again.feeds.at(0).unchanged, 2) << "each query is a delivery, and its rows stand already";
}

TEST_F(PostgresqlLoadTest, TypesThatNeedMapping) {
  content::Source source = Rates("select no, item, hs, mass, now() as at from declarations");
  content::Feed feed;
  feed.dataset = "world_trade";
  for (const auto& [column, from] : {std::pair{"hs6", "hs"}, {"quantity_kg", "mass"}, {"value_usd", "no"}}) {
    content::ColumnMapping& mapping = feed.columns.emplace_back();
    mapping.column = column;
    mapping.from = {from};
  }
  for (const auto& [column, constant] :
       {std::pair{"period", "2021-01"}, {"reporter", "KR"}, {"partner", "US"}, {"flow", "import"}}) {
    content::ColumnMapping& mapping = feed.columns.emplace_back();
    mapping.column = column;
    mapping.constant = constant;
  }
  source.feeds = {feed};
  EXPECT_EQ(Must(LoadSource(source, server->Address())).feeds.at(0).inserted, 1);
  EXPECT_EQ(
      Single("select hs6 || ' ' || cast(value_usd as varchar) || ' ' || cast(quantity_kg as varchar) from world_trade"),
      "010121 17.00 1.5");
}

TEST_F(PostgresqlLoadTest, PlacesThatCannotBeReached) {
  for (const std::string& address :
       {server->Address("wr0ng-harbour"), std::string("postgresql://ann:wr0ng-harbour@/customs?host=/nonexistent"),
        std::string("postgresql://ann:wr0ng-harbour@127.0.0.1:1/customs"),
        std::string("postgres://ann:wr0ng-harbour@/customs?host=/nonexistent&sslpassword=wr0ng-harbour"),
        std::string("postgresql://ann:wr0ng-harbour@/customs?nonsense=1")}) {
    const auto result = LoadSource(Rates(kQuery), address);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::kSourceUnreachable) << AllText(result.error());
    EXPECT_EQ(AllText(result.error()).find("wr0ng-harbour"), std::string::npos) << AllText(result.error());
    EXPECT_FALSE(result.error().hint.empty());
  }
  EXPECT_TRUE(Must(ListLoads(*warehouse_, 0)).empty());
}

/// A place that takes the connection and never answers.
TEST_F(PostgresqlLoadTest, AServerThatStaysSilentIsGivenUp) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&place), size), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&place), &size), 0);
  ::setenv("PGCONNECT_TIMEOUT", "2", 1);  // the least that libpq takes; without it the program's own limit holds
  const auto result =
      LoadSource(Rates(kQuery), "postgresql://ann@127.0.0.1:" + std::to_string(ntohs(place.sin_port)) + "/customs");
  ::unsetenv("PGCONNECT_TIMEOUT");
  ::close(listener);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kSourceUnreachable) << AllText(result.error());
  EXPECT_FALSE(result.error().hint.empty());
}

TEST_F(PostgresqlLoadTest, QueriesThatFail) {
  for (const char* query :
       {"select nothing from rates", "select * from nowhere", "this is no SQL", "delete from rates",
        "select day as observed_on, currency, 1 / (extract(day from day)::int - 5) as krw_per_unit from rates"}) {
    const auto result = LoadSource(Rates(query), server->Address());
    ASSERT_FALSE(result) << query;
    EXPECT_EQ(result.error().code, ErrorCode::kSourceUnreachable) << query << "\n" << AllText(result.error());
    EXPECT_EQ(AllText(result.error()).find(PostgresqlServer::kPassword), std::string::npos) << AllText(result.error());
  }
  EXPECT_TRUE(Must(ListLoads(*warehouse_, 0)).empty());
  EXPECT_EQ(Must(LoadSource(Rates(kQuery), server->Address(), {.max_reject_share = 1})).feeds.at(0).read, 3)
      << "nothing was deleted";
}

TEST_F(PostgresqlLoadTest, AddressesThatDoNotFitTheSource) {
  EXPECT_EQ(LoadSource(ContractSource(*datasets_.Find("fx_rate")), server->Address()).error().code, ErrorCode::kUsage)
      << "a source without a query";
  const auto result = LoadSource(Rates(kQuery), "host=/run user=ann password=s3cret-harbour");
  EXPECT_EQ(result.error().code, ErrorCode::kUsage);
  EXPECT_EQ(AllText(result.error()).find("s3cret"), std::string::npos);
  EXPECT_EQ(LoadSource(Rates("select day as observed_on from rates"), server->Address()).error().code,
            ErrorCode::kColumnMissing);
}

}  // namespace
}  // namespace tidewaiter::ingest
