#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/session.h"
#include "store/run_store.h"
#include "store/workspace.h"

namespace tidewaiter::analysis {

/// SQL of a relation over a table that a finished run has kept (`findings`, `reasons`, …). `run.unfinished` before it
/// is done, `workspace.damaged` when its file is gone.
Result<std::string> RunRelation(const store::Workspace& workspace, engine::LocalSession& session,
                                const store::RunRecord& run, const std::string& table);

/// Names of the tables that a finished run has kept.
Result<std::vector<std::string>> RunTables(const store::Workspace& workspace, const store::RunRecord& run);

/// Folder of a run in the making, `runs/<id>.part`; vanishes unless it is put into place.
class RunFolder {
 public:
  static Result<RunFolder> Make(const store::Workspace& workspace, const std::string& id);
  RunFolder(RunFolder&& other) noexcept : part_(std::exchange(other.part_, {})), place_(std::move(other.place_)) {}
  RunFolder& operator=(RunFolder&&) = delete;
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder();

  std::filesystem::path FileOf(const std::string& table) const { return part_ / (table + ".parquet"); }
  /// Writes a trained model beside the tables.
  Status WriteArtefact(const std::string& step, std::string_view bytes) const;
  /// Everything on disk, then renamed to `runs/<id>`.
  Status PutIntoPlace();

 private:
  RunFolder(std::filesystem::path part, std::filesystem::path place)
      : part_(std::move(part)), place_(std::move(place)) {}
  std::filesystem::path part_;  // empty: nothing to remove
  std::filesystem::path place_;
};

/// The trained models of a finished run, by learn step.
Result<std::map<std::string, std::filesystem::path>> RunArtefacts(const store::Workspace& workspace,
                                                                  const store::RunRecord& run);

/// Removes the folders of runs that no longer run and came to nothing: those in the making, and those that their
/// process put into place but did not live to record.
void RemoveAbandonedRuns(const store::Workspace& workspace, store::RunStore& runs);

}  // namespace tidewaiter::analysis
