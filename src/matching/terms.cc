#include "matching/terms.h"

#include <algorithm>
#include <cmath>

namespace tidewaiter::matching {
namespace {

/// Convex, so that equal lags cost less than one short and one long: first in, first out. 1 where a day is missing.
double LagShare(const Item& payment, const Item& line, const Terms& terms) {
  if (!LagIsKnown(payment, line)) return 1;
  const int32_t lag = LagDays(payment, line);
  if (lag == 0) return 0;
  const double largest = lag > 0 ? terms.largest_advance : terms.largest_arrears;
  const double share = std::abs(lag) / std::max(largest, 1.0);
  return (share + share * share) / 2;
}

bool IsWithinLags(const Item& payment, const Item& line, const Terms& terms) {
  if (!LagIsKnown(payment, line)) return true;
  const int32_t lag = LagDays(payment, line);
  return lag <= terms.largest_advance && -lag <= terms.largest_arrears;
}

}  // namespace

bool AmountsFit(int64_t first, int64_t second, double tolerance) {
  const int64_t larger = std::max(first, second);
  return static_cast<double>(larger - std::min(first, second)) <= tolerance * static_cast<double>(larger);
}

int64_t PairPrice(const Item& payment, const Item& line, bool fits, const Terms& terms) {
  const bool referred = payment.reference != kUnknown && payment.reference == line.reference;
  if (!referred && !IsWithinLags(payment, line, terms)) return kOpenPrice;
  double price = terms.pair + terms.lag * std::min(LagShare(payment, line, terms), 1.0);
  const bool unknown = payment.counterparty == kUnknown || line.counterparty == kUnknown;
  const bool other = !unknown && payment.counterparty != line.counterparty;
  if (unknown) price += terms.unknown_counterparty;
  if (other) price += terms.other_counterparty;
  if (payment.currency == kUnknown || payment.currency != line.currency) price += terms.other_currency;
  if (fits && !other) price *= terms.by_amount;
  // A stated declaration of another party is as often a wrong number.
  if (referred) price *= other && !fits ? std::max(terms.by_reference, terms.by_amount) : terms.by_reference;
  return std::min(static_cast<int64_t>(std::llround(price * static_cast<double>(kOpenPrice))), kOpenPrice);
}

}  // namespace tidewaiter::matching
