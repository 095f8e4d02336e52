#include "content/sql_text.h"

#include <gtest/gtest.h>

#include "content/catalogue.h"

namespace tidewaiter::content {
namespace {

std::vector<std::string> Spellings(std::string_view sql) {
  std::vector<std::string> found;
  for (const NotPortable& fault : FindNotPortable(TokensOf(sql))) found.push_back(fault.spelling);
  return found;
}

TEST(SqlText, FindsParametersOutsideTextAndComments) {
  const std::string_view sql =
      "select '$a it''s $b', \"$c\", $from -- $d\n/* $e */ from t where x = $to and y = $from and z = '$' || "
      "$last";
  EXPECT_EQ(ParameterNames(sql), (std::vector<std::string>{"from", "to", "last"}));
  EXPECT_TRUE(ParameterNames("").empty());
  EXPECT_TRUE(ParameterNames("select $ $1 $$").empty());
}

TEST(SqlText, TellsWhatNeverEnds) {
  EXPECT_EQ(TokensOf("select 'a").unclosed, 7U);
  EXPECT_EQ(TokensOf("select \"a").unclosed, 7U);
  EXPECT_EQ(TokensOf("select 1 /* a").unclosed, 9U);
  EXPECT_EQ(TokensOf("select 'it''s' -- 'a").unclosed, std::nullopt);
}

TEST(SqlText, FindsSpellingsThatAreNotPortable) {
  EXPECT_EQ(Spellings("select a::text, Median (x), list(y)"), (std::vector<std::string>{"::", "median(", "list("}));
  EXPECT_EQ(Spellings("select * exclude (a) from t group  by\nall"),
            (std::vector<std::string>{"exclude(", "group by all"}));
  EXPECT_EQ(Spellings("from a asof join b qualify pivot string_agg(x, ',') approx_quantile(x, .5)"),
            (std::vector<std::string>{"asof", "qualify", "pivot", "string_agg(", "approx_quantile("}));
  EXPECT_TRUE(Spellings("select list, transport_mode, median_price from t group by a -- ::\n").empty());
  EXPECT_TRUE(Spellings("select '::', \"qualify\", 4 / 2, array_agg(x) from blacklist").empty());
}

TEST(SqlText, FindsMentionedColumns) {
  EXPECT_TRUE(MentionsAny("ABS(Amount) > 0", {"amount"}));
  EXPECT_TRUE(MentionsAny("\"amount\" > 0", {"amount"}));
  EXPECT_FALSE(MentionsAny("'amount' > amounts", {"amount"}));
}

TEST(SqlText, CountsLinesAndCharacters) {
  const Place place = PlaceIn("가나\n다라x", std::string_view("가나\n다라").size());
  EXPECT_EQ(place.line, 2);
  EXPECT_EQ(place.column, 3);
}

}  // namespace
}  // namespace tidewaiter::content
