#include "cli/context.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "cli/memory_size.h"
#include "store/system_error.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;

Status CheckEngine(const GlobalOptions& options) {
  if (options.engine != "duckdb") {
    return Fail(ErrorCode::kUsage, fmt::format("this build has only the engine duckdb ({})", Printable(options.engine)),
                "leave --engine out");
  }
  if (options.engine_url.empty()) return {};
  return Fail(ErrorCode::kUsage, fmt::format("the engine duckdb takes no address ({})", Printable(options.engine_url)),
              "leave --engine-url out");
}

std::string PrintableLines(std::string_view text) {
  std::vector<std::string> lines = Split(text, '\n');
  for (std::string& line : lines) line = Printable(line);
  return Join(lines, "\n");
}

ProgressStyle StyleOf(const GlobalOptions& options, const Terminal& terminal) {
  if (options.quiet) return ProgressStyle::kNone;
  return terminal.error_is_terminal ? ProgressStyle::kBar : ProgressStyle::kNotes;
}

}  // namespace

Result<std::unique_ptr<Context>> Context::Make(const GlobalOptions& options, Language language,
                                               engine::EngineFactory& engines, std::stop_token stop) {
  TRY(CheckEngine(options));
  uint64_t memory_bytes = 0;
  if (!options.memory.empty()) memory_bytes = TRY(ParseMemorySize(options.memory, engine::MachineMemoryBytes()));
  if (options.threads < 0) {
    return Fail(ErrorCode::kParameterOutOfRange, fmt::format("--threads must be 0 or more ({})", options.threads),
                "0 takes one thread per core");
  }
  SetLogLevel(TRY(ParseLogLevel(options.log_level)));
  return std::unique_ptr<Context>(new Context(options, language, memory_bytes, engines, std::move(stop)));
}

Context::Context(GlobalOptions options, Language language, uint64_t memory_bytes, engine::EngineFactory& engines,
                 std::stop_token stop)
    : options_(std::move(options)),
      language_(language),
      memory_bytes_(memory_bytes),
      engines_(engines),
      stop_(std::move(stop)),
      terminal_(Terminal::Detect()),
      out_(STDOUT_FILENO, "standard output", stop_),
      progress_(StyleOf(options_, terminal_), terminal_.output_is_terminal ? terminal_.width : 80, language_) {}

Context::~Context() {
  if (workspace_) workspace_->RemoveTemporaryDirectory();
  std::error_code error;
  if (!scratch_directory_.empty()) fs::remove_all(scratch_directory_, error);
}

void Context::Tell(std::string_view line) {
  if (options_.quiet) return;
  progress_.Clear();
  PrintError(std::string(line) + "\n");
}

Status Context::Print(std::string_view line) {
  progress_.Clear();
  TRY(out_.Write(line));
  return out_.Write("\n");
}

RunControl Context::Control() { return {stop_, &progress_}; }

engine::EngineOptions Context::PlannedEngineOptions() const {
  engine::EngineOptions options;
  options.memory_limit_bytes = memory_bytes_;
  options.threads = options_.threads;
  return options;
}

Result<engine::EngineOptions> Context::EngineOptions() {
  engine::EngineOptions options = PlannedEngineOptions();
  options.spill_directory = TRY(TemporaryDirectory()) / "spill";
  if (!std::exchange(memory_limited_, true)) engine::LimitProcessMemory(engine::EffectiveMemoryLimit(options));
  return options;
}

Result<fs::path> Context::TemporaryDirectory() {
  if (workspace_) return workspace_->TemporaryDirectory();
  if (!scratch_directory_.empty()) return scratch_directory_;
  std::error_code error;
  const fs::path parent = fs::temp_directory_path(error);
  if (error) return Fail(store::SystemError(error.value(), "no folder for temporary files", "TMPDIR"));
  std::string pattern = (parent / "tidewaiter-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return Fail(store::SystemError(errno, "cannot make a folder", pattern));
  scratch_directory_ = pattern;
  return scratch_directory_;
}

Result<store::Workspace> Context::OpenWorkspace() {
  store::Workspace workspace = TRY(store::Workspace::Open(options_.workspace));
  workspace_ = workspace;
  return workspace;
}

Result<Rooms> Context::Open(engine::Access access) {
  store::Workspace workspace = TRY(OpenWorkspace());
  const engine::EngineOptions options = TRY(EngineOptions());
  std::unique_ptr<store::RunStore> runs = TRY(store::RunStore::Open(workspace.state_file()));
  std::unique_ptr<engine::Warehouse> warehouse = TRY(engines_.OpenWarehouse(workspace.root(), access, options));
  return Rooms{std::move(workspace), std::move(warehouse), std::move(runs)};
}

Result<std::unique_ptr<engine::LocalSession>> Context::OpenScratch() {
  return engines_.OpenScratch(TRY(EngineOptions()));
}

Result<content::Datasets> Context::ReadDatasets() {
  content::Datasets datasets = TRY(content::ReadDatasets(content::ContentRoot()));
  for (const Diagnostic& warning : datasets.warnings) Tell(warning.ToString());
  datasets.warnings.clear();
  return datasets;
}

std::vector<std::string> Context::ModelIds() {
  std::vector<std::string> ids;
  std::error_code error;
  for (fs::directory_iterator entry(content::ContentRoot() / "models", error), end; !error && entry != end;
       entry.increment(error)) {
    if (fs::exists(entry->path() / "model.toml", error)) ids.push_back(entry->path().filename().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

Result<content::Model> Context::ReadModel(std::string_view id, const content::Datasets& datasets) const {
  const std::vector<std::string> ids = ModelIds();
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
    const std::string near = NearNameHint(id, ids);
    return Fail(ErrorCode::kUnknownName, fmt::format("no model has this name ({})", Printable(id)),
                near.empty() ? "`tidewaiter models` lists them" : near);
  }
  return content::ReadModel(content::ContentRoot() / "models" / std::string(id), datasets);
}

Result<const content::Dataset*> FindDataset(const content::Datasets& datasets, std::string_view name) {
  if (const content::Dataset* const dataset = datasets.Find(name)) return dataset;
  const std::string near = NearNameHint(name, datasets.Names());
  return Fail(ErrorCode::kUnknownName, fmt::format("no dataset has this name ({})", Printable(name)),
              near.empty() ? "`tidewaiter datasets` lists them" : near);
}

std::string ErrorText(const Error& error) {
  std::string text;
  for (const Diagnostic& diagnostic : error.diagnostics) text += PrintableLines(diagnostic.ToString()) + "\n";
  text += fmt::format("error[{}]: {}\n", Entry(error.code).name, PrintableLines(error.message));
  if (!error.hint.empty()) text += fmt::format("hint: {}\n", PrintableLines(error.hint));
  return text;
}

Result<std::optional<Date>> ParseDateOption(std::string_view option, const std::string& text) {
  if (text.empty()) return std::optional<Date>();
  const Result<Date> date = Date::Parse(text);
  if (date) return std::optional<Date>(*date);
  return Fail(ErrorCode::kParameterInvalid, fmt::format("{} is no day ({})", option, Printable(text)),
              "write it as YYYY-MM-DD");
}

}  // namespace tidewaiter::cli
