#pragma once

#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"
#include "learn/trained_model.h"

namespace tidewaiter::analysis {

/// What a learn step of a model folder declares, as the trees take it.
learn::Specification SpecificationOf(const content::ModelLearning& learning);

/// Columns of the rows that the step reads: those to score have no outcome.
learn::RowColumns TrainingColumns(const content::ModelLearning& learning);
learn::RowColumns ScoringColumns(const content::ModelLearning& learning);

/// What a learn step leaves besides its tables.
struct Learned {
  std::string artefact;  ///< bytes of the trained model
  std::vector<std::string> warnings;
};

/// Trains on the rows whose outcome is known, scores those that are marked, and makes the step's tables
/// (docs/concepts/learning.md says their columns).
Result<Learned> RunLearnStep(engine::LocalSession& session, const content::Model& model, const content::ModelStep& step,
                             const engine::Parameters& parameters, const RunControl& control);

/// SHA-256 of the SQL of the steps before a learn step: rows made by other SQL are not those that were learned from.
std::string SourceHash(const content::Model& model, const content::ModelStep& step);

/// A reason as a row of `<step>_reasons`: its code, and the values that the code's text may name.
struct CodedReason {
  std::string code;  ///< more, less, unseen_more, unseen_less, number_more, number_less
  std::vector<std::pair<engine::Column, engine::Value>> values;
};

/// The reasons to tell: the largest of those whose peers are known, at most five, at least one of them. `since`: the
/// first day that was learned from.
std::vector<CodedReason> LargestReasons(const learn::Explanation& explanation, Date since);
/// The same reason's values, whatever the reason.
CodedReason CodedOf(const learn::Reason& reason, Date since);

}  // namespace tidewaiter::analysis
