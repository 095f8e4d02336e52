#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// How long something stayed open, in any unit, and whether its end was seen; else it was still open after that long.
struct Duration {
  double length = 0;
  bool ended = false;
};

/// From `length` on so many are still open.
struct SurvivalStep {
  double length = 0;
  int64_t at_risk = 0;  ///< open just before
  int64_t ended = 0;    ///< at this length
  double share = 1;     ///< still open after it
  double error = 0;     ///< standard error of `share` (Greenwood 1926); 0 once none is left
};

/// The share that stays open, as a step for each length at which one ended, rising in length. What was still open
/// counts as at risk at its own length. Lengths that are negative or no number are left out. O(n log n). Kaplan, E. L.,
/// Meier, P. (1958), "Nonparametric estimation from incomplete observations", JASA 53.
std::vector<SurvivalStep> KaplanMeier(std::span<const Duration> durations);

/// The share still open after this length; 1 before the first step.
double ShareOpenAfter(std::span<const SurvivalStep> curve, double length);

}  // namespace tidewaiter::statistics
