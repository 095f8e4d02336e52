#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/learn_tables.h"
#include "analysis/run_model.h"
#include "engine/batch.h"
#include "learn/trained_model.h"

namespace tidewaiter::analysis {

/// What a trained model says of one record.
struct ScoredRecord {
  std::string subject_id;
  learn::Score score;
  std::vector<std::string> reasons;       ///< in words, largest first; empty where none were asked for
  std::vector<std::string> reason_codes;  ///< in the same order
};

/// A trained model of a run, loaded once, for records that need not be in the warehouse. The model's own steps make the
/// features, so a record is seen exactly as a loaded row would be. One thread at a time.
class Scorer {
 public:
  enum class Reasons { kNo, kYes };

  /// The artefact of a finished run (empty: of the model's latest one that has any). `artefact.missing` when there is
  /// none, `artefact.other_version` when the model declares something else by now, `artefact.damaged`,
  /// `model.unsupported` for a model that learns nothing. All that is passed must outlive it.
  static Result<Scorer> Open(const store::Workspace& workspace, store::RunStore& runs, const content::Model& model,
                             const content::Datasets& datasets, std::unique_ptr<engine::LocalSession> session,
                             const std::string& run_id);

  /// The records that it takes: rows of this dataset, the model's first input.
  const content::Dataset& dataset() const { return *dataset_; }
  const store::RunRecord& run() const { return run_; }
  const learn::TrainedModel& trained() const { return trained_; }

  /// One JSON object a text, with fields named as the dataset's columns; those of the key and of the day are needed,
  /// and personal columns hold pseudonyms as in the warehouse. In the order of the records. `score.record_invalid`
  /// names the first record, counted from `first_number`, that cannot be taken.
  Result<std::vector<ScoredRecord>> Score(std::span<const std::string> records, int64_t first_number, Reasons reasons,
                                          Language language, const RunControl& control);

  /// The records as the trained model takes them, in their order: the part of `Score` before the scoring.
  Result<ScoredRows> RowsOf(std::span<const std::string> records, int64_t first_number, const RunControl& control);

 private:
  Scorer(const content::Model& model, const content::Datasets& datasets, const content::ModelStep& step,
         store::RunRecord run, learn::TrainedModel trained, std::unique_ptr<engine::LocalSession> session);
  Status CreateInputs();
  Result<engine::Parameters> ParametersFor(const DataPeriod& period) const;
  Result<std::string> RowsSql(const engine::Parameters& parameters, const RunControl& control);
  Status Explain(const learn::Rows& rows, Language language, const RunControl& control,
                 std::vector<ScoredRecord>& scored) const;

  const content::Model& model_;
  const content::Datasets& datasets_;
  const content::ModelStep& step_;
  const content::Dataset* dataset_ = nullptr;
  store::RunRecord run_;
  learn::TrainedModel trained_;
  std::unique_ptr<engine::LocalSession> session_;
};

/// A trained model of the workspace, as `artefacts` lists it.
struct Artefact {
  store::RunRecord run;
  std::string step;
  std::filesystem::path file;
};

/// Newest first; of one model, or of all where `model_id` is empty.
Result<std::vector<Artefact>> ListArtefacts(const store::Workspace& workspace, store::RunStore& runs,
                                            const std::string& model_id);

/// SHA-256 of an artefact's content, as it states it itself.
Result<std::string> ArtefactHash(const Artefact& artefact);

/// `artefact.damaged` and the like name the file.
Result<learn::TrainedModel> ReadArtefact(const Artefact& artefact, int threads);

}  // namespace tidewaiter::analysis
