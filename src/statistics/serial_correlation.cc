#include "statistics/serial_correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace tidewaiter::statistics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Ranks with mean 0 and length 1, so that a sum of products is the correlation; empty for a constant series.
std::vector<double> UnitRanks(std::span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  const double middle = (static_cast<double>(values.size()) - 1) / 2;
  double squares = 0;
  for (size_t begin = 0; begin < order.size();) {
    size_t end = begin;
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double rank = static_cast<double>(begin + end - 1) / 2 - middle;
    for (size_t place = begin; place < end; ++place) ranks[order[place]] = rank;
    squares += rank * rank * static_cast<double>(end - begin);
    begin = end;
  }
  if (squares == 0) return {};
  for (double& rank : ranks) rank /= std::sqrt(squares);
  return ranks;
}

double RhoShifted(const std::vector<double>& first, const std::vector<double>& second, size_t shift) {
  const auto turn = second.begin() + static_cast<std::ptrdiff_t>(shift);
  const auto rest = first.begin() + (second.end() - turn);
  return std::inner_product(turn, second.end(), first.begin(), 0.0) +
         std::inner_product(second.begin(), turn, rest, 0.0);
}

bool IsSeries(std::span<const double> values) {
  return values.size() >= 3 &&
         std::none_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
}

}  // namespace

SerialCorrelation CorrelateByShifts(std::span<const double> first, std::span<const double> second, int nearest,
                                    int most_shifts) {
  if (first.size() != second.size() || !IsSeries(first) || !IsSeries(second)) return {kNan, kNan};
  const std::vector<double> a = UnitRanks(first);
  const std::vector<double> b = UnitRanks(second);
  if (a.empty() || b.empty()) return {kNan, kNan};
  const double rho = RhoShifted(a, b, 0);
  const auto least = static_cast<size_t>(std::max(nearest, 0)) + 1;
  const size_t available = a.size() > 2 * least ? a.size() + 1 - 2 * least : 0;
  const size_t shifts = std::min(available, static_cast<size_t>(std::max(most_shifts, 0)));
  constexpr double kRounding = 1e-12;
  int as_high = 0;
  for (size_t i = 0; i < shifts; ++i) {
    if (RhoShifted(a, b, least + i * available / shifts) >= rho - kRounding) ++as_high;
  }
  return {rho, (1.0 + as_high) / (1.0 + static_cast<double>(shifts))};
}

}  // namespace tidewaiter::statistics
