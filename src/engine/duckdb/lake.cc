#include "engine/duckdb/lake.h"

#include "engine/duckdb/duckdb_engines.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/log.h"

namespace tidewaiter::engine::duckdb_adapter {
namespace {

namespace fs = std::filesystem;

std::string LakeTable(std::string_view table) { return "lake.main." + QuoteIdentifier(table); }

std::string AttachStatement(const fs::path& workspace, Access access) {
  // The folder may have been moved or be mounted elsewhere: the data stands beside the catalogue, whatever it says.
  return "attach " + QuoteText("ducklake:sqlite:" + (workspace / "lake.sqlite").string()) + " as lake (data_path " +
         QuoteText((workspace / "lake").string() + "/") + ", override_data_path true, meta_busy_timeout 30000" +
         // With a write-ahead log a long reader never holds up a commit.
         (access == Access::kRead ? ", read_only" : ", meta_journal_mode 'WAL'") + ")";
}

class LakeCommit final : public Commit {
 public:
  explicit LakeCommit(std::unique_ptr<DuckDbSession> session) : session_(std::move(session)) {}

  ~LakeCommit() override {
    if (!open_) return;
    const auto undone = session_->Execute("rollback", {}, {});
    if (!undone) Log(LogLevel::kWarning, "engine.rollback_failed", {{"message", undone.error().message}});
  }

  LocalSession& session() override { return *session_; }

  std::string TableName(std::string_view table) const override { return LakeTable(table); }

  Status Begin() override {
    TRY(session_->Execute("begin transaction", {}, {}));
    open_ = true;
    return {};
  }

  Status EnsureTable(std::string_view table, const Schema& schema) override {
    std::string columns;
    for (const Column& column : schema)
      columns += (columns.empty() ? "" : ", ") + QuoteIdentifier(column.name) + " " + column.type.Sql();
    TRY(session_->Execute("create table if not exists " + LakeTable(table) + " (" + columns + ")", {}, {}));
    const Schema stored = TRY(session_->Describe("select * from " + LakeTable(table), {}));
    for (const Column& column : schema) TRY(EnsureColumn(table, column, stored));
    return {};
  }

  Result<SnapshotId> Finish(std::string_view message) override {
    TRY(session_->Execute("call lake.set_commit_message('tidewaiter', " + QuoteText(message) + ")", {}, {}));
    open_ = false;  // a failed commit has rolled back by itself
    TRY(session_->Execute("commit", {}, {}));
    // It stands now: whatever happens to this question must not look like a failure.
    const auto id = session_->QueryTable("select cast(max(id) as bigint) from lake.current_snapshot()");
    return id ? SnapshotId{std::get<int64_t>(id->rows[0][0])} : SnapshotId{};
  }

 private:
  Status EnsureColumn(std::string_view table, const Column& column, const Schema& stored) {
    const auto found =
        std::find_if(stored.begin(), stored.end(), [&](const Column& s) { return s.name == column.name; });
    if (found == stored.end()) {
      TRY(session_->Execute(
          "alter table " + LakeTable(table) + " add column " + QuoteIdentifier(column.name) + " " + column.type.Sql(),
          {}, {}));
      return {};
    }
    if (found->type == column.type) return {};
    return Fail(ErrorCode::kEngine,
                "a stored column has another type than its contract (" + std::string(table) + "." + column.name + ": " +
                    found->type.ToString() + ", not " + column.type.ToString() + ")",
                "give the changed column a new name; stored data is never reinterpreted");
  }

  std::unique_ptr<DuckDbSession> session_;
  bool open_ = false;
};

class DuckDbEngines final : public EngineFactory {
 public:
  Status CreateWarehouse(const fs::path& workspace, const EngineOptions& options) override {
    std::error_code failure;
    fs::create_directories(workspace / "lake", failure);
    if (failure) return Fail(ErrorCode::kPermission, "cannot make a folder (" + (workspace / "lake").string() + ")");
    const auto lake = TRY(LakeWarehouse::Open(workspace, Access::kReadWrite, options));
    const auto session = TRY(lake->OpenSession());
    // zstd and version 2 pages: smaller and quicker to read than the defaults (docs/decisions).
    for (const char* option :
         {"call lake.set_option('parquet_compression', 'zstd')", "call lake.set_option('parquet_version', '2')"})
      TRY(session->Execute(option, {}, {}));
    return {};
  }

  Result<std::unique_ptr<Warehouse>> OpenWarehouse(const fs::path& workspace, Access access,
                                                   const EngineOptions& options) override {
    if (!fs::exists(workspace / "lake.sqlite"))
      return Fail(ErrorCode::kWorkspaceDamaged,
                  "the warehouse's catalogue is missing (" + (workspace / "lake.sqlite").string() + ")",
                  "restore it from a backup");
    return TRY(LakeWarehouse::Open(workspace, access, options));
  }

  Result<std::unique_ptr<LocalSession>> OpenScratch(const EngineOptions& options) override {
    return TRY(DuckDbSession::Open(TRY(Database::Open(options))));
  }

  std::string Version() const override { return "duckdb " + LibraryVersion(); }
};

}  // namespace

Result<std::unique_ptr<LakeWarehouse>> LakeWarehouse::Open(const fs::path& workspace, Access access,
                                                           const EngineOptions& options) {
  auto database = TRY(Database::Open(options));
  TRY(database->LoadExtension("sqlite_scanner"));
  TRY(database->LoadExtension("ducklake"));
  // What is read into a load may be personal before it is pseudonymised.
  if (access == Access::kReadWrite) TRY(database->EncryptSpillFiles());
  TRY(database->Run(AttachStatement(fs::absolute(workspace), access)));
  // What stays readable when a session is restricted to reading.
  TRY(database->Run("set allowed_directories = [" + QuoteText((fs::absolute(workspace) / "lake").string() + "/") +
                    "]"));
  auto session = TRY(DuckDbSession::Open(database));
  return std::make_unique<LakeWarehouse>(std::move(database), std::move(session));
}

Result<SnapshotId> LakeWarehouse::CurrentSnapshot() {
  const std::scoped_lock lock(mutex_);
  const Table id = TRY(session_->QueryTable("select cast(max(id) as bigint) from lake.current_snapshot()"));
  return SnapshotId{std::get<int64_t>(id.rows[0][0])};
}

Result<std::vector<std::pair<std::string, Schema>>> LakeWarehouse::Tables(SnapshotId snapshot) {
  const std::scoped_lock lock(mutex_);
  const Table names = TRY(session_->QueryTable(
      "select table_name from duckdb_tables() where database_name = 'lake' and schema_name = 'main' order by 1"));
  std::vector<std::pair<std::string, Schema>> tables;
  for (const auto& row : names.rows) {
    const std::string name = ToText(row[0]);
    auto schema = session_->Describe("select * from " + TableAt(name, snapshot), {});
    if (schema) tables.emplace_back(name, std::move(*schema));
    // A table that is younger than the snapshot is not part of it.
    else if (schema.error().code != ErrorCode::kSqlInvalid)
      return Fail(std::move(schema.error()));
  }
  return tables;
}

Result<std::unique_ptr<LocalSession>> LakeWarehouse::OpenSession() { return TRY(DuckDbSession::Open(database_)); }

std::string LakeWarehouse::TableAt(std::string_view table, SnapshotId snapshot) const {
  return LakeTable(table) + " at (version => " + std::to_string(snapshot.number) + ")";
}

Result<std::unique_ptr<Commit>> LakeWarehouse::BeginCommit() {
  return std::make_unique<LakeCommit>(TRY(DuckDbSession::Open(database_)));
}

Status LakeWarehouse::RemoveOrphans() {
  const std::scoped_lock lock(mutex_);
  TRY(session_->Execute("call ducklake_delete_orphaned_files('lake', cleanup_all => true)", {}, {}));
  return {};
}

std::string LakeWarehouse::EngineVersion() const { return "duckdb " + LibraryVersion(); }

}  // namespace tidewaiter::engine::duckdb_adapter

namespace tidewaiter::engine {
std::unique_ptr<EngineFactory> MakeDuckDbEngines() { return std::make_unique<duckdb_adapter::DuckDbEngines>(); }
}  // namespace tidewaiter::engine
