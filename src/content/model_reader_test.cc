#include <gtest/gtest.h>

#include "content/model.h"
#include "content/test_content.h"

namespace tidewaiter::content {
namespace {

/// A good model folder that a test spoils.
class ModelReader : public testing::Test {
 protected:
  void SetUp() override { WriteModel(root_, "dear_goods"); }

  void Write(std::string_view file, std::string_view text) const {
    root_.Write("models/dear_goods/" + std::string(file), text);
  }
  Result<Model> Read() const { return ReadModel(root_.path() / "models/dear_goods", datasets_); }
  Diagnostics Faults() const {
    const auto model = Read();
    return model ? Diagnostics{} : model.error().diagnostics;
  }
  /// The faults after one change to model.toml.
  Diagnostics FaultsAfter(std::string_view from, std::string_view to) const {
    Write("model.toml", Replaced(ModelToml(), from, to));
    return Faults();
  }

  TestFolder root_;
  Datasets datasets_ = DeclarationDatasets();
};

TEST_F(ModelReader, ReadsEveryKey) {
  const auto model = Read();
  ASSERT_TRUE(model.has_value()) << AllText(model.error().diagnostics);
  EXPECT_EQ(model->id, "dear_goods");
  EXPECT_EQ(model->code, "CRG-99");
  EXPECT_EQ(model->inputs.at(0).columns.size(), 4U);
  EXPECT_EQ(model->inputs.at(0).line, 10);
  ASSERT_EQ(model->parameters.size(), 2U);
  EXPECT_EQ(model->parameters[0].name, "from");
  EXPECT_EQ(model->parameters[0].default_text, "data_end-90d");
  EXPECT_EQ(model->FindParameter("floor_krw")->default_text, "0.05");
  EXPECT_EQ(model->FindParameter("floor_krw")->max, 1e9);
  ASSERT_EQ(model->steps.size(), 2U);
  EXPECT_EQ(model->steps[1].stage, StepStage::kLocal);
  EXPECT_EQ(model->steps[0].sql_file, root_.path() / "models/dear_goods/findings.sql");
  EXPECT_EQ(model->findings.column_titles.at("excess").ko, "초과");
  EXPECT_EQ(model->reasons.at(0).code, "dear");
  EXPECT_EQ(model->evidence.at(0).name, "rows");
  EXPECT_EQ(model->views.at(0).encoding.at("x"), "declared_on");
  EXPECT_EQ(model->assertions.at(0).name, "no_null_score");
  EXPECT_EQ(model->evaluation.simple_rule.en, "dearest first");
  EXPECT_FALSE(model->evaluation.simple_rule_sql.empty());
  EXPECT_EQ(model->sha256.size(), 64U);
  EXPECT_TRUE(model->card.ko.starts_with("# 카드"));
}

TEST_F(ModelReader, ReadsTests) {
  const auto model = Read();
  ASSERT_TRUE(model.has_value());
  ASSERT_EQ(model->tests.size(), 2U);
  const ModelTest& dear = model->tests[0];
  EXPECT_EQ(dear.name, "dear");
  EXPECT_EQ(dear.as_of, Date::Of(2021, 1, 31));
  EXPECT_EQ(dear.parameters.at("from"), "2021-01-01");
  EXPECT_EQ(dear.given.at(0).rows.at(0), (std::vector<std::string>{"D1", "1", "2021-01-02", "1000.5"}));
  EXPECT_EQ(dear.given.at(0).rows.at(1).at(1), "");
  EXPECT_EQ(dear.given.at(0).rows.at(1).at(3), "1.50");
  EXPECT_EQ(dear.must_hit, std::vector<std::string>{"D1/1"});
  EXPECT_EQ(dear.alerts, 1);
  EXPECT_EQ(dear.findings, std::nullopt);
  EXPECT_EQ(model->tests[1].given.at(0).columns.size(), 2U);
  EXPECT_EQ(model->tests[1].findings, 0);
}

TEST_F(ModelReader, ReportsManyFaultsAtOnce) {
  std::string toml = Replaced(ModelToml(), "theme = \"cargo\"", "theme = \"cargoo\"");
  toml = Replaced(toml, "\"customs_value_krw\"]", "\"customs_value_kwr\"]");
  toml = Replaced(toml, "sql = \"reasons.sql\"", "sql = \"reason.sql\"");
  toml = Replaced(toml, "tie_breaker", "tiebreaker");
  Write("model.toml", toml);
  const Diagnostics faults = Faults();
  const Diagnostic* theme = FindFault(faults, "content.unknown_word");
  ASSERT_NE(theme, nullptr) << AllText(faults);
  EXPECT_EQ(theme->line, 4);
  const Diagnostic* column = FindFault(faults, "content.unknown_column");
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(column->line, 11);
  EXPECT_NE(column->hint.find("customs_value_krw"), std::string::npos);
  const Diagnostic* file = FindFault(faults, "content.missing_file");
  ASSERT_NE(file, nullptr);
  EXPECT_NE(file->hint.find("reasons.sql"), std::string::npos);
  const Diagnostic* key = FindFault(faults, "content.unknown_key");
  ASSERT_NE(key, nullptr);
  EXPECT_NE(key->hint.find("tie_breaker"), std::string::npos);
  EXPECT_TRUE(std::ranges::is_sorted(faults, {}, &Diagnostic::line));
  EXPECT_EQ(FindFault(faults, "content.unused_parameter"), nullptr) << "the missing file may use it";
}

TEST_F(ModelReader, WantsEverySqlFileNamed) {
  Write("leftover.sql", "select 1");
  const Diagnostics faults = Faults();
  const Diagnostic* unused = FindFault(faults, "content.unused_file");
  ASSERT_NE(unused, nullptr) << AllText(faults);
  EXPECT_TRUE(unused->file.ends_with("leftover.sql"));
}

TEST_F(ModelReader, WantsParametersDeclaredAndUsed) {
  Write("findings.sql", "select 1\nfrom declaration\nwhere declared_on >= $form and x = $as_of");
  const Diagnostics faults = Faults();
  const Diagnostic* unknown = FindFault(faults, "content.unknown_parameter");
  ASSERT_NE(unknown, nullptr) << AllText(faults);
  EXPECT_EQ(unknown->line, 3);
  EXPECT_EQ(unknown->column, 22);
  EXPECT_TRUE(unknown->file.ends_with("findings.sql"));
  EXPECT_NE(unknown->hint.find("from"), std::string::npos);
  const Diagnostic* unused = FindFault(faults, "content.unused_parameter");
  ASSERT_NE(unused, nullptr);
  EXPECT_EQ(unused->line, 13);
}

TEST_F(ModelReader, GivesTheSubjectToEvidenceOnly) {
  Write("findings.sql", "select $subject_id from t where d >= $from");
  ExpectOnly(Faults(), "content.unknown_parameter", 1);
}

TEST_F(ModelReader, RefusesSqlThatIsNotPortable) {
  Write("findings.sql", "select a::date -- b::date\nfrom t where d >= $from");
  ExpectOnly(Faults(), "content.not_portable", 1);
  Write("findings.sql", "select 'a\nfrom t where d >= $from");
  EXPECT_NE(FindFault(Faults(), "content.sql", "never ends"), nullptr);
}

TEST_F(ModelReader, WantsParametersThatHold) {
  ExpectOnly(FaultsAfter("default = 0.05", "default = -1"), "content.default", 24);
  ExpectOnly(FaultsAfter("default = 0.05", "default = \"x\""), "content.default", 24);
  ExpectOnly(FaultsAfter("default = \"data_end-90d\"", "default = \"from-1d\""), "content.default", 17);
  ExpectOnly(FaultsAfter("default = \"data_end-90d\"", "default = \"yesterday\""), "content.default", 17);
  EXPECT_TRUE(FaultsAfter("default = \"data_end-90d\"", "default = 2021-02-03").empty());
  ExpectOnly(FaultsAfter("type = \"number\"", "type = \"numbr\""), "content.unknown_word", 20);
  ExpectOnly(FaultsAfter("min = 0", "min = 2e9"), "content.range", 25);
  const Diagnostics choices = FaultsAfter("unit = \"KRW\"", "choices_from = \"declaration.item\"");
  EXPECT_EQ(choices.size(), 2U) << AllText(choices);
  ASSERT_NE(FindFault(choices, "content.unknown_column"), nullptr);
  EXPECT_EQ(FindFault(choices, "content.unknown_column")->line, 23);
  EXPECT_NE(FindFault(choices, "content.choices"), nullptr);
}

TEST_F(ModelReader, KnowsRelativeDays) {
  for (const char* day : {"data_start", "data_end-1y-1d", "as_of+2w", "data_end-99999d"}) {
    EXPECT_TRUE(FaultsAfter("data_end-90d", day).empty()) << day;
  }
  for (const char* day : {"", "-1d", "from", "data_end-", "data_end-d", "data_end-1", "data_end-1q", "data_end--1d",
                          "data_end-999999d", "floor_krw-1d", "data_end-1d "}) {
    ExpectOnly(FaultsAfter("data_end-90d", day), "content.default", 17);
  }
}

TEST_F(ModelReader, WantsChoices) {
  const std::string number = "type = \"number\"";
  const std::string rest = "unit = \"KRW\"\ndefault = 0.05\nmin = 0\nmax = 1e9\n";
  std::string toml = Replaced(ModelToml(), number, "type = \"choice\"");
  Write("model.toml", Replaced(toml, rest, "default = \"b\"\nchoices = { a = { en = \"A\", ko = \"가\" } }\n"));
  ExpectOnly(Faults(), "content.default", 23);
  Write("model.toml", Replaced(toml, rest, ""));
  ExpectOnly(Faults(), "content.choices", 19);
  Write("model.toml", Replaced(toml, rest, "choices_from = \"declaration.country_origin\"\n"));
  EXPECT_TRUE(Faults().empty()) << AllText(Faults());
}

TEST_F(ModelReader, WantsStepsInOrder) {
  ExpectOnly(FaultsAfter("name = \"findings\"", "name = \"found\""), "content.step_order", 28);
  const Diagnostics last = FaultsAfter("name = \"reasons\"", "name = \"other\"");
  EXPECT_NE(FindFault(last, "content.step_order", "last step"), nullptr) << AllText(last);
  const Diagnostics doubled = FaultsAfter("name = \"findings\"", "name = \"reasons\"");
  ASSERT_NE(FindFault(doubled, "content.doubled"), nullptr) << AllText(doubled);
  EXPECT_EQ(FindFault(doubled, "content.doubled")->line, 35);
  Write("reasons.sql", "select 1 from t where x > $floor_krw");
  const std::string swapped = Replaced(ModelToml(), "stage = \"warehouse\"", "stage = \"local\"");
  Write("model.toml",
        Replaced(swapped, "stage = \"local\"\ntitle = { en = \"Explaining\"", "title = { en = \"Explaining\""));
  ExpectOnly(Faults(), "content.step_order", 35);
}

TEST_F(ModelReader, WantsReasonsAlikeInBothLanguages) {
  ExpectOnly(FaultsAfter("하한 {floor}보다", "하한보다"), "content.placeholder", 53);
  ExpectOnly(FaultsAfter("above the floor of {floor}\"", "above the floor of {floor\""), "content.placeholder", 52);
}

TEST_F(ModelReader, WantsColumnsWithTitles) {
  ExpectOnly(FaultsAfter("\"excess\"]", "\"excess\", \"depth\"]"), "content.own_column", 47);
  ExpectOnly(FaultsAfter("\"excess\"]", "\"excess\", \"score\"]"), "content.own_column", 47);
}

TEST_F(ModelReader, WantsEncodings) {
  const Diagnostics faults = FaultsAfter("y = \"customs", "serie = \"customs");
  EXPECT_EQ(faults.size(), 2U) << AllText(faults);
  ASSERT_NE(FindFault(faults, "content.unknown_key"), nullptr);
  EXPECT_NE(FindFault(faults, "content.unknown_key")->hint.find("series"), std::string::npos);
  EXPECT_NE(FindFault(faults, "content.missing_key", "\"y\""), nullptr);
}

TEST_F(ModelReader, WantsCardsWithAllSections) {
  Write("card.md", "# Card\n## Question\n```\n## Signal\n```\n");
  root_.Remove("models/dear_goods/card.ko.md");
  const Diagnostics faults = Faults();
  EXPECT_EQ(faults.size(), 7U) << AllText(faults);
  EXPECT_NE(FindFault(faults, "content.card_section", "Signal"), nullptr);
  EXPECT_NE(FindFault(faults, "content.missing_file", "card.ko.md"), nullptr);
}

TEST_F(ModelReader, WantsTheThreeKindsOfTests) {
  root_.Remove("models/dear_goods/tests");
  const Diagnostics faults = Faults();
  EXPECT_EQ(faults.size(), 3U) << AllText(faults);
  EXPECT_NE(FindFault(faults, "content.missing_test", "must_hit"), nullptr);
}

TEST_F(ModelReader, ChecksTests) {
  Write("tests/faulty.toml", R"(says = "x"
[given.declaraton]
columns = ["a"]
rows = []
[given.declaration]
columns = ["declaration_id", "item"]
rows = [["a"], 3]
[params]
floor = 1
[expect]
must_hit = ["a"]
must_not_hit = ["a"]
ranked_before = ["a>b"]
)");
  Write("tests/wrong.toml", "says = \"x\"\n[expect]\nerror = \"parameter.out_of_rang\"\n");
  Write("tests/nothing.toml", "says = \"x\"\n[expect]\n");
  const Diagnostics faults = Faults();
  EXPECT_EQ(FindFault(faults, "content.unknown_dataset")->line, 2) << AllText(faults);
  EXPECT_EQ(FindFault(faults, "content.unknown_column")->line, 5);
  EXPECT_EQ(FindFault(faults, "content.row_length")->line, 7);
  EXPECT_EQ(FindFault(faults, "content.wrong_type")->line, 7);
  EXPECT_EQ(FindFault(faults, "content.unknown_parameter")->line, 9);
  EXPECT_EQ(FindFault(faults, "content.expectation", "must_hit and")->line, 12);
  EXPECT_EQ(FindFault(faults, "content.expectation", "a > b")->line, 13);
  EXPECT_NE(FindFault(faults, "content.unknown_word")->hint.find("parameter.out_of_range"), std::string::npos);
  EXPECT_NE(FindFault(faults, "content.expectation", "expects nothing"), nullptr);
}

TEST_F(ModelReader, ReadsBrokenFoldersWithoutFalling) {
  Write("model.toml", "[[steps]]\n[[steps]]\nname=1\n[params]\na = 1\nb = {}\n[reasons]\nx = 1\n[inputs]\ny = 1\n");
  EXPECT_FALSE(Faults().empty());
  Write("model.toml", "code = \"\xff\"");
  ExpectOnly(Faults(), "content.encoding", 1);
  root_.Remove("models/dear_goods/model.toml");
  ExpectOnly(Faults(), "content.missing_file", 0);
}

TEST_F(ModelReader, NamesTheNearModel) {
  const auto model = ReadModel(root_.path() / "models/dear_good", datasets_);
  ASSERT_FALSE(model.has_value());
  EXPECT_EQ(model.error().code, ErrorCode::kUnknownName);
  EXPECT_NE(model.error().hint.find("dear_goods"), std::string::npos);
}

TEST_F(ModelReader, ReadsTheFolderOfModels) {
  WriteModel(root_, "other_goods");
  root_.Write("models/README.md", "no model");
  const auto same_code = ReadModels(root_.path(), datasets_);
  ASSERT_FALSE(same_code.has_value());
  ExpectOnly(same_code.error().diagnostics, "content.doubled", 0);
  root_.Write("models/other_goods/model.toml", Replaced(ModelToml(), "CRG-99", "CRG-98"));
  const auto models = ReadModels(root_.path(), datasets_);
  ASSERT_TRUE(models.has_value()) << AllText(models.error().diagnostics);
  EXPECT_EQ(models->size(), 2U);
  EXPECT_NE(models->at(0).sha256, models->at(1).sha256);
  const auto heads = ReadModelHeads(root_.path());
  ASSERT_TRUE(heads.has_value());
  EXPECT_EQ(heads->at(1).code, "CRG-98");
  EXPECT_EQ(heads->at(1).question.ko, "어떤 물품이 비싼가?");
  EXPECT_TRUE(heads->at(1).steps.empty());
}

TEST_F(ModelReader, HashesNamesAndBytes) {
  const std::string before = Read()->sha256;
  EXPECT_EQ(Read()->sha256, before);
  Write("notes.txt", "");
  const std::string with_empty = Read()->sha256;
  EXPECT_NE(with_empty, before);
  root_.Remove("models/dear_goods/notes.txt");
  EXPECT_EQ(Read()->sha256, before);
}

}  // namespace
}  // namespace tidewaiter::content
