#include "content/csv_text.h"

#include <gtest/gtest.h>

namespace tidewaiter::content {
namespace {

TEST(CsvText, ReadsQuotesAndLines) {
  const auto records = ParseCsv("a,b\r\n\r\n\"x, \"\"y\"\"\nz\",\n1,2");
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].fields, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(records[1].fields, (std::vector<std::string>{"x, \"y\"\nz", ""}));
  EXPECT_EQ(records[1].line, 3);
  EXPECT_EQ(records[2].line, 5);
}

TEST(CsvText, ReadsNothingAndUnclosedQuotes) {
  EXPECT_TRUE(ParseCsv("").empty());
  EXPECT_EQ(ParseCsv("\"a,b").size(), 1U);
  EXPECT_EQ(ParseCsv("a,\n").at(0).fields.size(), 2U);
}

}  // namespace
}  // namespace tidewaiter::content
