#include "content/dataset_reader.h"

#include <gtest/gtest.h>

#include "content/test_content.h"

namespace tidewaiter::content {
namespace {

Diagnostics FaultsOf(const std::string& toml) {
  Diagnostics diagnostics;
  ParseDataset(toml, "datasets/declaration.toml", diagnostics);
  return diagnostics;
}

/// The faults after one change to the good dataset.
Diagnostics FaultsAfter(std::string_view from, std::string_view to) {
  return FaultsOf(Replaced(DeclarationToml(), from, to));
}

TEST(DatasetReader, ReadsEveryKey) {
  Diagnostics diagnostics;
  const Dataset dataset = ParseDataset(DeclarationToml(), "datasets/declaration.toml", diagnostics);
  ASSERT_TRUE(diagnostics.empty()) << AllText(diagnostics);
  EXPECT_EQ(dataset.name, "declaration");
  EXPECT_EQ(dataset.title.ko, "신고");
  EXPECT_EQ(dataset.key, (std::vector<std::string>{"declaration_id", "item_no"}));
  EXPECT_EQ(dataset.known_on.rule, KnownOn::Rule::kColumn);
  ASSERT_EQ(dataset.columns.size(), 7U);
  EXPECT_EQ(dataset.Find("customs_value_krw")->type.ToString(), "decimal(18,2)");
  EXPECT_EQ(dataset.Find("customs_value_krw")->sensitivity, Sensitivity::kConfidential);
  EXPECT_EQ(dataset.Find("item_no")->max, 999);
  EXPECT_TRUE(dataset.Find("item_no")->empty_in_key);
  EXPECT_EQ(dataset.Find("transport_mode")->values.at("40").en, "air");
  EXPECT_EQ(dataset.Find("country_origin")->list, "country");
  EXPECT_EQ(dataset.Find("importer_pid")->pseudonym, PseudonymKind::kPerson);
  EXPECT_EQ(dataset.Find("importer_pid")->known_on, "declared_on");
  EXPECT_EQ(dataset.checks.at(0).sql, "customs_value_krw > 0");
  EXPECT_TRUE(dataset.checks.at(0).reject);
  EXPECT_EQ(dataset.Schema().size(), 7U);
  EXPECT_EQ(dataset.Find("none"), nullptr);
}

TEST(DatasetReader, ReportsAllFaultsOfAFileWithTheirLines) {
  std::string toml = DeclarationToml();
  toml = Replaced(toml, "known_on = \"declared_on\"", "known_on = \"declared_no\"");  // line 6
  toml = Replaced(toml, "type = \"text\"", "typ = \"text\"");                         // line 10, in the table of 8
  toml = Replaced(toml, "max = 999", "max = \"many\"");                               // line 21
  toml = Replaced(toml, "type = \"date\"", "type = \"dat\"");                         // line 27
  const Diagnostics faults = FaultsOf(toml);
  const Diagnostic* column = FindFault(faults, "content.unknown_column");
  ASSERT_NE(column, nullptr) << AllText(faults);
  EXPECT_EQ(column->line, 6);
  EXPECT_EQ(column->column, 12);
  EXPECT_NE(column->hint.find("declared_on"), std::string::npos);
  const Diagnostic* key = FindFault(faults, "content.unknown_key");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->line, 10);
  EXPECT_NE(key->hint.find("\"type\""), std::string::npos);
  const Diagnostic* missing = FindFault(faults, "content.missing_key");
  ASSERT_NE(missing, nullptr);
  EXPECT_EQ(missing->line, 8);
  const Diagnostic* wrong = FindFault(faults, "content.wrong_type");
  ASSERT_NE(wrong, nullptr);
  EXPECT_EQ(wrong->line, 21);
  const Diagnostic* type = FindFault(faults, "content.unknown_type");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->line, 27);
  EXPECT_NE(type->hint.find("\"date\""), std::string::npos);
}

TEST(DatasetReader, WantsTheNameOfItsFile) {
  ExpectOnly(FaultsAfter("name = \"declaration\"", "name = \"declarations\""), "content.name", 1);
}

TEST(DatasetReader, WantsBothLanguages) {
  ExpectOnly(FaultsAfter(", ko = \"신고\"", ""), "content.missing_key", 2);
  ExpectOnly(FaultsAfter("ko = \"신고\"", "ko = \" \""), "content.empty_text", 2);
  ExpectOnly(FaultsAfter("{ en = \"Declarations\", ko = \"신고\" }", "\"Declarations\""), "content.wrong_type", 2);
  ExpectOnly(FaultsAfter("ko = \"신고\"", "ko = \"신고\", jp = \"x\""), "content.unknown_key", 2);
}

TEST(DatasetReader, WantsKeyColumnsThatAreThere) {
  ExpectOnly(FaultsAfter("empty_in_key = true\n", ""), "content.key", 5);
  ExpectOnly(FaultsAfter("\"item_no\"]", "\"item_no\", \"itemno\"]"), "content.unknown_column", 5);
  ExpectOnly(FaultsAfter("\"item_no\"]", "\"item_no\", \"item_no\"]"), "content.doubled", 5);
  ExpectOnly(FaultsAfter(", \"item_no\"]", "]"), "content.key", 5);
}

TEST(DatasetReader, PersonalMeansPseudonym) {
  ExpectOnly(FaultsAfter("pseudonym = \"person\"\n", ""), "content.pseudonym", 60);
  ExpectOnly(FaultsAfter("sensitivity = \"personal\"\n", ""), "content.pseudonym", 60);
  ExpectOnly(FaultsAfter("sensitivity = \"personal\"", "pseudonym_when = \"tru\""), "content.sql", 60);
  EXPECT_TRUE(FaultsAfter("sensitivity = \"personal\"", "pseudonym_when = \"item_no = 1\"").empty());
  ExpectOnly(FaultsAfter("pseudonym = \"person\"", "pseudonym = \"persn\""), "content.unknown_word", 61);
}

TEST(DatasetReader, KnowsTheRulesOfKnownOn) {
  EXPECT_TRUE(FaultsAfter("known_on = \"declared_on\"\n", "known_on = \"always\"\n").empty());
  EXPECT_TRUE(FaultsAfter("known_on = \"declared_on\"\n", "known_on = \"end_of_year(item_no)\"\n").empty());
  ExpectOnly(FaultsAfter("known_on = \"declared_on\"\n", "known_on = \"end_of_month(item_no)\"\n"), "content.known_on",
             6);
  ExpectOnly(FaultsAfter("known_on = \"declared_on\"\n", "known_on = \"item_no\"\n"), "content.known_on", 6);
  ExpectOnly(FaultsAfter("known_on = \"declared_on\"\n", "known_on = \"end_of_week(x)\"\n"), "content.unknown_column",
             6);
}

TEST(DatasetReader, ChecksValuesRangesAndChecks) {
  ExpectOnly(FaultsAfter("list = \"country\"", "list = \"country\"\nvalues = { KR = { en = \"a\", ko = \"b\" } }"),
             "content.closed_list", 45);
  ExpectOnly(FaultsAfter("min = 1\n", "min = 1000\n"), "content.range", 20);
  ExpectOnly(FaultsAfter("list = \"country\"", "min = 0"), "content.key_of_type", 44);
  ExpectOnly(FaultsAfter("\"customs_value_krw > 0\"", "\"'customs_value_krw' > 0\""), "content.sql", 68);
  ExpectOnly(FaultsAfter("severity = \"reject\"", "severity = \"refuse\""), "content.unknown_word", 69);
  const Diagnostics doubled = FaultsAfter("name = \"item_no\"", "name = \"declaration_id\"");
  ASSERT_NE(FindFault(doubled, "content.doubled"), nullptr) << AllText(doubled);
  EXPECT_EQ(FindFault(doubled, "content.doubled")->line, 15);
}

TEST(DatasetReader, SurvivesTablesOfTheWrongShape) {
  EXPECT_FALSE(FaultsOf("").empty());
  EXPECT_FALSE(FaultsOf("columns = 1\nkey = \"a\"\nchecks = [1, 2]\nname = []\nknown_on = {}\n").empty());
  EXPECT_FALSE(FaultsOf("[[columns]]\nname = 1\nvalues = { a = 1 }\ntitle = []\n").empty());
}

TEST(DatasetReader, ReportsNothingThatOnlyFollows) {
  ExpectOnly(FaultsAfter("type = \"decimal(18,2)\"", "type = \"decimal(18\""), "content.unknown_type", 50);
  ExpectOnly(FaultsAfter("type = \"date\"", "type = \"day\""), "content.unknown_type", 27);
}

TEST(DatasetReader, WritesConditionsOfTheDay) {
  KnownOn column{KnownOn::Rule::kColumn, "declared_on"};
  EXPECT_EQ(column.SqlCondition("$as_of"), "\"declared_on\" <= cast($as_of as date)");
  column.empty_is_always = true;
  EXPECT_EQ(column.SqlCondition("$as_of"), "(\"declared_on\" is null or \"declared_on\" <= cast($as_of as date))");
  const KnownOn moment{KnownOn::Rule::kColumn, "sent_at", true};
  EXPECT_EQ(moment.SqlCondition("$as_of"), "\"sent_at\" < cast(cast($as_of as date) + interval '1' day as timestamp)");
  const KnownOn month{KnownOn::Rule::kEndOfMonth, "period"};
  EXPECT_EQ(month.SqlCondition("$as_of"),
            "\"period\" < substr(cast(cast(cast($as_of as date) + interval '1' day as date) as varchar), 1, 7)");
  const KnownOn year{KnownOn::Rule::kEndOfYear, "year"};
  EXPECT_EQ(year.SqlCondition("date '2021-12-31'"),
            "\"year\" < extract(year from cast(cast(date '2021-12-31' as date) + interval '1' day as date))");
  EXPECT_EQ(KnownOn{}.SqlCondition("$as_of"), "");
}

TEST(DatasetReader, TellsHowItsDayIsKnown) {
  Diagnostics diagnostics;
  const std::string file = "datasets/declaration.toml";
  EXPECT_FALSE(ParseDataset(DeclarationToml(), file, diagnostics).known_on.empty_is_always);
  std::string toml = Replaced(DeclarationToml(), "type = \"date\"\nrequired = true", "type = \"timestamp\"");
  const KnownOn known_on = ParseDataset(toml, file, diagnostics).known_on;
  EXPECT_TRUE(known_on.empty_is_always);
  EXPECT_TRUE(known_on.is_timestamp);
  EXPECT_TRUE(diagnostics.empty()) << AllText(diagnostics);
}

TEST(DatasetsFolder, ReadsTheFolderAndItsLists) {
  const TestFolder root;
  root.Write("datasets/declaration.toml", DeclarationToml());
  root.Write("datasets/lists/country.csv",
             "\xEF\xBB\xBF"
             "code,title_en,title_ko,region\r\nKR,\"Korea, South\",한국,asia\r\n");
  root.Write("datasets/lists/colour.csv", "code,title_en,title_ko\nR,red,빨강\n");
  root.Write("datasets/README.md", "no dataset");
  const auto datasets = ReadDatasets(root.path());
  ASSERT_TRUE(datasets.has_value()) << AllText(datasets.error().diagnostics);
  EXPECT_EQ(datasets->Names(), std::vector<std::string>{"declaration"});
  ASSERT_NE(datasets->FindList("country"), nullptr);
  EXPECT_EQ(datasets->FindList("country")->codes.at(0).title.en, "Korea, South");
  ASSERT_EQ(datasets->warnings.size(), 1U);
  EXPECT_EQ(datasets->warnings.front().code, "content.unused_list");
  EXPECT_EQ(datasets->Find("nothing"), nullptr);
}

TEST(DatasetsFolder, ReportsTheFaultsOfAllFiles) {
  const TestFolder root;
  root.Write("datasets/declaration.toml", Replaced(DeclarationToml(), "list = \"country\"", "list = \"contry\""));
  root.Write("datasets/lists/country.csv", "code,title_en,title_ko\nKR,Korea,한국\nKR,Korea,한국\nJP,,일본\nUS,USA\n");
  root.Write("datasets/lists/headless.csv", "KR,Korea,한국\n");
  root.Write("datasets/broken.toml", "name = \"bro");
  const auto datasets = ReadDatasets(root.path());
  ASSERT_FALSE(datasets.has_value());
  EXPECT_EQ(datasets.error().code, ErrorCode::kContentInvalid);
  const Diagnostics& faults = datasets.error().diagnostics;
  const Diagnostic* list = FindFault(faults, "content.unknown_list");
  ASSERT_NE(list, nullptr) << AllText(faults);
  EXPECT_NE(list->hint.find("country"), std::string::npos);
  ASSERT_NE(FindFault(faults, "content.doubled"), nullptr);
  EXPECT_EQ(FindFault(faults, "content.doubled")->line, 3);
  EXPECT_EQ(FindFault(faults, "content.list_row", "title_en")->line, 4);
  EXPECT_EQ(FindFault(faults, "content.list_row", "fields")->line, 5);
  EXPECT_NE(FindFault(faults, "content.list_header"), nullptr);
  EXPECT_NE(FindFault(faults, "content.syntax"), nullptr);
}

TEST(DatasetsFolder, WantsTheFolder) {
  const TestFolder root;
  const auto datasets = ReadDatasets(root.path());
  ASSERT_FALSE(datasets.has_value());
  EXPECT_EQ(datasets.error().code, ErrorCode::kFileMissing);
}

TEST(Dataset, RowsAreAsTheContractSaysToday) {
  Dataset dataset;
  for (const auto& [name, type] : {std::pair("id", "text"), {"mass", "decimal(18,3)"}, {"day", "date"}}) {
    DatasetColumn& column = dataset.columns.emplace_back();
    column.name = name;
    column.type = *engine::Type::Parse(type);
  }
  const engine::Schema stored = {
      {"gone", {engine::TypeId::kText}}, {"mass", {engine::TypeId::kDecimal, 18, 2}}, {"id", {engine::TypeId::kText}}};
  EXPECT_EQ(dataset.RowsSql(stored, "lake.t"),
            R"(select "id", cast("mass" as decimal(18,3)) as "mass", cast(null as date) as "day" from lake.t)");
  EXPECT_EQ(dataset.RowsSql({}, ""), R"(select cast(null as varchar) as "id", cast(null as decimal(18,3)) as "mass", )"
                                     R"(cast(null as date) as "day" where 1 = 0)");
}

}  // namespace
}  // namespace tidewaiter::content
