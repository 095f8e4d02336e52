#pragma once

#include <string>
#include <vector>

#include "base/calendar.h"

namespace tidewaiter::analysis {

enum class CalendarUnit { kWeek, kMonth, kQuarter };

/// A week (ISO 8601: Monday to Sunday), month or quarter, cut to the period that it is part of.
struct CalendarPeriod {
  std::string name;  ///< `2021-W05`, `2021-02`, `2021-Q1`; a part of one is `2021-02-15/2021-02-28`
  Date from, to;     ///< both included
};

/// The calendar periods that make up `from` to `to`, in order; none when `to` lies before `from`.
std::vector<CalendarPeriod> SplitPeriod(Date from, Date to, CalendarUnit unit);

}  // namespace tidewaiter::analysis
