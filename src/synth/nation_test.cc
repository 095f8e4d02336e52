#include "synth/nation.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <stop_token>

#include "content/folder.h"
#include "engine/duckdb/duckdb_engines.h"
#include "support/must.h"
#include "support/temporary_folder.h"

namespace tidewaiter::synth {
namespace {

namespace fs = std::filesystem;

/// Small nations in a folder of their own.
class NationTest : public testing::Test {
 protected:
  std::unique_ptr<engine::LocalSession> Session(int threads) {
    engine::EngineOptions options;
    options.threads = threads;
    options.spill_directory = folder_.path() / "spill";
    return Must(engines_->OpenScratch(options));
  }

  NationRequest Small(const std::string& name) const {
    NationRequest request;
    request.folder = folder_.path() / name;
    request.seed = 11;
    request.firms = 300;
    request.items = 3000;
    return request;
  }

  Result<WrittenNation> Write(const NationRequest& request, int threads = 2, const RunControl& control = {}) {
    return WriteNation(*Session(threads), TIDEWAITER_SOURCE_DIR, datasets_, request, control);
  }

  content::FolderFiles FilesOf(const NationRequest& request) { return Must(content::ReadFolder(request.folder)); }

  /// The one value of a query in which `{}` stands for the folder of the nation.
  int64_t Count(const NationRequest& request, const std::string& sql) {
    const auto session = Session(2);
    const engine::Table table = Must(session->QueryTable(fmt::format(fmt::runtime(sql), request.folder.string())));
    return std::get<int64_t>(table.rows[0][0]);
  }

  const TemporaryFolder folder_;
  std::unique_ptr<engine::EngineFactory> engines_ = engine::MakeDuckDbEngines();
  const content::Datasets datasets_ = Must(content::ReadDatasets(TIDEWAITER_SOURCE_DIR));
};

TEST_F(NationTest, IsTheSameWithOneThreadAndWithFour) {
  const NationRequest one = Small("one");
  const NationRequest four = Small("four");
  Must(Write(one, 1));
  Must(Write(four, 4));
  const content::FolderFiles expected = FilesOf(one);
  const content::FolderFiles got = FilesOf(four);
  ASSERT_EQ(expected.size(), got.size());
  for (const auto& [name, bytes] : expected) EXPECT_TRUE(got.at(name) == bytes) << name;
}

TEST_F(NationTest, HoldsTheSameRowsInBothFormats) {
  const NationRequest csv = Small("csv");
  NationRequest parquet = Small("parquet");
  parquet.format = NationFormat::kParquet;
  Must(Write(csv));
  for (const WrittenFile& file : Must(Write(parquet)).datasets) {
    const fs::path copy = folder_.path() / "copy.csv";
    Must(Session(1)->Execute(fmt::format("copy (select * from read_parquet('{}')) to '{}' (format csv, header true)",
                                         (parquet.folder / file.path).string(), copy.string()),
                             {}, {}));
    EXPECT_TRUE(Must(content::ReadWholeFile(copy)) == Must(content::ReadWholeFile(csv.folder / (file.name + ".csv"))))
        << file.name;
  }
}

TEST_F(NationTest, PlantsSubjectsThatTheDataHolds) {
  const NationRequest request = Small("planted");
  Must(Write(request));
  EXPECT_GT(Count(request, "select count(*) from '{}/truth/disguised_trade_payments.csv'"), 5);
  EXPECT_EQ(Count(request,
                  "select count(*) from '{0}/truth/*.csv' where subject_type = 'company' and subject_id not in "
                  "(select company_id from '{0}/company.csv')"),
            0);
  EXPECT_EQ(Count(request,
                  "select count(*) from '{0}/truth/price_manipulation.csv' where subject_type = 'import_item' "
                  "and subject_id not in (select declaration_id || '/' || item_no from "
                  "'{0}/import_declaration.csv')"),
            0);
  EXPECT_EQ(Count(request,
                  "select count(*) from '{0}/truth/dumping_suspicion.csv' where subject_id not in (select "
                  "substr(hs_code, 1, 6) || '/' || country_origin from "
                  "read_csv('{0}/import_declaration.csv', all_varchar = true))"),
            0);
  EXPECT_EQ(Count(request,
                  "select count(*) from '{}/truth/*.csv' where amount_krw is null or amount_krw <= 0 or "
                  "difficulty not between 1 and 4 or started_on not between date '2020-07-01' and date "
                  "'2022-06-30'"),
            0);
}

TEST_F(NationTest, ACleanOneHasOnlyHeadersOfTruth) {
  NationRequest request = Small("clean");
  request.planting = Planting::kNone;
  const WrittenNation nation = Must(Write(request));
  for (const WrittenFile& truth : nation.truths) {
    EXPECT_EQ(truth.rows, 0);
    EXPECT_EQ(Must(content::ReadWholeFile(request.folder / truth.path)),
              "subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on\n");
  }
}

TEST_F(NationTest, AHardOneHoldsNothingEasy) {
  NationRequest request = Small("hard");
  request.planting = Planting::kHard;
  Must(Write(request));
  EXPECT_EQ(Count(request, "select count(*) from '{}/truth/*.csv' where difficulty < 3"), 0);
}

TEST_F(NationTest, GoesOnWhereNoRealRatesReach) {
  NationRequest request = Small("future");
  request.start = Date::Of(2030, 1, 1);
  request.months = 6;
  Must(Write(request));
  EXPECT_EQ(Count(request, "select count(distinct currency) from '{}/fx_rate.csv' where krw_per_unit > 0"), 12);
  EXPECT_EQ(Count(request, "select count(*) from '{}/market_price.csv' where series = 'BTC_KRW'"), 181);
}

TEST_F(NationTest, SaysThatItIsSynthetic) {
  const NationRequest request = Small("labelled");
  Must(Write(request));
  const content::FolderFiles files = FilesOf(request);
  EXPECT_NE(files.at("README.md").find("Synthetic data"), std::string::npos);
  EXPECT_NE(files.at("README.md").find("합성 데이터"), std::string::npos);
  EXPECT_NE(files.at("nation.json").find("\"synthetic\": true"), std::string::npos);
}

TEST_F(NationTest, StoppedLeavesNothing) {
  const NationRequest request = Small("stopped");
  std::stop_source stop;
  stop.request_stop();
  RunControl control;
  control.stop = stop.get_token();
  const auto nation = Write(request, 2, control);
  ASSERT_FALSE(nation.has_value());
  EXPECT_EQ(nation.error().code, ErrorCode::kInterrupted);
  EXPECT_FALSE(fs::exists(request.folder));
  EXPECT_FALSE(fs::exists(request.folder.string() + ".part"));
}

TEST_F(NationTest, RefusesWhatLiesOutsideItsRanges) {
  NationRequest request = Small("outside");
  request.firms = 5;
  EXPECT_EQ(Write(request).error().code, ErrorCode::kParameterOutOfRange);
  request = Small("outside");
  request.start = Date::Of(2021, 3, 15);
  EXPECT_EQ(Write(request).error().code, ErrorCode::kParameterOutOfRange);
}

}  // namespace
}  // namespace tidewaiter::synth
