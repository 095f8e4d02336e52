#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/session.h"

namespace tidewaiter::engine {

/// A state of the warehouse. Every commit makes the next one; an older one stays readable.
struct SnapshotId {
  int64_t number = 0;
  auto operator<=>(const SnapshotId&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs
};

/// One change of the warehouse, all or nothing. Destroyed without Finish it leaves no trace. Its session sees
/// the warehouse's tables (by TableName) and its own staged tables. At most one at a time over all processes:
/// the caller holds the workspace's write lock.
class Commit {
 public:
  virtual ~Commit() = default;
  virtual LocalSession& session() = 0;
  /// Name of a warehouse table in SQL inside this commit.
  virtual std::string TableName(std::string_view table) const = 0;
  /// Makes the table, or adds the columns that it lacks. An existing column of another type is an error.
  virtual Status EnsureTable(std::string_view table, const Schema& schema) = 0;
  /// Stages are read before: `Begin` starts the transaction, so that long reading does not keep one open.
  virtual Status Begin() = 0;
  /// Once it has committed it does not fail; a number of 0 means that the snapshot's could not be asked for.
  virtual Result<SnapshotId> Finish(std::string_view message) = 0;
};

/// Where the administration's data stands. Its functions may be called from several threads; a session or commit not.
class Warehouse {
 public:
  virtual ~Warehouse() = default;

  virtual Result<SnapshotId> CurrentSnapshot() = 0;
  /// Tables at a snapshot with their columns; none for an empty warehouse.
  virtual Result<std::vector<std::pair<std::string, Schema>>> Tables(SnapshotId snapshot) = 0;
  /// A session in which `TableAt` names can be read. It cannot change the warehouse.
  virtual Result<std::unique_ptr<LocalSession>> OpenSession() = 0;
  /// SQL of a relation: the table as it stood at the snapshot, to put after FROM.
  virtual std::string TableAt(std::string_view table, SnapshotId snapshot) const = 0;

  virtual Result<std::unique_ptr<Commit>> BeginCommit() = 0;
  /// Removes files that no snapshot names (left by a killed writer). The caller holds the write lock.
  virtual Status RemoveOrphans() = 0;

  /// `duckdb 1.5.5`, for the record of a run.
  virtual std::string EngineVersion() const = 0;
};

struct EngineOptions {
  uint64_t memory_limit_bytes = 0;             ///< 0: 60 % of the machine
  int threads = 0;                             ///< 0: one per core
  std::filesystem::path spill_directory = {};  ///< made when needed, emptied afterwards
};

enum class Access { kRead, kReadWrite };

/// Makes the adapters; main.cc hands it down, so that no layer above names a vendor.
class EngineFactory {
 public:
  virtual ~EngineFactory() = default;
  /// Makes an empty warehouse: its catalogue `lake.sqlite` and its files under `lake/` in `workspace`.
  virtual Status CreateWarehouse(const std::filesystem::path& workspace, const EngineOptions& options) = 0;
  virtual Result<std::unique_ptr<Warehouse>> OpenWarehouse(const std::filesystem::path& workspace, Access access,
                                                           const EngineOptions& options) = 0;
  /// An empty engine in memory: for model tests and small local work. Its tables can be made by SQL.
  virtual Result<std::unique_ptr<LocalSession>> OpenScratch(const EngineOptions& options) = 0;
  virtual std::string Version() const = 0;
};

/// Bytes of memory of this machine (or of its control group, where that is smaller).
uint64_t MachineMemoryBytes();

/// The memory limit that the options ask for.
uint64_t EffectiveMemoryLimit(const EngineOptions& options);

/// Makes the operating system refuse this process far more than the engine's limit, so that an allocation
/// that the engine does not count (an aggregate with its own containers) fails with `system.memory_limit`
/// instead of the kernel killing the process. Nothing under sanitizers.
void LimitProcessMemory(uint64_t engine_limit_bytes);

}  // namespace tidewaiter::engine
