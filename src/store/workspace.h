#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "base/run_control.h"

namespace tidewaiter::store {

/// The right to write to a workspace; given back when destroyed, also when the process dies.
class WriteLock {
 public:
  WriteLock(WriteLock&& other) noexcept;
  WriteLock& operator=(WriteLock&& other) noexcept;
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;
  ~WriteLock();

 private:
  friend class Workspace;
  explicit WriteLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// Who writes to a workspace at the moment, as the holder of its lock tells in `write.lock`.
struct Writer {
  int64_t process_id = 0;
  std::string purpose;  ///< "load of declarations.csv"
  std::string since;    ///< UTC, `YYYY-MM-DD HH:MM:SS`

  /// `load of declarations.csv (process 4711, since 2026-11-25 08:00:00)`
  std::string ToString() const;
};

/// A workspace is a folder: `lake/` (Parquet), `lake.sqlite` (its catalogue), `state.sqlite` (runs, …), `runs/`
/// (findings of each run), `secret.key` (0600), `tidewaiter.toml` (format version), `write.lock`, `tmp/`.
class Workspace {
 public:
  /// The format that this program writes; a newer one is refused (workspace.newer_version).
  static constexpr int kFormatVersion = 1;

  /// Makes the folder (0700) with key and marker. An empty existing folder is fine; a workspace or anything else is
  /// `workspace.foreign_folder`. The warehouse is made by the engine factory, the state at first use.
  static Result<Workspace> Create(const std::filesystem::path& root);
  /// `workspace.missing` with the hint `tidewaiter init`; `workspace.damaged` when the key is gone.
  static Result<Workspace> Open(const std::filesystem::path& root);

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path state_file() const { return root_ / "state.sqlite"; }
  std::filesystem::path runs_directory() const { return root_ / "runs"; }
  std::filesystem::path key_file() const { return root_ / "secret.key"; }
  /// The key for pseudonyms; read when first asked for.
  Result<SecretKey> Key() const;

  /// A folder of this process for temporary files, `tmp/<pid>`; folders of dead processes are removed.
  Result<std::filesystem::path> TemporaryDirectory() const;
  void RemoveTemporaryDirectory() const;
  /// Folders in `tmp/` whose process is gone.
  std::vector<std::filesystem::path> Leftovers() const;

  /// Waits for its turn (checking `control`, noting on its progress for whom it waits: process, what it does, since
  /// when). `purpose`: "load of declarations.csv". `workspace.locked` after `patience_seconds`.
  Result<WriteLock> AcquireWriteLock(const std::string& purpose, const RunControl& control,
                                     int patience_seconds = 3600) const;
  /// Who holds the write lock now; nobody when it is free.
  std::optional<Writer> CurrentWriter() const;

 private:
  explicit Workspace(std::filesystem::path root) : root_(std::move(root)) {}
  std::filesystem::path root_;
};

}  // namespace tidewaiter::store
