#include "statistics/block_resampling.h"

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "statistics/robust_scale.h"
#include "statistics/upper_tails.h"

namespace tidewaiter::statistics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr int64_t kMostDraws = 1'000'000;

/// Sums of N series over blocks of periods, resampled together.
template <size_t N>
class CircularBlocks {
 public:
  using Sums = std::array<double, N>;

  CircularBlocks(const std::array<std::span<const double>, N>& series, size_t block, uint64_t seed)
      : periods_(series[0].size()), block_(std::min(block, periods_)), random_(seed) {
    rising_.resize(2 * periods_ + 1);
    for (size_t i = 0; i < 2 * periods_; ++i) {
      const bool whole =
          std::all_of(series.begin(), series.end(), [&](auto s) { return std::isfinite(s[i % periods_]); });
      for (size_t s = 0; s < N; ++s) rising_[i + 1][s] = rising_[i][s] + (whole ? series[s][i % periods_] : 0);
    }
  }

  Sums Whole() const { return rising_[periods_]; }

  Sums Draw() {
    Sums sums{};
    for (size_t left = periods_; left > 0;) {
      const size_t length = std::min(block_, left);
      const size_t begin = random_.Below(static_cast<uint32_t>(periods_));
      for (size_t s = 0; s < N; ++s) sums[s] += rising_[begin + length][s] - rising_[begin][s];
      left -= length;
    }
    return sums;
  }

 private:
  size_t periods_;
  size_t block_;
  Random random_;
  std::vector<Sums> rising_;  // sums of the first i periods, twice round
};

template <size_t N>
bool CanResample(const std::array<std::span<const double>, N>& series, int64_t block, int64_t draws) {
  const size_t periods = series[0].size();
  return periods > 0 && periods < (1U << 30U) && block >= 1 && draws >= 1 && draws <= kMostDraws &&
         std::all_of(series.begin(), series.end(), [&](auto s) { return s.size() == periods; });
}

/// Share of the draws below the lower bound: that of the plain percentile, less where there are few blocks.
double TailShare(double level, double blocks) {
  const boost::math::students_t_distribution<double> chance(blocks - 1);
  const double t = boost::math::quantile(boost::math::complement(chance, (1 - level) / 2));
  return NormalUpper(t * std::sqrt(blocks / (blocks - 1)));
}

}  // namespace

RatioInterval BlockRatioInterval(std::span<const double> numerator, std::span<const double> denominator, int64_t block,
                                 int64_t draws, double level, uint64_t seed) {
  const std::array series{numerator, denominator};
  if (!CanResample(series, block, draws) || !(level > 0 && level < 1)) return {kNan, kNan, kNan};
  CircularBlocks blocks(series, static_cast<size_t>(block), seed);
  const auto ratio = [](const std::array<double, 2>& sums) { return sums[1] == 0 ? kNan : sums[0] / sums[1]; };
  const double estimate = ratio(blocks.Whole());
  const double count = static_cast<double>(numerator.size()) / static_cast<double>(block);
  if (std::isnan(estimate) || count < 2) return {estimate, kNan, kNan};
  std::vector<double> ratios;
  for (int64_t draw = 0; draw < draws; ++draw) ratios.push_back(ratio(blocks.Draw()));
  ratios = SortedFinite(ratios);
  const double tail = TailShare(level, count);
  return {estimate, QuantileOfSorted(ratios, tail), QuantileOfSorted(ratios, 1 - tail)};
}

std::vector<double> DumpingDraws(const PriceSeries& home, const PriceSeries& us, int64_t block, int64_t draws,
                                 uint64_t seed) {
  const std::array series{home.values, home.masses, us.values, us.masses};
  if (!CanResample(series, block, draws)) return {};
  CircularBlocks blocks(series, static_cast<size_t>(block), seed);
  std::vector<double> margins;
  for (int64_t draw = 0; draw < draws; ++draw) {
    const auto [value_home, mass_home, value_us, mass_us] = blocks.Draw();
    if (value_home > 0 && mass_home > 0 && value_us > 0 && mass_us > 0)
      margins.push_back(value_home / mass_home / (value_us / mass_us) - 1);
  }
  std::sort(margins.begin(), margins.end());
  return margins;
}

}  // namespace tidewaiter::statistics
