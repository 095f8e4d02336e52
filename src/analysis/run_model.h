#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/parameters.h"
#include "base/language.h"
#include "base/run_control.h"
#include "content/catalogue.h"
#include "engine/warehouse.h"
#include "store/run_store.h"
#include "store/workspace.h"

namespace tidewaiter::analysis {

struct RunRequest {
  const content::Model* model = nullptr;
  std::map<std::string, std::string> parameters;  ///< as typed
  std::optional<Date> as_of;                      ///< rows known later are invisible
  std::optional<Date> outcomes_before;            ///< inspection results of this day and later are invisible
  std::optional<engine::SnapshotId> snapshot;     ///< empty: the current one
  std::string repeat_of;
};

/// What a run may know. Rows that became known after `as_of` are invisible; so are inspection results of
/// `outcomes_before` and later (an evaluation scores a period whose declarations it sees, but not their outcomes). A
/// column that tells an outcome is NULL from that day on by its own known_on; without one, nobody knows when it was
/// filled, so that it is always NULL once either day is set.
struct Horizon {
  std::optional<Date> as_of;
  std::optional<Date> outcomes_before;
};

struct FindingsSummary {
  int64_t findings = 0;
  int64_t alerts = 0;
  /// Equal for equal findings and reasons: ranks, subjects, scores and other fractions to 9 decimals, alerts, amounts,
  /// members, own columns, reasons' codes and values. Whatever the order in which the rows were made.
  std::string hash;
};

/// What the steps of a model left in a session: tables `findings` (ranked) and `reasons`, and the kept ones.
struct StepsResult {
  engine::Parameters parameters;
  FindingsSummary summary;
  std::map<std::string, int64_t> input_rows;
  std::vector<std::string> warnings;
  std::vector<std::string> kept;                 ///< names of kept tables
  std::map<std::string, std::string> artefacts;  ///< trained models by learn step: bytes
  std::optional<double> expected_false_alarms;   ///< from the step of that name: one row, one column of that name
};

/// Makes the views of the model's inputs (permitted columns, rows known as of the day) by `relation`, a function from
/// dataset name to the SQL of its relation (nullopt: no such table: an empty relation takes its place), binds the
/// parameters and `$as_of` (today when the horizon names no day), runs all steps, ranks the findings (score descending,
/// then tie breaker, then subject_id), checks the built-in laws (score within 0–1, no NULL, one row a subject) and the
/// model's assertions. findings_table.h says what the steps must leave. An empty input that the model needs is a
/// warning. Also the way in which model tests run.
Result<StepsResult> RunSteps(engine::LocalSession& session, const content::Model& model,
                             const content::Datasets& datasets,
                             const std::function<std::optional<std::string>(const std::string&)>& relation,
                             const std::map<std::string, std::string>& parameters, const Horizon& horizon,
                             const RunControl& control);

/// Runs a model on the workspace: the record is kept from its start, the findings stand in `runs/<id>/` (Parquet:
/// findings, reasons, kept tables) once it is done; renamed into place, so nothing is half done. What cannot start (a
/// wrong parameter, a needed dataset that was never loaded: `model.input_missing`) leaves no record. Runs of several
/// threads and processes do not disturb one another.
class ModelRunner {
 public:
  ModelRunner(const store::Workspace& workspace, store::RunStore& runs, engine::Warehouse& warehouse,
              const content::Datasets& datasets)
      : workspace_(workspace), runs_(runs), warehouse_(warehouse), datasets_(datasets) {}

  /// The finished record. On failure the record says failed or interrupted, and the error is returned.
  Result<store::RunRecord> Run(const RunRequest& request, const RunControl& control);

 private:
  const store::Workspace& workspace_;
  store::RunStore& runs_;
  engine::Warehouse& warehouse_;
  const content::Datasets& datasets_;
};

/// Whether two finished runs (`run.unfinished` otherwise) have the same findings, and how they differ. Scores are equal
/// to 9 decimals. `top_overlap` is 1 where the first run has no findings.
struct RunComparison {
  bool same = false;
  int64_t only_in_first = 0, only_in_second = 0, different_rank = 0, different_score = 0, common = 0;
  double top_overlap = 0;  ///< share of the first run's top 5 % that stand in the second's too
};
Result<RunComparison> CompareRuns(const store::Workspace& workspace, engine::LocalSession& session,
                                  const store::RunRecord& first, const store::RunRecord& second,
                                  const RunControl& control);

}  // namespace tidewaiter::analysis
