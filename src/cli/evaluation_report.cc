#include "cli/evaluation_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "analysis/observed_share.h"
#include "base/text.h"
#include "cli/evaluation_figures.h"
#include "cli/evaluation_sections.h"
#include "cli/messages.h"
#include "cli/report_text.h"

namespace tidewaiter::cli {
namespace {

using analysis::Evaluation;
using engine::TypeId;
using engine::Value;
using learn::AtBudget;
using learn::Estimate;
using learn::RankingQuality;

constexpr std::array kMeasures = {"precision", "recall", "lift", "revenue", "auc", "ap"};

/// The figure of a budget by its name; nullopt for a revenue that is not known.
std::optional<Estimate> EstimateOf(const AtBudget& budget, std::string_view measure) {
  if (measure == "precision") return budget.precision;
  if (measure == "recall") return budget.recall;
  if (measure == "lift") return budget.lift;
  return budget.revenue;
}

std::vector<Cells> BudgetRows(const Evaluation& evaluation, Language language) {
  std::vector<Cells> rows = {{std::string(Say(Text::kBudget, language)), std::string(Say(Text::kInspected, language)),
                              std::string(Say(Text::kPrecision, language)), std::string(Say(Text::kRecall, language)),
                              std::string(Say(Text::kLift, language)),
                              std::string(Say(evaluation.truth ? Text::kPlantedMoney : Text::kRevenue, language)),
                              std::string(Say(Text::kChance, language)),
                              std::string(Say(Text::kSimpleRule, language))}};
  for (const AtBudget& budget : evaluation.model.budgets) {
    const AtBudget* const rule = evaluation.simple_rule ? BudgetOf(*evaluation.simple_rule, budget.share) : nullptr;
    rows.push_back({PercentText(budget.share), WithThousands(budget.inspected), WithInterval(budget.precision),
                    WithInterval(budget.recall), WithInterval(budget.lift),
                    budget.revenue ? WithInterval(*budget.revenue) : "–", Figure(evaluation.model.base_rate),
                    rule == nullptr ? "–" : WithInterval(rule->precision)});
  }
  return rows;
}

void AppendEstimate(engine::Table& table, const std::string& ranking, std::string_view measure, const AtBudget* budget,
                    const Estimate& estimate) {
  table.rows.push_back({ranking, std::string(measure), budget == nullptr ? Value() : Value(budget->share),
                        budget == nullptr ? Value() : Value(budget->inspected), estimate.value, estimate.low,
                        estimate.high});
}

void AppendBudget(engine::Table& table, const std::string& ranking, const AtBudget& budget) {
  for (const std::string_view measure : {"precision", "recall", "lift", "revenue"}) {
    const std::optional<Estimate> estimate = EstimateOf(budget, measure);
    if (estimate) AppendEstimate(table, ranking, measure, &budget, *estimate);
  }
}

void AppendQuality(engine::Table& table, const std::string& ranking, const RankingQuality& quality) {
  for (const AtBudget& budget : quality.budgets) AppendBudget(table, ranking, budget);
  AppendEstimate(table, ranking, "auc", nullptr, quality.roc_auc);
  AppendEstimate(table, ranking, "ap", nullptr, quality.average_precision);
}

/// The chance that was said stands as the share, what came as the value.
void AppendCalibration(engine::Table& table, const learn::Reliability& calibration) {
  const auto append = [&](const char* measure, double value) {
    table.rows.push_back({std::string("model"), std::string(measure), Value(), Value(), value, Value(), Value()});
  };
  append("calibration_error", calibration.calibration_error);
  append("brier", calibration.brier);
  for (const learn::ReliabilityBin& bin : calibration.bins) {
    const learn::Estimate observed = analysis::ObservedShare(bin);
    table.rows.push_back({std::string("calibration"), std::string("observed"), bin.mean_chance, bin.rows,
                          observed.value, observed.low, observed.high});
  }
}

/// The figures of a whole period: budgets, then the order of the list.
std::string WholeText(const Evaluation& evaluation, Language language) {
  std::string text = AlignedRows(BudgetRows(evaluation, language));
  text += fmt::format("\nAUC {}   AP {}\n", WithInterval(evaluation.model.roc_auc),
                      WithInterval(evaluation.model.average_precision));
  if (!evaluation.simple_rule) return text;
  return text + fmt::format("{} ({}): AUC {}   AP {}\n", Say(Text::kSimpleRule, language),
                            evaluation.simple_rule_name.In(language), WithInterval(evaluation.simple_rule->roc_auc),
                            WithInterval(evaluation.simple_rule->average_precision));
}

std::optional<double> NumberOf(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string EvaluationText(const Evaluation& evaluation, Language language) {
  const RankingQuality& model = evaluation.model;
  std::string text = Say(evaluation.truth ? Text::kEvaluatedByTruth : Text::kEvaluated, language,
                         {WithThousands(evaluation.ranked), WithThousands(evaluation.with_outcome),
                          WithThousands(model.positives), fmt::format("{:.1f}", model.base_rate * 100)}) +
                     "\n";
  if (evaluation.seeds > 1) text += Say(Text::kMeansOverSeeds, language, {std::to_string(evaluation.seeds)}) + "\n";
  text += evaluation.periods.empty() ? "\n" + WholeText(evaluation, language) : PeriodsText(evaluation, language);
  if (evaluation.calibration) text += "\n" + CalibrationText(*evaluation.calibration, language);
  if (evaluation.against) text += "\n" + AgainstText(evaluation, language);
  if (evaluation.truth) text += "\n" + TruthText(*evaluation.truth, model.budgets, language);
  if (evaluation.groups) text += "\n" + GroupsText(*evaluation.groups, language);
  return text;
}

nlohmann::ordered_json ToJson(const Evaluation& evaluation) {
  nlohmann::ordered_json json = {
      {"run", evaluation.run.id},
      {"model", evaluation.run.model_id},
      {"seeds", evaluation.seeds},
      {"ranked", evaluation.ranked},
      {"with_outcome", evaluation.with_outcome},
      {"selected_only", evaluation.selected_only},
      {"quality", QualityJson(evaluation.model)},
      {"chance", evaluation.model.base_rate},
      {"simple_rule", evaluation.simple_rule ? QualityJson(*evaluation.simple_rule) : nlohmann::ordered_json()},
      {"simple_rule_name", ToJson(evaluation.simple_rule_name)},
      {"calibration", evaluation.calibration ? CalibrationJson(*evaluation.calibration) : nlohmann::ordered_json()}};
  if (!evaluation.periods.empty()) json["periods"] = PeriodsJson(evaluation);
  if (evaluation.against) json["against"] = AgainstJson(*evaluation.against);
  if (evaluation.truth) json["truth"] = TruthJson(*evaluation.truth, evaluation.model.budgets);
  if (evaluation.groups) json["groups"] = GroupsJson(*evaluation.groups);
  json["warnings"] = evaluation.warnings;
  return json;
}

engine::Table EvaluationTable(const Evaluation& evaluation) {
  if (!evaluation.periods.empty()) return PeriodsTable(evaluation);
  if (evaluation.groups) return GroupsTable(*evaluation.groups);
  engine::Table table = TableOf({{"ranking", TypeId::kText},
                                 {"measure", TypeId::kText},
                                 {"share", TypeId::kDouble},
                                 {"inspected", TypeId::kInteger},
                                 {"value", TypeId::kDouble},
                                 {"low", TypeId::kDouble},
                                 {"high", TypeId::kDouble}});
  AppendQuality(table, "model", evaluation.model);
  if (evaluation.simple_rule) AppendQuality(table, "simple_rule", *evaluation.simple_rule);
  const double chance = evaluation.model.base_rate;
  table.rows.push_back({std::string("chance"), std::string("precision"), Value(), Value(), chance, chance, chance});
  if (evaluation.calibration) AppendCalibration(table, *evaluation.calibration);
  if (evaluation.against) {
    AppendQuality(table, "model_of_both", evaluation.against->figures.first);
    AppendQuality(table, "against", evaluation.against->figures.second);
    AppendQuality(table, "difference", evaluation.against->figures.difference);
  }
  if (evaluation.seeds > 1) {
    table.rows.push_back({std::string("model"), std::string("seeds"), Value(), Value(),
                          static_cast<double>(evaluation.seeds), Value(), Value()});
  }
  return table;
}

Result<Bar> ParseBar(const std::string& text) {
  const auto fault = [&text] {
    return Fail(
        ErrorCode::kUsage, fmt::format("--at-least cannot be understood ({})", Printable(text)),
        "write MEASURE@SHARE=VALUE, for example precision@5%=0.91, or auc=0.8; measures: precision, recall, lift, "
        "revenue, auc, ap; shares: 1%, 2%, 5%, 10%");
  };
  const size_t sign = text.find('=');
  if (sign == std::string::npos) return fault();
  const std::vector<std::string> sides = Split(std::string_view(text).substr(0, sign), '@');
  const std::optional<double> least = NumberOf(std::string_view(text).substr(sign + 1));
  Bar bar{text, ToLowerAscii(sides[0]), 0, least.value_or(0)};
  const bool whole_list = bar.measure == "auc" || bar.measure == "ap";
  const bool known = std::find(kMeasures.begin(), kMeasures.end(), bar.measure) != kMeasures.end();
  if (!least || !known || sides.size() != (whole_list ? 1 : 2)) return fault();
  if (whole_list) return bar;
  const bool percent = sides[1].ends_with('%');
  const std::optional<double> share = NumberOf(Trim(sides[1].substr(0, sides[1].size() - (percent ? 1 : 0))));
  if (!share) return fault();
  bar.share = percent ? *share / 100 : *share;
  return bar;
}

Result<double> MeasuredFor(const Bar& bar, const Evaluation& evaluation) {
  if (bar.measure == "auc") return evaluation.model.roc_auc.value;
  if (bar.measure == "ap") return evaluation.model.average_precision.value;
  const AtBudget* const budget = BudgetOf(evaluation.model, bar.share);
  const std::optional<Estimate> estimate = budget == nullptr ? std::nullopt : EstimateOf(*budget, bar.measure);
  if (estimate) return estimate->value;
  return Fail(ErrorCode::kUsage, fmt::format("this was not measured ({})", bar.text),
              "shares are 1%, 2%, 5% and 10%; revenue needs outcomes with an amount");
}

}  // namespace tidewaiter::cli
