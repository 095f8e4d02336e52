#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/language.h"
#include "base/run_control.h"
#include "content/catalogue.h"
#include "engine/warehouse.h"
#include "store/workspace.h"

namespace tidewaiter::ingest {

/// What one dataset got out of a load.
struct FeedCounts {
  std::string dataset;
  int64_t read = 0;        ///< rows that the file had for it
  int64_t inserted = 0;    ///< new keys
  int64_t superseded = 0;  ///< keys that replaced an older row
  int64_t unchanged = 0;   ///< rows equal to what stands already
  int64_t rejected = 0;    ///< rows refused
};

struct RuleCount {
  std::string dataset, column, rule;
  bool warning = false;  ///< the rows were loaded all the same
  int64_t rows = 0;
  std::string sentence;  ///< in English
  std::string example;   ///< a raw value; `•••` where it may be personal
};

enum class LoadState { kLoaded, kUnchanged, kFailed, kChecked, kUndone };
std::string_view LoadStateName(LoadState state);

/// One file of a load: the object that `loads show` prints.
struct LoadReport {
  int64_t id = 0;  ///< 0: nothing was recorded (`--check`)
  LoadState state = LoadState::kLoaded;
  std::string source;             ///< name of the source, or the dataset loaded by contract
  std::string file;               ///< name without its folder
  std::string mapping_hash = {};  ///< of the source and the contracts, as they were
  Timestamp undone_at{};          ///< 0: stands
  std::string content_hash;       ///< BLAKE2b of the bytes
  int64_t bytes = 0;
  Timestamp loaded_at;
  int64_t same_as = 0;  ///< kUnchanged: the load that had the same content
  std::vector<FeedCounts> feeds;
  std::vector<RuleCount> rules;       ///< rejects and warnings by rule, most frequent first
  std::vector<std::string> warnings;  ///< about the file: unmapped columns, encoding, …
  std::string encoding;               ///< as recognised
};

struct Reject {
  std::string dataset;
  int64_t record = 0;  ///< 1-based among the data records of the file
  std::string column, raw, rule, sentence;
};

struct LoadOptions {
  double max_reject_share = 0.05;
  bool check_only = false;
};

class Loader {
 public:
  Loader(const store::Workspace& workspace, engine::Warehouse& warehouse, const content::Datasets& datasets)
      : workspace_(workspace), warehouse_(warehouse), datasets_(datasets) {}

  /// Loads one file through a source. All good rows enter in one snapshot, or none. Over the reject limit the report
  /// is kept (state failed) and the error is `load.rejects_over_limit`; the id stands in its message. `file` may be the
  /// address of a database; its user and password appear nowhere.
  Result<LoadReport> Load(const content::Source& source, const std::string& file, const LoadOptions& options,
                          const RunControl& control);

  /// Takes a load back: its rows vanish, the rows that it superseded stand again.
  Result<LoadReport> Undo(int64_t id, const RunControl& control);

 private:
  Result<LoadReport> LoadOnce(const content::Source& source, const std::string& file, const LoadOptions& options,
                              const RunControl& control);

  const store::Workspace& workspace_;
  engine::Warehouse& warehouse_;
  const content::Datasets& datasets_;
};

/// The source that `load DATASET FILE` uses: columns already named as the contract.
content::Source ContractSource(const content::Dataset& dataset);

/// Loads newest first.
Result<std::vector<LoadReport>> ListLoads(engine::Warehouse& warehouse, int limit);
Result<LoadReport> ShowLoad(engine::Warehouse& warehouse, int64_t id);
/// A stream of dataset, record, column_name, raw, rule, sentence.
Result<std::unique_ptr<engine::BatchStream>> OpenRejects(engine::LocalSession& session, engine::Warehouse& warehouse,
                                                         int64_t id, const RunControl& control);

/// A proposed source.toml for a file, from its header and first rows, for the dataset that fits best (or `dataset`).
/// ReadSources takes it unless a required column is missing, which then stands in it as a `# TODO` line.
/// `load.column_missing` when no dataset fits.
Result<std::string> GuessSource(const std::string& file, const std::string& dataset, engine::LocalSession& session,
                                const content::Datasets& datasets, const RunControl& control);

/// Tables of the warehouse that are not datasets: names begin with `tidewaiter_`.
inline constexpr std::string_view kLoadTable = "tidewaiter_load";
inline constexpr std::string_view kRejectTable = "tidewaiter_reject";
/// Rows of `<dataset>` that a later load replaced, with `superseded_by`.
std::string HistoryTable(std::string_view dataset);

}  // namespace tidewaiter::ingest
