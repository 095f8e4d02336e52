#include "analysis/calendar_periods.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace tidewaiter::analysis {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month_day;

sys_days DayOf(Date date) { return sys_days(days(date.days_since_epoch)); }

Date DateOf(sys_days day) { return Date{static_cast<int32_t>(day.time_since_epoch().count())}; }

CalendarPeriod Between(std::string name, sys_days first, sys_days next) {
  return {std::move(name), DateOf(first), DateOf(next - days(1))};
}

/// The week belongs to the year of its Thursday.
CalendarPeriod WeekOf(sys_days day) {
  const sys_days monday = day - (std::chrono::weekday(day) - std::chrono::Monday);
  const sys_days thursday = monday + days(3);
  const std::chrono::year year = year_month_day(thursday).year();
  const auto week = (thursday - sys_days(year / std::chrono::January / 1)).count() / 7 + 1;
  return Between(fmt::format("{:04}-W{:02}", static_cast<int>(year), week), monday, monday + days(7));
}

CalendarPeriod MonthOf(sys_days day) {
  const year_month_day civil(day);
  const std::chrono::year_month month = civil.year() / civil.month();
  const std::string name =
      fmt::format("{:04}-{:02}", static_cast<int>(civil.year()), static_cast<unsigned>(civil.month()));
  return Between(name, sys_days(month / 1), sys_days((month + months(1)) / 1));
}

CalendarPeriod QuarterOf(sys_days day) {
  const year_month_day civil(day);
  const unsigned quarter = (static_cast<unsigned>(civil.month()) - 1) / 3;
  const std::chrono::year_month first = civil.year() / std::chrono::month(quarter * 3 + 1);
  return Between(fmt::format("{:04}-Q{}", static_cast<int>(civil.year()), quarter + 1), sys_days(first / 1),
                 sys_days((first + months(3)) / 1));
}

CalendarPeriod PeriodOf(Date date, CalendarUnit unit) {
  switch (unit) {
    case CalendarUnit::kWeek:
      return WeekOf(DayOf(date));
    case CalendarUnit::kMonth:
      return MonthOf(DayOf(date));
    case CalendarUnit::kQuarter:
      break;
  }
  return QuarterOf(DayOf(date));
}

}  // namespace

std::vector<CalendarPeriod> SplitPeriod(Date from, Date to, CalendarUnit unit) {
  std::vector<CalendarPeriod> periods;
  for (Date day = from; day <= to; day = periods.back().to.PlusDays(1)) {
    CalendarPeriod period = PeriodOf(day, unit);
    if (period.from < from || to < period.to) {
      period.from = std::max(period.from, from);
      period.to = std::min(period.to, to);
      period.name = period.from.ToString() + "/" + period.to.ToString();
    }
    periods.push_back(std::move(period));
  }
  return periods;
}

}  // namespace tidewaiter::analysis
