#pragma once

#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"
#include "learn/trained_model.h"

namespace tidewaiter::analysis {

/// Rows to score, and whom they are about.
struct ScoredRows {
  std::vector<std::string> subjects;
  learn::Rows rows;
};

Result<ScoredRows> ReadRows(engine::BatchStream& stream, const content::ModelLearning& learning,
                            const learn::TrainedModel& trained);

/// What a trained model says of rows; all in the order of `subjects`, the last two of `explained`.
struct Verdicts {
  const std::vector<std::string>& subjects;
  const std::vector<learn::Score>& scores;
  const std::vector<uint32_t>& explained;  ///< places in `subjects`
  const std::vector<learn::Explanation>& explanations;
};

/// Makes a learn step's tables: scores, reasons, contributions, calibration and training.
Status MakeLearnTables(engine::LocalSession& session, const content::ModelStep& step,
                       const learn::TrainedModel& trained, const Verdicts& verdicts, const RunControl& control);

}  // namespace tidewaiter::analysis
