#include "analysis/match_step.h"

#include <gtest/gtest.h>

#include "engine/duckdb/duckdb_engines.h"

namespace tidewaiter::analysis {
namespace {

content::ModelStep TestMatchStep() {
  content::ModelStep step;
  step.name = "matched";
  step.kind = content::StepKind::kMatch;
  content::ModelMatching matching;
  matching.payments = {"paid", "id", "company", "day", "usd", "amount", "currency", "party", "stated"};
  matching.imports = {"declared", "id", "company", "day", "usd", "amount", "currency", "party", "stated"};
  step.matching = matching;
  return step;
}

class MatchStepTest : public testing::Test {
 protected:
  void SetUp() override {
    session_ = std::move(*engines_->OpenScratch({}));
    Fill("paid", "");
    Fill("declared", "");
  }

  /// Rows `(id, company, day, usd, amount, currency, party, stated)`.
  void Fill(const std::string& table, const std::string& rows) {
    const std::string none = "select null, null, null, null, null, null, null, null where false";
    const auto made = session_->CreateTable(
        table,
        "select cast(id as varchar) as id, cast(company as varchar) as company, cast(day as date) as day, "
        "cast(usd as double) as usd, cast(amount as decimal(20, 2)) as amount, cast(currency as varchar) as currency, "
        "cast(party as varchar) as party, cast(stated as varchar) as stated from (" +
            (rows.empty() ? none : "values " + rows) + ") as v(id, company, day, usd, amount, currency, party, stated)",
        {}, {});
    ASSERT_TRUE(made.has_value()) << made.error().message;
  }

  std::vector<std::string> Run(const engine::Parameters& parameters = {}) {
    const auto warnings = RunMatchStep(*session_, step_, parameters, {});
    EXPECT_TRUE(warnings.has_value()) << warnings.error().message;
    return warnings.value_or(std::vector<std::string>());
  }

  std::string Text(const std::string& sql) {
    const auto table = session_->QueryTable(sql);
    EXPECT_TRUE(table.has_value()) << table.error().message;
    if (!table) return {};
    std::string text;
    for (const auto& row : table->rows) {
      text += text.empty() ? "" : " ";
      for (size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + engine::ToText(row[i]);
    }
    return text;
  }

  std::unique_ptr<engine::EngineFactory> engines_ = engine::MakeDuckDbEngines();
  std::unique_ptr<engine::LocalSession> session_;
  content::ModelStep step_ = TestMatchStep();
};

TEST_F(MatchStepTest, MakesThreeTables) {
  Fill(
      "paid",
      "('p1', 'A', '2024-01-10', 1000, 1000, 'USD', 's', null), ('p2', 'A', '2024-03-10', 550, 500, 'EUR', 't', 'd3')");
  Fill("declared",
       "('d1/1', 'A', '2024-02-09', null, 600, 'USD', 's', 'd1'), ('d1/2', 'A', '2024-02-09', null, 400, 'USD', 's', "
       "'d1'), "
       "('d3/1', 'A', '2024-03-01', null, 450, 'EUR', 't', 'd3')");
  EXPECT_TRUE(Run().empty());
  EXPECT_EQ(
      Text("select payment_id, import_id, company_id, round(amount, 2), round(value, 2), round(import_amount, 2), "
           "lag_days, tie, counterparty, currency from matched order by 1, 2"),
      "p1,d1/1,A,600,600,600,30,amount,same,same p1,d1/2,A,400,400,400,30,amount,same,same "
      "p2,d3/1,A,450,495,450,-9,reference,same,same");
  EXPECT_EQ(Text("select payment_id, day, currency, amount, value, round(matched, 2), round(open_amount, 2), "
                 "round(open_value, 2), settled, imports, first_lag_days, last_lag_days, tie from matched_payments "
                 "order by 1"),
            "p1,2024-01-10,USD,1000,1000,1000,0,0,true,2,30,30,amount "
            "p2,2024-03-10,EUR,500,550,450,50,55,false,1,-9,-9,reference");
  EXPECT_EQ(Text("select import_id, round(matched, 2), round(open_amount, 2), settled, payments from matched_imports "
                 "order by 1"),
            "d1/1,600,0,true,1 d1/2,400,0,true,1 d3/1,450,0,true,1");
}

TEST_F(MatchStepTest, ComparesOtherCurrenciesByTheRatesOfThePayments) {
  Fill("paid", "('p1', 'A', '2024-01-10', 1100, 1000, 'EUR', 's', null)");
  Fill("declared", "('d1', 'A', '2024-01-20', 1100, 1100, 'USD', 's', null)");
  Run();
  EXPECT_EQ(Text("select round(amount, 2), round(import_amount, 2), tie, currency from matched"),
            "1000,1100,amount,other");
}

TEST_F(MatchStepTest, TakesEmptyTables) {
  EXPECT_TRUE(Run().empty());
  EXPECT_EQ(Text("select (select count(*) from matched), (select count(*) from matched_payments), "
                 "(select count(*) from matched_imports)"),
            "0,0,0");
}

TEST_F(MatchStepTest, LeavesOpenWhatHasNoPartnerCompanyOrAmount) {
  Fill("paid",
       "('p1', null, '2024-01-10', 5, 5, 'USD', 's', null), ('p2', '', '2024-01-10', 5, 5, 'USD', 's', null), "
       "('p3', 'A', '2024-01-10', 0, 0, 'USD', 's', null), ('p4', 'A', null, -5, -5, 'USD', 's', null), "
       "('p5', 'A', '2024-01-10', null, 5, 'XYZ', 's', null), ('p6', 'B', '2024-01-10', 5, 5, 'USD', 's', null)");
  Fill("declared",
       "('d1', null, '2024-01-10', 5, 5, 'USD', 's', null), ('d2', 'A', '2024-01-10', null, null, null, null, null), "
       "('d3', 'C', '2024-01-10', 5, 5, 'USD', 's', null)");
  EXPECT_EQ(Run().size(), 2U);
  EXPECT_EQ(Text("select count(*) from matched"), "0");
  EXPECT_EQ(Text("select payment_id, company_id, matched, open_amount, settled from matched_payments order by 1"),
            "p1,,0,5,false p2,,0,5,false p3,A,0,, p4,A,0,, p5,A,0,, p6,B,0,5,false");
}

TEST_F(MatchStepTest, BearsMissingDaysUnknownPartiesAndDoubledRows) {
  Fill("paid",
       "('p1', 'A', null, 5, 5, 'USD', null, null), ('p1', 'A', null, 5, 5, 'USD', null, null), "
       "('p2', 'B', '2024-01-10', 7, 7, null, null, null)");
  Fill("declared", "('d1', 'A', '2024-01-10', 5, 5, 'USD', 's', null), ('d2', 'B', null, 7, 7, 'USD', null, null)");
  Run();
  EXPECT_EQ(Text("select payment_id, import_id, amount, lag_days, tie, counterparty, currency from matched order by 1"),
            "p1,d1,5,,amount,unknown,same p2,d2,7,,amount,unknown,unknown");
  EXPECT_EQ(Text("select count(*), sum(matched), sum(open_amount) from matched_payments where payment_id = 'p1'"),
            "2,5,5");
}

TEST_F(MatchStepTest, TakesSettingsFromParameters) {
  Fill("paid", "('p1', 'A', '2024-01-10', 5, 5, 'USD', 's', null)");
  Fill("declared", "('d1', 'A', '2024-02-20', 5, 5, 'USD', 's', null)");
  step_.matching->largest_advance_days.parameter = "most_days";
  Run({{"most_days", int64_t{40}}});
  EXPECT_EQ(Text("select count(*) from matched"), "0");
  for (const char* table : {"matched", "matched_payments", "matched_imports"})
    ASSERT_TRUE(session_->DropTable(table).has_value());
  Run({{"most_days", int64_t{41}}});
  EXPECT_EQ(Text("select count(*) from matched"), "1");
}

TEST_F(MatchStepTest, NamesAColumnThatIsNotThere) {
  step_.matching->imports.day = "dya";
  const auto run = RunMatchStep(*session_, step_, {}, {});
  ASSERT_FALSE(run.has_value());
  EXPECT_EQ(run.error().code, ErrorCode::kSqlInvalid);
}

/// Enough rows for several parts: a company's rows must meet, and money must not come or go.
TEST_F(MatchStepTest, MatchesPartAfterPart) {
  const std::string rows =
      "select cast(i as varchar) as id, 'C' || (i % 40000) as company, date '2024-01-01' + cast(i % 300 as integer) + "
      "{} "
      "as day, cast(100 + i % 977 as double) as usd, cast(100 + i % 977 as double) as amount, 'USD' as currency, "
      "'s' || (i % 5) as party, cast(null as varchar) as stated from range(250000) as r(i)";
  const auto made = [&](const std::string& table, const std::string& days) {
    std::string sql = rows;
    sql.replace(sql.find("{}"), 2, days);
    return session_->CreateTable(table, sql, {}, {});
  };
  ASSERT_TRUE(made("paid", "0").has_value() && made("declared", "20").has_value());
  Run();
  EXPECT_EQ(Text("select count(*) from matched_payments"), "250000");
  EXPECT_EQ(Text("select count(*) from matched_imports"), "250000");
  EXPECT_EQ(Text("select count(*) from matched_payments where not settled"), "0");
  EXPECT_EQ(
      Text("select (select round(sum(matched)) from matched_payments) = (select round(sum(amount)) from matched) "
           "and (select round(sum(matched)) from matched_imports) = (select round(sum(import_amount)) from matched)"),
      "true");
}

}  // namespace
}  // namespace tidewaiter::analysis
