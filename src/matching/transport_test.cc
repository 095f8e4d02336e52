#include "matching/transport.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "matching/terms.h"

namespace tidewaiter::matching {
namespace {

struct Instance {
  std::vector<int64_t> payments, lines;
  std::vector<Route> routes;
};

/// Anywhere in the range, from the first case on.
template <class T>
rc::Gen<T> Between(T low, T high) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(low, high + 1));
}

Instance Drawn(int64_t most_amount, size_t most_items) {
  Instance instance;
  const auto side = [&] {
    const size_t items = *Between<size_t>(1, most_items);
    return *rc::gen::container<std::vector<int64_t>>(items, Between<int64_t>(1, most_amount));
  };
  instance.payments = side();
  instance.lines = side();
  for (uint32_t payment = 0; payment < instance.payments.size(); ++payment) {
    for (uint32_t line = 0; line < instance.lines.size(); ++line) {
      const int64_t price = *Between<int64_t>(0, kOpenPrice + 3000);
      if (price < kOpenPrice) instance.routes.push_back({payment, line, price});
    }
  }
  return instance;
}

int64_t PriceOf(const Instance& instance, const std::vector<int64_t>& flow) {
  int64_t price = kOpenPrice * std::accumulate(instance.payments.begin(), instance.payments.end(), int64_t{0});
  for (size_t i = 0; i < flow.size(); ++i) price += flow[i] * (instance.routes[i].price - kOpenPrice);
  return price;
}

/// Tries every flow.
int64_t LeastPrice(Instance& instance, size_t route, int64_t price) {
  if (route == instance.routes.size()) return price;
  const Route& way = instance.routes[route];
  int64_t& payment = instance.payments[way.payment];
  int64_t& line = instance.lines[way.line];
  int64_t least = std::numeric_limits<int64_t>::max();
  const int64_t most = std::min(payment, line);
  for (int64_t units = 0; units <= most; ++units) {
    payment -= units;
    line -= units;
    least = std::min(least, LeastPrice(instance, route + 1, price + units * (way.price - kOpenPrice)));
    payment += units;
    line += units;
  }
  return least;
}

void ExpectWithinAmounts(const Instance& instance, const std::vector<int64_t>& flow) {
  std::vector<int64_t> payments = instance.payments;
  std::vector<int64_t> lines = instance.lines;
  for (size_t i = 0; i < flow.size(); ++i) {
    RC_ASSERT(flow[i] >= 0);
    RC_ASSERT((payments[instance.routes[i].payment] -= flow[i]) >= 0);
    RC_ASSERT((lines[instance.routes[i].line] -= flow[i]) >= 0);
  }
}

RC_GTEST_PROP(Transport, IsAsCheapAsTheBestOfAllFlows, ()) {
  Instance instance = Drawn(4, 3);
  const std::vector<int64_t> flow = CheapestFlow(instance.payments, instance.lines, instance.routes);
  RC_ASSERT(flow.size() == instance.routes.size());
  ExpectWithinAmounts(instance, flow);
  const int64_t price = PriceOf(instance, flow);
  RC_ASSERT(price == LeastPrice(instance, 0, PriceOf(instance, {})));
}

RC_GTEST_PROP(Transport, GreedyIsNoCheaperAndLeavesNothingThatFits, ()) {
  const Instance instance = Drawn(1'000'000'000, 12);
  const std::vector<int64_t> flow = CheapestFlow(instance.payments, instance.lines, instance.routes);
  std::vector<int64_t> payments = instance.payments;
  std::vector<int64_t> lines = instance.lines;
  const std::vector<int64_t> greedy = GreedyFlow(payments, lines, instance.routes);
  ExpectWithinAmounts(instance, flow);
  ExpectWithinAmounts(instance, greedy);
  RC_ASSERT(PriceOf(instance, flow) <= PriceOf(instance, greedy));
  for (const Route& route : instance.routes) RC_ASSERT(payments[route.payment] == 0 || lines[route.line] == 0);
}

TEST(Transport, GivesUpTheCheapestPairForTheCheaperWhole) {
  const std::vector<int64_t> payments = {10, 10};
  const std::vector<int64_t> lines = {10, 10};
  const std::vector<Route> routes = {{0, 0, 0}, {0, 1, 100}, {1, 0, 100}};
  EXPECT_EQ(CheapestFlow(payments, lines, routes), (std::vector<int64_t>{0, 10, 10}));
  std::vector<int64_t> payments_left = payments;
  std::vector<int64_t> lines_left = lines;
  EXPECT_EQ(GreedyFlow(payments_left, lines_left, routes), (std::vector<int64_t>{10, 0, 0}));
}

TEST(Transport, TakesNothingForNothing) {
  EXPECT_TRUE(CheapestFlow({}, {}, {}).empty());
  EXPECT_TRUE(CheapestFlow(std::vector<int64_t>{5}, {}, {}).empty());
}

TEST(Transport, StaysExactAtTheLargestAmounts) {
  const std::vector<int64_t> payments = {50'000'000'000'000, 49'999'999'999'999};
  const std::vector<int64_t> lines = {99'999'999'999'998};
  const std::vector<Route> routes = {{0, 0, 9'999}, {1, 0, 1}};
  EXPECT_EQ(CheapestFlow(payments, lines, routes), (std::vector<int64_t>{49'999'999'999'999, 49'999'999'999'999}));
}

}  // namespace
}  // namespace tidewaiter::matching
