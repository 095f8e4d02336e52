#pragma once

#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "matching/terms.h"

namespace tidewaiter::matching {

/// Payments and lines whose amounts belong together: one payment for several lines, or several payments for one. Such
/// a set is a run: of one counterparty and currency, known both, next to each other in time, two to twelve, whose sum
/// is the other side's amount within the tolerance. For each item the run with the least difference is taken, of equals
/// the nearest in time. (One payment for one line needs no list: AmountsFit.)
class AmountFits {
 public:
  AmountFits(std::span<const Item> payments, std::span<const Item> lines, const Terms& terms);

  bool Has(uint32_t payment, uint32_t line) const;
  /// Ordered by payment, then line; each once.
  struct Pair {
    uint32_t payment = 0, line = 0;
    bool operator==(const Pair&) const = default;
    bool operator<(const Pair& other) const { return std::tie(payment, line) < std::tie(other.payment, other.line); }
  };
  std::span<const Pair> pairs() const { return pairs_; }

 private:
  std::vector<Pair> pairs_;
};

}  // namespace tidewaiter::matching
