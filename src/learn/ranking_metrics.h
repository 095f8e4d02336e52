#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"

namespace tidewaiter::learn {

/// A figure with its 95 % bootstrap interval (percentiles 2.5 and 97.5 over resamples).
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
  uint32_t subject = 0;  ///< number of the subject, 0 … n − 1, the same in all lists of the same subjects
};
using Ranking = std::vector<RankedOutcome>;

/// The same subjects (each once in each list) as the runs of one model rank them, such as those with several seeds.
using RankedPeriod = std::vector<Ranking>;

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

/// The same over several periods and runs. All periods have as many runs as the first; run i of each belongs together.
/// Figures are means over the runs. Periods are pooled without comparing scores across them: the budget is a share of
/// each period's list, precision the hits of all over the places of all; AUC counts pairs within a period, AP is the
/// mean over the violations of periods that hold both classes. A resample draws as many subjects of each period with
/// replacement, the same for every run, and as many runs: the interval holds for other subjects and other runs. The
/// number of subjects × runs takes the place of n in the bound on the work. One period with one run: as
/// MeasureRanking, where `subject` counts along the list.
Result<RankingQuality> MeasureRankings(std::span<const RankedPeriod> periods, std::span<const double> budgets,
                                       int resamples, uint64_t seed, const RunControl& control);

/// Two models on the same subjects.
struct RankingComparison {
  RankingQuality first, second;
  RankingQuality difference;  ///< each figure of the first less that of the second; base_rate is 0
};

/// Measures both as MeasureRankings does, and their difference by a paired bootstrap: each draw takes the same subjects
/// for both, so that what makes both better or worse falls out. The models may have different numbers of runs, which
/// are drawn for each model by itself. Both have the same subjects in each period (`bug` otherwise).
Result<RankingComparison> CompareRankings(std::span<const RankedPeriod> first, std::span<const RankedPeriod> second,
                                          std::span<const double> budgets, int resamples, uint64_t seed,
                                          const RunControl& control);

}  // namespace tidewaiter::learn
