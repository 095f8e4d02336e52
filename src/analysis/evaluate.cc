#include "analysis/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "analysis/group_source.h"
#include "analysis/model_inputs.h"
#include "analysis/run_files.h"
#include "base/text.h"
#include "statistics/sql_functions.h"

namespace tidewaiter::analysis {
namespace {

using learn::RankedPeriod;

constexpr std::array kBudgets = {0.01, 0.02, 0.05, 0.10};
constexpr size_t kGroupBudget = 3;
constexpr std::string_view kOutcomes = "inspection_result";
constexpr std::string_view kChance = "chance";

bool ScoresAPeriod(const content::Model& model) {
  return model.FindParameter("from") != nullptr && model.FindParameter("to") != nullptr;
}

Status CheckModel(const EvaluateRequest& request, const content::Model& model) {
  const bool period_asked = request.from || request.to || !request.truth || request.rolling;
  if (period_asked && !ScoresAPeriod(model)) {
    return Fail(ErrorCode::kModelUnsupported, fmt::format("the model scores no period ({})", model.id),
                request.rolling ? "judge it without --rolling" : "judge it by a truth file: --truth FILE");
  }
  if (!request.truth && model.evaluation.outcome_subject.empty()) {
    return Fail(ErrorCode::kModelUnsupported,
                fmt::format("no inspection judges the subjects of this model ({})", model.id),
                "judge it by a truth file: --truth FILE");
  }
  return {};
}

/// `only` is an equation of one of the model's own columns.
Status CheckOnly(const EvaluateRequest& request) {
  if (request.only.empty()) return {};
  const size_t sign = request.only.find('=');
  const std::vector<std::string>& own = request.model->findings.own_columns;
  const bool known =
      sign != std::string::npos && std::find(own.begin(), own.end(), request.only.substr(0, sign)) != own.end();
  if (known) return {};
  return Fail(ErrorCode::kUsage, fmt::format("--only names no column of the model's own ({})", request.only),
              fmt::format("write COLUMN=VALUE with one of: {}", Join(own, ", ")));
}

Status CheckSupported(const EvaluateRequest& request) {
  TRY(CheckModel(request, *request.model));
  TRY(CheckOnly(request));
  if (request.against == nullptr) return {};
  TRY(CheckModel(request, *request.against));
  const bool same_outcomes =
      request.truth || request.model->evaluation.outcome_subject == request.against->evaluation.outcome_subject;
  if (same_outcomes && ScoresAPeriod(*request.model) == ScoresAPeriod(*request.against)) return {};
  return Fail(ErrorCode::kModelUnsupported,
              fmt::format("the models do not judge the same subjects of a period ({}, {})", request.model->id,
                          request.against->id),
              "compare models of the same kind of subject");
}

LocalisedText operator+(const LocalisedText& first, const LocalisedText& second) {
  return {first.en + second.en, first.ko + second.ko};
}

/// Says before each step which of several runs it belongs to.
class PrefixedProgress final : public ProgressSink {
 public:
  PrefixedProgress(ProgressSink& sink, LocalisedText prefix) : sink_(sink), prefix_(std::move(prefix)) {}

  void Begin(const LocalisedText& step) override { sink_.Begin(prefix_ + step); }
  void Advance(double share) override { sink_.Advance(share); }
  void Note(const LocalisedText& sentence) override { sink_.Note(sentence); }

 private:
  ProgressSink& sink_;
  LocalisedText prefix_;
};

/// `2021-02, 2 of 3: `
LocalisedText PlaceText(const std::string& name, size_t number, size_t count) {
  return {fmt::format("{}, {} of {}: ", name, number, count), fmt::format("{}, {}/{}: ", name, number, count)};
}

LocalisedText SeedText(int seed, int seeds) {
  if (seeds == 1) return {};
  return {fmt::format("seed {} of {}: ", seed, seeds), fmt::format("난수 초기값 {}/{}: ", seed, seeds)};
}

/// What the runs of one model ranked in one period, and what came of it.
struct JudgedRuns {
  std::vector<store::RunRecord> runs;
  std::vector<RankedFindings> findings;
  Judgement::Counts counts;
  RankedPeriod lists;
  std::vector<std::vector<double>> chances;  // by run
  learn::Ranking rule;                       // empty: no rule

  bool any() const { return counts.judged > 0 && (counts.known > 0 || counts.clean); }
};

RankedFindings FindingsOf(const content::Model& model, std::string relation) {
  const std::vector<std::string>& own = model.findings.own_columns;
  return {std::move(relation), std::find(own.begin(), own.end(), kChance) != own.end()};
}

/// Chances and outcomes of one run over all periods.
learn::Reliability Reliable(const std::vector<JudgedRuns>& periods, size_t run) {
  std::vector<double> chances;
  std::vector<uint8_t> positive;
  for (const JudgedRuns& period : periods) {
    if (!period.any()) continue;
    for (size_t i = 0; i < period.chances[run].size(); ++i) {
      if (std::isnan(period.chances[run][i])) continue;
      chances.push_back(period.chances[run][i]);
      positive.push_back(period.lists[run][i].positive ? 1 : 0);
    }
  }
  return learn::MeasureReliability(chances, positive, std::vector<float>(chances.size(), 1.0F));
}

/// Bin by bin; runs of the same subjects have as many bins.
learn::Reliability MeanReliability(const std::vector<JudgedRuns>& periods, size_t runs) {
  learn::Reliability mean = Reliable(periods, 0);
  for (size_t run = 1; run < runs; ++run) {
    const learn::Reliability other = Reliable(periods, run);
    mean.calibration_error += other.calibration_error;
    mean.brier += other.brier;
    mean.bins.resize(std::min(mean.bins.size(), other.bins.size()));
    for (size_t i = 0; i < mean.bins.size(); ++i) {
      mean.bins[i].mean_chance += other.bins[i].mean_chance;
      mean.bins[i].observed += other.bins[i].observed;
    }
  }
  const auto count = static_cast<double>(runs);
  mean.calibration_error /= count;
  mean.brier /= count;
  for (learn::ReliabilityBin& bin : mean.bins) {
    bin = {bin.rows, bin.mean_chance / count, bin.observed / count};
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
  Result<std::vector<std::optional<CalendarPeriod>>> Periods();
  Result<store::RunRecord> RunModel(const content::Model& model, int seed, const std::optional<CalendarPeriod>& period,
                                    const RunControl& control);
  Result<JudgedRuns> RunSeeds(const content::Model& model, const std::optional<CalendarPeriod>& period,
                              const LocalisedText& prefix);
  Result<JudgedRuns> JudgePeriod(const std::optional<CalendarPeriod>& period, const LocalisedText& prefix);
  Status Take(Judgement& judgement, JudgedRuns& judged, const std::optional<CalendarPeriod>& period, Same same);
  Result<std::string> FindingsRelation(engine::LocalSession& session, const store::RunRecord& run, bool wanted = true);
  Result<std::string> OtherFindings(engine::LocalSession& session, const store::RunRecord& run);
  Status TakeRule(engine::LocalSession& session, Judgement& judgement, JudgedRuns& judged);
  Result<learn::RankingQuality> Measure(const std::vector<RankedPeriod>& periods);
  Result<GroupFigures> Groups(engine::LocalSession& session, Judgement& judgement, const JudgedRuns& judged);
  Status Summarise(const std::vector<JudgedRuns>& periods);
  Status MeasurePeriods(const std::vector<JudgedRuns>& periods,
                        const std::vector<std::optional<CalendarPeriod>>& calendar);
  Status Compare(const JudgedRuns& own, const std::optional<CalendarPeriod>& period);
  void AddWarnings(const std::vector<store::RunRecord>& runs);
  int SeedsOf(const content::Model& model) const { return model.FindParameter("seed") == nullptr ? 1 : request_.seeds; }
  const std::string& Subject() const {
    return request_.truth ? model_.findings.subject_type : model_.evaluation.outcome_subject;
  }

  const store::Workspace& workspace_;
  store::RunStore& runs_;
  engine::Warehouse& warehouse_;
  const content::Datasets& datasets_;
  const EvaluateRequest& request_;
  const content::Model& model_;
  const RunControl& control_;
  engine::SnapshotId snapshot_;
  RelationOf relation_;
  std::optional<GroupSource> group_source_;
  Evaluation evaluation_;
};

/// The periods to rank, one after the other; a model that scores none has an empty one.
Result<std::vector<std::optional<CalendarPeriod>>> Evaluator::Periods() {
  std::vector<std::optional<CalendarPeriod>> periods;
  const bool as_run = request_.truth && !request_.from && !request_.rolling;
  if (!ScoresAPeriod(model_) || as_run) {
    periods.emplace_back();
    return periods;
  }
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
  if (!request_.rolling) {
    periods.emplace_back(CalendarPeriod{"", *from, *to});
    return periods;
  }
  for (CalendarPeriod& period : SplitPeriod(*from, *to, *request_.rolling)) periods.emplace_back(std::move(period));
  if (!periods.empty()) return periods;
  return Fail(ErrorCode::kParameterOutOfRange,
              fmt::format("the period ends before it begins ({}, {})", from->ToString(), to->ToString()),
              "give --from a day that is not after --to");
}

Result<store::RunRecord> Evaluator::RunModel(const content::Model& model, int seed,
                                             const std::optional<CalendarPeriod>& period, const RunControl& control) {
  RunRequest run;
  run.model = &model;
  for (const auto& [name, value] : request_.parameters) {
    const bool takes = &model == &model_ || model.FindParameter(name) != nullptr;
    if (takes) run.parameters[name] = value;
  }
  run.snapshot = snapshot_;
  if (period) {
    run.parameters["from"] = period->from.ToString();
    run.parameters["to"] = period->to.ToString();
    run.as_of = period->to;
    run.outcomes_before = period->from;
  }
  if (seed > 0) run.parameters["seed"] = std::to_string(seed);
  return ModelRunner(workspace_, runs_, warehouse_, datasets_).Run(run, control);
}

Result<JudgedRuns> Evaluator::RunSeeds(const content::Model& model, const std::optional<CalendarPeriod>& period,
                                       const LocalisedText& prefix) {
  JudgedRuns judged;
  const int seeds = SeedsOf(model);
  for (int seed = 1; seed <= seeds; ++seed) {
    TRY(control_.Check());
    PrefixedProgress progress(*control_.progress, prefix + SeedText(seed, seeds));
    RunControl control = control_;
    control.progress = &progress;
    judged.runs.push_back(TRY(RunModel(model, seeds > 1 ? seed : 0, period, control)));
  }
  return judged;
}

/// Joins the runs, of whichever models, with the outcomes.
Status Evaluator::Take(Judgement& judgement, JudgedRuns& judged, const std::optional<CalendarPeriod>& period,
                       Same same) {
  if (request_.truth) {
    TRY(judgement.TakeTruth(*request_.truth, control_));
  } else {
    const auto inspections = relation_(std::string(kOutcomes));
    if (!inspections) {
      return Fail(ErrorCode::kNoOutcomes, "no inspection results were ever loaded",
                  "tidewaiter load inspection_result FILE");
    }
    TRY(judgement.TakeInspections(*inspections, model_.evaluation.outcome_subject, period->from, period->to, control_));
  }
  const std::string others = TRY(OtherFindings(judgement.session(), judged.runs.front()));
  if (!others.empty()) TRY(judgement.LeaveOut(others, control_));
  TRY(judgement.Join(judged.findings, same, control_));
  judged.counts = TRY(judgement.Count(Subject(), control_));
  for (JudgedList& list : TRY(judgement.Lists(control_))) {
    judged.lists.push_back(std::move(list.ranking));
    judged.chances.push_back(std::move(list.chances));
  }
  return {};
}

/// A run's findings: those that are to be judged, or the others.
Result<std::string> Evaluator::FindingsRelation(engine::LocalSession& session, const store::RunRecord& run,
                                                bool wanted) {
  std::string relation = TRY(RunRelation(workspace_, session, run, "findings"));
  if (request_.only.empty()) return relation;
  const size_t sign = request_.only.find('=');
  return fmt::format("(select * from {} where cast({} as varchar) is {} distinct from {})", relation,
                     engine::QuoteIdentifier(request_.only.substr(0, sign)), wanted ? "not" : "",
                     engine::QuoteText(request_.only.substr(sign + 1)));
}

/// Those that are not to be judged; empty where all are.
Result<std::string> Evaluator::OtherFindings(engine::LocalSession& session, const store::RunRecord& run) {
  if (request_.only.empty()) return std::string();
  return FindingsRelation(session, run, false);
}

Status Evaluator::TakeRule(engine::LocalSession& session, Judgement& judgement, JudgedRuns& judged) {
  if (model_.evaluation.simple_rule_sql.empty() || !judged.any()) return {};
  const store::RunRecord& run = judged.runs.front();
  TRY(statistics::RegisterSqlFunctions(session));
  ModelInputs inputs(session, model_, datasets_, relation_, {run.as_of, run.outcomes_before});
  TRY(inputs.CreateViews());
  const engine::Parameters parameters = TRY(inputs.Resolve(run.parameters, control_));
  judged.rule = TRY(judgement.RuleRanking(model_.evaluation.simple_rule_sql, parameters, control_));
  return {};
}

Result<GroupFigures> Evaluator::Groups(engine::LocalSession& session, Judgement& judgement, const JudgedRuns& judged) {
  const std::string sql =
      TRY(GroupSql(session, *group_source_, datasets_, relation_, judged.findings.front().relation));
  const int64_t places =
      TRY(learn::MeasureRanking(judged.lists.front(), kBudgets, 0, 1, {})).budgets[kGroupBudget].inspected;
  GroupFigures groups = TRY(judgement.Groups(sql, places, control_));
  groups.column = request_.by;
  return groups;
}

Result<JudgedRuns> Evaluator::JudgePeriod(const std::optional<CalendarPeriod>& period, const LocalisedText& prefix) {
  JudgedRuns judged = TRY(RunSeeds(model_, period, prefix));
  const std::unique_ptr<engine::LocalSession> session = TRY(warehouse_.OpenSession());
  for (const store::RunRecord& run : judged.runs) {
    judged.findings.push_back(FindingsOf(model_, TRY(FindingsRelation(*session, run))));
  }
  Judgement judgement(*session);
  TRY(Take(judgement, judged, period, Same::kTypeAndId));
  if (request_.truth) {
    evaluation_.truth = TRY(judgement.Truth(judged.findings.front().relation, kBudgets, control_));
    evaluation_.truth->announced = judged.runs.front().expected_false_alarms;
  }
  if (group_source_ && judged.any()) evaluation_.groups = TRY(Groups(*session, judgement, judged));
  TRY(TakeRule(*session, judgement, judged));
  return judged;
}

Result<learn::RankingQuality> Evaluator::Measure(const std::vector<RankedPeriod>& periods) {
  control_.progress->Begin({"measuring the ranking", "순위의 정확도 계산 중"});
  return learn::MeasureRankings(periods, kBudgets, request_.resamples, request_.seed, control_);
}

/// Counts, figures and calibration of all periods together.
Status Evaluator::Summarise(const std::vector<JudgedRuns>& periods) {
  std::vector<RankedPeriod> lists;
  std::vector<RankedPeriod> rules;
  Judgement::Counts all;
  for (const JudgedRuns& period : periods) {
    evaluation_.ranked += period.runs.front().findings;
    all.judged += period.counts.judged;
    all.random += period.counts.random;
    all.known += period.counts.known;
    all.left_out += period.counts.left_out;
    all.positives_unranked += period.counts.positives_unranked;
    if (!period.any()) continue;
    lists.push_back(period.lists);
    if (!period.rule.empty()) rules.push_back({period.rule});
  }
  if (lists.empty()) {
    return Fail(ErrorCode::kNoOutcomes,
                fmt::format("no outcome is known for the ranked subjects ({} findings, {} outcomes)",
                            evaluation_.ranked, all.known),
                "choose a period that was inspected, or --truth FILE");
  }
  evaluation_.run = periods.front().runs.front();
  evaluation_.with_outcome = all.judged;
  evaluation_.selected_only = !request_.truth && all.random == 0;
  evaluation_.model = TRY(Measure(lists));
  if (!rules.empty()) evaluation_.simple_rule = TRY(Measure(rules));
  const bool has_chance = periods.front().findings.front().has_chance;
  if (has_chance) evaluation_.calibration = MeanReliability(periods, static_cast<size_t>(evaluation_.seeds));
  if (all.left_out > 0) {
    evaluation_.warnings.push_back(
        fmt::format("{} subjects with an outcome are left out, since not every seed ranks them", all.left_out));
  }
  if (all.positives_unranked > 0) {
    evaluation_.warnings.push_back(
        fmt::format("{} violations are of subjects that the model did not rank; recall counts the ranked ones only",
                    all.positives_unranked));
  }
  return {};
}

Status Evaluator::MeasurePeriods(const std::vector<JudgedRuns>& periods,
                                 const std::vector<std::optional<CalendarPeriod>>& calendar) {
  for (size_t i = 0; i < periods.size(); ++i) {
    const JudgedRuns& judged = periods[i];
    PeriodEvaluation& period = evaluation_.periods.emplace_back();
    period.period = *calendar[i];
    period.run = judged.runs.front();
    period.ranked = period.run.findings;
    period.with_outcome = judged.counts.judged;
    if (!judged.any()) continue;
    period.model = TRY(Measure({judged.lists}));
    if (!judged.rule.empty()) period.simple_rule = TRY(Measure({{judged.rule}}));
  }
  return {};
}

Status Evaluator::Compare(const JudgedRuns& own, const std::optional<CalendarPeriod>& period) {
  const content::Model& other = *request_.against;
  JudgedRuns both = TRY(RunSeeds(other, period, {other.id + ": ", other.id + ": "}));
  AddWarnings(both.runs);
  AgainstEvaluation against;
  against.run = both.runs.front();
  against.seeds = SeedsOf(other);
  const std::unique_ptr<engine::LocalSession> session = TRY(warehouse_.OpenSession());
  for (const store::RunRecord& run : own.runs) {
    both.findings.push_back(FindingsOf(model_, TRY(RunRelation(workspace_, *session, run, "findings"))));
  }
  for (const store::RunRecord& run : both.runs) {
    both.findings.push_back(FindingsOf(other, TRY(RunRelation(workspace_, *session, run, "findings"))));
  }
  Judgement judgement(*session);
  TRY(Take(judgement, both, period, Same::kId));
  if (!both.any()) {
    return Fail(ErrorCode::kNoOutcomes,
                fmt::format("no subject with an outcome is ranked by both models ({}, {})", model_.id, other.id),
                "compare models of the same kind of subject");
  }
  const auto middle = both.lists.begin() + static_cast<std::ptrdiff_t>(own.runs.size());
  const RankedPeriod first(both.lists.begin(), middle);
  const RankedPeriod second(middle, both.lists.end());
  control_.progress->Begin({"comparing the rankings", "두 순위 비교 중"});
  against.figures = TRY(learn::CompareRankings(std::span(&first, 1), std::span(&second, 1), kBudgets,
                                               request_.resamples, request_.seed, control_));
  against.left_out = both.counts.left_out;
  evaluation_.against = std::move(against);
  return {};
}

/// Each warning of the runs once.
void Evaluator::AddWarnings(const std::vector<store::RunRecord>& runs) {
  std::vector<std::string>& all = evaluation_.warnings;
  for (const store::RunRecord& run : runs) {
    std::copy_if(run.warnings.begin(), run.warnings.end(), std::back_inserter(all),
                 [&](const std::string& warning) { return std::find(all.begin(), all.end(), warning) == all.end(); });
  }
}

Result<Evaluation> Evaluator::Run() {
  snapshot_ = TRY(warehouse_.CurrentSnapshot());
  relation_ = TRY(RelationsAt(warehouse_, snapshot_));
  if (!request_.by.empty()) {
    group_source_ = TRY(FindGroupSource(model_, datasets_, relation_, Subject(), request_.by));
  }
  const std::vector<std::optional<CalendarPeriod>> calendar = TRY(Periods());
  evaluation_.simple_rule_name = model_.evaluation.simple_rule;
  evaluation_.seeds = SeedsOf(model_);
  if (request_.seeds > evaluation_.seeds) {
    evaluation_.warnings.emplace_back("the model draws no random numbers, so it ran with no seeds");
  }
  std::vector<JudgedRuns> periods;
  for (size_t i = 0; i < calendar.size(); ++i) {
    const bool named = calendar.size() > 1;
    const LocalisedText prefix = named ? PlaceText(calendar[i]->name, i + 1, calendar.size()) : LocalisedText();
    auto judged = JudgePeriod(calendar[i], prefix);
    if (!judged && named && judged.error().code != ErrorCode::kInterrupted) {
      judged.error().message += fmt::format(" (period {})", calendar[i]->name);
    }
    periods.push_back(TRY(std::move(judged)));
    AddWarnings(periods.back().runs);
  }
  TRY(Summarise(periods));
  if (request_.rolling) TRY(MeasurePeriods(periods, calendar));
  if (request_.against != nullptr) TRY(Compare(periods.front(), calendar.front()));
  return std::move(evaluation_);
}

}  // namespace

Result<Evaluation> Evaluate(const store::Workspace& workspace, store::RunStore& runs, engine::Warehouse& warehouse,
                            const content::Datasets& datasets, const EvaluateRequest& request,
                            const RunControl& control) {
  TRY(CheckSupported(request));
  return Evaluator(workspace, runs, warehouse, datasets, request, control).Run();
}

}  // namespace tidewaiter::analysis
