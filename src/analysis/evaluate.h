#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/run_model.h"
#include "learn/ranking_metrics.h"

namespace tidewaiter::analysis {

struct EvaluateRequest {
  const content::Model* model = nullptr;
  std::map<std::string, std::string> parameters;
  std::optional<Date> from, to;  ///< scored period; sets the model's `from` and `to`
  std::optional<std::filesystem::path>
      truth;      ///< CSV subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on
  int seeds = 1;  ///< above 1: runs with seed 1…n where the model has a `seed`; figures are means over them
  int resamples = 1000;
  uint64_t seed = 1;
};

struct Evaluation {
  store::RunRecord run;  ///< the first, where there are several seeds; so are the counts below
  learn::RankingQuality model;
  std::optional<learn::RankingQuality> simple_rule;  ///< on the same subjects
  LocalisedText simple_rule_name;
  int64_t ranked = 0;          ///< findings
  int64_t with_outcome = 0;    ///< of them, those whose outcome is known
  bool selected_only = false;  ///< no outcome comes from a random inspection: figures hold for inspected goods only
  std::vector<std::string> warnings;
};

/// Ranks the period with the outcomes of its first day and later hidden (and as of its last day), then judges by those
/// outcomes (positive when any inspection of the subject found a violation; findings without one are left out), or by
/// the truth file (its subjects are positive, all others are not). Measured at 1, 2, 5 and 10 % of the list. The simple
/// rule ranks the same subjects, those that it does not name last, ties by subject. `model.unsupported` for a model
/// without `from` and `to` (a truth file needs none) or without an outcome to judge by; `evaluate.no_outcomes` when no
/// ranked subject has one.
Result<Evaluation> Evaluate(const store::Workspace& workspace, store::RunStore& runs, engine::Warehouse& warehouse,
                            const content::Datasets& datasets, const EvaluateRequest& request,
                            const RunControl& control);

}  // namespace tidewaiter::analysis
