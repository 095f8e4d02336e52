#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tidewaiter::matching {

/// Money may go from a payment to a line at a price, at most kOpenPrice − 1, for each unit.
struct Route {
  uint32_t payment = 0, line = 0;
  int64_t price = 0;
};

/// Units that go along each route, at least cost: the sum of units times price, and kOpenPrice for each unit of a
/// payment that goes nowhere. No payment sends and no line takes more than its amount. Amounts are above 0 and add up
/// to at most 10^14 on either side. Routes are ordered by payment, each pair once. The transportation problem with a
/// node for what stays open, by the network simplex algorithm (LEMON). The same input gives the same flow.
std::vector<int64_t> CheapestFlow(std::span<const int64_t> payments, std::span<const int64_t> lines,
                                  std::span<const Route> routes);

/// The same greedily: the cheapest route first, of equals the earlier one, each with as much as it takes. Takes the
/// amounts that are left and leaves what remains of them. Any order of routes.
std::vector<int64_t> GreedyFlow(std::span<int64_t> payments_left, std::span<int64_t> lines_left,
                                std::span<const Route> routes);

}  // namespace tidewaiter::matching
