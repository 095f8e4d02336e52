#include "analysis/model_test_runner.h"

#include <gtest/gtest.h>

#include <fstream>

#include "analysis/test_nation.h"

namespace tidewaiter::analysis {
namespace {

class ModelTestRunnerTest : public testing::Test {
 protected:
  /// Two declarations of an importer with a violation, one of another without.
  static content::ModelTest Given() {
    content::ModelTest test;
    test.name = "history";
    test.file = "tests/history.toml";
    test.given = {{"import_declaration",
                   {"declaration_id", "declared_on", "importer_id", "hs_code", "country_origin", "customs_value_krw"},
                   {{"old", "2025-01-01", "I0", "4408", "BE", ""},
                    {"new", "2025-02-01", "I0", "4408", "BE", "5000"},
                    {"clean", "2025-02-01", "I9", "4408", "CN", "1"}},
                   {}},
                  {"inspection_result",
                   {"subject_type", "subject_id", "inspected_on", "selected_by", "outcome"},
                   {{"import_item", "old", "2025-01-02", "rule", "violation"}},
                   {}}};
    test.parameters = {{"from", "2025-02-01"}, {"to", "2025-02-28"}};
    test.must_hit = {"new"};
    test.must_not_hit = {"clean", "old"};
    test.ranked_before = {"new > clean"};
    test.findings = 2;
    test.alerts = 1;
    return test;
  }

  ModelTestResult Run(content::ModelTest test) {
    model_.tests = {std::move(test)};
    const auto results = TestModel(*engines_, model_, datasets_, {});
    EXPECT_TRUE(results.has_value());
    return results ? results->at(0) : ModelTestResult{};
  }

  std::unique_ptr<engine::EngineFactory> engines_ = engine::MakeDuckDbEngines();
  content::Datasets datasets_ = TestDatasets();
  content::Model model_ = TestModelOfImporters();
};

TEST_F(ModelTestRunnerTest, PassesWhereAllIsAsExpected) {
  const ModelTestResult result = Run(Given());
  EXPECT_TRUE(result.passed) << (result.faults.empty() ? "" : result.faults[0]);
  EXPECT_EQ(result.test, "history");
}

TEST_F(ModelTestRunnerTest, NamesEachExpectationThatFails) {
  content::ModelTest test = Given();
  test.must_hit = {"clean", "nobody"};
  test.must_not_hit = {"new"};
  test.ranked_before = {"clean > new", "new > nobody", "nonsense"};
  test.findings = 3;
  test.alerts = 0;
  const ModelTestResult result = Run(test);
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.faults.size(), 8U);
}

TEST_F(ModelTestRunnerTest, ExpectsErrorsByTheirCode) {
  content::ModelTest test = Given();
  test.parameters["line"] = "7";
  test.error = "parameter.out_of_range";
  EXPECT_TRUE(Run(test).passed);
  test.error = "parameter.invalid";
  EXPECT_FALSE(Run(test).passed);
  test.error = {};
  EXPECT_FALSE(Run(test).passed);
  test.parameters.erase("line");
  test.error = "parameter.invalid";
  EXPECT_FALSE(Run(test).passed);
}

TEST_F(ModelTestRunnerTest, RunsOnNothing) {
  content::ModelTest test;
  test.name = "empty";
  test.findings = 0;
  const ModelTestResult result = Run(test);
  EXPECT_TRUE(result.passed) << (result.faults.empty() ? "" : result.faults[0]);
}

TEST_F(ModelTestRunnerTest, HidesWhatBecameKnownLater) {
  content::ModelTest test = Given();
  test.as_of = Date::Of(2025, 1, 1);
  test.must_hit = {};
  test.must_not_hit = {};
  test.ranked_before = {};
  test.findings = 0;
  test.alerts = 0;
  const ModelTestResult result = Run(test);
  EXPECT_TRUE(result.passed) << (result.faults.empty() ? "" : result.faults[0]);
}

TEST_F(ModelTestRunnerTest, ReadsRowsFromAFileBesideTheTest) {
  const TemporaryFolder folder;
  content::ModelTest test = Given();
  test.file = folder.path() / "history.toml";
  test.given[0] = {"import_declaration", {}, {}, "rows.csv"};
  std::ofstream(folder.path() / "rows.csv")
      << "declaration_id,declared_on,importer_id,hs_code,country_origin,customs_value_krw\n"
         "old,2025-01-01,I0,4408,BE,\nnew,2025-02-01,I0,4408,BE,5000\nclean,2025-02-01,I9,4408,CN,1\n";
  const ModelTestResult result = Run(test);
  EXPECT_TRUE(result.passed) << (result.faults.empty() ? "" : result.faults[0]);
  test.given[0].repeat_file = "nothing.csv";
  EXPECT_FALSE(Run(test).passed);
}

TEST_F(ModelTestRunnerTest, NamesTheRowThatIsNotOfItsType) {
  content::ModelTest test = Given();
  test.given[0].rows[1][1] = "2025-02-30";
  const ModelTestResult result = Run(test);
  ASSERT_FALSE(result.passed);
  EXPECT_NE(result.faults[0].find("row 2"), std::string::npos) << result.faults[0];
}

TEST_F(ModelTestRunnerTest, ExecutesEverySqlOfTheFolder) {
  model_.evidence[0].sql = "select no_such_column from import_declaration where declaration_id = $subject_id";
  model_.evaluation.simple_rule_sql = "select declaration_id as subject_id from import_declaration";
  content::ModelView view;
  view.name = "chart";
  view.sql = "select count(*) as n from findings";
  view.encoding = {{"x", "n"}, {"y", "m"}};
  model_.views = {view};
  const ModelTestResult result = Run(Given());
  ASSERT_EQ(result.faults.size(), 3U);
  EXPECT_TRUE(result.faults[0].starts_with("view chart"));
  EXPECT_TRUE(result.faults[1].starts_with("simple rule"));
  EXPECT_TRUE(result.faults[2].starts_with("evidence history"));
}

TEST_F(ModelTestRunnerTest, FindsAReasonWhoseValueIsNotThere) {
  model_.reasons[0].text.ko = "{ratio:percent}";
  const ModelTestResult result = Run(Given());
  ASSERT_EQ(result.faults.size(), 1U);
  EXPECT_NE(result.faults[0].find("ratio"), std::string::npos);
}

TEST_F(ModelTestRunnerTest, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  RunControl control;
  control.stop = source.get_token();
  model_.tests = {Given()};
  EXPECT_EQ(TestModel(*engines_, model_, datasets_, control).error().code, ErrorCode::kInterrupted);
}

}  // namespace
}  // namespace tidewaiter::analysis
