#include "analysis/calendar_periods.h"

#include <gtest/gtest.h>

namespace tidewaiter::analysis {
namespace {

std::vector<std::string> Names(Date from, Date to, CalendarUnit unit) {
  std::vector<std::string> names;
  for (const CalendarPeriod& period : SplitPeriod(from, to, unit)) names.push_back(period.name);
  return names;
}

using Texts = std::vector<std::string>;

TEST(SplitPeriod, CutsIntoMonths) {
  const auto months = SplitPeriod(Date::Of(2020, 1, 1), Date::Of(2020, 3, 31), CalendarUnit::kMonth);
  ASSERT_EQ(months.size(), 3U);
  EXPECT_EQ(months[1].name, "2020-02");
  EXPECT_EQ(months[1].from, Date::Of(2020, 2, 1));
  EXPECT_EQ(months[1].to, Date::Of(2020, 2, 29));
}

TEST(SplitPeriod, NamesPartsByTheirDays) {
  EXPECT_EQ(Names(Date::Of(2020, 12, 15), Date::Of(2021, 1, 31), CalendarUnit::kMonth),
            (Texts{"2020-12-15/2020-12-31", "2021-01"}));
  EXPECT_EQ(Names(Date::Of(2021, 1, 1), Date::Of(2021, 4, 1), CalendarUnit::kQuarter),
            (Texts{"2021-Q1", "2021-04-01/2021-04-01"}));
  EXPECT_EQ(Names(Date::Of(2021, 1, 5), Date::Of(2021, 1, 6), CalendarUnit::kMonth), (Texts{"2021-01-05/2021-01-06"}));
}

TEST(SplitPeriod, CountsWeeksByTheirThursday) {
  EXPECT_EQ(Names(Date::Of(2020, 12, 28), Date::Of(2021, 1, 10), CalendarUnit::kWeek), (Texts{"2020-W53", "2021-W01"}));
  EXPECT_EQ(Names(Date::Of(2024, 12, 30), Date::Of(2025, 1, 5), CalendarUnit::kWeek), (Texts{"2025-W01"}));
  EXPECT_EQ(Names(Date::Of(1969, 12, 29), Date::Of(1970, 1, 4), CalendarUnit::kWeek), (Texts{"1970-W01"}));
}

TEST(SplitPeriod, FindsNothingInAPeriodThatEndsBeforeItBegins) {
  EXPECT_TRUE(Names(Date::Of(2021, 2, 1), Date::Of(2021, 1, 31), CalendarUnit::kMonth).empty());
}

}  // namespace
}  // namespace tidewaiter::analysis
