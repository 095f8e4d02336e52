#include "statistics/multiple_testing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tidewaiter::statistics {

std::vector<double> FalseDiscoveryRates(std::span<const double> ps) {
  std::vector<size_t> order;
  for (size_t i = 0; i < ps.size(); ++i) {
    if (!std::isnan(ps[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return ps[a] < ps[b]; });
  std::vector<double> rates(ps.size(), std::numeric_limits<double>::quiet_NaN());
  const auto tests = static_cast<double>(order.size());
  double least = 1;
  for (size_t place = order.size(); place-- > 0;) {
    least = std::min(least, ps[order[place]] * tests / static_cast<double>(place + 1));
    rates[order[place]] = least;
  }
  return rates;
}

}  // namespace tidewaiter::statistics
