#include "cli/health.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <system_error>

#include "base/text.h"
#include "cli/memory_size.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLittleDisk = 5'000'000'000, kNoDisk = 500'000'000;

HealthFinding Ok(std::string check, std::string found) { return {std::move(check), Health::kOk, std::move(found), ""}; }

HealthFinding Failed(std::string check, const Error& error) {
  std::string found = error.message;
  if (!error.diagnostics.empty()) {
    const Diagnostic& first = error.diagnostics.front();
    found += fmt::format("; first: {}:{}: {}", first.file, first.line, first.message);
  }
  return {std::move(check), Health::kFail, std::move(found), error.hint};
}

HealthFinding ExamineDisk(Context& context) {
  std::error_code error;
  fs::path place = fs::absolute(context.workspace_path(), error);
  while (!fs::exists(place, error) && place.has_parent_path() && place != place.parent_path())
    place = place.parent_path();
  const fs::space_info space = fs::space(place, error);
  if (error) return {"disk", Health::kFail, error.message(), "check the path of the workspace"};
  const std::string found = fmt::format("{} free at {}", HumanBytes(space.available), place.string());
  if (space.available >= kLittleDisk) return Ok("disk", found);
  const Health health = space.available < kNoDisk ? Health::kFail : Health::kWarn;
  return {"disk", health, found, "free some space: loads and large runs need room to spill"};
}

HealthFinding ExamineMemory(Context& context) {
  const uint64_t machine = engine::MachineMemoryBytes();
  const uint64_t limit = engine::EffectiveMemoryLimit(context.PlannedEngineOptions());
  const std::string found = fmt::format("limit {} of {}", HumanBytes(limit), HumanBytes(machine));
  if (static_cast<double>(limit) <= 0.9 * static_cast<double>(machine)) return Ok("memory", found);
  return {"memory", Health::kWarn, found, "leave at least a tenth to the system: --memory 80%"};
}

HealthFinding ExamineModels(const content::Datasets& datasets) {
  const fs::path root = content::ContentRoot();
  const Result<std::vector<content::Model>> models = content::ReadModels(root, datasets);
  if (!models) return Failed("models", models.error());
  const Result<std::vector<content::LockEntry>> lock = content::ReadLock(root);
  if (!lock) return Failed("models", lock.error());
  const Diagnostics faults = content::CheckLock(*models, *lock);
  if (faults.empty()) return Ok("models", fmt::format("{} models, lock current", models->size()));
  return {"models", Health::kWarn, fmt::format("{} models; models.lock: {}", models->size(), faults.front().message),
          "raise the version of a changed model, then run `tidewaiter models lock`"};
}

void ExamineContent(std::vector<HealthFinding>& findings) {
  const fs::path root = content::ContentRoot();
  const Result<content::Datasets> datasets = content::ReadDatasets(root);
  if (!datasets) {
    findings.push_back(Failed("datasets", datasets.error()));
    return;
  }
  findings.push_back(Ok("datasets", fmt::format("{} contracts in {}", datasets->all.size(), root.string())));
  const Result<std::vector<content::Source>> sources = content::ReadSources(root, *datasets);
  findings.push_back(sources ? Ok("sources", fmt::format("{} mappings", sources->size()))
                             : Failed("sources", sources.error()));
  findings.push_back(ExamineModels(*datasets));
}

HealthFinding ExamineKey(const store::Workspace& workspace) {
  struct stat status {};
  if (::stat(workspace.key_file().c_str(), &status) != 0) {
    return {"key", Health::kFail, "secret.key cannot be read", "check the owner of the workspace"};
  }
  constexpr mode_t kOthers = 077;
  if ((status.st_mode & kOthers) != 0) {
    return {"key", Health::kFail, fmt::format("others may read secret.key (mode {:o})", status.st_mode & 0777U),
            fmt::format("chmod 600 {}", workspace.key_file().string())};
  }
  const Result<SecretKey> key = workspace.Key();
  return key ? Ok("key", "secret.key is readable by its owner only") : Failed("key", key.error());
}

HealthFinding ExamineLeftovers(const store::Workspace& workspace) {
  const std::vector<fs::path> leftovers = workspace.Leftovers();
  if (leftovers.empty()) return Ok("leftovers", "none in tmp/");
  return {"leftovers", Health::kWarn, fmt::format("{} folders in tmp/ of processes that are gone", leftovers.size()),
          "the next load or run removes them"};
}

HealthFinding ExamineLock(const store::Workspace& workspace) {
  const std::optional<store::Writer> writer = workspace.CurrentWriter();
  if (!writer) return Ok("write lock", "free");
  return Ok("write lock", "held by " + Printable(writer->ToString()));
}

/// Opening reads the catalogue and loads what the engine needs beside itself.
HealthFinding ExamineWarehouse(Context& context) {
  const Result<Rooms> rooms = context.Open(engine::Access::kRead);
  if (!rooms) return Failed("warehouse", rooms.error());
  const Result<engine::SnapshotId> snapshot = rooms->warehouse->CurrentSnapshot();
  if (!snapshot) return Failed("warehouse", snapshot.error());
  const auto tables = rooms->warehouse->Tables(*snapshot);
  if (!tables) return Failed("warehouse", tables.error());
  const Result<std::unique_ptr<engine::LocalSession>> session = rooms->warehouse->OpenSession();
  if (!session) return Failed("warehouse", session.error());
  for (const auto& [name, schema] : *tables) {
    const std::string sql = fmt::format("select * from {} limit 1", rooms->warehouse->TableAt(name, *snapshot));
    const Result<engine::Table> row = (*session)->QueryTable(sql, {}, context.Control());
    if (!row) return Failed("warehouse", row.error());
  }
  return Ok("warehouse", fmt::format("snapshot {}, {} tables read", snapshot->number, tables->size()));
}

void ExamineWorkspace(Context& context, std::vector<HealthFinding>& findings) {
  const Result<store::Workspace> workspace = context.OpenWorkspace();
  if (!workspace) {
    findings.push_back(Failed("workspace", workspace.error()));
    return;
  }
  findings.push_back(
      Ok("workspace", fmt::format("{}, format {}", workspace->root().string(), store::Workspace::kFormatVersion)));
  findings.push_back(ExamineKey(*workspace));
  findings.push_back(ExamineLock(*workspace));
  findings.push_back(ExamineLeftovers(*workspace));
  findings.push_back(ExamineWarehouse(context));
}

/// An empty warehouse in a temporary folder: it needs every file that the engine brings with it.
HealthFinding ExamineEngine(Context& context) {
  const std::string version = context.engines().Version();
  const Result<fs::path> directory = context.TemporaryDirectory();
  if (!directory) return Failed("engine", directory.error());
  const Result<engine::EngineOptions> options = context.EngineOptions();
  if (!options) return Failed("engine", options.error());
  const fs::path trial = *directory / "doctor";
  std::error_code error;
  fs::create_directories(trial, error);
  const Status made = context.engines().CreateWarehouse(trial, *options);
  fs::remove_all(trial, error);
  return made ? Ok("engine", version + ", makes and opens a warehouse") : Failed("engine", made.error());
}

}  // namespace

std::string_view HealthName(Health health) {
  switch (health) {
    case Health::kOk:
      return "ok";
    case Health::kWarn:
      return "warn";
    case Health::kFail:
      break;
  }
  return "fail";
}

std::vector<HealthFinding> ExamineAll(Context& context) {
  std::vector<HealthFinding> findings;
  findings.push_back(Ok("program", std::string("tidewaiter ") + TIDEWAITER_VERSION));
  findings.push_back(ExamineDisk(context));
  findings.push_back(ExamineMemory(context));
  ExamineContent(findings);
  findings.push_back(ExamineEngine(context));
  ExamineWorkspace(context, findings);
  return findings;
}

}  // namespace tidewaiter::cli
