#include <gtest/gtest.h>

#include "content/test_content.h"

namespace tidewaiter::content {
namespace {

constexpr std::string_view kFile = "sources/customs_csv/source.toml";

std::string SourceToml() {
  return R"toml(name = "customs_csv"
title = { en = "Customs file", ko = "세관 파일" }
description = { en = "A file.", ko = "파일." }
licence = "MIT"
provenance = "https://example.org"
format = "csv"
encoding = "cp949"
delimiter = ";"
header = false
columns = ["Declaration ID", "Day", "Mode", "Value", "Jan", "Feb"]
ignore = ["Comment"]

[[feeds]]
dataset = "declaration"
when = "\"Mode\" <> 'x'"
unpivot = { columns = ["Jan", "Feb"], name_as = "month", value_as = "amount" }
[feeds.columns]
declaration_id = "Declaration ID"
declared_on = { from = ["Day", "month"], format = "%d/%m/%Y" }
item_no = { constant = 1 }
transport_mode = { from = "Mode", map = { sea = "10", air = 40 }, map_other = "10" }
customs_value_krw = { from = "amount", decimal_separator = ",", thousands_separator = ".", scale = 1000, optional = true }
country_origin = { expression = "upper(\"Mode\")" }
)toml";
}

Diagnostics FaultsAfter(std::string_view from, std::string_view to) {
  Diagnostics diagnostics;
  ParseSource(Replaced(SourceToml(), from, to), std::string(kFile), DeclarationDatasets(), diagnostics);
  return diagnostics;
}

TEST(SourceReader, ReadsEveryKey) {
  Diagnostics diagnostics;
  const Source source = ParseSource(SourceToml(), std::string(kFile), DeclarationDatasets(), diagnostics);
  ASSERT_TRUE(diagnostics.empty()) << AllText(diagnostics);
  EXPECT_EQ(source.format, engine::FileFormat::kCsv);
  EXPECT_EQ(source.folder, "sources/customs_csv");
  EXPECT_FALSE(source.header);
  ASSERT_EQ(source.feeds.size(), 1U);
  const Feed& feed = source.feeds.front();
  EXPECT_EQ(feed.when, "\"Mode\" <> 'x'");
  EXPECT_EQ(feed.unpivot->value_as, "amount");
  ASSERT_EQ(feed.columns.size(), 6U);
  EXPECT_EQ(feed.columns[0].column, "declaration_id");
  EXPECT_EQ(feed.columns[0].from, std::vector<std::string>{"Declaration ID"});
  EXPECT_EQ(feed.columns[0].line, 18);
  EXPECT_EQ(feed.columns[1].from.size(), 2U);
  EXPECT_EQ(feed.columns[2].constant, "1");
  EXPECT_EQ(feed.columns[3].map.at("air"), "40");
  EXPECT_EQ(feed.columns[3].map_other, "10");
  EXPECT_EQ(feed.columns[4].scale, 1000);
  EXPECT_TRUE(feed.columns[4].optional);
  EXPECT_EQ(feed.columns[5].expression, "upper(\"Mode\")");
}

TEST(SourceReader, WantsKnownDatasetsAndColumns) {
  const Diagnostics dataset = FaultsAfter("dataset = \"declaration\"", "dataset = \"declaratoin\"");
  ExpectOnly(dataset, "content.unknown_dataset", 14);
  EXPECT_NE(dataset.front().hint.find("declaration"), std::string::npos);
  const Diagnostics column = FaultsAfter("country_origin =", "country_orign =");
  ExpectOnly(column, "content.unknown_column", 23);
  EXPECT_NE(column.front().hint.find("country_origin"), std::string::npos);
  ExpectOnly(FaultsAfter("from = \"Mode\"", "from = \"Modes\""), "content.unknown_file_column", 21);
}

TEST(SourceReader, WantsEveryRequiredColumn) {
  ExpectOnly(FaultsAfter("declaration_id = \"Declaration ID\"\n", ""), "content.required_column", 13);
  EXPECT_TRUE(FaultsAfter("format = \"%d/%m/%Y\"", "optional = true").empty());
  Diagnostics unconditional;
  const std::string toml = Replaced(SourceToml(), "when =", "# when =");
  ParseSource(Replaced(toml, "format = \"%d/%m/%Y\"", "optional = true"), std::string(kFile), DeclarationDatasets(),
              unconditional);
  ExpectOnly(unconditional, "content.mapping", 19);
}

TEST(SourceReader, WantsOneOrigin) {
  ExpectOnly(FaultsAfter("constant = 1", "constant = 1, from = \"Mode\""), "content.mapping", 20);
  ExpectOnly(FaultsAfter("constant = 1", "scale = 2"), "content.mapping", 20);
  ExpectOnly(FaultsAfter("constant = 1", "constant = 1, scale = 2"), "content.mapping", 20);
}

TEST(SourceReader, KeepsToClosedListsAndTypes) {
  ExpectOnly(FaultsAfter("air = 40", "air = 41"), "content.closed_list", 21);
  ExpectOnly(FaultsAfter("map_other = \"10\"", "map_other = \"other\""), "content.closed_list", 21);
  ExpectOnly(FaultsAfter("constant = 1", "constant = \"one\""), "content.wrong_type", 20);
  ExpectOnly(FaultsAfter("map = { sea = \"10\", air = 40 }, ", ""), "content.map", 21);
  ExpectOnly(FaultsAfter("expression = \"upper(\\\"Mode\\\")\"", "from = \"Mode\", scale = 2"), "content.not_a_number",
             23);
  ExpectOnly(FaultsAfter("decimal_separator = \",\"", "decimal_separator = \".\""), "content.separator", 22);
}

TEST(SourceReader, ChecksTheKeysOfTheFile) {
  ExpectOnly(FaultsAfter("delimiter = \";\"", "delimiter = \";;\""), "content.delimiter", 8);
  ExpectOnly(FaultsAfter("header = false", "header = true"), "content.header", 10);
  ExpectOnly(FaultsAfter("encoding = \"cp949\"", "encoding = \"euc\""), "content.unknown_word", 7);
  ExpectOnly(FaultsAfter("ignore =", "sheet = \"a\"\nignore ="), "content.format", 11);
  ExpectOnly(FaultsAfter("ignore =", "ignored ="), "content.unknown_key", 11);
  ExpectOnly(FaultsAfter("name = \"customs_csv\"", "name = \"customs\""), "content.name", 1);
}

TEST(SourceReader, ReadsTheFolder) {
  const TestFolder root;
  const Datasets datasets = DeclarationDatasets();
  ASSERT_TRUE(ReadSources(root.path(), datasets).has_value());
  root.Write("sources/customs_csv/source.toml", SourceToml());
  const auto sources = ReadSources(root.path(), datasets);
  ASSERT_TRUE(sources.has_value()) << AllText(sources.error().diagnostics);
  ASSERT_EQ(sources->size(), 1U);
  EXPECT_EQ(sources->front().folder, root.path() / "sources/customs_csv");
  root.Write("sources/empty/readme.md", "");
  root.Write("sources/odd/source.toml", "feeds = 1");
  const auto broken = ReadSources(root.path(), datasets);
  ASSERT_FALSE(broken.has_value());
  EXPECT_NE(FindFault(broken.error().diagnostics, "content.missing_file"), nullptr);
  EXPECT_NE(FindFault(broken.error().diagnostics, "content.wrong_type"), nullptr);
}

}  // namespace
}  // namespace tidewaiter::content
