#include "store/database.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

#include "store/system_error.h"

namespace tidewaiter::store {
namespace {

namespace fs = std::filesystem;

constexpr int kPatienceMilliseconds = 30'000;

/// SQLite's own result codes; its header stays inside SOCI.
Error ErrorOf(const soci::sqlite3_soci_error& failure, const fs::path& file) {
  constexpr int kPrimary = 0xff;
  switch (failure.result() & kPrimary) {
    case 5:  // SQLITE_BUSY
    case 6:  // SQLITE_LOCKED
      return {ErrorCode::kWorkspaceLocked,
              fmt::format("another process holds the state ({})", file.string()),
              "try again when it has finished",
              {}};
    case 8:   // SQLITE_READONLY
    case 3:   // SQLITE_PERM
    case 14:  // SQLITE_CANTOPEN
      return {ErrorCode::kPermission,
              fmt::format("cannot write the state ({})", file.string()),
              "check the owner and the mode of the file and its folder",
              {}};
    case 13:  // SQLITE_FULL
      return {ErrorCode::kDiskFull,
              fmt::format("the disk is full ({})", file.string()),
              "free some space and try again; nothing was changed",
              {}};
    case 10:  // SQLITE_IOERR
      return {ErrorCode::kInputOutput,
              fmt::format("cannot read or write the state ({})", file.string()),
              "check the disk",
              {}};
    case 11:  // SQLITE_CORRUPT
    case 26:  // SQLITE_NOTADB
      return {ErrorCode::kWorkspaceDamaged,
              fmt::format("the state cannot be read ({})", file.string()),
              "restore state.sqlite from a backup",
              {}};
    default:
      return {ErrorCode::kBug, fmt::format("{} ({})", failure.what(), file.string()), "", {}};
  }
}

/// SOCI takes the whole text as the path only where it holds no `=`; otherwise the path stands in quotes.
Result<std::string> ConnectText(const fs::path& file) {
  const std::string path = file.string();
  if (path.find('=') == std::string::npos) return path;
  if (path.find('"') == std::string::npos) return fmt::format("dbname=\"{}\"", path);
  return Fail(ErrorCode::kUsage, fmt::format("a workspace path cannot hold both = and \" ({})", path),
              "use another folder");
}

int VersionOf(soci::session& sql) {
  int version = 0;
  sql << "pragma user_version", soci::into(version);
  return version;
}

/// A whole copy, also of what still stands in the write-ahead log.
Status KeepBackup(soci::session& sql, const fs::path& file, int version) {
  const fs::path backup = fmt::format("{}.v{}.backup", file.string(), version);
  const std::string partial = fmt::format("{}.{}.tmp", backup.string(), ::getpid());
  std::error_code error;
  fs::remove(partial, error);
  TRY(Translated(file, [&] { sql << "vacuum into :path", soci::use(partial); }));
  fs::rename(partial, backup, error);
  if (error) return Fail(SystemError(error.value(), "cannot keep a backup", backup));
  return {};
}

/// Takes the write lock of the database at once; undone unless committed.
class Transaction {
 public:
  explicit Transaction(soci::session& sql) : sql_(sql) { sql_ << "begin immediate"; }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (committed_) return;
    try {
      sql_ << "rollback";
    } catch (const soci::soci_error&) {  // the failure that led here is the one to report
    }
  }
  void Commit() {
    sql_ << "commit";
    committed_ = true;
  }

 private:
  soci::session& sql_;
  bool committed_ = false;
};

/// Another process may have migrated meanwhile: what is left is decided inside the transaction.
void ApplyMigrations(soci::session& sql, std::span<const Migration> migrations) {
  Transaction transaction(sql);
  for (size_t next = static_cast<size_t>(VersionOf(sql)); next < migrations.size(); ++next) {
    for (const std::string_view statement : migrations[next]) sql << std::string(statement);
    sql << fmt::format("pragma user_version = {}", next + 1);
  }
  transaction.Commit();
}

Status Migrate(soci::session& sql, const fs::path& file, std::span<const Migration> migrations) {
  int version = 0;
  TRY(Translated(file, [&] { version = VersionOf(sql); }));
  const int latest = static_cast<int>(migrations.size());
  if (version > latest) {
    return Fail(
        ErrorCode::kWorkspaceVersion,
        fmt::format("the state was written by a newer program (version {}, this one knows {})", version, latest),
        "install the newer version of tidewaiter");
  }
  if (version == latest) return {};
  if (version > 0) TRY(KeepBackup(sql, file, version));
  return Translated(file, [&] { ApplyMigrations(sql, migrations); });
}

Status MakeFile(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return Fail(SystemError(errno, "cannot open the state", file));
  ::close(descriptor);
  return {};
}

/// SQLite does not wait by itself where two that open a new state at once both change its journal.
Status Patiently(const fs::path& file, const std::function<void()>& work) {
  constexpr int kPauseMilliseconds = 20;
  Status done = Translated(file, work);
  for (int waited = 0; waited < kPatienceMilliseconds; waited += kPauseMilliseconds) {
    if (done || done.error().code != ErrorCode::kWorkspaceLocked) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(kPauseMilliseconds));
    done = Translated(file, work);
  }
  return done;
}

}  // namespace

Status Translated(const fs::path& file, const std::function<void()>& work) {
  try {
    work();
    return {};
  } catch (const soci::sqlite3_soci_error& failure) {
    return Fail(ErrorOf(failure, file));
  } catch (const soci::soci_error& failure) {
    return Fail(ErrorCode::kBug, fmt::format("{} ({})", failure.what(), file.string()));
  }
}

Result<std::unique_ptr<soci::session>> OpenDatabase(const fs::path& file, std::span<const Migration> migrations) {
  TRY(MakeFile(file));
  const std::string text = TRY(ConnectText(file));
  std::unique_ptr<soci::session> sql;
  TRY(Patiently(file, [&] {
    sql = std::make_unique<soci::session>(soci::sqlite3, text);
    *sql << fmt::format("pragma busy_timeout = {}", kPatienceMilliseconds);
    std::string mode;
    *sql << "pragma journal_mode = wal", soci::into(mode);
    *sql << "pragma synchronous = normal";
    *sql << "pragma foreign_keys = on";
  }));
  TRY(Migrate(*sql, file, migrations));
  return sql;
}

}  // namespace tidewaiter::store
