#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "analysis/evaluate.h"
#include "base/language.h"
#include "engine/batch.h"

namespace tidewaiter::cli {

/// The figures for people: a table of budgets with intervals, beside chance and the simple rule; then AUC and AP; then
/// the sections that were asked for. A rolling evaluation has its table over time instead.
std::string EvaluationText(const analysis::Evaluation& evaluation, Language language);

nlohmann::ordered_json ToJson(const analysis::Evaluation& evaluation);

/// One row a figure: ranking, measure, share, inspected, value, low, high. Rankings: model, simple_rule, chance,
/// calibration (what was said stands as the share, what came as the value), and of two models on the subjects of both
/// model_of_both, against, difference. Rolling: one row a period; by group: one row a group.
engine::Table EvaluationTable(const analysis::Evaluation& evaluation);

/// A figure that must be reached: `precision@5%=0.91`, `auc=0.8`.
struct Bar {
  std::string text;     ///< as typed
  std::string measure;  ///< precision, recall, lift, revenue, auc, ap
  double share = 0;     ///< of the list; 0 for auc and ap
  double least = 0;
};
Result<Bar> ParseBar(const std::string& text);
/// The model's figure; `usage` when it was not measured.
Result<double> MeasuredFor(const Bar& bar, const analysis::Evaluation& evaluation);

}  // namespace tidewaiter::cli
