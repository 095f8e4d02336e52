#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tidewaiter {

/// A civil day; proleptic Gregorian.
struct Date {
  int32_t days_since_epoch = 0;  ///< days since 1970-01-01

  auto operator<=>(const Date&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs

  /// ISO `YYYY-MM-DD`, strictly; 29 February of a common year is an error (`parameter.invalid`).
  static Result<Date> Parse(std::string_view text);
  /// The day must exist.
  static Date Of(int year, int month, int day);

  Date PlusDays(int days) const { return {days_since_epoch + days}; }
  /// `YYYY-MM-DD`; more digits, or a sign, for years outside 0–9999.
  std::string ToString() const;
};

/// An instant in UTC.
struct Timestamp {
  int64_t microseconds_since_epoch = 0;

  auto operator<=>(const Timestamp&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs

  static Timestamp Now();
  /// UTC in ISO 8601: `2021-01-31T23:59:58`, also with a space for the T, a fraction of up to six digits or a Z behind
  /// it, or the day alone (its midnight). `parameter.invalid` otherwise.
  static Result<Timestamp> Parse(std::string_view text);
  Date date() const;
  /// `YYYY-MM-DD HH:MM:SS`, with `.ffffff` only where the fraction is not zero.
  std::string ToString() const;
};

/// Today in UTC.
Date Today();

/// `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`.
std::string HumanDuration(std::chrono::milliseconds duration);

}  // namespace tidewaiter
