#include "analysis/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "analysis/judgement.h"
#include "analysis/model_inputs.h"
#include "analysis/run_files.h"
#include "statistics/sql_functions.h"

namespace tidewaiter::analysis {
namespace {

using learn::Estimate;
using learn::RankingQuality;

constexpr std::array kBudgets = {0.01, 0.02, 0.05, 0.10};
constexpr std::string_view kOutcomes = "inspection_result";

struct Period {
  Date from, to;
};

bool ScoresAPeriod(const content::Model& model) {
  return model.FindParameter("from") != nullptr && model.FindParameter("to") != nullptr;
}

Status CheckSupported(const EvaluateRequest& request) {
  const content::Model& model = *request.model;
  const bool period_asked = request.from || request.to || !request.truth;
  if (period_asked && !ScoresAPeriod(model)) {
    return Fail(ErrorCode::kModelUnsupported, fmt::format("the model scores no period ({})", model.id),
                "judge it by a truth file: --truth FILE");
  }
  if (!request.truth && model.evaluation.outcome_subject.empty()) {
    return Fail(ErrorCode::kModelUnsupported,
                fmt::format("no inspection judges the subjects of this model ({})", model.id),
                "judge it by a truth file: --truth FILE");
  }
  return {};
}

/// Mean of each figure over the runs.
Estimate Mean(const std::vector<RankingQuality>& runs, const std::function<Estimate(const RankingQuality&)>& figure) {
  Estimate mean;
  for (const RankingQuality& run : runs) {
    const Estimate estimate = figure(run);
    mean.value += estimate.value;
    mean.low += estimate.low;
    mean.high += estimate.high;
  }
  const auto count = static_cast<double>(runs.size());
  return {mean.value / count, mean.low / count, mean.high / count};
}

RankingQuality Mean(const std::vector<RankingQuality>& runs) {
  RankingQuality mean = runs.front();
  mean.roc_auc = Mean(runs, [](const RankingQuality& run) { return run.roc_auc; });
  mean.average_precision = Mean(runs, [](const RankingQuality& run) { return run.average_precision; });
  mean.base_rate = 0;
  for (const RankingQuality& run : runs) mean.base_rate += run.base_rate / static_cast<double>(runs.size());
  for (size_t i = 0; i < mean.budgets.size(); ++i) {
    learn::AtBudget& at = mean.budgets[i];
    at.precision = Mean(runs, [i](const RankingQuality& run) { return run.budgets[i].precision; });
    at.recall = Mean(runs, [i](const RankingQuality& run) { return run.budgets[i].recall; });
    at.lift = Mean(runs, [i](const RankingQuality& run) { return run.budgets[i].lift; });
    const auto knows = [i](const RankingQuality& run) { return run.budgets[i].revenue.has_value(); };
    at.revenue.reset();
    if (!std::all_of(runs.begin(), runs.end(), knows)) continue;
    at.revenue = Mean(runs, [i](const RankingQuality& run) { return *run.budgets[i].revenue; });
  }
  return mean;
}

/// One evaluation: its parts share the workspace, the warehouse at one snapshot, and the request.
class Evaluator {
 public:
  Evaluator(const store::Workspace& workspace, store::RunStore& runs, engine::Warehouse& warehouse,
            const content::Datasets& datasets, const EvaluateRequest& request, const RunControl& control)
      : workspace_(workspace),
        runs_(runs),
        warehouse_(warehouse),
        datasets_(datasets),
        request_(request),
        model_(*request.model),
        control_(control) {}

  Result<Evaluation> Run();

 private:
  Result<std::optional<Period>> ScoredPeriod();
  Result<store::RunRecord> RunModel(int seed);
  Status Judge(const store::RunRecord& run, Evaluation& evaluation);
  Status TakeOutcomes(Judgement& judgement);
  Result<RankingQuality> Measure(const std::vector<learn::RankedOutcome>& ranking);
  Status JudgeSimpleRule(engine::LocalSession& session, Judgement& judgement, const store::RunRecord& run);

  const store::Workspace& workspace_;
  store::RunStore& runs_;
  engine::Warehouse& warehouse_;
  const content::Datasets& datasets_;
  const EvaluateRequest& request_;
  const content::Model& model_;
  const RunControl& control_;
  engine::SnapshotId snapshot_;
  RelationOf relation_;
  std::optional<Period> period_;
  std::vector<RankingQuality> models_, rules_;
};

Result<std::optional<Period>> Evaluator::ScoredPeriod() {
  if (!ScoresAPeriod(model_)) return std::nullopt;
  std::map<std::string, std::string> given = request_.parameters;
  if (request_.from) given["from"] = request_.from->ToString();
  if (request_.to) given["to"] = request_.to->ToString();
  const std::unique_ptr<engine::LocalSession> session = TRY(warehouse_.OpenSession());
  ModelInputs inputs(*session, model_, datasets_, relation_, {});
  const engine::Parameters values = TRY(inputs.Resolve(given, control_));
  const auto* const from = std::get_if<Date>(&values.at("from"));
  const auto* const to = std::get_if<Date>(&values.at("to"));
  if (from == nullptr || to == nullptr) {
    return Fail(ErrorCode::kModelUnsupported, fmt::format("the model's from and to are no dates ({})", model_.id));
  }
  return Period{*from, *to};
}

Result<store::RunRecord> Evaluator::RunModel(int seed) {
  RunRequest run;
  run.model = &model_;
  run.parameters = request_.parameters;
  run.snapshot = snapshot_;
  if (period_) {
    run.parameters["from"] = period_->from.ToString();
    run.parameters["to"] = period_->to.ToString();
    run.as_of = period_->to;
    run.outcomes_before = period_->from;
  }
  if (seed > 0) run.parameters["seed"] = std::to_string(seed);
  return ModelRunner(workspace_, runs_, warehouse_, datasets_).Run(run, control_);
}

Status Evaluator::TakeOutcomes(Judgement& judgement) {
  if (request_.truth) return judgement.TakeTruth(*request_.truth, control_);
  const auto inspections = relation_(std::string(kOutcomes));
  if (!inspections) {
    return Fail(ErrorCode::kNoOutcomes, "no inspection results were ever loaded",
                "tidewaiter load inspection_result FILE");
  }
  return judgement.TakeInspections(*inspections, model_.evaluation.outcome_subject, period_->from, period_->to,
                                   control_);
}

Result<RankingQuality> Evaluator::Measure(const std::vector<learn::RankedOutcome>& ranking) {
  control_.progress->Begin({"measuring the ranking", "순위의 정확도 계산 중"});
  return learn::MeasureRanking(ranking, kBudgets, request_.resamples, request_.seed, control_);
}

Status Evaluator::JudgeSimpleRule(engine::LocalSession& session, Judgement& judgement, const store::RunRecord& run) {
  TRY(statistics::RegisterSqlFunctions(session));
  ModelInputs inputs(session, model_, datasets_, relation_, {run.as_of, run.outcomes_before});
  TRY(inputs.CreateViews());
  const engine::Parameters parameters = TRY(inputs.Resolve(run.parameters, control_));
  const std::vector<learn::RankedOutcome> ranking =
      TRY(judgement.RuleRanking(model_.evaluation.simple_rule_sql, parameters, control_));
  rules_.push_back(TRY(Measure(ranking)));
  return {};
}

Status Evaluator::Judge(const store::RunRecord& run, Evaluation& evaluation) {
  const std::unique_ptr<engine::LocalSession> session = TRY(warehouse_.OpenSession());
  Judgement judgement(*session);
  TRY(TakeOutcomes(judgement));
  TRY(judgement.Join(TRY(RunRelation(workspace_, *session, run, "findings")), control_));
  const std::string& subject = request_.truth ? model_.findings.subject_type : model_.evaluation.outcome_subject;
  const Judgement::Counts counts = TRY(judgement.Count(subject, control_));
  if (counts.judged == 0 || counts.known == 0) {
    return Fail(ErrorCode::kNoOutcomes,
                fmt::format("no outcome is known for the ranked subjects ({} findings, {} outcomes)", run.findings,
                            counts.known),
                "choose a period that was inspected, or --truth FILE");
  }
  const std::vector<learn::RankedOutcome> ranking = TRY(judgement.ModelRanking(control_));
  models_.push_back(TRY(Measure(ranking)));
  if (!model_.evaluation.simple_rule_sql.empty()) TRY(JudgeSimpleRule(*session, judgement, run));
  if (models_.size() > 1) return {};
  evaluation.run = run;
  evaluation.ranked = run.findings;
  evaluation.with_outcome = counts.judged;
  evaluation.selected_only = !request_.truth && counts.random == 0;
  evaluation.warnings = run.warnings;
  if (counts.positives_unranked > 0) {
    evaluation.warnings.push_back(
        fmt::format("{} violations are of subjects that the model did not rank; recall counts the ranked ones only",
                    counts.positives_unranked));
  }
  return {};
}

Result<Evaluation> Evaluator::Run() {
  snapshot_ = TRY(warehouse_.CurrentSnapshot());
  relation_ = TRY(RelationsAt(warehouse_, snapshot_));
  period_ = TRY(ScoredPeriod());
  Evaluation evaluation;
  evaluation.simple_rule_name = model_.evaluation.simple_rule;
  const bool seeded = model_.FindParameter("seed") != nullptr && request_.seeds > 1;
  if (!seeded) TRY(Judge(TRY(RunModel(0)), evaluation));
  for (int seed = 1; seeded && seed <= request_.seeds; ++seed) TRY(Judge(TRY(RunModel(seed)), evaluation));
  evaluation.model = Mean(models_);
  if (!rules_.empty()) evaluation.simple_rule = Mean(rules_);
  return evaluation;
}

}  // namespace

Result<Evaluation> Evaluate(const store::Workspace& workspace, store::RunStore& runs, engine::Warehouse& warehouse,
                            const content::Datasets& datasets, const EvaluateRequest& request,
                            const RunControl& control) {
  TRY(CheckSupported(request));
  return Evaluator(workspace, runs, warehouse, datasets, request, control).Run();
}

}  // namespace tidewaiter::analysis
