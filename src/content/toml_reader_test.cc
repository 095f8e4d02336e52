#include "content/toml_reader.h"

#include <gtest/gtest.h>

namespace tidewaiter::content {
namespace {

TomlNode Parsed(std::string_view text) {
  Diagnostics diagnostics;
  auto root = ParseToml(text, "a.toml", diagnostics);
  EXPECT_TRUE(root.has_value());
  EXPECT_TRUE(diagnostics.empty());
  return root.value_or(TomlNode{});
}

Diagnostic FaultOf(std::string_view text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(ParseToml(text, "a.toml", diagnostics).has_value());
  EXPECT_EQ(diagnostics.size(), 1U);
  return diagnostics.empty() ? Diagnostic{} : diagnostics.front();
}

TEST(TomlReader, KeepsScalarsAsTheirTextInCsv) {
  const TomlNode root = Parsed(
      "a = 0.05\nb = 7\nc = true\nd = 2021-02-28\ne = 2021-02-28T23:30:00-01:00\nf = \"한글\"\ng = 1e300\nh "
      "= 07:08:09\n"
      "i = 2021-02-28 01:02:03.5\n");
  EXPECT_EQ(root.Find("a")->value.text, "0.05");
  EXPECT_EQ(root.Find("b")->value.text, "7");
  EXPECT_EQ(root.Find("c")->value.text, "true");
  EXPECT_EQ(root.Find("d")->value.text, "2021-02-28");
  EXPECT_EQ(root.Find("e")->value.text, "2021-03-01 00:30:00");
  EXPECT_EQ(root.Find("f")->value.text, "한글");
  EXPECT_EQ(root.Find("g")->value.text, "1e+300");
  EXPECT_EQ(root.Find("h")->value.text, "07:08:09");
  EXPECT_EQ(root.Find("i")->value.text, "2021-02-28 01:02:03.500000");
  EXPECT_EQ(root.Find("i")->value.kind, TomlKind::kTimestamp);
  EXPECT_EQ(root.Find("z"), nullptr);
}

TEST(TomlReader, KeepsTheOrderAndPlacesOfTheFile) {
  const TomlNode root = Parsed("# comment\nzebra = 1\n\"한\" = { b = 1, a = 2 }\n[[apple]]\nx = 1\n");
  ASSERT_EQ(root.entries.size(), 3U);
  EXPECT_EQ(root.entries[0].key, "zebra");
  EXPECT_EQ(root.entries[0].place.line, 2);
  EXPECT_EQ(root.entries[1].value.entries[0].key, "b");
  EXPECT_EQ(root.entries[1].value.entries[0].place.column, 9);
  EXPECT_EQ(root.entries[2].value.items[0].place.line, 4);
}

TEST(TomlReader, ReportsATruncatedFileAtItsPlace) {
  const Diagnostic fault = FaultOf("name = \"a\"\nkey = [\"a\",\n");
  EXPECT_EQ(fault.code, "content.syntax");
  EXPECT_EQ(fault.file, "a.toml");
  EXPECT_GE(fault.line, 2);
  EXPECT_EQ(FaultOf("name = \"abc").code, "content.syntax");
  EXPECT_EQ(FaultOf("a = 1\nb = 2\na = 3\n").line, 3);
}

TEST(TomlReader, ReportsWhatItsParserAssertsOn) {
  EXPECT_EQ(FaultOf("a = 1\n[ = \"KRW\"\n").line, 2);
  EXPECT_EQ(FaultOf("[[ =").code, "content.syntax");
  EXPECT_EQ(FaultOf("a = [1.5\u0422,\n").code, "content.syntax");
  EXPECT_EQ(FaultOf("\u00e9 = 1\n").line, 1);
}

TEST(TomlReader, ReportsTextThatIsNotUtf8WithItsLine) {
  const Diagnostic fault = FaultOf("a = 1\n# fine\ntitle = \"\xbd\xc5\xb0\xed\"\n");
  EXPECT_EQ(fault.code, "content.encoding");
  EXPECT_EQ(fault.line, 3);
}

TEST(TomlReader, ReadsAnEmptyFileAndABom) {
  EXPECT_TRUE(Parsed("").entries.empty());
  EXPECT_EQ(Parsed("\xEF\xBB\xBFx = 1\n").entries.size(), 1U);
}

}  // namespace
}  // namespace tidewaiter::content
