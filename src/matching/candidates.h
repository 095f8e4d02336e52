#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "matching/amount_fits.h"
#include "matching/terms.h"
#include "matching/transport.h"

namespace tidewaiter::matching {

/// The lines that a payment may go to.
class Candidates {
 public:
  Candidates(std::span<const Item> payments, std::span<const Item> lines, const Terms& terms);

  /// All pairs with a price below kOpenPrice, ordered by payment and line; none if there may be more than `most_pairs`.
  bool MayAllBeListed() const;
  std::vector<Route> All() const;

  /// For each payment with something left: lines with something left that it states, whose amount fits, and the
  /// `nearest` in time of its counterparty, and of all. Ordered as All.
  std::vector<Route> Some(std::span<const int64_t> payments_left, std::span<const int64_t> lines_left,
                          size_t nearest) const;

  Tie TieOf(uint32_t payment, uint32_t line, int64_t amount) const;

 private:
  using Places = std::vector<uint32_t>;

  bool Fits(uint32_t payment, uint32_t line) const;
  void AddReferred(uint32_t payment, size_t most, Places& found) const;
  void AddFitting(uint32_t payment, size_t most, Places& found) const;
  void AddRoutes(uint32_t payment, Places& found, std::vector<Route>& routes) const;

  std::span<const Item> payments_, lines_;
  const Terms& terms_;
  AmountFits fits_;
  Places by_day_;        ///< lines with a day
  Places without_day_;   ///< lines without
  Places by_reference_;  ///< lines with a reference, by it
  Places by_amount_;
};

}  // namespace tidewaiter::matching
