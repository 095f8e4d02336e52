#include "matching/matcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stop_token>

#include "base/random.h"

namespace tidewaiter::matching {
namespace {

constexpr uint32_t kUsd = 1;
constexpr uint32_t kSeller = 1;

Item Of(int64_t amount, int32_t day, uint32_t counterparty = kSeller, uint32_t reference = kUnknown) {
  return {amount, day, kUsd, counterparty, reference};
}

/// `payment>line:amount tie`, in order.
std::string Text(const Matching& matching) {
  std::string text;
  for (const Pair& pair : matching.pairs) {
    text += (text.empty() ? "" : " ") + std::to_string(pair.payment) + ">" + std::to_string(pair.line) + ":" +
            std::to_string(pair.amount) + "racb"[static_cast<size_t>(pair.tie)];
  }
  return text;
}

std::string Matched(const std::vector<Item>& payments, const std::vector<Item>& lines, const Terms& terms = {}) {
  return Text(Match(payments, lines, terms));
}

TEST(Matcher, PaysOneDeclarationWithOnePayment) { EXPECT_EQ(Matched({Of(1000, 10)}, {Of(1000, 40)}), "0>0:1000a"); }

TEST(Matcher, PaysManyWithOneAndOneWithMany) {
  EXPECT_EQ(Matched({Of(1000, 10)}, {Of(600, 40), Of(400, 45)}), "0>0:600a 0>1:400a");
  EXPECT_EQ(Matched({Of(600, 10), Of(400, 20)}, {Of(1000, 40)}), "0>0:600a 1>0:400a");
}

TEST(Matcher, TakesTheAmountThatFitsOverTheNearerDay) {
  EXPECT_EQ(Matched({Of(1000, 10)}, {Of(5000, 12), Of(990, 90)}), "0>1:990a");
}

TEST(Matcher, TakesTheRunOfADeclarationsLinesTogether) {
  const std::vector<Item> lines = {Of(300, 50, kSeller, 7), Of(500, 50, kSeller, 7), Of(200, 50, kSeller, 7),
                                   Of(2000, 20, kSeller, 8)};
  EXPECT_EQ(Matched({Of(1010, 20)}, lines), "0>0:300a 0>1:500a 0>2:200a");
  EXPECT_EQ(Matched({Of(400, 20, kSeller, 7)}, lines), "0>0:300r 0>1:100r");
}

TEST(Matcher, FollowsTheStatedDeclarationButNotBlindly) {
  EXPECT_EQ(Matched({Of(1000, 10, kSeller, 2)}, {Of(1000, 12, kSeller, 1), Of(5000, 200, kSeller, 2)}), "0>1:1000r");
  // Stated on both, which can take only one: the other goes where its amount fits.
  EXPECT_EQ(
      Matched({Of(1000, 10, kSeller, 2), Of(700, 10, kSeller, 2)}, {Of(700, 30, kSeller, 1), Of(1000, 30, kSeller, 2)}),
      "0>1:1000r 1>0:700a");
}

TEST(Matcher, PrefersTheSameCounterpartyThenNoneThenLeavesOpen) {
  EXPECT_EQ(Matched({Of(500, 10, 2)}, {Of(900, 10, 1), Of(700, 60, 2)}), "0>1:500c");
  EXPECT_EQ(Matched({Of(500, 10, 2)}, {Of(900, 10, 1), Of(700, 10, kUnknown)}), "0>1:500b");
  EXPECT_EQ(Matched({Of(500, 10, 2)}, {Of(900, 20, 1)}), "0>0:500b");
  EXPECT_EQ(Matched({Of(500, 10, 2)}, {Of(900, 20, 1)}, {.other_counterparty = 1}), "");
}

TEST(Matcher, DoesNotTakeAnAmountThatFitsWithAnotherCounterpartyForATie) {
  EXPECT_EQ(Matched({Of(500, 10, 2)}, {Of(500, 20, 1)}), "0>0:500b");
}

TEST(Matcher, PrefersTheSameCurrency) {
  EXPECT_EQ(Matched({{500, 10, 2, 1, 0}}, {{700, 10, 1, 1, 0}, {700, 30, 2, 1, 0}}), "0>1:500c");
}

TEST(Matcher, KeepsToTheLargestLags) {
  const Terms terms = {.largest_advance = 30, .largest_arrears = 60};
  EXPECT_EQ(Matched({Of(500, 100)}, {Of(500, 130)}, terms), "0>0:500a");
  EXPECT_EQ(Matched({Of(500, 100)}, {Of(500, 131)}, terms), "");
  EXPECT_EQ(Matched({Of(500, 100)}, {Of(500, 40)}, terms), "0>0:500a");
  EXPECT_EQ(Matched({Of(500, 100)}, {Of(500, 39)}, terms), "");
  EXPECT_EQ(Matched({Of(500, 100, kSeller, 3)}, {Of(500, 39, kSeller, 3)}, terms), "0>0:500r");
}

TEST(Matcher, IsFirstInFirstOut) {
  const std::vector<Item> lines = {Of(500, 0), Of(500, 30), Of(500, 60)};
  EXPECT_EQ(Matched({Of(500, 45), Of(500, 75), Of(500, 105)}, lines), "0>0:500a 1>1:500a 2>2:500a");
}

TEST(Matcher, LeavesOutWhatHasNoAmountAndBearsMissingDays) {
  const std::vector<Item> payments = {Of(0, 10), Of(-500, 10), Of(500, kNoDay)};
  EXPECT_EQ(Matched(payments, {Of(-500, 10), Of(500, 20), Of(0, 10)}), "2>1:500a");
  EXPECT_EQ(Matched({Of(500, 5)}, {Of(500, kNoDay)}), "0>0:500a");
  EXPECT_EQ(Matched({Of(500, kNoDay, kUnknown)}, {Of(500, kNoDay, kUnknown)}), "0>0:500a");
  EXPECT_EQ(Matched({}, {Of(500, 20)}), "");
  EXPECT_EQ(Matched({Of(500, 20)}, {}), "");
}

TEST(Matcher, DropsCrumbs) {
  EXPECT_EQ(Matched({Of(1020, 10), Of(1000, 10)}, {Of(1000, 10), Of(900, 11)}), "0>0:1000a 1>1:900c");
}

TEST(Matcher, MatchesDuplicatesOneByOne) {
  const Matching both = Match(std::vector{Of(500, 10), Of(500, 10)}, std::vector{Of(500, 20), Of(500, 20)}, {});
  ASSERT_EQ(both.pairs.size(), 2U);
  EXPECT_NE(both.pairs[0].line, both.pairs[1].line);
  EXPECT_EQ(Matched({Of(500, 10), Of(500, 10)}, {Of(500, 20)}).size(), std::string("0>0:500a").size());
}

/// A company with a few sellers, instalments and references of which some are wrong.
struct Trade {
  std::vector<Item> payments, lines;
};

Trade DrawnTrade(uint64_t seed, uint32_t declarations) {
  Random random(seed);
  Trade trade;
  for (uint32_t i = 0; i < declarations; ++i) {
    const auto day = static_cast<int32_t>(random.Below(720));
    const uint32_t seller = 1 + random.Below(8);
    const uint32_t currency = 1 + seller % 2;
    int64_t total = 0;
    for (uint32_t line = 0; line <= random.Below(3); ++line) {
      const auto amount = static_cast<int64_t>(std::exp(8 + 2 * random.Normal())) + 1;
      trade.lines.push_back({amount, day, currency, seller, i + 1});
      total += amount;
    }
    if (random.Below(10) == 0) continue;
    const uint32_t stated = random.Below(2) == 0 ? i + 1 : random.Below(declarations);
    const uint32_t payee = random.Below(12) == 0 ? kUnknown : seller;
    const int32_t paid = day + static_cast<int32_t>(random.Below(200)) - 80;
    trade.payments.push_back({total * (97 + random.Below(5)) / 100 + 1, paid, currency, payee, stated});
  }
  return trade;
}

void ExpectConserved(const Trade& trade, const Matching& matching) {
  std::vector<int64_t> paid(trade.payments.size(), 0);
  std::vector<int64_t> declared(trade.lines.size(), 0);
  for (const Pair& pair : matching.pairs) {
    EXPECT_GT(pair.amount, 0);
    paid[pair.payment] += pair.amount;
    declared[pair.line] += pair.amount;
  }
  for (size_t i = 0; i < paid.size(); ++i) EXPECT_LE(paid[i], trade.payments[i].amount);
  for (size_t i = 0; i < declared.size(); ++i) EXPECT_LE(declared[i], trade.lines[i].amount);
}

bool IsOrdered(const std::vector<Pair>& pairs) {
  return std::is_sorted(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::pair(a.payment, a.line) < std::pair(b.payment, b.line);
  });
}

void ExpectOrderAndConservation(const Trade& trade, int64_t most_pairs) {
  const Matching matching = Match(trade.payments, trade.lines, {.most_pairs = most_pairs});
  EXPECT_EQ(matching.exact, most_pairs > 0);
  ExpectConserved(trade, matching);
  EXPECT_TRUE(IsOrdered(matching.pairs));
  EXPECT_EQ(Text(matching), Text(Match(trade.payments, trade.lines, {.most_pairs = most_pairs})));
}

TEST(Matcher, ConservesMoneyAndOrdersPairsWhateverTheWay) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const Trade trade = DrawnTrade(seed, 40);
    ExpectOrderAndConservation(trade, 0);
    ExpectOrderAndConservation(trade, 1'000'000);
  }
}

TEST(Matcher, GreedyIsNearTheCheapest) {
  double exact = 0;
  double greedy = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const Trade trade = DrawnTrade(seed, 60);
    const int64_t cheapest = Match(trade.payments, trade.lines, {}).price;
    const int64_t near = Match(trade.payments, trade.lines, {.most_pairs = 0}).price;
    EXPECT_LE(cheapest, near);
    exact += static_cast<double>(cheapest);
    greedy += static_cast<double>(near);
  }
  RecordProperty("ratio", std::to_string(greedy / exact));
  EXPECT_LT(greedy / exact, 1.15);
}

TEST(Matcher, TakesTenThousandPaymentsOfOneCompany) {
  const Trade trade = DrawnTrade(7, 11'000);
  ASSERT_GT(trade.payments.size(), 9'500U);
  const Matching matching = Match(trade.payments, trade.lines, {});
  EXPECT_FALSE(matching.exact);
  ExpectConserved(trade, matching);
  const auto of = [](const std::vector<Item>& items) {
    return std::accumulate(items.begin(), items.end(), 0.0,
                           [](double sum, const Item& item) { return sum + static_cast<double>(item.amount); });
  };
  double matched = 0;
  for (const Pair& pair : matching.pairs) matched += static_cast<double>(pair.amount);
  EXPECT_GT(matched / of(trade.payments), 0.95);
}

TEST(Matcher, GivesTheSameByAnyNumberOfWorkers) {
  std::vector<Trade> trades;
  std::vector<Company> companies;
  for (uint64_t seed = 1; seed <= 30; ++seed) trades.push_back(DrawnTrade(seed, 25));
  for (const Trade& trade : trades) companies.push_back({trade.payments, trade.lines});
  const auto one = MatchEach(companies, {}, 1, {});
  const auto three = MatchEach(companies, {}, 3, {});
  ASSERT_TRUE(one.has_value() && three.has_value());
  for (size_t i = 0; i < companies.size(); ++i) EXPECT_EQ(Text((*one)[i]), Text((*three)[i]));
}

TEST(Matcher, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  const Trade trade = DrawnTrade(1, 5);
  const std::vector<Company> companies = {{trade.payments, trade.lines}};
  const auto matched = MatchEach(companies, {}, 2, {.stop = stop.get_token()});
  ASSERT_FALSE(matched.has_value());
  EXPECT_EQ(matched.error().code, ErrorCode::kInterrupted);
}

}  // namespace
}  // namespace tidewaiter::matching
