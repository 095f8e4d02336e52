#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "base/run_control.h"
#include "cli/byte_sink.h"
#include "cli/messages.h"
#include "cli/progress_bar.h"
#include "cli/terminal.h"
#include "content/catalogue.h"
#include "engine/warehouse.h"
#include "store/run_store.h"
#include "store/workspace.h"

namespace tidewaiter::cli {

/// The options of every command, as typed.
struct GlobalOptions {
  std::string workspace = "./tidewaiter-data";
  std::string language;  ///< empty: of the locale
  std::string memory;    ///< empty: 60 % of the machine
  std::string engine = "duckdb";
  std::string engine_url;
  std::string log_level = "warning";
  int threads = 0;
  bool quiet = false;
};

/// A workspace with what stands in it. Lives no longer than its Context.
struct Rooms {
  store::Workspace workspace;
  std::unique_ptr<engine::Warehouse> warehouse;
  std::unique_ptr<store::RunStore> runs;
};

/// What a command works with: handed down, so that nothing is global. Removes its temporary files in the end.
class Context {
 public:
  /// Checks the global options: `usage`, `parameter.invalid`, `parameter.out_of_range`.
  static Result<std::unique_ptr<Context>> Make(const GlobalOptions& options, Language language,
                                               engine::EngineFactory& engines, std::stop_token stop);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Language language() const { return language_; }
  const Terminal& terminal() const { return terminal_; }
  engine::EngineFactory& engines() { return engines_; }
  std::filesystem::path workspace_path() const { return options_.workspace; }
  bool quiet() const { return options_.quiet; }

  /// stdout.
  ByteSink& out() { return out_; }
  /// A line on stderr for people; nothing with --quiet.
  void Tell(std::string_view line);
  /// A result line on stdout.
  Status Print(std::string_view line);
  std::string_view Say(Text text) const { return cli::Say(text, language_); }
  std::string Say(Text text, std::initializer_list<std::string_view> values) const {
    return cli::Say(text, language_, values);
  }

  RunControl Control();
  std::stop_token stop() const { return stop_; }
  void ClearProgress() { progress_.Clear(); }

  /// Options for opening an engine; the first call also limits the memory of the process.
  Result<engine::EngineOptions> EngineOptions();
  /// The same without limiting anything.
  engine::EngineOptions PlannedEngineOptions() const;
  /// A folder for files of this process only.
  Result<std::filesystem::path> TemporaryDirectory();

  Result<store::Workspace> OpenWorkspace();
  Result<Rooms> Open(engine::Access access);
  Result<std::unique_ptr<engine::LocalSession>> OpenScratch();

  /// The contracts; their warnings are told once.
  Result<content::Datasets> ReadDatasets();
  /// One model; `usage.unknown_name` with the near name.
  Result<content::Model> ReadModel(std::string_view id, const content::Datasets& datasets) const;
  static std::vector<std::string> ModelIds();

 private:
  Context(GlobalOptions options, Language language, uint64_t memory_bytes, engine::EngineFactory& engines,
          std::stop_token stop);

  GlobalOptions options_;
  Language language_;
  uint64_t memory_bytes_;
  engine::EngineFactory& engines_;
  std::stop_token stop_;
  Terminal terminal_;
  ByteSink out_;
  ProgressBar progress_;
  bool memory_limited_ = false;
  std::optional<store::Workspace> workspace_;
  std::filesystem::path scratch_directory_;
};

/// The dataset of this name; `usage.unknown_name` with the near name.
Result<const content::Dataset*> FindDataset(const content::Datasets& datasets, std::string_view name);

/// The source of this name; `usage.unknown_name` with the near name.
Result<content::Source> FindSource(const content::Datasets& datasets, std::string_view name);

/// `error[code]: sentence` and `hint: …`, the diagnostics before them; ends with a line feed.
std::string ErrorText(const Error& error);

/// A day as typed in an option.
Result<std::optional<Date>> ParseDateOption(std::string_view option, const std::string& text);

}  // namespace tidewaiter::cli
