#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "learn/ranking_metrics.h"

namespace tidewaiter::cli {

/// How the figures of evaluations are written, for people and for scripts.

/// `0.912`; `–` for NaN.
std::string Figure(double value, int digits = 3);
/// `0.912 [0.885–0.934]`; `0.010 [-0.020, 0.041]`
std::string WithInterval(const learn::Estimate& estimate, int digits = 3);
/// `5 %`
std::string PercentText(double share);

using Cells = std::vector<std::string>;
/// Columns under each other, all to the right but the first `left` ones.
std::string AlignedRows(const std::vector<Cells>& rows, size_t left = 0);

/// NaN is null.
nlohmann::ordered_json NumberJson(double value);
nlohmann::ordered_json EstimateJson(const learn::Estimate& estimate);
nlohmann::ordered_json QualityJson(const learn::RankingQuality& quality);

/// The figures at a share of the list; nullptr where it was not measured.
const learn::AtBudget* BudgetOf(const learn::RankingQuality& quality, double share);

}  // namespace tidewaiter::cli
