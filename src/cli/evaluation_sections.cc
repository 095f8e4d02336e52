#include "cli/evaluation_sections.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/observed_share.h"
#include "base/text.h"
#include "cli/evaluation_figures.h"
#include "cli/messages.h"
#include "cli/report_text.h"

namespace tidewaiter::cli {
namespace {

using analysis::Evaluation;
using analysis::GroupFigure;
using analysis::GroupFigures;
using analysis::PeriodEvaluation;
using engine::TypeId;
using engine::Value;
using learn::AtBudget;
using learn::Estimate;
using learn::RankingQuality;

constexpr int kPeriodDigits = 2;
constexpr std::array kAreas = {"auc", "ap"};

std::string Told(Text text, Language language) { return std::string(Say(text, language)); }

double Share(double part, double whole) { return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN(); }

double BaseRate(const GroupFigure& group) {
  return Share(static_cast<double>(group.positives), static_cast<double>(group.subjects));
}
double SelectedShare(const GroupFigure& group) { return Share(group.selected, static_cast<double>(group.subjects)); }
Estimate Precision(const GroupFigure& group) { return analysis::ObservedShare(group.hits, group.selected); }
double Recall(const GroupFigure& group) { return Share(group.hits, static_cast<double>(group.positives)); }

Value ValueOf(double number) { return std::isfinite(number) ? Value(number) : Value(); }

Cells PeriodHeader(const RankingQuality& pooled, Language language) {
  Cells cells = {Told(Text::kPeriod, language), Told(Text::kRanked, language), Told(Text::kWithOutcome, language),
                 Told(Text::kBaseRate, language)};
  for (const AtBudget& budget : pooled.budgets) {
    cells.push_back(PercentText(budget.share));
    cells.push_back(Told(Text::kRule, language));
  }
  cells.insert(cells.end(), {"AUC", "AP"});
  return cells;
}

Cells PeriodCells(const std::string& name, int64_t ranked, int64_t with_outcome, const RankingQuality& model,
                  const std::optional<RankingQuality>& rule) {
  Cells cells = {name, WithThousands(ranked), WithThousands(with_outcome), Figure(model.base_rate, kPeriodDigits)};
  for (const AtBudget& budget : model.budgets) {
    const AtBudget* const of_rule = rule ? BudgetOf(*rule, budget.share) : nullptr;
    cells.push_back(WithInterval(budget.precision, kPeriodDigits));
    cells.push_back(of_rule == nullptr ? "–" : Figure(of_rule->precision.value, kPeriodDigits));
  }
  cells.push_back(WithInterval(model.roc_auc, kPeriodDigits));
  cells.push_back(WithInterval(model.average_precision, kPeriodDigits));
  return cells;
}

/// A period in which nothing is known: the row says so.
Cells SilentCells(const PeriodEvaluation& period, size_t width, Language language) {
  Cells cells(width, "–");
  cells[0] = period.period.name;
  cells[1] = WithThousands(period.ranked);
  cells[2] = WithThousands(period.with_outcome);
  cells[4] = Told(Text::kNoOutcome, language);
  return cells;
}

/// `precision_5`, with its interval and the simple rule's figure.
std::string BudgetName(const AtBudget& budget) { return fmt::format("precision_{:g}", budget.share * 100); }

void AppendFigure(std::vector<Value>& row, const Estimate& estimate) {
  for (const double number : {estimate.value, estimate.low, estimate.high}) row.push_back(ValueOf(number));
}

void AppendQuality(std::vector<Value>& row, const RankingQuality& model, const std::optional<RankingQuality>& rule) {
  row.emplace_back(model.positives);
  row.emplace_back(model.base_rate);
  for (const AtBudget& budget : model.budgets) {
    AppendFigure(row, budget.precision);
    const AtBudget* const of_rule = rule ? BudgetOf(*rule, budget.share) : nullptr;
    row.push_back(of_rule == nullptr ? Value() : ValueOf(of_rule->precision.value));
  }
  AppendFigure(row, model.roc_auc);
  AppendFigure(row, model.average_precision);
}

engine::Table EmptyPeriodsTable(const RankingQuality& pooled) {
  std::vector<std::pair<std::string, TypeId>> columns = {
      {"period", TypeId::kText},        {"from", TypeId::kDate},       {"to", TypeId::kDate},
      {"run", TypeId::kText},           {"ranked", TypeId::kInteger},  {"with_outcome", TypeId::kInteger},
      {"violations", TypeId::kInteger}, {"base_rate", TypeId::kDouble}};
  const auto add = [&](const std::string& name) {
    for (const char* const bound : {"", "_low", "_high"}) columns.emplace_back(name + bound, TypeId::kDouble);
  };
  for (const AtBudget& budget : pooled.budgets) {
    add(BudgetName(budget));
    columns.emplace_back("simple_rule_" + BudgetName(budget), TypeId::kDouble);
  }
  for (const char* const area : kAreas) add(area);
  return TableOf(columns);
}

Cells DifferenceCells(const std::string& name, const Estimate& first, const Estimate& second,
                      const Estimate& difference) {
  return {name, WithInterval(first), WithInterval(second), WithInterval(difference)};
}

nlohmann::ordered_json PlaceJson(const std::optional<int64_t>& place) {
  return place ? nlohmann::ordered_json(*place) : nlohmann::ordered_json();
}

}  // namespace

std::string PeriodsText(const Evaluation& evaluation, Language language) {
  const RankingQuality& pooled = evaluation.model;
  std::vector<Cells> rows = {PeriodHeader(pooled, language)};
  for (const PeriodEvaluation& period : evaluation.periods) {
    rows.push_back(period.model ? PeriodCells(period.period.name, period.ranked, period.with_outcome, *period.model,
                                              period.simple_rule)
                                : SilentCells(period, rows.front().size(), language));
  }
  rows.push_back(PeriodCells(Told(Text::kAllPeriods, language), evaluation.ranked, evaluation.with_outcome, pooled,
                             evaluation.simple_rule));
  std::string text = Told(Text::kPeriodsNote, language) + "\n";
  if (evaluation.simple_rule) {
    text += Say(Text::kRuleIs, language, {evaluation.simple_rule_name.In(language)}) + "\n";
  }
  return text + "\n" + AlignedRows(rows, 1);
}

nlohmann::ordered_json PeriodsJson(const Evaluation& evaluation) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const PeriodEvaluation& period : evaluation.periods) {
    json.push_back({{"period", period.period.name},
                    {"from", period.period.from.ToString()},
                    {"to", period.period.to.ToString()},
                    {"run", period.run.id},
                    {"ranked", period.ranked},
                    {"with_outcome", period.with_outcome},
                    {"quality", period.model ? QualityJson(*period.model) : nlohmann::ordered_json()},
                    {"simple_rule", period.simple_rule ? QualityJson(*period.simple_rule) : nlohmann::ordered_json()}});
  }
  return json;
}

engine::Table PeriodsTable(const Evaluation& evaluation) {
  engine::Table table = EmptyPeriodsTable(evaluation.model);
  for (const PeriodEvaluation& period : evaluation.periods) {
    std::vector<Value> row = {period.period.name, period.period.from, period.period.to,
                              period.run.id,      period.ranked,      period.with_outcome};
    if (period.model) AppendQuality(row, *period.model, period.simple_rule);
    row.resize(table.schema.size());
    table.rows.push_back(std::move(row));
  }
  std::vector<Value> all = {std::string("all"),
                            evaluation.periods.front().period.from,
                            evaluation.periods.back().period.to,
                            Value(),
                            evaluation.ranked,
                            evaluation.with_outcome};
  AppendQuality(all, evaluation.model, evaluation.simple_rule);
  table.rows.push_back(std::move(all));
  return table;
}

std::string AgainstText(const Evaluation& evaluation, Language language) {
  const analysis::AgainstEvaluation& against = *evaluation.against;
  const learn::RankingComparison& figures = against.figures;
  std::vector<Cells> rows = {
      {"", evaluation.run.model_id, against.run.model_id, Told(Text::kDifferenceColumn, language)}};
  for (size_t i = 0; i < figures.difference.budgets.size(); ++i) {
    const std::string name =
        fmt::format("{} {}", Say(Text::kPrecision, language), PercentText(figures.difference.budgets[i].share));
    rows.push_back(DifferenceCells(name, figures.first.budgets[i].precision, figures.second.budgets[i].precision,
                                   figures.difference.budgets[i].precision));
  }
  rows.push_back(DifferenceCells("AUC", figures.first.roc_auc, figures.second.roc_auc, figures.difference.roc_auc));
  rows.push_back(DifferenceCells("AP", figures.first.average_precision, figures.second.average_precision,
                                 figures.difference.average_precision));
  std::string text =
      Say(Text::kAgainst, language, {WithThousands(figures.first.subjects), WithThousands(against.left_out)}) + "\n";
  if (evaluation.seeds > 1 || against.seeds > 1) {
    text += Say(Text::kSeedsOfBoth, language, {std::to_string(evaluation.seeds), std::to_string(against.seeds)}) + "\n";
  }
  return text + "\n" + AlignedRows(rows, 1);
}

nlohmann::ordered_json AgainstJson(const analysis::AgainstEvaluation& against) {
  return {{"run", against.run.id},
          {"model", against.run.model_id},
          {"seeds", against.seeds},
          {"left_out", against.left_out},
          {"quality", QualityJson(against.figures.first)},
          {"against", QualityJson(against.figures.second)},
          {"difference", QualityJson(against.figures.difference)}};
}

std::string GroupsText(const GroupFigures& groups, Language language) {
  std::vector<Cells> rows = {{groups.column, Told(Text::kInspected, language), Told(Text::kViolations, language),
                              Told(Text::kBaseRate, language), Told(Text::kSelectedShare, language),
                              Told(Text::kPrecision, language), Told(Text::kRecall, language)}};
  for (const GroupFigure& group : groups.groups) {
    rows.push_back({group.value.empty() ? "–" : Printable(group.value), WithThousands(group.subjects),
                    WithThousands(group.positives), Figure(BaseRate(group)), Figure(SelectedShare(group)),
                    WithInterval(Precision(group)), Figure(Recall(group))});
  }
  std::string text = Told(Text::kGroupsNote, language) + "\n\n" + AlignedRows(rows, 1);
  if (groups.hidden_groups > 0) text += "\n" + HiddenGroupsText(groups, language) + "\n";
  return text;
}

std::string HiddenGroupsText(const GroupFigures& groups, Language language) {
  return Say(Text::kHiddenGroups, language,
             {WithThousands(groups.hidden_groups), WithThousands(groups.hidden_subjects),
              std::to_string(analysis::kLeastGroupSubjects), std::to_string(analysis::kLeastGroupPositives)});
}

nlohmann::ordered_json GroupsJson(const GroupFigures& groups) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const GroupFigure& group : groups.groups) {
    list.push_back({{"value", group.value.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(group.value)},
                    {"subjects", group.subjects},
                    {"violations", group.positives},
                    {"base_rate", NumberJson(BaseRate(group))},
                    {"selected", group.selected},
                    {"selected_share", NumberJson(SelectedShare(group))},
                    {"precision", EstimateJson(Precision(group))},
                    {"recall", NumberJson(Recall(group))}});
  }
  return {{"column", groups.column},
          {"groups", std::move(list)},
          {"hidden_groups", groups.hidden_groups},
          {"hidden_subjects", groups.hidden_subjects}};
}

engine::Table GroupsTable(const GroupFigures& groups) {
  engine::Table table = TableOf({{groups.column, TypeId::kText},
                                 {"subjects", TypeId::kInteger},
                                 {"violations", TypeId::kInteger},
                                 {"base_rate", TypeId::kDouble},
                                 {"selected", TypeId::kDouble},
                                 {"selected_share", TypeId::kDouble},
                                 {"precision", TypeId::kDouble},
                                 {"precision_low", TypeId::kDouble},
                                 {"precision_high", TypeId::kDouble},
                                 {"recall", TypeId::kDouble}});
  for (const GroupFigure& group : groups.groups) {
    const Estimate precision = Precision(group);
    table.rows.push_back({group.value.empty() ? Value() : Value(group.value), group.subjects, group.positives,
                          ValueOf(BaseRate(group)), group.selected, ValueOf(SelectedShare(group)),
                          ValueOf(precision.value), ValueOf(precision.low), ValueOf(precision.high),
                          ValueOf(Recall(group))});
  }
  return table;
}

std::string TruthText(const analysis::TruthFigures& truth, const std::vector<learn::AtBudget>& budgets,
                      Language language) {
  std::string text = Say(truth.announced ? Text::kTruthAlertsAnnounced : Text::kTruthAlerts, language,
                         {WithThousands(truth.alerts), WithThousands(truth.right_alerts),
                          WithThousands(truth.alerts - truth.right_alerts), Figure(truth.announced.value_or(0), 1)}) +
                     "\n";
  if (truth.schemes.empty()) return text;
  std::vector<Cells> rows = {{Told(Text::kScheme, language), Told(Text::kDifficulty, language),
                              Told(Text::kInspected, language), Told(Text::kAmountKrw, language),
                              Told(Text::kFirstPlace, language), Told(Text::kLastPlace, language)}};
  for (const AtBudget& budget : budgets) {
    rows[0].push_back(Say(Text::kMoneyFoundAt, language, {PercentText(budget.share)}));
  }
  const auto place = [](const std::optional<int64_t>& at) { return at ? WithThousands(*at) : std::string("–"); };
  for (const analysis::SchemeFigure& scheme : truth.schemes) {
    Cells row = {scheme.scheme.empty() ? "–" : Printable(scheme.scheme),
                 Printable(scheme.difficulty),
                 WithThousands(scheme.subjects),
                 fmt::format("{:.0f}", scheme.amount_krw),
                 place(scheme.first_place),
                 place(scheme.last_place)};
    for (const double found : scheme.found) row.push_back(Figure(found, 2));
    rows.push_back(std::move(row));
  }
  return text + "\n" + Told(Text::kSchemesNote, language) + "\n\n" + AlignedRows(rows, 2);
}

nlohmann::ordered_json TruthJson(const analysis::TruthFigures& truth, const std::vector<learn::AtBudget>& budgets) {
  nlohmann::ordered_json schemes = nlohmann::ordered_json::array();
  for (const analysis::SchemeFigure& scheme : truth.schemes) {
    nlohmann::ordered_json found = nlohmann::ordered_json::array();
    for (size_t i = 0; i < scheme.found.size(); ++i) {
      found.push_back({{"share", budgets[i].share}, {"found", scheme.found[i]}});
    }
    schemes.push_back({{"scheme_id", scheme.scheme},
                       {"difficulty", scheme.difficulty},
                       {"subjects", scheme.subjects},
                       {"unranked", scheme.unranked},
                       {"amount_krw", scheme.amount_krw},
                       {"first_place", PlaceJson(scheme.first_place)},
                       {"last_place", PlaceJson(scheme.last_place)},
                       {"found", std::move(found)}});
  }
  return {{"alerts", truth.alerts},
          {"right_alerts", truth.right_alerts},
          {"false_alerts", truth.alerts - truth.right_alerts},
          {"announced_false_alerts", truth.announced ? NumberJson(*truth.announced) : nlohmann::ordered_json()},
          {"schemes", std::move(schemes)}};
}

std::string CalibrationText(const learn::Reliability& calibration, Language language) {
  return Say(Text::kCalibration, language,
             {Figure(calibration.calibration_error), std::to_string(calibration.bins.size()),
              Figure(calibration.brier)}) +
         "\n";
}

nlohmann::ordered_json CalibrationJson(const learn::Reliability& calibration) {
  nlohmann::ordered_json bins = nlohmann::ordered_json::array();
  for (const learn::ReliabilityBin& bin : calibration.bins) {
    const learn::Estimate observed = analysis::ObservedShare(bin);
    bins.push_back({{"subjects", bin.rows},
                    {"mean_chance", NumberJson(bin.mean_chance)},
                    {"observed", NumberJson(observed.value)},
                    {"low", NumberJson(observed.low)},
                    {"high", NumberJson(observed.high)}});
  }
  return {{"calibration_error", NumberJson(calibration.calibration_error)},
          {"brier", NumberJson(calibration.brier)},
          {"bins", std::move(bins)}};
}

}  // namespace tidewaiter::cli
