#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "base/calendar.h"
#include "engine/type.h"

namespace tidewaiter::engine {

__extension__ using Int128 = __int128;

/// unscaled / 10^scale, exactly. Equal means the same digits: 1.0 and 1.00 differ.
struct Decimal {
  Int128 unscaled = 0;
  int scale = 0;

  bool operator==(const Decimal&) const = default;
  /// The nearest double.
  double ToDouble() const;
  /// With exactly `scale` digits after the point: `-0.50`.
  std::string ToString() const;
};

/// One value of any type; `std::monostate` is NULL.
using Value = std::variant<std::monostate, bool, int64_t, double, Decimal, Date, Timestamp, std::string>;

inline bool IsNull(const Value& value) { return std::holds_alternative<std::monostate>(value); }

/// Text as in CSV: full precision, ISO dates, `true`/`false`, empty for NULL. Doubles: the fewest digits that
/// read back as the same double (`0.1`, `1e+300`, `inf`, `nan`), without an exponent from 1e-5 up to 1e15.
std::string ToText(const Value& value);

/// Numbers as a double; NULL, text and dates as NaN.
double ToDouble(const Value& value);

/// Values bound to `$name` in SQL. A statement takes those that it names; a name without a value is an error.
using Parameters = std::map<std::string, Value, std::less<>>;

/// A quoted identifier / text literal for generated SQL (never for a user's value: bind those).
std::string QuoteIdentifier(std::string_view name);
std::string QuoteText(std::string_view text);

}  // namespace tidewaiter::engine
