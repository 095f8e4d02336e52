#include "matching/matcher.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <tuple>

#include "matching/candidates.h"
#include "matching/transport.h"

namespace tidewaiter::matching {
namespace {

constexpr size_t kFewestNearest = 8;
constexpr size_t kMostNearest = 2048;

/// The items that can be matched: payments one by one, lines that are alike put together.
struct Parts {
  std::vector<Item> items;
  std::vector<std::vector<uint32_t>> members;  ///< of each item, places in what was given
};

Parts EachAlone(std::span<const Item> given) {
  Parts parts;
  for (uint32_t place = 0; place < given.size(); ++place) {
    if (given[place].amount <= 0) continue;
    parts.items.push_back(given[place]);
    parts.members.push_back({place});
  }
  return parts;
}

auto LikenessOf(const Item& line) { return std::tuple(line.reference, line.day, line.counterparty, line.currency); }

Parts AlikeTogether(std::span<const Item> given) {
  Parts parts;
  std::vector<uint32_t> order;
  for (uint32_t place = 0; place < given.size(); ++place) {
    if (given[place].amount > 0) order.push_back(place);
  }
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    return std::tuple(LikenessOf(given[a]), a) < std::tuple(LikenessOf(given[b]), b);
  });
  for (const uint32_t place : order) {
    const Item& line = given[place];
    const bool alike =
        !parts.items.empty() && line.reference != kUnknown && LikenessOf(parts.items.back()) == LikenessOf(line);
    if (!alike) {
      parts.items.push_back(line);
      parts.members.push_back({place});
      continue;
    }
    parts.items.back().amount += line.amount;
    parts.members.back().push_back(place);
  }
  return parts;
}

std::vector<int64_t> AmountsOf(const std::vector<Item>& items) {
  std::vector<int64_t> amounts;
  amounts.reserve(items.size());
  for (const Item& item : items) amounts.push_back(item.amount);
  return amounts;
}

struct Flow {
  std::vector<Route> routes;
  std::vector<int64_t> units;
};

/// Round after round of the cheapest routes among the nearest; what is left looks further away.
Flow MatchGreedily(const Candidates& candidates, const Parts& payments, const Parts& lines) {
  std::vector<int64_t> payments_left = AmountsOf(payments.items);
  std::vector<int64_t> lines_left = AmountsOf(lines.items);
  Flow flow;
  for (size_t nearest = kFewestNearest; nearest <= kMostNearest; nearest *= 2) {
    const std::vector<Route> routes = candidates.Some(payments_left, lines_left, nearest);
    if (routes.empty()) break;
    const std::vector<int64_t> units = GreedyFlow(payments_left, lines_left, routes);
    for (size_t i = 0; i < routes.size(); ++i) {
      if (units[i] == 0) continue;
      flow.routes.push_back(routes[i]);
      flow.units.push_back(units[i]);
    }
  }
  return flow;
}

Flow MatchExactly(const Candidates& candidates, const Parts& payments, const Parts& lines) {
  Flow flow;
  flow.routes = candidates.All();
  flow.units = CheapestFlow(AmountsOf(payments.items), AmountsOf(lines.items), flow.routes);
  return flow;
}

int64_t PriceOf(const Flow& flow, const Parts& payments) {
  int64_t open = 0;
  int64_t price = 0;
  for (const Item& payment : payments.items) open += payment.amount;
  for (size_t i = 0; i < flow.routes.size(); ++i) {
    open -= flow.units[i];
    price += flow.units[i] * flow.routes[i].price;
  }
  return price + open * kOpenPrice;
}

/// Deals what flows to lines taken together out to them, in their order.
class Dealer {
 public:
  Dealer(std::span<const Item> given, const Parts& lines) : given_(given), lines_(lines), next_(lines.items.size(), 0) {
    for (const Item& line : given) left_.push_back(std::max<int64_t>(line.amount, 0));
  }

  void Deal(uint32_t payment, uint32_t part, int64_t units, Tie tie, std::vector<Pair>& pairs) {
    const std::vector<uint32_t>& members = lines_.members[part];
    while (units > 0) {
      const uint32_t line = members[next_[part]];
      const int64_t taken = std::min(units, left_[line]);
      if (taken > 0) pairs.push_back({payment, line, taken, tie});
      units -= taken;
      left_[line] -= taken;
      if (left_[line] == 0) ++next_[part];
    }
  }

 private:
  std::span<const Item> given_;
  const Parts& lines_;
  std::vector<size_t> next_;  ///< first member of a part that still takes
  std::vector<int64_t> left_;
};

bool IsCrumb(int64_t units, const Item& payment, const Item& line, double tolerance) {
  const auto smaller = static_cast<double>(std::min(payment.amount, line.amount));
  return static_cast<double>(units) <= tolerance * smaller;
}

/// Crumbs go; what they leave on both sides of a pair that stays goes there.
void GiveUpCrumbs(const Candidates& candidates, const Parts& payments, const Parts& lines, double tolerance,
                  Flow& flow) {
  std::vector<int64_t> payments_left = AmountsOf(payments.items);
  std::vector<int64_t> lines_left = AmountsOf(lines.items);
  for (size_t i = 0; i < flow.routes.size(); ++i) {
    const Route& route = flow.routes[i];
    int64_t& units = flow.units[i];
    const bool crumb = IsCrumb(units, payments.items[route.payment], lines.items[route.line], tolerance);
    if (crumb && candidates.TieOf(route.payment, route.line, units) != Tie::kReference) units = 0;
    payments_left[route.payment] -= units;
    lines_left[route.line] -= units;
  }
  for (size_t i = 0; i < flow.routes.size(); ++i) {
    const Route& route = flow.routes[i];
    if (flow.units[i] == 0) continue;
    const int64_t more = std::min(payments_left[route.payment], lines_left[route.line]);
    flow.units[i] += more;
    payments_left[route.payment] -= more;
    lines_left[route.line] -= more;
  }
}

}  // namespace

Matching Match(std::span<const Item> payments, std::span<const Item> lines, const Terms& terms) {
  const Parts paid = EachAlone(payments);
  const Parts declared = AlikeTogether(lines);
  const Candidates candidates(paid.items, declared.items, terms);
  Matching matching;
  matching.exact = candidates.MayAllBeListed();
  Flow flow = matching.exact ? MatchExactly(candidates, paid, declared) : MatchGreedily(candidates, paid, declared);
  matching.price = PriceOf(flow, paid);
  GiveUpCrumbs(candidates, paid, declared, terms.tolerance, flow);
  Dealer dealer(lines, declared);
  for (size_t i = 0; i < flow.routes.size(); ++i) {
    const Route& route = flow.routes[i];
    const Tie tie = candidates.TieOf(route.payment, route.line, flow.units[i]);
    dealer.Deal(paid.members[route.payment][0], route.line, flow.units[i], tie, matching.pairs);
  }
  std::sort(matching.pairs.begin(), matching.pairs.end(),
            [](const Pair& a, const Pair& b) { return std::tie(a.payment, a.line) < std::tie(b.payment, b.line); });
  return matching;
}

Result<std::vector<Matching>> MatchEach(std::span<const Company> companies, const Terms& terms, int workers,
                                        const RunControl& control) {
  std::vector<Matching> matchings(companies.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t at = next++; at < companies.size() && !control.Stopped(); at = next++)
      matchings[at] = Match(companies[at].payments, companies[at].lines, terms);
  };
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < workers; ++i) others.emplace_back(work);
    work();
  }
  TRY(control.Check());
  return matchings;
}

}  // namespace tidewaiter::matching
