#include "engine/duckdb/database.h"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

namespace tidewaiter::engine::duckdb_adapter {
namespace {

namespace fs = std::filesystem;

bool Contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// DuckDB's messages say `Binder Error: …`; the kind before the colon is stable, the rest is for people.
std::string_view KindOf(std::string_view message) {
  const size_t end = message.find(" Error: ");
  return end == std::string_view::npos ? std::string_view{} : message.substr(0, end);
}

std::string FirstParagraph(std::string_view message) {
  const size_t prefix = message.find(" Error: ");
  if (prefix != std::string_view::npos) message.remove_prefix(prefix + 8);
  std::string text(message.substr(0, message.find("\n\nLINE")));
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

fs::path ExtensionDirectory() {
  if (const char* set = std::getenv("TIDEWAITER_EXTENSIONS")) return set;
  std::error_code ignored;
  const fs::path installed =
      fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "lib/tidewaiter/extensions";
  if (fs::exists(installed, ignored)) return installed;
  return fs::path(TIDEWAITER_DEPS_DIRECTORY) / "duckdb/extensions";
}

struct Symptom {
  std::string_view part;  ///< of the message
  ErrorCode code;
  std::string_view hint;
};

constexpr std::string_view kWriteASelect = "write a SELECT; data enters through load, never through a query";

constexpr std::array kSymptoms = {
    Symptom{"No space left on device", ErrorCode::kDiskFull, "free some space, then try again"},
    Symptom{"database or disk is full", ErrorCode::kDiskFull, "free some space, then try again"},
    Symptom{"readonly database", ErrorCode::kPermission, "the workspace cannot be written; check its permissions"},
    Symptom{"attached in read-only mode", ErrorCode::kSqlNotReadOnly, "only statements that read are allowed here"},
    Symptom{"Read-only file system", ErrorCode::kPermission, "the workspace cannot be written"},
    Symptom{"Permission denied", ErrorCode::kPermission, "check the permissions of the file or folder"},
    Symptom{"database is locked", ErrorCode::kCommitConflict, "another process is writing; try again"},
    Symptom{"Failed to commit", ErrorCode::kCommitConflict, "another process committed first; try again"},
    Symptom{"disabled by configuration", ErrorCode::kSqlNotReadOnly, "files and settings cannot be reached from here"},
    Symptom{"configuration has been locked", ErrorCode::kSqlNotReadOnly, "settings cannot be changed from here"},
    Symptom{"is not an table", ErrorCode::kSqlNotReadOnly, kWriteASelect},  // what an INSERT into a view is told
    Symptom{"Can only update base table", ErrorCode::kSqlNotReadOnly, kWriteASelect},
    Symptom{"Can only delete from base table", ErrorCode::kSqlNotReadOnly, kWriteASelect},
    Symptom{"Can only merge into base table", ErrorCode::kSqlNotReadOnly, kWriteASelect},
    Symptom{"Cannot prepare multiple statements", ErrorCode::kSqlInvalid, "give one statement at a time"},
    Symptom{"No statement to prepare", ErrorCode::kSqlInvalid, "give one statement"},
    Symptom{"Unable to connect to Postgres", ErrorCode::kSourceUnreachable, "check address, account and that it runs"},
    Symptom{"Failed to prepare COPY", ErrorCode::kSourceUnreachable, "check the query of the source"},
};

constexpr std::array<std::pair<std::string_view, ErrorCode>, 18> kKinds = {{
    {"INTERRUPT", ErrorCode::kInterrupted},
    {"Interrupt", ErrorCode::kInterrupted},
    {"Out of Memory", ErrorCode::kMemoryLimit},
    {"Parser", ErrorCode::kSqlInvalid},
    {"Syntax", ErrorCode::kSqlInvalid},
    {"Binder", ErrorCode::kSqlInvalid},
    {"Catalog", ErrorCode::kSqlInvalid},
    {"Parameter Not Resolved", ErrorCode::kSqlInvalid},
    {"Parameter Not Allowed", ErrorCode::kSqlInvalid},
    {"Not implemented", ErrorCode::kSqlInvalid},
    {"Permission", ErrorCode::kSqlNotReadOnly},
    {"Conversion", ErrorCode::kSqlFailed},
    {"Out of Range", ErrorCode::kSqlFailed},
    {"Mismatch Type", ErrorCode::kSqlFailed},
    {"Invalid Input", ErrorCode::kSqlFailed},
    {"Invalid type", ErrorCode::kSqlFailed},
    {"Constraint", ErrorCode::kSqlFailed},
    {"IO", ErrorCode::kInputOutput},
}};

}  // namespace

Error Translate(std::string_view message) {
  Error error{ErrorCode::kEngine, FirstParagraph(message), {}, {}};
  for (const Symptom& symptom : kSymptoms) {
    if (!Contains(error.message, symptom.part)) continue;  // without the SQL that DuckDB repeats below
    error.code = symptom.code;
    error.hint = symptom.hint;
    return error;
  }
  for (const auto& [kind, code] : kKinds)
    if (KindOf(message) == kind) error.code = code;
  if (error.code == ErrorCode::kInterrupted) error.message = "stopped";
  if (error.code == ErrorCode::kMemoryLimit)
    error.hint = "give more with --memory, free disk space for spilling, or work on less data at once";
  return error;
}

Result<std::shared_ptr<Database>> Database::Open(const EngineOptions& options) {
  ConfigHandle config;
  duckdb_create_config(config.address());
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const int wanted = options.threads > 0 ? options.threads : static_cast<int>(cores);
  const std::string threads = std::to_string(wanted);
  const std::string memory = std::to_string(EffectiveMemoryLimit(options) / (uint64_t{1024} * 1024)) + "MiB";
  const std::string spill = options.spill_directory.string();
  for (const auto& [name, value] :
       std::initializer_list<std::pair<const char*, const char*>>{{"threads", threads.c_str()},
                                                                  {"memory_limit", memory.c_str()},
                                                                  {"temp_directory", spill.c_str()},
                                                                  {"autoinstall_known_extensions", "false"},
                                                                  {"autoload_known_extensions", "false"},
                                                                  {"preserve_insertion_order", "true"}})
    duckdb_set_config(config.get(), name, value);

  auto database = std::make_shared<Database>();
  database->threads_ = wanted;
  char* message = nullptr;
  const auto state = duckdb_open_ext(nullptr, database->database_.address(), config.get(), &message);
  const OwnedText owned(message);
  if (state == DuckDBError) return Fail(Translate(message != nullptr ? message : "cannot open"));
  TRY(database->Run("set TimeZone = 'UTC'"));
  return database;
}

Result<ConnectionHandle> Database::Connect() {
  ConnectionHandle connection;
  if (duckdb_connect(database_.get(), connection.address()) == DuckDBError)
    return Fail(ErrorCode::kEngine, "cannot connect to the engine");
  for (const char* setting : {"set enable_progress_bar = true", "set enable_progress_bar_print = false"})
    duckdb_query(connection.get(), setting, nullptr);
  return connection;
}

Status Database::LoadExtension(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  if (extensions_.contains(name)) return {};
  const fs::path path = ExtensionDirectory() / (name + ".duckdb_extension");
  if (!fs::exists(path))
    return Fail(ErrorCode::kEngine, "an extension of the engine is missing (" + path.string() + ")",
                "run scripts/bootstrap, or reinstall the program");
  TRY(Run("load " + QuoteText(path.string())));
  extensions_.insert(name);
  return {};
}

Status Database::EncryptSpillFiles() {
  TRY(LoadExtension("httpfs"));
  return Run("set temp_file_encryption = true");
}

bool Database::ClaimFunctionName(const std::string& name) {
  const std::scoped_lock lock(mutex_);
  return functions_.insert(name).second;
}

Status Database::Run(const std::string& sql) {
  const ConnectionHandle connection = TRY(Connect());
  ResultHandle result;
  if (duckdb_query(connection.get(), sql.c_str(), result.get()) == DuckDBError)
    return Fail(Translate(duckdb_result_error(result.get())));
  return {};
}

std::string LibraryVersion() {
  std::string version = duckdb_library_version();
  return version.starts_with('v') ? version.substr(1) : version;
}

}  // namespace tidewaiter::engine::duckdb_adapter
