#include "statistics/survival.h"

#include <algorithm>
#include <cmath>

namespace tidewaiter::statistics {

std::vector<SurvivalStep> KaplanMeier(std::span<const Duration> durations) {
  std::vector<Duration> sorted;
  for (const Duration& duration : durations) {
    if (duration.length >= 0) sorted.push_back(duration);
  }
  std::sort(sorted.begin(), sorted.end(), [](const Duration& a, const Duration& b) { return a.length < b.length; });
  std::vector<SurvivalStep> curve;
  double share = 1;
  double variance = 0;  // of ln share
  for (size_t begin = 0; begin < sorted.size();) {
    size_t end = begin;
    int64_t ended = 0;
    for (; end < sorted.size() && sorted[end].length == sorted[begin].length; ++end) ended += sorted[end].ended ? 1 : 0;
    const auto at_risk = static_cast<int64_t>(sorted.size() - begin);
    if (ended > 0) {
      const auto left = static_cast<double>(at_risk - ended);
      share *= left / static_cast<double>(at_risk);
      variance += left > 0 ? static_cast<double>(ended) / (static_cast<double>(at_risk) * left) : 0;
      curve.push_back({sorted[begin].length, at_risk, ended, share, share * std::sqrt(variance)});
    }
    begin = end;
  }
  return curve;
}

double ShareOpenAfter(std::span<const SurvivalStep> curve, double length) {
  const auto above = std::upper_bound(curve.begin(), curve.end(), length,
                                      [](double value, const SurvivalStep& step) { return value < step.length; });
  return above == curve.begin() ? 1 : (above - 1)->share;
}

}  // namespace tidewaiter::statistics
