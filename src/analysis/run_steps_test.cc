#include <gtest/gtest.h>

#include "analysis/findings_table.h"
#include "analysis/model_inputs.h"
#include "analysis/run_model.h"
#include "analysis/test_nation.h"

namespace tidewaiter::analysis {
namespace {

class RunStepsTest : public testing::Test {
 protected:
  /// Runs `findings` (and `reasons`) given as SQL, with no inputs.
  Result<StepsResult> RunFindings(const std::string& findings, const std::string& reasons = {}) {
    session_ = std::move(*engines_->OpenScratch({}));
    content::Model model;
    model.id = "inline";
    model.findings.tie_breaker = tie_breaker_;
    model.findings.own_columns = own_columns_;
    model.reasons = {{"known", {"known", "known"}}};
    model.steps = {TestStep("findings", findings)};
    if (!reasons.empty()) model.steps.push_back(TestStep("reasons", reasons));
    return Run(model);
  }

  Result<StepsResult> Run(const content::Model& model, const std::map<std::string, std::string>& parameters = {},
                          const Horizon& horizon = {}) {
    return RunSteps(*session_, model, datasets_,
                    [this](const std::string& dataset) {
                      const auto table = tables_.find(dataset);
                      return table == tables_.end() ? std::nullopt : std::optional(table->second);
                    },
                    parameters, horizon, {});
  }

  std::string Text(const std::string& sql) {
    const auto table = session_->QueryTable(sql);
    EXPECT_TRUE(table.has_value()) << table.error().message;
    std::string text;
    for (const auto& row : table->rows) {
      text += text.empty() ? "" : " ";
      for (size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + engine::ToText(row[i]);
    }
    return text;
  }

  std::unique_ptr<engine::EngineFactory> engines_ = engine::MakeDuckDbEngines();
  std::unique_ptr<engine::LocalSession> session_ = std::move(*engines_->OpenScratch({}));
  content::Datasets datasets_ = TestDatasets();
  std::map<std::string, std::string> tables_;
  std::string tie_breaker_ = "tie";
  std::vector<std::string> own_columns_;
};

std::string FindingsSql(const std::string& rows) {
  return "select 'company' as subject_type, subject_id, score, alert, cast(100 as bigint) as amount_at_stake_krw, tie "
         "from (values " +
         rows + ") as v(subject_id, score, alert, tie)";
}

TEST_F(RunStepsTest, RanksByScoreThenTieBreakerThenSubject) {
  const auto steps = RunFindings(
      FindingsSql("('b', 0.5e0, true, 1), ('a', 0.5e0, true, 1), ('c', 0.5e0, false, 0), ('d', 0.9e0, true, 9)"));
  ASSERT_TRUE(steps.has_value()) << steps.error().message;
  EXPECT_EQ(Text("select \"rank\", subject_id from findings order by 1"), "1,d 2,c 3,a 4,b");
}

TEST_F(RunStepsTest, AcceptsNoFindingsAtAll) {
  const auto steps = RunFindings(FindingsSql("('b', 0.5e0, true, 1)") + " where 1 = 0");
  ASSERT_TRUE(steps.has_value()) << steps.error().message;
  EXPECT_EQ(steps->summary.findings, 0);
  EXPECT_EQ(steps->summary.alerts, 0);
  EXPECT_EQ(Text("select count(*) from reasons"), "0");
}

TEST_F(RunStepsTest, HoldsTheLaws) {
  for (const char* row : {"('a', 1.5e0, true, 1)", "('a', -0.1e0, true, 1)", "('a', null, true, 1)",
                          "('a', cast('nan' as double), true, 1)", "(null, 0.5e0, true, 1)", "('a', 0.5e0, null, 1)",
                          "('a', 0.5e0, true, 1), ('a', 0.4e0, true, 1)"}) {
    const auto steps = RunFindings(FindingsSql(row));
    ASSERT_FALSE(steps.has_value()) << row;
    EXPECT_EQ(steps.error().code, ErrorCode::kModelAssertion) << row;
  }
}

TEST_F(RunStepsTest, RefusesFindingsWithoutTheColumnsOfTheContract) {
  own_columns_ = {"hs_code", "tie"};
  const auto steps = RunFindings("select 'company' as subject_type, 'a' as subject_id, 0.5e0 as score, 1 as tie");
  ASSERT_FALSE(steps.has_value());
  EXPECT_EQ(steps.error().code, ErrorCode::kContentInvalid);
  EXPECT_EQ(steps.error().diagnostics.size(), 3U);  // alert, amount_at_stake_krw, hs_code
}

TEST_F(RunStepsTest, KeepsOwnColumnsAndMembers) {
  own_columns_ = {"tie"};
  const auto steps = RunFindings("select *, 'x;y' as members from (" + FindingsSql("('a', 0.5e0, true, 7)") + ")");
  ASSERT_TRUE(steps.has_value()) << steps.error().message;
  EXPECT_EQ(Text("select * from findings"), "1,company,a,0.5,true,100,x;y,7");
}

TEST_F(RunStepsTest, RefusesAReasonWithoutText) {
  const auto steps =
      RunFindings(FindingsSql("('a', 0.5e0, true, 1)"), "select 'a' as subject_id, 'knwon' as code, 1 as position");
  ASSERT_FALSE(steps.has_value());
  EXPECT_EQ(steps.error().code, ErrorCode::kModelAssertion);
  EXPECT_NE(steps.error().hint.find("known"), std::string::npos);
}

TEST_F(RunStepsTest, NamesModelStepAndFileOfAFailure) {
  const auto steps = RunFindings("select nothing from nowhere");
  ASSERT_FALSE(steps.has_value());
  EXPECT_EQ(steps.error().code, ErrorCode::kSqlInvalid);
  for (const char* part : {"inline", "findings", "findings.sql"}) {
    EXPECT_NE(steps.error().message.find(part), std::string::npos) << steps.error().message;
  }
}

TEST_F(RunStepsTest, StopsWhereAnAssertionFails) {
  content::Model model = TestModelOfImporters();
  model.assertions.push_back({"never", "select 3"});
  const auto steps = Run(model);
  ASSERT_FALSE(steps.has_value());
  EXPECT_EQ(steps.error().code, ErrorCode::kModelAssertion);
  EXPECT_NE(steps.error().message.find("never"), std::string::npos);
}

TEST_F(RunStepsTest, TakesMissingTablesAsEmptyAndWarnsOfThem) {
  const auto steps = Run(TestModelOfImporters());
  ASSERT_TRUE(steps.has_value()) << steps.error().message;
  EXPECT_EQ(steps->input_rows.at("import_declaration"), 0);
  ASSERT_EQ(steps->warnings.size(), 2U);
  EXPECT_EQ(steps->warnings[0], "import_declaration holds no rows that the run may see");
  EXPECT_EQ(steps->warnings[1], "inspection_result holds no rows that the run may see; left out: rates");
  EXPECT_EQ(steps->kept, std::vector<std::string>{"rates"});
  EXPECT_FALSE(steps->expected_false_alarms.has_value());
}

TEST_F(RunStepsTest, ReadsTheAnnouncedFalseAlarms) {
  content::Model model = TestModelOfImporters();
  model.steps[1].sql =
      "select 'import_item' as subject_type, 'x' as subject_id, 0.75e0 as score, true as alert, "
      "cast(1 as bigint) as amount_at_stake_krw, '1' as hs_code";
  const auto steps = Run(model);
  ASSERT_TRUE(steps.has_value()) << steps.error().message;
  EXPECT_DOUBLE_EQ(steps->expected_false_alarms.value(), 0.25);
}

TEST_F(RunStepsTest, OffersTheStatisticsFunctions) {
  const auto steps = RunFindings(FindingsSql(
      "('a', exp(fisher_exact_ln_p(2, 2, 2, 4)), true, 1), ('b', wilson_lower(5e0, 5e0, 1.96e0), true, 1)"));
  ASSERT_TRUE(steps.has_value()) << steps.error().message;
  EXPECT_EQ(Text("select subject_id, round(score, 4) from findings order by \"rank\""), "b,0.5655 a,0.1667");
}

TEST_F(RunStepsTest, RunsNetworkStepsBetweenOthers) {
  content::Model model;
  model.id = "inline";
  model.findings.tie_breaker = "subject_id";
  content::ModelStep near = TestStep("near", {}, true);
  near.kind = content::StepKind::kNetwork;
  near.network.emplace();
  near.network->edges = "links";
  near.network->source = "a";
  near.network->target = "b";
  model.steps = {TestStep("links", "select 'x' as a, 'y' as b union all select 'y', 'z' union all select null, 'w'"),
                 near,
                 TestStep("findings",
                          "select 'company' as subject_type, node as subject_id, cast(size as double) / 4 as "
                          "score, true as alert, cast(1 as bigint) as amount_at_stake_krw from near")};
  const auto steps = Run(model);
  ASSERT_TRUE(steps.has_value()) << steps.error().message;
  EXPECT_EQ(Text("select subject_id, score from findings order by \"rank\""), "x,0.75 y,0.75 z,0.75");
  EXPECT_EQ(steps->kept, std::vector<std::string>{"near"});
  EXPECT_EQ(steps->warnings.size(), 1U);
}

TEST_F(RunStepsTest, HashesFindingsWhateverTheirOrderButWithTheirRanks) {
  const auto hash = [this](const std::string& rows) { return RunFindings(FindingsSql(rows))->summary.hash; };
  const std::string one = hash("('a', 0.5e0, true, 1), ('b', 0.25e0, false, 1)");
  EXPECT_EQ(one.size(), 64U);
  EXPECT_EQ(one, hash("('b', 0.25e0, false, 1), ('a', 0.5e0, true, 1)"));
  EXPECT_EQ(one, hash("('a', 0.50000000001e0, true, 1), ('b', 0.25e0, false, 1)"));
  EXPECT_NE(one, hash("('a', 0.5001e0, true, 1), ('b', 0.25e0, false, 1)"));
  EXPECT_NE(one, hash("('a', 0.5e0, true, 1), ('b', 0.25e0, true, 1)"));
  EXPECT_NE(one, hash("('a', 0.5e0, true, 1)"));
  EXPECT_NE(hash("('a', 0.5e0, true, 1), ('b', 0.5e0, true, 2)"), hash("('a', 0.5e0, true, 2), ('b', 0.5e0, true, 1)"));
}

TEST_F(RunStepsTest, HashesReasonsAndOwnColumns) {
  own_columns_ = {"tie"};
  const auto hash = [this](const std::string& ties, const std::string& reasons) {
    const auto steps = RunFindings(
        FindingsSql(ties), "select * from (values " + reasons + ") as v(subject_id, code, position, share, what)");
    EXPECT_TRUE(steps.has_value()) << steps.error().message;
    return steps ? steps->summary.hash : "";
  };
  const std::string findings = "('a', 0.5e0, true, 1), ('b', 0.25e0, false, null)";
  const std::string reasons = "('a', 'known', 1, 0.5e0, 'x'), ('b', 'known', 1, null, 'x')";
  const std::string one = hash(findings, reasons);
  EXPECT_EQ(one, hash(findings, "('b', 'known', 1, null, 'x'), ('a', 'known', 1, 0.5000000000001e0, 'x')"));
  EXPECT_NE(one, hash("('a', 0.5e0, true, 1), ('b', 0.25e0, false, 3)", reasons));
  EXPECT_NE(one, hash(findings, "('a', 'known', 1, 0.5e0, 'x'), ('b', 'known', 1, null, 'y')"));
  EXPECT_NE(one, hash(findings, "('a', 'known', 1, 0.6e0, 'x'), ('b', 'known', 1, null, 'x')"));
  EXPECT_NE(one, hash(findings, "('b', 'known', 1, 0.5e0, 'x'), ('a', 'known', 1, null, 'x')"));
  EXPECT_NE(one, hash(findings, "('a', 'known', 1, 0.5e0, 'x')"));
  EXPECT_NE(one, hash(findings, reasons + ", ('b', 'known', 2, null, 'x')"));
  EXPECT_EQ(one, hash(findings, reasons + ", ('nobody', 'known', 1, null, 'x')"));
}

TEST_F(RunStepsTest, ShowsOnlyWhatWasKnownOnTheDay) {
  ASSERT_TRUE(session_
                  ->CreateTable("stored_company",
                                "select * from (values ('old', date '2020-01-01', date '2025-06-01', 'sold'), "
                                "('new', date '2025-05-01', null, null), ('abroad', null, date '2024-01-01', 'fire')) "
                                "as v(company_id, established_on, closed_on, closed_why)",
                                {}, {})
                  .has_value());
  tables_["company"] = "stored_company";
  content::Model model;
  model.inputs = {{"company", {"company_id", "closed_why", "closed_on"}}};
  ModelInputs inputs(*session_, model, datasets_,
                     [](const auto&) { return std::optional<std::string>("stored_company"); },
                     {Date::Of(2025, 1, 31), {}});
  ASSERT_TRUE(inputs.CreateViews().has_value());
  EXPECT_EQ(Text("select * from company order by 1"), "abroad,fire,2024-01-01 old,,");
  const auto period = inputs.Period({});
  EXPECT_EQ(period->last, Date::Of(2020, 1, 1));
}

TEST_F(RunStepsTest, HidesOutcomesOfThePeriodThatIsScored) {
  ASSERT_TRUE(
      session_
          ->CreateTable("d",
                        "select * from (values ('a', date '2025-01-01', 5.0), ('b', date '2025-02-01', 6.0)) as "
                        "v(declaration_id, declared_on, assessed_value_krw)",
                        {}, {})
          .has_value());
  ASSERT_TRUE(session_
                  ->CreateTable("r",
                                "select * from (values ('a', date '2025-01-31'), ('b', date '2025-02-01')) as "
                                "v(subject_id, inspected_on)",
                                {}, {})
                  .has_value());
  const content::Model model = TestModelOfImporters();
  ModelInputs inputs(
      *session_, model, datasets_,
      [](const std::string& name) { return std::optional<std::string>(name == "import_declaration" ? "d" : "r"); },
      {{}, Date::Of(2025, 2, 1)});
  ASSERT_TRUE(inputs.CreateViews().has_value());
  EXPECT_EQ(Text("select declaration_id, assessed_value_krw, importer_id from import_declaration order by 1"),
            "a,, b,,");  // no day says when the value was assessed
  EXPECT_EQ(Text("select subject_id from inspection_result"), "a");
}

TEST_F(RunStepsTest, ShowsAnOutcomeColumnOnlyWhereItsDayIsKnown) {
  ASSERT_TRUE(session_
                  ->CreateTable("d",
                                "select * from (values ('a', date '2025-01-01', 5.0), ('b', date '2025-01-20', 6.0)) "
                                "as v(declaration_id, declared_on, assessed_value_krw)",
                                {}, {})
                  .has_value());
  const content::Model model = TestModelOfImporters();
  const auto values = [&](const Horizon& horizon) {
    ModelInputs inputs(
        *session_, model, datasets_, [](const auto&) { return std::optional<std::string>("d"); }, horizon);
    EXPECT_TRUE(inputs.CreateViews().has_value());
    return Text("select declaration_id, assessed_value_krw from import_declaration order by 1");
  };
  EXPECT_EQ(values({}), "a,5.00 b,6.00");
  EXPECT_EQ(values({Date::Of(2025, 1, 31), {}}), "a, b,");
  EXPECT_EQ(values({{}, Date::Of(2025, 1, 31)}), "a, b,");
  datasets_.all[0].columns[6].known_on = "declared_on";
  EXPECT_EQ(values({Date::Of(2025, 1, 31), {}}), "a,5.00 b,6.00");
  EXPECT_EQ(values({{}, Date::Of(2025, 1, 10)}), "a,5.00 b,");
}

TEST_F(RunStepsTest, KnowsThePeriodOfMonthsAndYears) {
  content::Datasets datasets;
  datasets.all = {TestDataset("months", "period", {TestColumn("period", "text", true)}),
                  TestDataset("years", "year", {TestColumn("year", "integer", true)})};
  datasets.all[0].known_on.rule = content::KnownOn::Rule::kEndOfMonth;
  datasets.all[1].known_on.rule = content::KnownOn::Rule::kEndOfYear;
  const auto period = [&](const std::string& dataset, const std::string& relation) {
    content::Model model;
    model.inputs = {{dataset, {}}};
    ModelInputs inputs(*session_, model, datasets, [&](const auto&) { return std::optional(relation); },
                       {Date::Of(2025, 2, 28), {}});
    return inputs.Period({}).value();
  };
  const DataPeriod months = period("months", "(values ('2024-11'), ('2025-02'), ('2025-03')) as v(period)");
  EXPECT_EQ(months.first, Date::Of(2024, 11, 1));
  EXPECT_EQ(months.last, Date::Of(2025, 2, 28));
  const DataPeriod years = period("years", "(values (2022), (2024), (2025)) as v(\"year\")");
  EXPECT_EQ(years.first, Date::Of(2022, 1, 1));
  EXPECT_EQ(years.last, Date::Of(2024, 12, 31));
}

TEST_F(RunStepsTest, RefusesAColumnThatTheContractDoesNotHave) {
  content::Model model = TestModelOfImporters();
  model.inputs[0].columns.push_back("hs_cod");
  const auto steps = Run(model);
  ASSERT_FALSE(steps.has_value());
  EXPECT_EQ(steps.error().code, ErrorCode::kContentInvalid);
}

TEST_F(RunStepsTest, SeesNoColumnThatWasNotPermitted) {
  content::Model model = TestModelOfImporters();
  std::erase(model.inputs[0].columns, "customs_value_krw");
  const auto steps = Run(model);
  ASSERT_FALSE(steps.has_value());
  EXPECT_EQ(steps.error().code, ErrorCode::kSqlInvalid);
}

}  // namespace
}  // namespace tidewaiter::analysis
