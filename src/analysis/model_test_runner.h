#pragma once

#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/catalogue.h"
#include "engine/warehouse.h"

namespace tidewaiter::analysis {

struct ModelTestResult {
  std::string model_id;
  std::string test;
  bool passed = false;
  std::vector<std::string> faults;  ///< what was expected and what came
};

/// Runs all tests of a model's folder in a scratch engine: the given tables, the run, the expectations; then every
/// evidence, view, assertion and simple-rule SQL once, so that none can rot. An error only when the user stops it or no
/// engine opens; all else is a fault of its test.
Result<std::vector<ModelTestResult>> TestModel(engine::EngineFactory& engines, const content::Model& model,
                                               const content::Datasets& datasets, const RunControl& control);

}  // namespace tidewaiter::analysis
