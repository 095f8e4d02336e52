#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/calendar_periods.h"
#include "analysis/judgement.h"
#include "analysis/run_model.h"
#include "learn/calibration.h"
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
  std::optional<CalendarUnit> rolling;      ///< each calendar period by itself, then all pooled
  const content::Model* against = nullptr;  ///< takes those of the parameters that it has
  std::string only;                         ///< `column=value` of the model's own columns: judge such findings alone
  std::string by;                           ///< figures by group of this column (group_source.h); empty: none
};

/// One part of a rolling evaluation.
struct PeriodEvaluation {
  CalendarPeriod period;
  store::RunRecord run;
  int64_t ranked = 0, with_outcome = 0;
  std::optional<learn::RankingQuality> model;  ///< none where no outcome is known
  std::optional<learn::RankingQuality> simple_rule;
};

/// Another model on the subjects that both rank.
struct AgainstEvaluation {
  store::RunRecord run;
  int seeds = 1;
  learn::RankingComparison figures;  ///< first: the evaluated model
  int64_t left_out = 0;              ///< subjects with an outcome that not every run of both ranks
};

struct Evaluation {
  store::RunRecord run;  ///< the first, where there are several seeds or periods
  learn::RankingQuality model;
  std::optional<learn::RankingQuality> simple_rule;  ///< on the same subjects
  LocalisedText simple_rule_name;
  int64_t ranked = 0;          ///< findings; as the counts below of the first run of each period
  int64_t with_outcome = 0;    ///< of them, those whose outcome is known
  bool selected_only = false;  ///< no outcome comes from a random inspection: figures hold for inspected goods only
  int seeds = 1;               ///< runs that the figures are means of
  std::optional<learn::Reliability> calibration;  ///< where the findings have a column `chance`; mean over the seeds
  std::vector<PeriodEvaluation> periods;          ///< rolling only; the figures above pool them
  std::optional<AgainstEvaluation> against;
  std::optional<TruthFigures> truth;   ///< judged by a truth file; of the first run
  std::optional<GroupFigures> groups;  ///< selected: within the top 10 % of the judged list
  std::vector<std::string> warnings;
};

/// Ranks the period with the outcomes of its first day and later hidden (and as of its last day), then judges by those
/// outcomes (positive when any inspection of the subject found a violation; findings without one are left out), or by
/// the truth file (its subjects are positive, all others are not; without a period the model runs as `run` does, and
/// nothing that is known is hidden; an empty file stands for a nation without crimes). Measured at 1, 2, 5 and 10 % of
/// the list. The simple rule ranks the same subjects, those that it does not name last, ties by subject. Rolling does
/// so for each calendar period by itself. Several runs are judged on the subjects that all of them rank.
/// `model.unsupported` for a model without `from` and `to` (a truth file needs none, but rolling does) or without an
/// outcome to judge by, and for two models that do not share these; `evaluate.no_outcomes` when no ranked subject of
/// any period has one.
Result<Evaluation> Evaluate(const store::Workspace& workspace, store::RunStore& runs, engine::Warehouse& warehouse,
                            const content::Datasets& datasets, const EvaluateRequest& request,
                            const RunControl& control);

}  // namespace tidewaiter::analysis
