#pragma once

#include <memory>
#include <mutex>

#include "engine/duckdb/database.h"
#include "engine/duckdb/session.h"
#include "engine/warehouse.h"

namespace tidewaiter::engine::duckdb_adapter {

/// A DuckLake: Parquet files under `lake/`, its catalogue in `lake.sqlite`.
class LakeWarehouse final : public Warehouse {
 public:
  static Result<std::unique_ptr<LakeWarehouse>> Open(const std::filesystem::path& workspace, Access access,
                                                     const EngineOptions& options);
  LakeWarehouse(std::shared_ptr<Database> database, std::unique_ptr<DuckDbSession> session)
      : database_(std::move(database)), session_(std::move(session)) {}

  Result<SnapshotId> CurrentSnapshot() override;
  Result<std::vector<std::pair<std::string, Schema>>> Tables(SnapshotId snapshot) override;
  Result<std::unique_ptr<LocalSession>> OpenSession() override;
  std::string TableAt(std::string_view table, SnapshotId snapshot) const override;
  Result<std::unique_ptr<Commit>> BeginCommit() override;
  Status RemoveOrphans() override;
  std::string EngineVersion() const override;

 private:
  std::shared_ptr<Database> database_;
  std::mutex mutex_;                        ///< guards session_
  std::unique_ptr<DuckDbSession> session_;  ///< for the warehouse's own questions
};

}  // namespace tidewaiter::engine::duckdb_adapter
