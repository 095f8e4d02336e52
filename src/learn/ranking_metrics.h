#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"

namespace tidewaiter::learn {

/// A figure with its 95 % bootstrap interval (percentiles 2.5 and 97.5 over resamples of the ranked subjects).
struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

/// One ranked subject: best first. `positive`: it was a violation. `revenue`: recovered, in KRW (0 where unknown).
/// `score` only decides ties for the area under the curve; the list's order is the ranking.
struct RankedOutcome {
  double score = 0;
  bool positive = false;
  double revenue = 0;
};

/// What inspecting the first `share` of the list would have found.
struct AtBudget {
  double share = 0;                 ///< of the list, e.g. 0.05
  int64_t inspected = 0;            ///< ceil(share × n), at least 1
  Estimate precision;               ///< violations / inspected
  Estimate recall;                  ///< violations found / all violations; NaN where there are none
  Estimate lift;                    ///< precision / base rate; NaN where there are no violations
  std::optional<Estimate> revenue;  ///< share of all revenue that was found; none where no revenue is known
};

struct RankingQuality {
  int64_t subjects = 0;
  int64_t positives = 0;
  double base_rate = 0;  ///< = precision by chance
  std::vector<AtBudget> budgets;
  Estimate roc_auc;            ///< ties count half (Mann–Whitney)
  Estimate average_precision;  ///< Σ (Rₖ − Rₖ₋₁) Pₖ over distinct scores, as in scikit-learn
};

/// Measures a ranking in O(n) for each of `resamples` bootstrap draws (fewer above a million subjects, so that n ×
/// draws stays under 10⁹, but at least 20). The same `seed` gives the same intervals on every machine. Equal scores
/// are those of neighbours in the list (NaN equals NaN). Without resamples the bounds are NaN. Fails with
/// `evaluate.no_outcomes` for an empty list and `parameter.out_of_range` for a budget outside 0–1; with one class
/// only, AUC and AP are NaN.
Result<RankingQuality> MeasureRanking(std::span<const RankedOutcome> ranking, std::span<const double> budgets,
                                      int resamples, uint64_t seed, const RunControl& control);

}  // namespace tidewaiter::learn
