#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"

namespace tidewaiter::store {

enum class RunState { kRunning, kDone, kFailed, kInterrupted };
std::string_view RunStateName(RunState state);

/// A run is an object: all that is needed to repeat it, and what came out.
struct RunRecord {
  std::string id;
  std::string model_id;
  int model_version = 0;
  std::string model_sha256;
  std::map<std::string, std::string> parameters;  ///< resolved: every parameter with its value as text
  std::optional<Date> as_of;
  std::optional<Date> outcomes_before;  ///< inspection results from this day on were hidden (evaluation)
  int64_t snapshot = 0;                 ///< of the warehouse, as read
  std::string engine_version;
  std::string program_version;
  Timestamp started_at;
  std::optional<Timestamp> finished_at;
  RunState state = RunState::kRunning;
  int64_t process_id = 0;  ///< that runs it; a running record of a dead process is shown as failed
  std::string error_code, error_message;
  std::map<std::string, int64_t> input_rows;
  int64_t findings = 0;
  int64_t alerts = 0;
  std::optional<double> expected_false_alarms;  ///< among the alerts, as the model itself announces
  std::string findings_hash;
  std::vector<std::string> warnings;
  std::string repeat_of;  ///< id of the run that this one repeats
};

/// Runs in state.sqlite (WAL). Opening makes or migrates it (numbered migrations, forward only).
class RunStore {
 public:
  static Result<std::unique_ptr<RunStore>> Open(const std::filesystem::path& state_file);
  virtual ~RunStore() = default;

  virtual Status Insert(const RunRecord& run) = 0;
  /// Replaces the record of the same id.
  virtual Status Update(const RunRecord& run) = 0;
  /// By id or by a unique beginning of it (at least 4 characters), or `last`.
  virtual Result<RunRecord> Get(const std::string& id) = 0;
  /// Newest first.
  virtual Result<std::vector<RunRecord>> List(int limit) = 0;
};

}  // namespace tidewaiter::store
