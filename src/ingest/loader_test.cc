#include "ingest/loader.h"

#include <algorithm>
#include <fstream>

#include "support/ingest_fixture.h"

namespace tidewaiter::ingest {
namespace {

const std::string kRates = "observed_on,currency,krw_per_unit\n2021-01-04,USD,1082.5\n2021-01-05,USD,1085.1\n";

TEST_F(IngestTest, GoodRowsEnterInOneSnapshot) {
  const auto before = Must(warehouse_->CurrentSnapshot());
  const LoadReport report = Must(Load("fx_rate", Write("a.csv", kRates)));
  EXPECT_EQ(report.id, 1);
  EXPECT_EQ(report.state, LoadState::kLoaded);
  EXPECT_EQ(report.feeds.at(0).inserted, 2);
  EXPECT_EQ(Must(warehouse_->CurrentSnapshot()).number, before.number + 1);
  EXPECT_EQ(Single("select krw_per_unit from fx_rate where observed_on = date '2021-01-05'"), "1085.1");
  EXPECT_EQ(Single("select min(load_id) from fx_rate"), "1");
}

TEST_F(IngestTest, TheSameContentTwiceChangesNothing) {
  Must(Load("fx_rate", Write("a.csv", kRates)));
  const auto before = Must(warehouse_->CurrentSnapshot());
  const LoadReport again = Must(Load("fx_rate", Write("renamed.csv", kRates)));
  EXPECT_EQ(again.state, LoadState::kUnchanged);
  EXPECT_EQ(again.same_as, 1);
  EXPECT_EQ(Must(warehouse_->CurrentSnapshot()), before);
}

TEST_F(IngestTest, ACorrectedRowSupersedesAndTheOldOneStaysReadable) {
  Must(Load("fx_rate", Write("a.csv", kRates)));
  const LoadReport newer = Must(
      Load("fx_rate",
           Write("b.csv",
                 "observed_on,currency,krw_per_unit\n2021-01-05,USD,1085.1\n2021-01-04,USD,1099\n2021-01-06,USD,1\n")));
  EXPECT_EQ(newer.feeds.at(0).inserted, 1);
  EXPECT_EQ(newer.feeds.at(0).superseded, 1);
  EXPECT_EQ(newer.feeds.at(0).unchanged, 1);
  EXPECT_EQ(Single("select count(*) from fx_rate"), "3");
  EXPECT_EQ(Single("select krw_per_unit from fx_rate where observed_on = date '2021-01-04'"), "1099");
  const auto old = Query("select krw_per_unit, load_id, superseded_by from tidewaiter_history_fx_rate");
  ASSERT_EQ(old.rows.size(), 1U);
  EXPECT_EQ(engine::ToText(old.rows[0][1]), "1");
  EXPECT_EQ(engine::ToText(old.rows[0][2]), "2");
}

TEST_F(IngestTest, UndoRestoresWhatTheLoadHadReplaced) {
  Must(Load("fx_rate", Write("a.csv", kRates)));
  const std::string header = "observed_on,currency,krw_per_unit\n";
  Must(Load("fx_rate", Write("b.csv", header + "2021-01-04,USD,2\n")));
  Must(Load("fx_rate", Write("c.csv", header + "2021-01-04,USD,3\n")));
  Loader loader(*workspace_, *warehouse_, datasets_);
  EXPECT_EQ(Must(loader.Undo(2, {})).state, LoadState::kUndone);
  EXPECT_EQ(Single("select krw_per_unit from fx_rate where observed_on = date '2021-01-04'"), "3");
  EXPECT_EQ(Single("select superseded_by from tidewaiter_history_fx_rate"), "3")
      << "the first row now follows the third";
  Must(loader.Undo(3, {}));
  EXPECT_EQ(Single("select krw_per_unit from fx_rate where observed_on = date '2021-01-04'"), "1082.5");
  EXPECT_EQ(Single("select count(*) from tidewaiter_history_fx_rate"), "0");
  EXPECT_EQ(loader.Undo(3, {}).error().code, ErrorCode::kLoadUndone);
  EXPECT_EQ(loader.Undo(99, {}).error().code, ErrorCode::kUnknownName);
  EXPECT_EQ(Must(Load("fx_rate", folder_ / "c.csv")).state, LoadState::kLoaded) << "an undone content may come again";
}

TEST_F(IngestTest, EveryBadRowIsKeptWithPlaceRuleAndText) {
  const std::string file = Write("bad.csv",
                                 "reporter,period,partner,flow,hs6,quantity_kg,value_usd\n"
                                 "KR,2021-01,US,import,010121,1,5\n"
                                 "KR,2021-13,US,import,010121,1,5\n"     // 2: no such month
                                 "KR,2021-02,US,sideways,010121,1,5\n"   // 3: outside the closed list
                                 "KR,2021-03,US,import,010121,-4,5\n"    // 4: negative
                                 "KR,2021-04,US,import,010121,1\n"       // 5: short
                                 "KR,2021-05,US,import,010121,many,5\n"  // 6: text in a number
                                 "KR,2021-06,US,import,010121,1,\n"      // 7: required
                                 "KR,2021-01,US,import,010121,2,6\n"     // 8: key again
                                 "KR,2021-07,ZZ,import,010121,1,5\n");   // unknown country: a warning
  const LoadReport report = Must(Load("world_trade", file, {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).read, 9);
  EXPECT_EQ(report.feeds.at(0).inserted, 2);
  EXPECT_EQ(report.feeds.at(0).rejected, 7);
  std::map<int64_t, std::string> rules;
  for (const Reject& reject : Rejects(report.id)) {
    rules[reject.record] = reject.column + ":" + reject.rule;
    EXPECT_FALSE(reject.sentence.empty());
  }
  EXPECT_EQ(rules, (std::map<int64_t, std::string>{{2, "period:format"},
                                                   {3, "flow:values"},
                                                   {4, "quantity_kg:range.min"},
                                                   {5, "value_usd:csv.missing_columns"},
                                                   {6, "quantity_kg:type"},
                                                   {7, "value_usd:required"},
                                                   {8, "period, reporter, partner, flow, hs6:key.duplicate"}}));
  const auto warned =
      std::find_if(report.rules.begin(), report.rules.end(), [](const RuleCount& r) { return r.warning; });
  ASSERT_NE(warned, report.rules.end());
  EXPECT_EQ(warned->rule, "list.country");
  EXPECT_EQ(warned->example, "ZZ");
}

TEST_F(IngestTest, OverTheLimitNothingEntersAndTheReportStays) {
  const auto result = Load("fx_rate", Write("a.csv", kRates + "2021-02-29,USD,1\n"));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kRejectsOverLimit);
  const auto loads = Must(ListLoads(*warehouse_, 0));
  ASSERT_EQ(loads.size(), 1U);
  EXPECT_EQ(loads[0].state, LoadState::kFailed);
  const auto rejects = Rejects(1);
  ASSERT_EQ(rejects.size(), 1U);
  EXPECT_EQ(rejects[0].raw, "2021-02-29");
  EXPECT_EQ(rejects[0].rule, "type");
  EXPECT_EQ(Single("select count(*) from tidewaiter_load"), "1");
}

TEST_F(IngestTest, CheckOnlyRecordsNothing) {
  const LoadReport report = Must(Load("fx_rate", Write("a.csv", kRates), {.check_only = true}));
  EXPECT_EQ(report.state, LoadState::kChecked);
  EXPECT_EQ(report.feeds.at(0).inserted, 2);
  EXPECT_TRUE(Must(ListLoads(*warehouse_, 0)).empty());
}

TEST_F(IngestTest, PersonsArePseudonymsThatStillJoinAndNeverTouchTheDisk) {
  const std::string person = "900101-1234567", phone = "+82 10-5555-0199";
  Must(Load("parcel", Write("p.csv",
                            "parcel_id,arrived_on,channel,clearance,country_departure,consignee_pid,phone_key,"
                            "goods_description,item_count,mass_kg,value_usd\nP1,2021-01-01,express,list,US," +
                                person + "," + phone + ",shoes,1,0.5,80\n")));
  Must(Load("clearance_code",
            Write("c.csv",
                  "clearance_code_pid,holder_pid,issued_on,phone_key\nP100,9001011234567,2020-01-01,010 5555 0199\n")));
  EXPECT_EQ(Single("select count(*) from parcel p join clearance_code c on p.consignee_pid = c.holder_pid and "
                   "p.phone_key = c.phone_key"),
            "1");
  EXPECT_EQ(Single("select length(consignee_pid) from parcel"), "32");
  // Neither the identifier nor the phone stands in any file of the workspace.
  for (const auto& entry : std::filesystem::recursive_directory_iterator(workspace_->root())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find("1234567"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("5555"), std::string::npos) << entry.path();
  }
}

TEST_F(IngestTest, TwoFeedsOfOneDatasetNeverWriteAKeyTwice) {
  Must(Load("fx_rate", Write("a.csv", "observed_on,currency,krw_per_unit\n2021-01-04,USD,999\n")));
  content::Source source = ContractSource(*datasets_.Find("fx_rate"));
  source.name = "twice";
  source.feeds.push_back(source.feeds.front());
  const LoadReport report = Must(LoadSource(
      source, Write("b.csv", "observed_on,currency,krw_per_unit\n2021-01-04,USD,1\n"), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).superseded, 1);
  EXPECT_EQ(report.feeds.at(1).rejected, 1);
  Loader loader(*workspace_, *warehouse_, datasets_);
  Must(loader.Undo(2, {}));
  EXPECT_EQ(Single("select krw_per_unit from fx_rate"), "999");
}

TEST_F(IngestTest, AnEarlierDeliveryOrAnotherMappingIsNoRepetition) {
  const std::string header = "observed_on,currency,krw_per_unit\n";
  const std::string first = Write("a.csv", header + "2021-01-04,USD,1\n");
  Must(Load("fx_rate", first));
  Must(Load("fx_rate", Write("b.csv", header + "2021-01-04,USD,2\n")));
  EXPECT_EQ(Must(Load("fx_rate", first)).state, LoadState::kLoaded) << "the newest delivery counts";
  EXPECT_EQ(Single("select krw_per_unit from fx_rate"), "1");
  EXPECT_EQ(Must(Load("fx_rate", first)).state, LoadState::kUnchanged);
  content::Source scaled = ContractSource(*datasets_.Find("fx_rate"));
  for (content::ColumnMapping& mapping : scaled.feeds[0].columns)
    if (mapping.column == "krw_per_unit") mapping.scale = 7;
  EXPECT_EQ(Must(LoadSource(scaled, first)).state, LoadState::kLoaded) << "a corrected mapping applies";
  EXPECT_EQ(Single("select krw_per_unit from fx_rate"), "7");
}

TEST_F(IngestTest, AfterAnUndoTheSharedRowsCanBeLoadedAgain) {
  const std::string header = "observed_on,currency,krw_per_unit\n";
  Must(Load("fx_rate", Write("a.csv", header + "2021-01-04,USD,1\n")));
  const std::string second = Write("b.csv", header + "2021-01-04,USD,1\n2021-01-05,USD,1\n");
  Must(Load("fx_rate", second));
  Loader loader(*workspace_, *warehouse_, datasets_);
  EXPECT_FALSE(Must(loader.Undo(1, {})).warnings.empty());
  EXPECT_EQ(Single("select count(*) from fx_rate"), "1");
  EXPECT_EQ(Must(Load("fx_rate", second)).feeds.at(0).inserted, 1);
  EXPECT_EQ(Single("select count(*) from fx_rate"), "2");
}

TEST_F(IngestTest, APersonInTheWrongColumnIsNotKeptEither) {
  const auto result =
      Load("exchange_ledger", Write("e.csv",
                                    "entry_id,office_id,exchanged_on,customer_pid,direction,currency,amount,amount_usd,"
                                    "reported\nE1,O1,SECRETPERSON8,2021-01-01,buy,USD,1,1,true\n"));
  ASSERT_FALSE(result);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(workspace_->root())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find("SECRETPERSON8"), std::string::npos) << entry.path();
  }
}

TEST_F(IngestTest, RejectsMaskPersonalText) {
  const auto result =
      Load("clearance_code", Write("c.csv",
                                   "clearance_code_pid,holder_pid,issued_on\nP100,900101-1234567,never\n"
                                   "P200,900101-7654321\n"));
  ASSERT_FALSE(result);
  for (const Reject& reject : Rejects(1)) {
    EXPECT_EQ(reject.raw.find("900101"), std::string::npos) << reject.rule;
  }
  EXPECT_EQ(Rejects(1).size(), 2U);
}

}  // namespace
}  // namespace tidewaiter::ingest
