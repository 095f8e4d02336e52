#pragma once

#include <map>
#include <string>

#include "base/run_control.h"
#include "content/catalogue.h"
#include "engine/session.h"

namespace tidewaiter::analysis {

/// Makes the tables that a model test gives, with the contract's types, in a scratch session; from dataset to table
/// name. A fault (an unknown column, a value that is not of its type) names test, dataset and row.
Result<std::map<std::string, std::string>> MakeGivenTables(engine::LocalSession& session,
                                                           const content::ModelTest& test,
                                                           const content::Datasets& datasets,
                                                           const RunControl& control);

}  // namespace tidewaiter::analysis
