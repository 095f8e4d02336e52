#include "base/calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace tidewaiter {
namespace {

constexpr int64_t kMicrosecondsPerSecond = 1'000'000;
constexpr int64_t kMicrosecondsPerDay = 86'400 * kMicrosecondsPerSecond;

constexpr int64_t FloorDivide(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

struct CivilDay {
  int64_t year;
  int64_t month;
  int64_t day;
};

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. std::chrono's year has 16
// bits, an engine's date has more.
CivilDay CivilFromDays(int64_t days) {
  days += 719'468;
  const int64_t era = FloorDivide(days, 146'097);
  const int64_t day_of_era = days - era * 146'097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

// Digits only: no sign, no space. -1 where something else stands.
int ParseDigits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

/// Microseconds of `.5` or `.123456`; 0 of nothing; -1 of anything else.
int64_t ParseFraction(std::string_view text) {
  constexpr size_t kMostDigits = 6;
  if (text.empty()) return 0;
  if (text[0] != '.' || text.size() < 2 || text.size() > 1 + kMostDigits) return -1;
  int64_t fraction = ParseDigits(text.substr(1));
  for (size_t digits = text.size() - 1; digits < kMostDigits; ++digits) fraction *= 10;
  return fraction < 0 ? -1 : fraction;
}

/// Microseconds since midnight of `23:59:58.5`; -1 where it is no time of a day.
int64_t ParseTimeOfDay(std::string_view text) {
  constexpr size_t kWholeSeconds = 8;
  if (text.size() < kWholeSeconds || text[2] != ':' || text[5] != ':') return -1;
  const int hour = ParseDigits(text.substr(0, 2));
  const int minute = ParseDigits(text.substr(3, 2));
  const int second = ParseDigits(text.substr(6, 2));
  const int64_t fraction = ParseFraction(text.substr(kWholeSeconds));
  const bool digits = hour >= 0 && minute >= 0 && second >= 0 && fraction >= 0;
  if (!digits || hour > 23 || minute > 59 || second > 59) return -1;
  return ((hour * 60 + minute) * 60 + second) * kMicrosecondsPerSecond + fraction;
}

std::chrono::year_month_day YearMonthDay(int year, int month, int day) {
  return std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
         std::chrono::day(static_cast<unsigned>(day));
}

}  // namespace

Result<Date> Date::Parse(std::string_view text) {
  const bool shape = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const int year = shape ? ParseDigits(text.substr(0, 4)) : -1;
  const int month = shape ? ParseDigits(text.substr(5, 2)) : -1;
  const int day = shape ? ParseDigits(text.substr(8, 2)) : -1;
  const bool digits = year >= 0 && month >= 0 && day >= 0;
  if (!digits || !YearMonthDay(year, month, day).ok()) {
    return Fail(ErrorCode::kParameterInvalid, fmt::format("no such day ({})", Printable(text)),
                "write a date as YYYY-MM-DD, for example 2026-03-31");
  }
  return Of(year, month, day);
}

Date Date::Of(int year, int month, int day) {
  const std::chrono::sys_days days = YearMonthDay(year, month, day);
  return {static_cast<int32_t>(days.time_since_epoch().count())};
}

std::string Date::ToString() const {
  const CivilDay civil = CivilFromDays(days_since_epoch);
  const std::string_view sign = civil.year < 0 ? "-" : "";
  const int64_t year = civil.year < 0 ? -civil.year : civil.year;
  return fmt::format("{}{:04}-{:02}-{:02}", sign, year, civil.month, civil.day);
}

Result<Timestamp> Timestamp::Parse(std::string_view text) {
  constexpr size_t kDay = 10;
  const auto day = Date::Parse(text.substr(0, kDay));
  std::string_view rest = text.substr(std::min(text.size(), kDay));
  int64_t time = 0;
  if (!rest.empty()) {
    if (rest.ends_with('Z')) rest.remove_suffix(1);
    const bool has_mark = rest.starts_with('T') || rest.starts_with(' ');
    time = has_mark ? ParseTimeOfDay(rest.substr(1)) : -1;
  }
  if (day && time >= 0) return Timestamp{day->days_since_epoch * kMicrosecondsPerDay + time};
  return Fail(ErrorCode::kParameterInvalid, fmt::format("no such time ({})", Printable(text)),
              "write a time in UTC as YYYY-MM-DDTHH:MM:SS, for example 2026-03-31T17:45:00");
}

Timestamp Timestamp::Now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

Date Timestamp::date() const {
  return {static_cast<int32_t>(FloorDivide(microseconds_since_epoch, kMicrosecondsPerDay))};
}

std::string Timestamp::ToString() const {
  const int64_t of_day = microseconds_since_epoch - date().days_since_epoch * kMicrosecondsPerDay;
  const int64_t seconds = of_day / kMicrosecondsPerSecond;
  const int64_t fraction = of_day % kMicrosecondsPerSecond;
  std::string text =
      fmt::format("{} {:02}:{:02}:{:02}", date().ToString(), seconds / 3'600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  return text;
}

Date Today() { return Timestamp::Now().date(); }

std::string HumanDuration(std::chrono::milliseconds duration) {
  const int64_t milliseconds = std::max<int64_t>(duration.count(), 0);
  // Round first, then choose the unit: 9.96 s is "10 s", 59.6 s is "1 min 00 s".
  const int64_t tenths = (milliseconds + 50) / 100;
  if (tenths < 100) return fmt::format("{}.{} s", tenths / 10, tenths % 10);
  const int64_t seconds = (milliseconds + 500) / 1'000;
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3'600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  const int64_t minutes = (seconds + 30) / 60;
  return fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
}

}  // namespace tidewaiter
