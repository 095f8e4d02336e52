#include "postgresql_server.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

namespace tidewaiter::testing_support {
namespace {

namespace fs = std::filesystem;

const fs::path kBinaries = "/usr/lib/postgresql/15/bin";
constexpr const char* kAccount = "postgres";  // PostgreSQL does not run as root

/// Runs a shell command as an account that PostgreSQL accepts; its output goes into `log`.
Status RunCommand(const std::string& command, const fs::path& log) {
  const std::string as_account = ::geteuid() == 0 ? std::string("runuser -u ") + kAccount + " -- " : "";
  const std::string whole = as_account + command + " >>" + log.string() + " 2>&1 </dev/null";
  const int state = std::system(whole.c_str());  // NOLINT: a test's own fixed commands
  if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return {};
  std::ifstream in(log);
  const std::string said((std::istreambuf_iterator<char>(in)), {});
  return Fail(ErrorCode::kBug, "failed: " + command + "\n" + said);
}

}  // namespace

std::string PostgresqlServer::ReasonToSkip() {
  for (const char* program : {"initdb", "pg_ctl", "psql"})
    if (!fs::exists(kBinaries / program))
      return "no PostgreSQL server (" + (kBinaries / program).string() + "): install the Debian package postgresql";
  return "";
}

Result<std::unique_ptr<PostgresqlServer>> PostgresqlServer::Start() {
  std::string pattern = (fs::temp_directory_path() / "tidewaiter-pg-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return Fail(ErrorCode::kInputOutput, "cannot make a folder");
  std::unique_ptr<PostgresqlServer> server(new PostgresqlServer(pattern));  // NOLINT: private constructor
  const fs::path& folder = server->folder_;
  fs::permissions(folder, fs::perms::all);
  std::ofstream(folder / "log").flush();
  fs::permissions(folder / "log", fs::perms::all);
  std::ofstream(folder / "password") << kPassword << "\n";
  const std::string data = (folder / "data").string();
  TRY(RunCommand((kBinaries / "initdb").string() + " -D " + data +
                     " -U ann --auth=scram-sha-256 --pwfile=" + (folder / "password").string() + " -E UTF8 --no-sync",
                 folder / "log"));
  TRY(RunCommand((kBinaries / "pg_ctl").string() + " -D " + data + " -w -t 60 -l " + (folder / "server.log").string() +
                     " -o \"-c listen_addresses='' -c fsync=off -c unix_socket_directories=" + folder.string() +
                     "\" start",
                 folder / "log"));
  TRY(RunCommand("env PGPASSWORD=" + std::string(kPassword) + " " + (kBinaries / "createdb").string() + " -h " +
                     folder.string() + " -U ann customs",
                 folder / "log"));
  return server;
}

PostgresqlServer::~PostgresqlServer() {
  // It may never have started; then there is nothing to stop.
  static_cast<void>(
      RunCommand((kBinaries / "pg_ctl").string() + " -D " + (folder_ / "data").string() + " -w -m immediate stop",
                 folder_ / "log"));
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Status PostgresqlServer::Run(const std::string& sql) const {
  const fs::path file = folder_ / "run.sql";
  std::ofstream(file) << sql << "\n";
  return RunCommand("env PGPASSWORD=" + std::string(kPassword) + " " + (kBinaries / "psql").string() + " -h " +
                        folder_.string() + " -U ann -d customs -v ON_ERROR_STOP=1 -f " + file.string(),
                    folder_ / "log");
}

std::string PostgresqlServer::Address(const std::string& password) const {
  return "postgresql://ann:" + password + "@/customs?host=" + folder_.string();
}

}  // namespace tidewaiter::testing_support
