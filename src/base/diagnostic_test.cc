#include "base/diagnostic.h"

#include <gtest/gtest.h>

namespace tidewaiter {
namespace {

const std::vector<std::string> kColumns = {"declared_on", "net_mass_kg", "customs_value_krw", "origin", "품목번호"};

TEST(Diagnostic, StartsWithAPlaceThatAnEditorOpens) {
  Diagnostic d{
      "a.toml", 3, 7, Severity::kError, "content.unknown_key", "no such key (titel)", "did you mean \"title\"?"};
  EXPECT_EQ(d.ToString(),
            "a.toml:3:7: error[content.unknown_key]: no such key (titel)\n  hint: did you mean \"title\"?");
  d.hint.clear();
  d.column = 0;
  d.severity = Severity::kWarning;
  EXPECT_EQ(d.ToString(), "a.toml:3: warning[content.unknown_key]: no such key (titel)");
  d.line = 0;
  EXPECT_EQ(d.ToString(), "a.toml: warning[content.unknown_key]: no such key (titel)");
  d.file.clear();
  EXPECT_EQ(d.ToString(), "warning[content.unknown_key]: no such key (titel)");
}

TEST(Diagnostic, WarningsAreNoErrors) {
  Diagnostics diagnostics(2);
  diagnostics[0].severity = Severity::kWarning;
  diagnostics[1].severity = Severity::kWarning;
  EXPECT_FALSE(HasErrors({}));
  EXPECT_FALSE(HasErrors(diagnostics));
  diagnostics[1].severity = Severity::kError;
  EXPECT_TRUE(HasErrors(diagnostics));
}

TEST(NearName, FindsASlip) {
  EXPECT_EQ(NearName("net_mass", kColumns), "net_mass_kg");
  EXPECT_EQ(NearName("Net Mass KG", kColumns), "net_mass_kg");
  EXPECT_EQ(NearName("customs-value-krw", kColumns), "customs_value_krw");
  EXPECT_EQ(NearName("orgiin", kColumns), "origin");
  EXPECT_EQ(NearName("품목번오", kColumns), "품목번호");
}

TEST(NearName, ASwapOfNeighboursIsOneEdit) {
  const std::vector<std::string> candidates = {"abc"};
  EXPECT_EQ(NearName("acb", candidates), "abc");
  EXPECT_EQ(NearName("cba", candidates), "");
}

TEST(NearName, GuessesNothingFarFetched) {
  EXPECT_EQ(NearName("importer", kColumns), "");
  EXPECT_EQ(NearName("", kColumns), "");
  EXPECT_EQ(NearName("x", std::vector<std::string>{"y", ""}), "");
  EXPECT_EQ(NearName("origin", {}), "");
  EXPECT_EQ(NearName(std::string(100'000, 'x'), kColumns), "");
}

TEST(NearName, PrefersTheNearestThenTheFirst) {
  const std::vector<std::string> candidates = {"colour_ab", "colour_b", "colour_c", "colour"};
  EXPECT_EQ(NearName("colou", candidates), "colour");
  EXPECT_EQ(NearName("colour_d", candidates), "colour_b");
}

TEST(NearNameHint, IsAQuestionOrNothing) {
  EXPECT_EQ(NearNameHint("orgin", kColumns), "did you mean \"origin\"?");
  EXPECT_EQ(NearNameHint("importer", kColumns), "");
}

}  // namespace
}  // namespace tidewaiter
