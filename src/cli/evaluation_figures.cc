#include "cli/evaluation_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace tidewaiter::cli {

using learn::AtBudget;
using learn::Estimate;
using learn::RankingQuality;

std::string Figure(double value, int digits) {
  if (std::isnan(value)) return "–";
  const std::string text = fmt::format("{:.{}f}", value, digits);
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  return is_zero && text.starts_with('-') ? text.substr(1) : text;
}

std::string WithInterval(const Estimate& estimate, int digits) {
  if (std::isnan(estimate.value)) return "–";
  const std::string low = Figure(estimate.low, digits);
  const std::string high = Figure(estimate.high, digits);
  const bool has_sign = low.starts_with('-') || high.starts_with('-');
  return fmt::format("{} [{}{}{}]", Figure(estimate.value, digits), low, has_sign ? ", " : "–", high);
}

std::string PercentText(double share) { return fmt::format("{:g} %", share * 100); }

std::string AlignedRows(const std::vector<Cells>& rows, size_t left) {
  std::vector<int> widths(rows.front().size(), 0);
  for (const Cells& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  std::string text;
  for (const Cells& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      text += (i == 0 ? "" : "  ") + PadToWidth(row[i], widths[i], i < left ? Align::kLeft : Align::kRight);
    }
    text += "\n";
  }
  return text;
}

nlohmann::ordered_json NumberJson(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
}

nlohmann::ordered_json EstimateJson(const Estimate& estimate) {
  return {
      {"value", NumberJson(estimate.value)}, {"low", NumberJson(estimate.low)}, {"high", NumberJson(estimate.high)}};
}

nlohmann::ordered_json QualityJson(const RankingQuality& quality) {
  nlohmann::ordered_json json = {{"subjects", quality.subjects},
                                 {"positives", quality.positives},
                                 {"base_rate", quality.base_rate},
                                 {"auc", EstimateJson(quality.roc_auc)},
                                 {"ap", EstimateJson(quality.average_precision)},
                                 {"budgets", nlohmann::ordered_json::array()}};
  for (const AtBudget& budget : quality.budgets) {
    json["budgets"].push_back({{"share", budget.share},
                               {"inspected", budget.inspected},
                               {"precision", EstimateJson(budget.precision)},
                               {"recall", EstimateJson(budget.recall)},
                               {"lift", EstimateJson(budget.lift)},
                               {"revenue", budget.revenue ? EstimateJson(*budget.revenue) : nlohmann::ordered_json()}});
  }
  return json;
}

const AtBudget* BudgetOf(const RankingQuality& quality, double share) {
  for (const AtBudget& budget : quality.budgets) {
    if (std::fabs(budget.share - share) < 1e-9) return &budget;
  }
  return nullptr;
}

}  // namespace tidewaiter::cli
