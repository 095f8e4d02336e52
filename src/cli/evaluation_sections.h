#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "analysis/evaluate.h"
#include "base/language.h"
#include "engine/batch.h"

namespace tidewaiter::cli {

/// The parts of an evaluation that were asked for: over time, against another model, by group; and calibration.

/// One row a period, then all pooled; the simple rule's precision beside the model's.
std::string PeriodsText(const analysis::Evaluation& evaluation, Language language);
nlohmann::ordered_json PeriodsJson(const analysis::Evaluation& evaluation);
/// period, from, to, run, ranked, with_outcome, violations, base_rate; precision and simple rule at each share; auc,
/// ap.
engine::Table PeriodsTable(const analysis::Evaluation& evaluation);

std::string AgainstText(const analysis::Evaluation& evaluation, Language language);
nlohmann::ordered_json AgainstJson(const analysis::AgainstEvaluation& against);

std::string GroupsText(const analysis::GroupFigures& groups, Language language);
/// How many groups were too small to be shown.
std::string HiddenGroupsText(const analysis::GroupFigures& groups, Language language);
nlohmann::ordered_json GroupsJson(const analysis::GroupFigures& groups);
/// The groups' column, then subjects, violations, base_rate, selected, selected_share, precision, recall.
engine::Table GroupsTable(const analysis::GroupFigures& groups);

/// Alerts against the truth and what the run announced, then a row a planted scheme.
std::string TruthText(const analysis::TruthFigures& truth, const std::vector<learn::AtBudget>& budgets,
                      Language language);
nlohmann::ordered_json TruthJson(const analysis::TruthFigures& truth, const std::vector<learn::AtBudget>& budgets);

std::string CalibrationText(const learn::Reliability& calibration, Language language);
nlohmann::ordered_json CalibrationJson(const learn::Reliability& calibration);

}  // namespace tidewaiter::cli
