#include "base/party_name.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <string>

namespace tidewaiter {
namespace {

TEST(PartyName, IsRomanisedWithoutItsLegalForm) {
  const PartyNameReader names;
  EXPECT_EQ(names.Romanised("HANBIT Trading Co., Ltd."), "hanbit trading");
  EXPECT_EQ(names.Romanised("주식회사 한빛무역"), "hanbich trading");
  EXPECT_EQ(names.Romanised("Müller & Söhne GmbH"), "muller sohne");
  EXPECT_EQ(names.Romanised("ＡＢＣ　Ｓ．Ａ．"), "abc");
  EXPECT_EQ(names.Romanised("(주)"), "");
  EXPECT_EQ(names.Romanised(""), "");
}

TEST(PartyName, OfOneFirmInTwoScriptsIsMoreAlikeThanOfAnother) {
  const PartyNameReader names;
  const struct {
    std::string korean, own, other;
  } cases[] = {
      {"삼성전자 주식회사", "SAMSUNG ELECTRONICS CO LTD", "SEOUL ELECTRIC CO LTD"},
      {"(주)대한무역", "DAEHAN TRADING", "DONGBU TRADING"},
      {"현대글로벌", "Hyundai Global Inc", "Hanil Global Inc"},
      {"동양물산", "Dongyang Mulsan Company", "Dongbang Metal Company"},
      {"금호화학", "Kumho Chemical", "Kukdo Chemical"},
  };
  for (const auto& [korean, own, other] : cases) {
    EXPECT_GT(names.Likeness(korean, own), 0.6) << korean;
    EXPECT_GT(names.Likeness(korean, own), names.Likeness(korean, other) + 0.1) << korean;
  }
}

TEST(PartyName, SpellingsOfOneNameAreAlike) {
  const PartyNameReader names;
  EXPECT_GT(names.Likeness("RIVER GRAND ELECTRONICS CO LTD", "River Grand Electronic Co."), 0.9);
  EXPECT_GT(names.Likeness("RIVER GRAND ELECTRONICS", "RIVERGRAND ELECTRONICS"), 0.95);
  EXPECT_LT(names.Likeness("RIVER GRAND ELECTRONICS", "APEX SILVER FOODS"), 0.3);
  EXPECT_EQ(names.Likeness("(주)", "주식회사"), 0);
}

RC_GTEST_PROP(PartyNameProperties, LikenessIsSymmetricAndOneForTheSameName,
              (const std::string& a, const std::string& b)) {
  const PartyNameReader names;
  const double likeness = names.Likeness(a, b);
  RC_ASSERT(likeness >= 0 && likeness <= 1);
  RC_ASSERT(likeness == names.Likeness(b, a));
  RC_ASSERT(names.Romanised(a).empty() || names.Likeness(a, a) == 1);
}

}  // namespace
}  // namespace tidewaiter
