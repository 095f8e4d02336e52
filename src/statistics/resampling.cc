#include "statistics/resampling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// How often each of `periods` comes in one draw: blocks of neighbours, the end joined to the beginning.
void Draw(Random& random, size_t periods, int block, std::vector<int>& times) {
  std::fill(times.begin(), times.end(), 0);
  for (size_t drawn = 0; drawn < periods;) {
    const size_t start = random.Below(static_cast<uint32_t>(periods));
    for (int i = 0; i < std::max(block, 1) && drawn < periods; ++i, ++drawn) {
      ++times[(start + static_cast<size_t>(i)) % periods];
    }
  }
}

template <size_t kSeries>
using Rows = std::vector<std::array<double, kSeries>>;

/// The periods in which all series are known; none where their lengths differ.
template <size_t kSeries>
Rows<kSeries> KnownRows(const std::array<std::span<const double>, kSeries>& series) {
  Rows<kSeries> rows;
  for (const auto& one : series) {
    if (one.size() != series[0].size()) return rows;
  }
  for (size_t i = 0; i < series[0].size(); ++i) {
    std::array<double, kSeries> row{};
    for (size_t k = 0; k < kSeries; ++k) row[k] = series[k][i];
    if (std::all_of(row.begin(), row.end(), [](double value) { return std::isfinite(value); })) rows.push_back(row);
  }
  return rows;
}

template <size_t kSeries>
std::array<double, kSeries> Sums(const Rows<kSeries>& rows, const std::vector<int>& times) {
  std::array<double, kSeries> sums{};
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t k = 0; k < kSeries; ++k) sums[k] += times[i] * rows[i][k];
  }
  return sums;
}

/// The figure of the sums of each draw that is a number, rising.
template <size_t kSeries, class Figure>
std::vector<double> Drawn(const Rows<kSeries>& rows, const BlockDraws& how, Figure figure) {
  Random random(how.seed);
  std::vector<int> times(rows.size());
  std::vector<double> figures;
  figures.reserve(static_cast<size_t>(how.draws));
  for (int draw = 0; draw < how.draws && !rows.empty(); ++draw) {
    Draw(random, rows.size(), how.block, times);
    const double value = figure(Sums(rows, times));
    if (std::isfinite(value)) figures.push_back(value);
  }
  std::sort(figures.begin(), figures.end());
  return figures;
}

double Ratio(const std::array<double, 2>& sums) { return sums[1] == 0 ? kNaN : sums[0] / sums[1]; }

double PriceGap(const std::array<double, 4>& sums) {
  const bool known = sums[0] > 0 && sums[1] > 0 && sums[2] > 0 && sums[3] > 0;
  return known ? (sums[0] / sums[1]) / (sums[2] / sums[3]) - 1 : kNaN;
}

}  // namespace

Interval RatioInterval(std::span<const double> numerator, std::span<const double> denominator, double level,
                       const BlockDraws& how) {
  const Rows<2> rows = KnownRows<2>({numerator, denominator});
  if (rows.empty()) return {kNaN, kNaN, kNaN};
  const double value = Ratio(Sums(rows, std::vector<int>(rows.size(), 1)));
  const std::vector<double> drawn = Drawn(rows, how, Ratio);
  if (drawn.empty()) return {value, kNaN, kNaN};
  const double tail = (1 - std::clamp(level, 0.0, 1.0)) / 2;
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(drawn.size() - 1);
    return drawn[static_cast<size_t>(std::llround(place))];
  };
  return {value, at(tail), at(1 - tail)};
}

std::vector<double> PriceGapDraws(const PricePair& prices, const BlockDraws& how) {
  const Rows<4> rows = KnownRows<4>({prices.value_there, prices.mass_there, prices.value_here, prices.mass_here});
  return Drawn(rows, how, PriceGap);
}

}  // namespace tidewaiter::statistics
