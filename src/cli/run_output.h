#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "cli/result_output.h"

namespace tidewaiter::cli {

/// One line for people on what a run did: model, rows, findings, alerts, expected false alarms, snapshot; then its
/// warnings.
void TellRun(Context& context, const store::RunRecord& run);

/// The findings of a finished run in the format that was asked for.
Status WriteFindings(Context& context, const Rooms& rooms, const content::Model& model,
                     const content::Datasets& datasets, const store::RunRecord& run, ResultOutput& output);

/// The record as an object for scripts.
nlohmann::ordered_json ToJson(const store::RunRecord& run);

/// The record for people.
std::string RunText(const store::RunRecord& run, Language language);

}  // namespace tidewaiter::cli
