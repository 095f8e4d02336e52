#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/run_control.h"
#include "matching/terms.h"

namespace tidewaiter::matching {

/// So much of a payment goes to a line.
struct Pair {
  uint32_t payment = 0, line = 0;  ///< places in what was given
  int64_t amount = 0;              ///< above 0
  Tie tie = Tie::kBalance;
};

struct Matching {
  std::vector<Pair> pairs;  ///< ordered by payment, then line; each once
  int64_t price = 0;  ///< of all units: the sum of PairPrice, and kOpenPrice for each unit of a payment left open;
                      ///< before crumbs are dropped
  bool exact = true;  ///< false: greedy, since there were more than `most_pairs` possible pairs
};

/// Matches the payments of one company with the lines of its declarations at the least price (greedily above
/// `most_pairs`). Lines alike but for their amount (one declaration, day, counterparty and currency) are matched as
/// one, and take what comes in their order. A pair of less than the tolerance of both its sides is dropped, unless the
/// payment states the declaration: crumbs say nothing; what they leave goes to the pairs that stay. The amounts above 0
/// of a side add up to at most 10^14. The same input gives the same result. Memory: some 100 bytes for each possible
/// pair, at most `most_pairs` or 64 a payment.
Matching Match(std::span<const Item> payments, std::span<const Item> lines, const Terms& terms);

/// What one company paid and declared; not owned.
struct Company {
  std::span<const Item> payments, lines;
};

/// Match for each of many companies, by so many workers. Only the time depends on their number. `interrupted` between
/// two companies.
Result<std::vector<Matching>> MatchEach(std::span<const Company> companies, const Terms& terms, int workers,
                                        const RunControl& control);

}  // namespace tidewaiter::matching
