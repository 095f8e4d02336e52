#include "matching/candidates.h"

#include <algorithm>
#include <tuple>

namespace tidewaiter::matching {
namespace {

using Places = std::vector<uint32_t>;

/// Places of `items` in `order` whose key lies in [low, high].
template <class Key, class KeyOf>
std::span<const uint32_t> Within(const Places& order, const Key& low, const Key& high, KeyOf key_of) {
  const auto begin = std::lower_bound(order.begin(), order.end(), low,
                                      [&](uint32_t item, const Key& key) { return key_of(item) < key; });
  const auto end =
      std::upper_bound(begin, order.end(), high, [&](const Key& key, uint32_t item) { return key < key_of(item); });
  return {begin, end};
}

template <class KeyOf>
void SortBy(Places& places, KeyOf key_of) {
  std::sort(places.begin(), places.end(),
            [&](uint32_t a, uint32_t b) { return std::tuple(key_of(a), a) < std::tuple(key_of(b), b); });
}

/// Lines by counterparty and day, to walk away from a day in both directions.
class NearestInTime {
 public:
  NearestInTime(std::span<const Item> lines, std::span<const int64_t> left, bool by_counterparty)
      : lines_(lines), by_counterparty_(by_counterparty) {
    for (uint32_t line = 0; line < lines.size(); ++line) {
      const Item& item = lines[line];
      if (left[line] > 0 && item.day != kNoDay && (!by_counterparty || item.counterparty != kUnknown))
        order_.push_back(line);
    }
    SortBy(order_, [&](uint32_t line) { return KeyOf(lines_[line]); });
  }

  /// The nearest lines within the largest lags, at most `most` on each side of the payment's day.
  void Add(const Item& payment, size_t most, const Terms& terms, Places& found) const {
    if (by_counterparty_ && payment.counterparty == kUnknown) return;
    const int64_t day = payment.day == kNoDay ? 0 : payment.day;
    const int64_t before = payment.day == kNoDay ? kEver : terms.largest_arrears;
    const int64_t after = payment.day == kNoDay ? kEver : terms.largest_advance;
    const auto key_of = [&](uint32_t line) { return KeyOf(lines_[line]); };
    const uint32_t party = by_counterparty_ ? payment.counterparty : 0;
    const auto earlier = Within(order_, Key(party, day - before), Key(party, day - 1), key_of);
    const auto later = Within(order_, Key(party, day), Key(party, day + after), key_of);
    const auto last = earlier.last(std::min(most, earlier.size()));
    const auto first = later.first(std::min(most, later.size()));
    found.insert(found.end(), last.begin(), last.end());
    found.insert(found.end(), first.begin(), first.end());
  }

 private:
  using Key = std::tuple<uint32_t, int64_t>;
  static constexpr int64_t kEver = int64_t{1} << 40;

  Key KeyOf(const Item& line) const { return {by_counterparty_ ? line.counterparty : 0, line.day}; }

  std::span<const Item> lines_;
  bool by_counterparty_;
  Places order_;
};

}  // namespace

Candidates::Candidates(std::span<const Item> payments, std::span<const Item> lines, const Terms& terms)
    : payments_(payments), lines_(lines), terms_(terms), fits_(payments, lines, terms) {
  for (uint32_t line = 0; line < lines.size(); ++line) {
    (lines[line].day == kNoDay ? without_day_ : by_day_).push_back(line);
    if (lines[line].reference != kUnknown) by_reference_.push_back(line);
    by_amount_.push_back(line);
  }
  SortBy(by_day_, [&](uint32_t line) { return lines_[line].day; });
  SortBy(by_reference_, [&](uint32_t line) { return std::tuple(lines_[line].reference, lines_[line].day); });
  SortBy(by_amount_, [&](uint32_t line) { return lines_[line].amount; });
}

bool Candidates::MayAllBeListed() const {
  const auto pairs = static_cast<double>(payments_.size()) * static_cast<double>(lines_.size());
  return pairs <= static_cast<double>(terms_.most_pairs);
}

std::vector<Route> Candidates::All() const {
  std::vector<Route> routes;
  for (uint32_t payment = 0; payment < payments_.size(); ++payment) {
    for (uint32_t line = 0; line < lines_.size(); ++line) {
      const int64_t price = PairPrice(payments_[payment], lines_[line], Fits(payment, line), terms_);
      if (price < kOpenPrice) routes.push_back({payment, line, price});
    }
  }
  return routes;
}

std::vector<Route> Candidates::Some(std::span<const int64_t> payments_left, std::span<const int64_t> lines_left,
                                    size_t nearest) const {
  const NearestInTime of_party(lines_, lines_left, true);
  const NearestInTime of_all(lines_, lines_left, false);
  Places found;
  std::vector<Route> routes;
  for (uint32_t payment = 0; payment < payments_.size(); ++payment) {
    if (payments_left[payment] <= 0) continue;
    found.assign(without_day_.begin(),
                 without_day_.begin() + static_cast<ptrdiff_t>(std::min(nearest, without_day_.size())));
    AddReferred(payment, nearest, found);
    AddFitting(payment, nearest, found);
    of_party.Add(payments_[payment], nearest, terms_, found);
    of_all.Add(payments_[payment], nearest, terms_, found);
    std::erase_if(found, [&](uint32_t line) { return lines_left[line] <= 0; });
    AddRoutes(payment, found, routes);
  }
  return routes;
}

Tie Candidates::TieOf(uint32_t payment, uint32_t line, int64_t amount) const {
  const Item& paid = payments_[payment];
  const Item& declared = lines_[line];
  if (paid.reference != kUnknown && paid.reference == declared.reference) return Tie::kReference;
  const bool known = paid.counterparty != kUnknown && declared.counterparty != kUnknown;
  const bool other = known && paid.counterparty != declared.counterparty;
  const bool whole = AmountsFit(amount, std::min(paid.amount, declared.amount), terms_.tolerance);
  if (whole && !other && Fits(payment, line)) return Tie::kAmount;
  return known && !other ? Tie::kCounterparty : Tie::kBalance;
}

bool Candidates::Fits(uint32_t payment, uint32_t line) const {
  return AmountsFit(payments_[payment].amount, lines_[line].amount, terms_.tolerance) || fits_.Has(payment, line);
}

void Candidates::AddReferred(uint32_t payment, size_t most, Places& found) const {
  const uint32_t reference = payments_[payment].reference;
  if (reference == kUnknown) return;
  const auto lines = Within(by_reference_, reference, reference, [&](uint32_t line) { return lines_[line].reference; });
  const auto some = lines.first(std::min(most, lines.size()));
  found.insert(found.end(), some.begin(), some.end());
}

void Candidates::AddFitting(uint32_t payment, size_t most, Places& found) const {
  const auto pairs = fits_.pairs();
  for (auto pair = std::lower_bound(pairs.begin(), pairs.end(), AmountFits::Pair{payment, 0});
       pair != pairs.end() && pair->payment == payment; ++pair)
    found.push_back(pair->line);
  const int64_t amount = payments_[payment].amount;
  const auto amount_of = [&](uint32_t line) { return lines_[line].amount; };
  const auto margin = static_cast<int64_t>(terms_.tolerance * static_cast<double>(amount));
  const auto below = Within(by_amount_, amount - margin, amount - 1, amount_of);
  const auto above = Within(by_amount_, amount, amount + margin, amount_of);
  const auto last = below.last(std::min(most, below.size()));
  const auto first = above.first(std::min(most, above.size()));
  found.insert(found.end(), last.begin(), last.end());
  found.insert(found.end(), first.begin(), first.end());
}

void Candidates::AddRoutes(uint32_t payment, Places& found, std::vector<Route>& routes) const {
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  for (const uint32_t line : found) {
    const int64_t price = PairPrice(payments_[payment], lines_[line], Fits(payment, line), terms_);
    if (price < kOpenPrice) routes.push_back({payment, line, price});
  }
}

}  // namespace tidewaiter::matching
