#include "statistics/divergence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

int64_t Total(std::span<const int64_t> counts) { return std::accumulate(counts.begin(), counts.end(), int64_t{0}); }

bool IsMix(std::span<const int64_t> counts) {
  return Total(counts) > 0 && std::all_of(counts.begin(), counts.end(), [](int64_t count) { return count >= 0; });
}

/// count · log₂(count / expected), 0 for none.
double Surprise(int64_t count, double expected) {
  return count == 0 ? 0 : static_cast<double>(count) * std::log2(static_cast<double>(count) / expected);
}

/// Bits of two mixes that hold these kinds together.
double Bits(std::span<const int64_t> first, std::span<const int64_t> both) {
  const auto all = static_cast<double>(Total(both));
  const double share = static_cast<double>(Total(first)) / all;
  double sum = 0;
  for (size_t kind = 0; kind < both.size(); ++kind) {
    const auto expected = static_cast<double>(both[kind]);
    sum += Surprise(first[kind], expected * share) + Surprise(both[kind] - first[kind], expected * (1 - share));
  }
  return std::max(0.0, sum / all);
}

std::vector<int64_t> Together(std::span<const int64_t> first, std::span<const int64_t> second) {
  std::vector<int64_t> both(first.begin(), first.end());
  for (size_t kind = 0; kind < both.size(); ++kind) both[kind] += second[kind];
  return both;
}

}  // namespace

Divergence JensenShannon(std::span<const int64_t> first, std::span<const int64_t> second) {
  if (first.size() != second.size() || !IsMix(first) || !IsMix(second)) return {kNan, kNan};
  const std::vector<int64_t> both = Together(first, second);
  const auto kinds = static_cast<double>(std::count_if(both.begin(), both.end(), [](int64_t n) { return n > 0; }));
  return {Bits(first, both), (kinds - 1) / (2 * static_cast<double>(Total(both)) * std::log(2.0))};
}

double PermutationP(std::span<const int64_t> first, std::span<const int64_t> second, int deals, uint64_t seed) {
  const double observed = JensenShannon(first, second).bits;
  if (std::isnan(observed)) return kNan;
  const std::vector<int64_t> both = Together(first, second);
  std::vector<uint32_t> cards;
  for (uint32_t kind = 0; kind < both.size(); ++kind) cards.insert(cards.end(), static_cast<size_t>(both[kind]), kind);
  // The smaller hand is dealt; which of the two it is makes no difference.
  const auto hand = static_cast<size_t>(std::min(Total(first), Total(second)));
  constexpr double kRounding = 1e-12;
  int as_far = 0;
  Random random(seed);
  std::vector<int64_t> dealt(both.size());
  for (int deal = 0; deal < deals; ++deal) {
    std::fill(dealt.begin(), dealt.end(), 0);
    for (size_t i = 0; i < hand; ++i) {
      std::swap(cards[i], cards[i + random.Below(static_cast<uint32_t>(cards.size() - i))]);
      ++dealt[cards[i]];
    }
    if (Bits(dealt, both) >= observed - kRounding) ++as_far;
  }
  return (1.0 + as_far) / (1.0 + deals);
}

}  // namespace tidewaiter::statistics
