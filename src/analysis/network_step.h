#pragma once

#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"

namespace tidewaiter::analysis {

/// Finds what a network step asks for and makes its tables (docs/concepts/network.md says their columns). Returns
/// warnings: what was left out, a sentence each. An edge table without rows gives tables without rows.
Result<std::vector<std::string>> RunNetworkStep(engine::LocalSession& session, const content::ModelStep& step,
                                                const engine::Parameters& parameters, const RunControl& control);

}  // namespace tidewaiter::analysis
