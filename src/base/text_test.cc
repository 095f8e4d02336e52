#include "base/text.h"

#include <gtest/gtest.h>

#include <limits>

namespace tidewaiter {
namespace {

using Parts = std::vector<std::string>;

TEST(Utf8, RefusesWhatTheStandardRefuses) {
  EXPECT_TRUE(IsValidUtf8(""));
  EXPECT_TRUE(IsValidUtf8("세관 customs 😀"));
  EXPECT_TRUE(IsValidUtf8(std::string_view("a\0b", 3)));
  for (const char* broken : {"\xff", "\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xec\x84",
                             "\xbc\xbc\xb0\xfc", "a\xc3"}) {
    EXPECT_FALSE(IsValidUtf8(broken));
  }
}

TEST(Utf8, DecodesIntoCodePoints) {
  EXPECT_EQ(CodePoints("a세😀"), U"a세😀");
  EXPECT_EQ(CodePoints("a\xff"
                       "b"),
            U"a\uFFFDb");
  EXPECT_EQ(CodePoints(""), U"");
}

TEST(Nfkc, MakesOneFormOfMany) {
  EXPECT_EQ(Nfkc("plain"), "plain");
  EXPECT_EQ(Nfkc("１２３４．ＡＢ"), "1234.AB");
  EXPECT_EQ(Nfkc("\u1109\u1166\u1100\u116A\u11AB"), "세관");
  EXPECT_EQ(Nfkc("㈜한국"), "(주)한국");
  EXPECT_EQ(Nfkc("e\u0301"), "é");
  EXPECT_EQ(Nfkc("a\xff"), "a\uFFFD");
}

TEST(FoldForComparison, ForgetsCaseAndSpaces) {
  EXPECT_EQ(FoldForComparison("  Net\t Mass \u3000(ＫＧ)\r\n"), "net mass (kg)");
  EXPECT_EQ(FoldForComparison("\u00A0세관\u2003신고 "), "세관 신고");
  EXPECT_EQ(FoldForComparison("ÄRGER"), "ärger");
  EXPECT_EQ(FoldForComparison(" \n "), "");
  EXPECT_EQ(FoldForComparison("J\u030C"), FoldForComparison("\u01F0"));
}

TEST(DisplayWidth, CountsTerminalColumns) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("customs"), 7);
  EXPECT_EQ(DisplayWidth("세관"), 4);
  EXPECT_EQ(DisplayWidth("關稅"), 4);
  EXPECT_EQ(DisplayWidth("ＡＢ"), 4);
  EXPECT_EQ(DisplayWidth("ｱ"), 1);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);
  EXPECT_EQ(DisplayWidth("a\u200Bb\u200D"), 2);
  EXPECT_EQ(DisplayWidth("\u1109\u1166\u11AB"), 2);
  EXPECT_EQ(DisplayWidth("…·"), 2);
  EXPECT_EQ(DisplayWidth("a\n"), 1);
  EXPECT_EQ(DisplayWidth("\xff"), 1);
}

TEST(TruncateToWidth, CutsBetweenCharacters) {
  EXPECT_EQ(TruncateToWidth("customs", 7), "customs");
  EXPECT_EQ(TruncateToWidth("customs", 6), "custo…");
  EXPECT_EQ(TruncateToWidth("관세청", 6), "관세청");
  EXPECT_EQ(TruncateToWidth("관세청", 5), "관세…");
  EXPECT_EQ(TruncateToWidth("관세청", 4), "관…");
  EXPECT_EQ(TruncateToWidth("관세청", 1), "…");
  EXPECT_EQ(TruncateToWidth("관세청", 0), "");
  EXPECT_EQ(TruncateToWidth("customs", -1), "");
  EXPECT_EQ(TruncateToWidth("", 3), "");
  EXPECT_EQ(TruncateToWidth("e\u0301e\u0301e\u0301", 2), "e\u0301…");
  EXPECT_EQ(TruncateToWidth("abe\u0301", 3), "abe\u0301");
}

TEST(TruncateToWidth, NeverExceedsTheWidth) {
  const std::string text = "a관e\u0301세b청\u200Bc關😀d";
  for (int width = 0; width <= DisplayWidth(text) + 1; ++width) {
    const std::string cut = TruncateToWidth(text, width);
    EXPECT_LE(DisplayWidth(cut), width);
    EXPECT_TRUE(IsValidUtf8(cut));
  }
}

TEST(PadToWidth, FillsByColumnsNotBytes) {
  EXPECT_EQ(PadToWidth("세관", 6, Align::kLeft), "세관  ");
  EXPECT_EQ(PadToWidth("세관", 6, Align::kRight), "  세관");
  EXPECT_EQ(PadToWidth("customs", 3, Align::kLeft), "customs");
  EXPECT_EQ(PadToWidth("", 2, Align::kRight), "  ");
}

TEST(Trim, TakesSpacesOfBothWorlds) {
  EXPECT_EQ(Trim(" \t\r\n\u00A0\u3000a b\u3000\u00A0\n\r\t "), "a b");
  EXPECT_EQ(Trim("à"), "à");  // ends with the byte A0
  EXPECT_EQ(Trim(" \u3000 "), "");
  EXPECT_EQ(Trim(""), "");
}

TEST(ToLowerAscii, LeavesOtherLettersAlone) { EXPECT_EQ(ToLowerAscii("AbZ@[Ä세"), "abz@[Ä세"); }

TEST(Split, KeepsEmptyParts) {
  EXPECT_EQ(Split("a,,b", ','), (Parts{"a", "", "b"}));
  EXPECT_EQ(Split(",", ','), (Parts{"", ""}));
  EXPECT_EQ(Split("", ','), (Parts{""}));
  EXPECT_EQ(Split("abc", ','), (Parts{"abc"}));
}

TEST(Join, UndoesSplit) {
  EXPECT_EQ(Join({}, ", "), "");
  EXPECT_EQ(Join({"a"}, ", "), "a");
  EXPECT_EQ(Join({"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(Join(Split("x,,y,", ','), ","), "x,,y,");
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(Printable("세관 a\u00A0b"), "세관 a\u00A0b");
  EXPECT_EQ(Printable(std::string_view("a\0\x1b[31m\x7f\n", 9)), "a\\x00\\x1b[31m\\x7f\\x0a");
  EXPECT_EQ(Printable("\u009B31m"), "\\x9b31m");
}

TEST(WithThousands, GroupsDigits) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1'000), "1,000");
  EXPECT_EQ(WithThousands(1'234'567), "1,234,567");
  EXPECT_EQ(WithThousands(-123), "-123");
  EXPECT_EQ(WithThousands(-123'456), "-123,456");
  EXPECT_EQ(WithThousands(std::numeric_limits<long long>::min()), "-9,223,372,036,854,775,808");
}

}  // namespace
}  // namespace tidewaiter
