#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "engine/duckdb/handles.h"
#include "engine/duckdb/stream_scan.h"
#include "engine/warehouse.h"

namespace tidewaiter::engine::duckdb_adapter {

/// The one place where DuckDB's words become our errors. `doing`: what was attempted, for the message.
Error Translate(std::string_view duckdb_message);

/// A DuckDB instance in memory, with settings that are right for a server: no downloads, unsigned extensions refused,
/// UTC. Shared by its sessions.
class Database {
 public:
  static Result<std::shared_ptr<Database>> Open(const EngineOptions& options);

  int threads() const { return threads_; }
  const std::shared_ptr<OpenStreams>& streams() const { return streams_; }

  Result<ConnectionHandle> Connect();
  /// Loads a signed extension from our folder; quick when it is loaded already.
  Status LoadExtension(const std::string& name);
  /// From now on spill files are encrypted with a key that lives only in this process. The extension `httpfs` brings
  /// the OpenSSL that DuckDB asks for; without it every spill would fail.
  Status EncryptSpillFiles();
  /// True the first time that it is called with this name.
  bool ClaimFunctionName(const std::string& name);
  /// Runs a statement without result on a connection of its own.
  Status Run(const std::string& sql);

 private:
  DatabaseHandle database_;
  int threads_ = 1;
  std::shared_ptr<OpenStreams> streams_ = std::make_shared<OpenStreams>();
  std::mutex mutex_;
  std::set<std::string> extensions_;
  std::set<std::string> functions_;
};

/// Version of the library, e.g. `1.5.5`.
std::string LibraryVersion();

}  // namespace tidewaiter::engine::duckdb_adapter
