#include "matching/amount_fits.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <tuple>

namespace tidewaiter::matching {
namespace {

constexpr size_t kLongestRun = 12;
constexpr size_t kMostStarts = 64;  // looked at around a day, each way

/// The items of one side by counterparty, currency and day; those without one of them left out.
class Timelines {
 public:
  explicit Timelines(std::span<const Item> items) : items_(items) {
    for (uint32_t item = 0; item < items.size(); ++item) {
      const Item& it = items[item];
      if (it.counterparty != kUnknown && it.currency != kUnknown && it.day != kNoDay && it.amount > 0)
        order_.push_back(item);
    }
    std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) { return KeyOf(a) < KeyOf(b); });
  }

  /// The run of this side that fits the other side's item best; the largest lags are those after and before its day.
  std::span<const uint32_t> BestRun(const Item& target, int32_t days_after, int32_t days_before,
                                    double tolerance) const {
    const auto [begin, end] = WithinDays(target, days_after, days_before);
    const size_t day = Lower(target, target.day);
    const size_t first = std::max(begin, day - std::min(day, kMostStarts));
    const size_t last = std::min(end, day + kMostStarts);
    std::span<const uint32_t> best;
    std::tuple<int64_t, int64_t> best_distance;
    for (size_t start = first; start < last; ++start) {
      const std::span<const uint32_t> run = RunFrom(start, end, target.amount, tolerance);
      if (run.empty()) continue;
      const std::tuple distance{std::abs(SumOf(run) - target.amount), std::abs(items_[run[0]].day - target.day)};
      if (!best.empty() && best_distance <= distance) continue;
      best = run;
      best_distance = distance;
    }
    return best;
  }

 private:
  std::tuple<uint32_t, uint32_t, int32_t, uint32_t> KeyOf(uint32_t item) const {
    return {items_[item].counterparty, items_[item].currency, items_[item].day, item};
  }

  /// First place of the target's counterparty and currency on or after the day.
  size_t Lower(const Item& target, int64_t day) const {
    const std::tuple<uint32_t, uint32_t, int64_t> key{target.counterparty, target.currency, day};
    const auto before = [&](uint32_t item, const auto& wanted) {
      return std::tuple<uint32_t, uint32_t, int64_t>(items_[item].counterparty, items_[item].currency,
                                                     items_[item].day) < wanted;
    };
    return static_cast<size_t>(std::lower_bound(order_.begin(), order_.end(), key, before) - order_.begin());
  }

  std::pair<size_t, size_t> WithinDays(const Item& target, int64_t days_after, int64_t days_before) const {
    return {Lower(target, target.day - days_before), Lower(target, target.day + days_after + 1)};
  }

  /// Two items or more from `start` on that add up to the amount; empty where none do. Of several, the nearest sum.
  std::span<const uint32_t> RunFrom(size_t start, size_t end, int64_t amount, double tolerance) const {
    int64_t sum = 0;
    size_t best = 0;
    int64_t best_difference = 0;
    for (size_t length = 1; length <= kLongestRun && start + length <= end; ++length) {
      sum += items_[order_[start + length - 1]].amount;
      const int64_t difference = std::abs(sum - amount);
      const bool fits = length > 1 && AmountsFit(sum, amount, tolerance);
      if (fits && (best == 0 || difference < best_difference)) best = length, best_difference = difference;
      if (sum > amount && !AmountsFit(sum, amount, tolerance)) break;
    }
    return std::span(order_).subspan(start, best);
  }

  int64_t SumOf(std::span<const uint32_t> run) const {
    return std::accumulate(run.begin(), run.end(), int64_t{0},
                           [&](int64_t sum, uint32_t item) { return sum + items_[item].amount; });
  }

  std::span<const Item> items_;
  std::vector<uint32_t> order_;
};

bool CanHaveRun(const Item& item) {
  return item.amount > 0 && item.counterparty != kUnknown && item.currency != kUnknown && item.day != kNoDay;
}

}  // namespace

AmountFits::AmountFits(std::span<const Item> payments, std::span<const Item> lines, const Terms& terms) {
  const Timelines paid(payments);
  const Timelines declared(lines);
  for (uint32_t payment = 0; payment < payments.size(); ++payment) {
    const Item& target = payments[payment];
    if (!CanHaveRun(target)) continue;
    for (const uint32_t line : declared.BestRun(target, terms.largest_advance, terms.largest_arrears, terms.tolerance))
      pairs_.push_back({payment, line});
  }
  for (uint32_t line = 0; line < lines.size(); ++line) {
    const Item& target = lines[line];
    if (!CanHaveRun(target)) continue;
    for (const uint32_t payment : paid.BestRun(target, terms.largest_arrears, terms.largest_advance, terms.tolerance))
      pairs_.push_back({payment, line});
  }
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
}

bool AmountFits::Has(uint32_t payment, uint32_t line) const {
  return std::binary_search(pairs_.begin(), pairs_.end(), Pair{payment, line});
}

}  // namespace tidewaiter::matching
