#pragma once

#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"

namespace tidewaiter::analysis {

/// Matches payments with lines of import declarations, and makes the step's tables (docs/concepts/matching.md says
/// their columns). Companies are taken in parts of some hundred thousand rows: memory holds one part, or the largest
/// company. Returns warnings: rows without an amount to compare, companies too large for the exact solution.
Result<std::vector<std::string>> RunMatchStep(engine::LocalSession& session, const content::ModelStep& step,
                                              const engine::Parameters& parameters, const RunControl& control);

}  // namespace tidewaiter::analysis
