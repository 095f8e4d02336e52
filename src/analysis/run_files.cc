#include "analysis/run_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "store/system_error.h"

namespace tidewaiter::analysis {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPartSuffix = ".part";
constexpr std::string_view kArtefactSuffix = ".artefact";

Status CheckFinished(const store::RunRecord& run) {
  if (run.state == store::RunState::kDone) return {};
  return Fail(ErrorCode::kRunUnfinished,
              fmt::format("the run has no findings, it is {} ({})", store::RunStateName(run.state), run.id));
}

Status ToDisk(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Fail(store::SystemError(errno, "cannot open", path));
  const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
  ::close(descriptor);
  if (failed != 0) return Fail(store::SystemError(failed, "cannot write", path));
  return {};
}

bool IsAbandoned(const fs::path& folder, store::RunStore& runs) {
  const std::string id = folder.stem().string();
  const bool in_making = folder.extension() == kPartSuffix;
  auto run = runs.Get(id);
  // A run's record stands before its folder, so an unknown one is from a state that was restored: what was in the
  // making then will never be done, but what is in place may be a run that a newer copy of the state knows.
  if (!run) return in_making && run.error().code == ErrorCode::kUnknownName;
  // A process may have put its run into place, said so and ended between the reading of its record and the look at the
  // process, so a run counts as failed when it still does after its process was seen dead.
  if (run->state == store::RunState::kFailed) run = runs.Get(id);
  const bool over = run && (run->state == store::RunState::kFailed || run->state == store::RunState::kInterrupted);
  return run && run->id == id && (over || (in_making && run->state == store::RunState::kDone));
}

}  // namespace

Result<std::string> RunRelation(const store::Workspace& workspace, engine::LocalSession& session,
                                const store::RunRecord& run, const std::string& table) {
  TRY(CheckFinished(run));
  const fs::path file = workspace.runs_directory() / run.id / (table + ".parquet");
  std::error_code error;
  if (!fs::exists(file, error)) {
    return Fail(ErrorCode::kWorkspaceDamaged, fmt::format("a file of the run is gone ({})", file.string()),
                fmt::format("tidewaiter runs repeat {}", run.id));
  }
  engine::FileScan scan;
  scan.format = engine::FileFormat::kParquet;
  scan.path = file.string();
  return session.ScanRelation(scan);
}

Result<std::vector<std::string>> RunTables(const store::Workspace& workspace, const store::RunRecord& run) {
  TRY(CheckFinished(run));
  std::vector<std::string> tables;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(workspace.runs_directory() / run.id, error)) {
    if (entry.path().extension() == ".parquet") tables.push_back(entry.path().stem().string());
  }
  if (error) return Fail(store::SystemError(error.value(), "cannot read", workspace.runs_directory() / run.id));
  std::sort(tables.begin(), tables.end());
  return tables;
}

Result<RunFolder> RunFolder::Make(const store::Workspace& workspace, const std::string& id) {
  const fs::path place = workspace.runs_directory() / id;
  RunFolder folder(fs::path(place) += kPartSuffix, place);
  std::error_code error;
  fs::create_directories(folder.part_, error);
  if (error) return Fail(store::SystemError(error.value(), "cannot make", folder.part_));
  return folder;
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  if (!part_.empty()) fs::remove_all(part_, ignored);
}

Status RunFolder::WriteArtefact(const std::string& step, std::string_view bytes) const {
  const fs::path path = part_ / (step + std::string(kArtefactSuffix));
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return Fail(store::SystemError(errno, "cannot write", path));
  return {};
}

Result<std::map<std::string, fs::path>> RunArtefacts(const store::Workspace& workspace, const store::RunRecord& run) {
  TRY(CheckFinished(run));
  std::map<std::string, fs::path> artefacts;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(workspace.runs_directory() / run.id, error)) {
    if (entry.path().extension() == kArtefactSuffix) artefacts.emplace(entry.path().stem().string(), entry.path());
  }
  return artefacts;
}

Status RunFolder::PutIntoPlace() {
  for (const fs::directory_entry& entry : fs::directory_iterator(part_)) TRY(ToDisk(entry.path()));
  TRY(ToDisk(part_));
  std::error_code error;
  fs::rename(part_, place_, error);
  if (error) return Fail(store::SystemError(error.value(), "cannot write", place_));
  part_.clear();
  return ToDisk(place_.parent_path());
}

void RemoveAbandonedRuns(const store::Workspace& workspace, store::RunStore& runs) {
  std::error_code error;
  std::vector<fs::path> abandoned;
  for (const fs::directory_entry& entry : fs::directory_iterator(workspace.runs_directory(), error)) {
    if (IsAbandoned(entry.path(), runs)) abandoned.push_back(entry.path());
  }
  for (const fs::path& folder : abandoned) fs::remove_all(folder, error);
}

}  // namespace tidewaiter::analysis
