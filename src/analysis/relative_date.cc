#include "analysis/relative_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace tidewaiter::analysis {
namespace {

constexpr int kLongestOffset = 100'000;

bool IsNameCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

/// The first day of the month moves; its length then limits the day.
Date PlusMonths(Date day, int months) {
  using std::chrono::sys_days;
  const std::chrono::year_month_day civil(sys_days(std::chrono::days(day.days_since_epoch)));
  const auto month = civil.year() / civil.month() + std::chrono::months(months);
  const std::chrono::day last = (month / std::chrono::last).day();
  const sys_days moved = month / std::min(civil.day(), last);
  return {static_cast<int32_t>(moved.time_since_epoch().count())};
}

}  // namespace

Result<RelativeDate> RelativeDate::Parse(std::string_view text) {
  const auto invalid = [&] {
    return Fail(ErrorCode::kParameterInvalid, fmt::format("no day (\"{}\")", text),
                "write YYYY-MM-DD, or data_end-90d, as_of, from-1y");
  };
  RelativeDate date;
  size_t at = 0;
  while (at < text.size() && IsNameCharacter(text[at])) ++at;
  date.base = std::string(text.substr(0, at));
  if (date.base.empty() || date.base[0] < 'a') return invalid();
  while (at < text.size()) {
    Offset offset;
    const bool minus = text[at] == '-';
    if (!minus && text[at] != '+') return invalid();
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + at + 1, end, offset.amount);
    const bool has_unit = rest != end && std::string_view("dwmy").find(*rest) != std::string_view::npos;
    if (error != std::errc() || !has_unit || offset.amount < 0 || offset.amount > kLongestOffset) return invalid();
    offset.unit = *rest;
    if (minus) offset.amount = -offset.amount;
    date.offsets.push_back(offset);
    at = static_cast<size_t>(rest - text.data()) + 1;
  }
  return date;
}

Date RelativeDate::From(Date day) const {
  for (const Offset& offset : offsets) {
    switch (offset.unit) {
      case 'w':
        day = day.PlusDays(7 * offset.amount);
        break;
      case 'm':
        day = PlusMonths(day, offset.amount);
        break;
      case 'y':
        day = PlusMonths(day, 12 * offset.amount);
        break;
      default:
        day = day.PlusDays(offset.amount);
    }
  }
  return day;
}

}  // namespace tidewaiter::analysis
