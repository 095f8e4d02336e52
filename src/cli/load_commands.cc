#include <fmt/format.h>

#include <limits>
#include <optional>

#include "cli/load_report.h"
#include "cli/report_text.h"
#include "cli/result_output.h"
#include "cli/table_stream.h"
#include "ingest/loader.h"

namespace tidewaiter::cli {
namespace {

using engine::TypeId;
using ingest::FeedCounts;
using ingest::LoadReport;

struct LoadCommandOptions {
  std::vector<std::string> words;  ///< DATASET FILE…, or FILE… with --source
  std::string source;
  ingest::LoadOptions load;
  std::string format = "table";
};

struct LoadsOptions {
  int64_t id = 0;
  OutputOptions output;
};

/// What to load through, and the files: the first word is the dataset unless a source is named.
Result<content::Source> SourceOf(const LoadCommandOptions& options, const content::Datasets& datasets) {
  if (!options.source.empty()) return FindSource(datasets, options.source);
  return ingest::ContractSource(*TRY(FindDataset(datasets, options.words.front())));
}

/// The kept report of a load that just failed over its limit of rejects.
std::optional<LoadReport> FailedReport(engine::Warehouse& warehouse) {
  Result<std::vector<LoadReport>> newest = ingest::ListLoads(warehouse, 1);
  if (!newest || newest->empty() || newest->front().state != ingest::LoadState::kFailed) return std::nullopt;
  return std::move(newest->front());
}

/// Faults of one file's data do not stop the next file; what stops this machine does.
bool GoesOn(const Error& error) {
  const ErrorKind kind = Entry(error.code).kind;
  return kind == ErrorKind::kData;
}

struct LoadOutcome {
  std::vector<LoadReport> reports;
  std::optional<Error> first_error;
};

LoadOutcome LoadFiles(Context& context, Rooms& rooms, const content::Datasets& datasets, const content::Source& source,
                      const std::vector<std::string>& files, const ingest::LoadOptions& options) {
  ingest::Loader loader(rooms.workspace, *rooms.warehouse, datasets);
  LoadOutcome outcome;
  for (const std::string& file : files) {
    Result<LoadReport> report = loader.Load(source, file, options, context.Control());
    context.ClearProgress();
    if (report) {
      outcome.reports.push_back(std::move(*report));
      continue;
    }
    const bool kept = report.error().code == ErrorCode::kRejectsOverLimit && !options.check_only;
    if (std::optional<LoadReport> failed = kept ? FailedReport(*rooms.warehouse) : std::nullopt) {
      outcome.reports.push_back(std::move(*failed));
    }
    const bool goes_on = GoesOn(report.error());
    if (outcome.first_error) PrintError(ErrorText(*outcome.first_error));
    outcome.first_error = std::move(report.error());
    if (!goes_on) break;
  }
  return outcome;
}

Status Load(Context& context, const LoadCommandOptions& options) {
  std::vector<std::string> files = options.words;
  if (options.source.empty() && !files.empty()) files.erase(files.begin());
  if (files.empty()) {
    return Fail(ErrorCode::kUsage, "no file to load",
                "write `tidewaiter load DATASET FILE…` or `tidewaiter load --source NAME FILE…`");
  }
  if (!(options.load.max_reject_share >= 0 && options.load.max_reject_share <= 1)) {
    return Fail(ErrorCode::kParameterOutOfRange, "--max-reject-share must lie between 0 and 1", "0.05 means 5 %");
  }
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const content::Source source = TRY(SourceOf(options, datasets));
  Rooms rooms = TRY(context.Open(engine::Access::kReadWrite));
  LoadOutcome outcome = LoadFiles(context, rooms, datasets, source, files, options.load);
  TRY(PrintReports(context, outcome.reports, options.format));
  if (outcome.first_error) return Fail(std::move(*outcome.first_error));
  return {};
}

engine::Table LoadTable(const std::vector<LoadReport>& loads) {
  engine::Table table = TableOf({{"id", TypeId::kInteger},
                                 {"state", TypeId::kText},
                                 {"source", TypeId::kText},
                                 {"file", TypeId::kText},
                                 {"loaded_at", TypeId::kTimestamp},
                                 {"dataset", TypeId::kText},
                                 {"read", TypeId::kInteger},
                                 {"inserted", TypeId::kInteger},
                                 {"superseded", TypeId::kInteger},
                                 {"unchanged", TypeId::kInteger},
                                 {"rejected", TypeId::kInteger}});
  for (const LoadReport& load : loads) {
    const std::vector<FeedCounts> nothing(1);
    for (const FeedCounts& feed : load.feeds.empty() ? nothing : load.feeds) {
      table.rows.push_back({load.id, std::string(ingest::LoadStateName(load.state)), load.source, load.file,
                            load.loaded_at, feed.dataset, feed.read, feed.inserted, feed.superseded, feed.unchanged,
                            feed.rejected});
    }
  }
  return table;
}

Status ListLoads(Context& context, const LoadsOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const std::vector<LoadReport> loads = TRY(ingest::ListLoads(*rooms.warehouse, std::numeric_limits<int>::max()));
  engine::Table table = LoadTable(loads);
  const auto total = static_cast<int64_t>(table.rows.size());
  return output.Write(*StreamOf(std::move(table)), total);
}

Status ShowLoad(Context& context, const LoadsOptions& options) {
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const LoadReport report = TRY(ingest::ShowLoad(*rooms.warehouse, options.id));
  if (options.output.format == "json") return context.out().Write(JsonText(ToJson(report)));
  TRY(context.out().Write(LoadReportText(report, context.language())));
  return context.out().Write("\n" + LabelledLines({{"source", report.source},
                                                   {"content_hash", report.content_hash},
                                                   {"bytes", std::to_string(report.bytes)},
                                                   {"encoding", report.encoding},
                                                   {"loaded_at", report.loaded_at.ToString()}}));
}

Status ShowRejects(Context& context, const LoadsOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const std::unique_ptr<engine::LocalSession> session = TRY(rooms.warehouse->OpenSession());
  const std::unique_ptr<engine::BatchStream> rejects =
      TRY(ingest::OpenRejects(*session, *rooms.warehouse, options.id, context.Control()));
  return output.Write(*rejects);
}

Status UndoLoad(Context& context, const LoadsOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Rooms rooms = TRY(context.Open(engine::Access::kReadWrite));
  ingest::Loader loader(rooms.workspace, *rooms.warehouse, datasets);
  const LoadReport report = TRY(loader.Undo(options.id, context.Control()));
  return PrintReports(context, {report}, options.output.format);
}

void AddLoadCommand(CommandTree& tree) {
  const auto options = std::make_shared<LoadCommandOptions>();
  CLI::App& load = tree.Add(tree.root(), "load", Text::kLoad,
                            "tidewaiter load import_declaration imports-2026-11.csv\n"
                            "tidewaiter load --source kcs_declarations df_syn_eng.csv --check",
                            [options](Context& context) { return Load(context, *options); });
  load.add_option("DATASET FILE", options->words, "The dataset and its files; with --source only files")->required();
  load.add_option("--source", options->source, "Load through this mapping (sources/NAME)")->type_name("NAME");
  load.add_flag("--check", options->load.check_only, "Only validate: read, check, report, change nothing");
  load.add_option("--max-reject-share", options->load.max_reject_share,
                  "Refuse the file when more of its rows are bad (default 0.05)")
      ->type_name("SHARE");
  AddReportFormat(tree, load, options->format);
}

void AddLoadId(CLI::App& command, LoadsOptions& options) {
  command.add_option("ID", options.id, "Number of the load")->required();
}

}  // namespace

void AddLoadCommands(CommandTree& tree) {
  AddLoadCommand(tree);
  const auto options = std::make_shared<LoadsOptions>();
  CLI::App& list = tree.Add(tree.root(), "loads", Text::kLoads, "tidewaiter loads",
                            [options](Context& context) { return ListLoads(context, *options); });
  AddOutputOptions(tree, list, options->output, HasLimit::kYes);
  CLI::App& show = tree.Add(list, "show", Text::kLoadsShow, "tidewaiter loads show 12 --format json",
                            [options](Context& context) { return ShowLoad(context, *options); });
  AddLoadId(show, *options);
  AddReportFormat(tree, show, options->output.format);
  CLI::App& rejects =
      tree.Add(list, "rejects", Text::kLoadsRejects, "tidewaiter loads rejects 12 --output rejects.xlsx --format xlsx",
               [options](Context& context) { return ShowRejects(context, *options); });
  AddLoadId(rejects, *options);
  AddOutputOptions(tree, rejects, options->output, HasLimit::kYes);
  CLI::App& undo = tree.Add(list, "undo", Text::kLoadsUndo, "tidewaiter loads undo 12",
                            [options](Context& context) { return UndoLoad(context, *options); });
  AddLoadId(undo, *options);
  AddReportFormat(tree, undo, options->output.format);
}

}  // namespace tidewaiter::cli
