#pragma once

#include <cstdint>
#include <limits>

namespace tidewaiter::matching {

/// A code that stands for "not known": currencies, counterparties and references are numbered from 1.
inline constexpr uint32_t kUnknown = 0;
inline constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();

/// A payment, or one line of an import declaration, of one company. Equal codes mean the same thing on both sides.
struct Item {
  int64_t amount = 0;    ///< in whole units of one money, the same for all items of the company; ≤ 0 is never matched
  int32_t day = kNoDay;  ///< days since 1970: paid, declared
  uint32_t currency = kUnknown;
  uint32_t counterparty = kUnknown;
  uint32_t reference = kUnknown;  ///< payment: declaration stated; line: its declaration
};

/// What it costs to leave one unit of a payment open while one unit of imports stays open too: prices are parts of it.
inline constexpr int64_t kOpenPrice = 10'000;

/// What counts as near. docs/concepts/matching.md explains each number.
struct Terms {
  double tolerance = 0.03;        ///< share by which amounts that belong together may differ
  int32_t largest_advance = 365;  ///< days from the payment to a later declaration
  int32_t largest_arrears = 365;  ///< days from the declaration to a later payment
  double pair = 0.3;              ///< price of any pair
  double lag = 0.5;               ///< further price of the largest lag
  double unknown_counterparty = 0.1, other_counterparty = 0.5, other_currency = 0.15;  ///< further prices
  double by_reference = 0.1;     ///< factor on the sum where the payment states the declaration
  double by_amount = 0.3;        ///< factor where the amounts fit
  int64_t most_pairs = 200'000;  ///< with more possible pairs the company is matched greedily
};

/// What a pair rests on, the strongest first.
enum class Tie : uint8_t { kReference, kAmount, kCounterparty, kBalance };

/// Days from the payment to the declaration: above 0 an advance, below 0 arrears. Both days are known.
inline int32_t LagDays(const Item& payment, const Item& line) { return line.day - payment.day; }
inline bool LagIsKnown(const Item& payment, const Item& line) { return payment.day != kNoDay && line.day != kNoDay; }

/// The amounts differ by at most the tolerance, of the larger.
bool AmountsFit(int64_t first, int64_t second, double tolerance);

/// Price of matching one unit of the payment with the line, 0 … kOpenPrice; kOpenPrice: they may not be matched.
/// `fits`: their amounts belong together, alone or with others of the same counterparty.
int64_t PairPrice(const Item& payment, const Item& line, bool fits, const Terms& terms);

}  // namespace tidewaiter::matching
