#include <fmt/format.h>

#include <limits>

#include "analysis/document.h"
#include "analysis/findings.h"
#include "analysis/run_model.h"
#include "base/text.h"
#include "cli/byte_sink.h"
#include "cli/cell_text.h"
#include "cli/report_text.h"
#include "cli/run_output.h"
#include "cli/table_stream.h"

namespace tidewaiter::cli {
namespace {

using engine::TypeId;
using engine::Value;
using store::RunRecord;

struct RunsOptions {
  std::string id, other, document, document_format = "md", file;
  int64_t rank = 1;
  OutputOptions output;
};

engine::Table RunTable(const std::vector<RunRecord>& runs) {
  engine::Table table = TableOf({{"id", TypeId::kText},
                                 {"state", TypeId::kText},
                                 {"model", TypeId::kText},
                                 {"model_version", TypeId::kInteger},
                                 {"started_at", TypeId::kTimestamp},
                                 {"findings", TypeId::kInteger},
                                 {"alerts", TypeId::kInteger},
                                 {"snapshot", TypeId::kInteger},
                                 {"repeat_of", TypeId::kText},
                                 {"error_code", TypeId::kText}});
  for (const RunRecord& run : runs) {
    const Timestamp second{run.started_at.microseconds_since_epoch / 1'000'000 * 1'000'000};
    table.rows.push_back({run.id, std::string(store::RunStateName(run.state)), run.model_id, int64_t{run.model_version},
                          second, run.findings, run.alerts, run.snapshot, run.repeat_of, run.error_code});
  }
  return table;
}

/// Runs need no engine to be looked up.
Result<std::unique_ptr<store::RunStore>> OpenRuns(Context& context) {
  const store::Workspace workspace = TRY(context.OpenWorkspace());
  return store::RunStore::Open(workspace.state_file());
}

Status ListRuns(Context& context, const RunsOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const std::unique_ptr<store::RunStore> runs = TRY(OpenRuns(context));
  engine::Table table = RunTable(TRY(runs->List(std::numeric_limits<int>::max())));
  const auto total = static_cast<int64_t>(table.rows.size());
  return output.Write(*StreamOf(std::move(table)), total);
}

Status ShowRun(Context& context, const RunsOptions& options) {
  const std::unique_ptr<store::RunStore> runs = TRY(OpenRuns(context));
  const RunRecord run = TRY(runs->Get(options.id));
  return context.out().Write(options.output.format == "json" ? JsonText(ToJson(run))
                                                             : RunText(run, context.language()));
}

Status ShowFindings(Context& context, const RunsOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const RunRecord run = TRY(rooms.runs->Get(options.id));
  const content::Model model = TRY(context.ReadModel(run.model_id, datasets));
  return WriteFindings(context, rooms, model, datasets, run, output);
}

/// All evidence as one object: title → rows. Each table is written by the same writer as any result.
Status WriteEvidenceJson(Context& context, std::vector<analysis::Evidence> evidence) {
  std::string text = "[";
  for (size_t i = 0; i < evidence.size(); ++i) {
    text += i == 0 ? "\n{\"title\":" : ",\n{\"title\":";
    AppendJsonText(text, evidence[i].title.In(context.language()));
    TRY(context.out().Write(text + ",\"rows\":"));
    const std::unique_ptr<engine::BatchStream> stream = StreamOf(std::move(evidence[i].rows));
    const std::unique_ptr<RowWriter> writer = MakeJsonWriter(context.out(), JsonShape::kArray);
    TRY(writer->Begin(stream->schema()));
    if (const std::unique_ptr<engine::Batch> batch = TRY(stream->Next())) TRY(writer->Write(*batch, batch->rows));
    TRY(writer->End(""));
    text = "}";
  }
  return context.out().Write(text + (evidence.empty() ? "]\n" : "\n]\n"));
}

Status WriteEvidenceTable(Context& context, analysis::Evidence part) {
  TRY(context.Print(context.terminal().Bold(Printable(part.title.In(context.language())))));
  const size_t rows = part.rows.rows.size();
  if (rows == 0) return context.Print(std::string(context.Say(Text::kNoEvidence)) + "\n");
  const std::unique_ptr<engine::BatchStream> stream = StreamOf(std::move(part.rows));
  const std::unique_ptr<RowWriter> writer = MakeTableWriter(context.out(), context.terminal());
  TRY(writer->Begin(stream->schema()));
  const std::unique_ptr<engine::Batch> batch = TRY(stream->Next());
  TRY(writer->Write(*batch, rows));
  const std::string ending = rows == 1 ? std::string(context.Say(Text::kOneRow))
                                       : context.Say(Text::kRowsShown, {WithThousands(static_cast<long long>(rows))});
  return writer->End(ending + "\n");
}

Status WriteEvidenceTables(Context& context, std::vector<analysis::Evidence> evidence) {
  for (analysis::Evidence& part : evidence) TRY(WriteEvidenceTable(context, std::move(part)));
  return {};
}

Status ShowEvidence(Context& context, const RunsOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const RunRecord run = TRY(rooms.runs->Get(options.id));
  const content::Model model = TRY(context.ReadModel(run.model_id, datasets));
  const int64_t limit = options.output.limit < 0 ? 0 : options.output.limit;
  std::vector<analysis::Evidence> evidence = TRY(analysis::FetchEvidence(
      rooms.workspace, *rooms.warehouse, model, datasets, run, options.rank, limit, context.Control()));
  context.ClearProgress();
  if (options.output.format == "json") return WriteEvidenceJson(context, std::move(evidence));
  return WriteEvidenceTables(context, std::move(evidence));
}

Status ShowDocument(Context& context, const RunsOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const RunRecord run = TRY(rooms.runs->Get(options.id));
  const content::Model model = TRY(context.ReadModel(run.model_id, datasets));
  std::string text = TRY(analysis::DraftDocument(rooms.workspace, *rooms.warehouse, model, datasets, run, options.rank,
                                                 options.document, context.language(), context.Control()));
  if (options.document_format == "html") {
    text = TRY(analysis::PrintablePage(text, model.title.In(context.language()), context.language()));
  }
  context.ClearProgress();
  if (options.file.empty()) return context.out().Write(text);
  AtomicFile file = TRY(AtomicFile::Create(options.file));
  ByteSink sink(file.descriptor(), options.file, context.Control().stop);
  TRY(sink.Write(text));
  TRY(sink.Flush());
  return file.Commit();
}

std::string DifferenceText(const analysis::RunComparison& comparison, Language language) {
  const std::string counts = Say(Text::kDifference, language,
                                 {WithThousands(comparison.only_in_first), WithThousands(comparison.only_in_second),
                                  WithThousands(comparison.common), WithThousands(comparison.different_rank),
                                  WithThousands(comparison.different_score)});
  return counts + "\n" + Say(Text::kTopOverlap, language, {DisplayNumber(comparison.top_overlap * 100)});
}

nlohmann::ordered_json ComparisonJson(const RunRecord& first, const RunRecord& second,
                                      const analysis::RunComparison& comparison) {
  return {{"first", first.id},
          {"second", second.id},
          {"same", comparison.same},
          {"only_in_first", comparison.only_in_first},
          {"only_in_second", comparison.only_in_second},
          {"common", comparison.common},
          {"different_rank", comparison.different_rank},
          {"different_score", comparison.different_score},
          {"top_overlap", comparison.top_overlap}};
}

Result<analysis::RunComparison> PrintComparison(Context& context, const Rooms& rooms, const RunRecord& first,
                                                const RunRecord& second, const std::string& format) {
  const std::unique_ptr<engine::LocalSession> session = TRY(rooms.warehouse->OpenSession());
  const analysis::RunComparison comparison =
      TRY(analysis::CompareRuns(rooms.workspace, *session, first, second, context.Control()));
  if (format == "json") {
    TRY(context.out().Write(JsonText(ComparisonJson(first, second, comparison))));
  } else if (comparison.same) {
    TRY(context.Print(context.Say(Text::kSame, {first.id, WithThousands(second.findings)})));
  } else {
    TRY(context.Print(context.Say(Text::kDifferent, {first.id})));
    TRY(context.Print(DifferenceText(comparison, context.language())));
  }
  return comparison;
}

Status RepeatRun(Context& context, const RunsOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const RunRecord first = TRY(rooms.runs->Get(options.id));
  if (first.state != store::RunState::kDone) {
    return Fail(ErrorCode::kRunUnfinished, fmt::format("the run has no findings to compare with ({})", first.id),
                "repeat a run that is done");
  }
  const content::Model model = TRY(context.ReadModel(first.model_id, datasets));
  if (model.sha256 != first.model_sha256) {
    context.Tell(
        context.Say(Text::kModelChanged, {std::to_string(first.model_version), std::to_string(model.version)}));
  }
  analysis::RunRequest request;
  request.model = &model;
  request.parameters = first.parameters;
  request.as_of = first.as_of;
  request.outcomes_before = first.outcomes_before;
  request.snapshot = engine::SnapshotId{first.snapshot};
  request.repeat_of = first.id;
  analysis::ModelRunner runner(rooms.workspace, *rooms.runs, *rooms.warehouse, datasets);
  const RunRecord second = TRY(runner.Run(request, context.Control()));
  TellRun(context, second);
  const analysis::RunComparison comparison = TRY(PrintComparison(context, rooms, first, second, options.output.format));
  if (comparison.same) return {};
  return Fail(ErrorCode::kRunDiffers, fmt::format("the repeated run gave other findings ({}, {})", first.id, second.id),
              model.sha256 == first.model_sha256 ? "please report it: the same model on the same data must agree"
                                                 : "the model has changed since the first run");
}

Status CompareRuns(Context& context, const RunsOptions& options) {
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const RunRecord first = TRY(rooms.runs->Get(options.id));
  const RunRecord second = TRY(rooms.runs->Get(options.other));
  TRY(PrintComparison(context, rooms, first, second, options.output.format));
  return {};
}

using RunsAction = Status (*)(Context&, const RunsOptions&);

}  // namespace

void AddRunsCommands(CommandTree& tree) {
  const auto options = std::make_shared<RunsOptions>();
  const auto does = [options](RunsAction action) {
    return [options, action](Context& context) { return action(context, *options); };
  };
  CLI::App& runs =
      tree.Add(tree.root(), "runs", Text::kRuns, "tidewaiter runs\ntidewaiter runs findings last", does(ListRuns));
  AddOutputOptions(tree, runs, options->output, HasLimit::kYes);
  CLI::App& list = tree.Add(runs, "list", Text::kRunsList, "tidewaiter runs list --format csv", does(ListRuns));
  AddOutputOptions(tree, list, options->output, HasLimit::kYes);
  const auto add = [&](const char* name, Text title, const char* example, RunsAction action) -> CLI::App& {
    CLI::App& command = tree.Add(runs, name, title, example, does(action));
    command.add_option("ID", options->id, "The run: its id, the first characters of it, or `last`")->required();
    return command;
  };
  AddReportFormat(tree, add("show", Text::kRunsShow, "tidewaiter runs show last", ShowRun), options->output.format);
  AddOutputOptions(tree,
                   add("findings", Text::kRunsFindings, "tidewaiter runs findings last --format csv", ShowFindings),
                   options->output, HasLimit::kYes);
  CLI::App& evidence = add("evidence", Text::kRunsEvidence, "tidewaiter runs evidence last 1", ShowEvidence);
  evidence.add_option("RANK", options->rank, "Rank of the finding")->required()->check(AtLeast(1));
  evidence.add_option("--limit", options->output.limit, "Rows of each table; 0 = all (default)")
      ->type_name("N")
      ->check(AtLeast(0));
  AddReportFormat(tree, evidence, options->output.format);
  CLI::App& document = add("document", Text::kRunsDocument,
                           "tidewaiter runs document last 1 --format html --output notice.html", ShowDocument);
  document.add_option("RANK", options->rank, "Rank of the finding")->required()->check(AtLeast(1));
  document.add_option("NAME", options->document, "The document (default: the model's first)");
  tree.AddChoice(document, "--format", options->document_format, "md or html (default md)", {"md", "html"});
  document.add_option("--output", options->file, "Write to this file")->type_name("FILE");
  AddReportFormat(tree, add("repeat", Text::kRunsRepeat, "tidewaiter runs repeat last", RepeatRun),
                  options->output.format);
  CLI::App& compare = add("compare", Text::kRunsCompare, "tidewaiter runs compare 01KA 01KB", CompareRuns);
  compare.add_option("OTHER", options->other, "The run to compare with")->required();
  AddReportFormat(tree, compare, options->output.format);
}

}  // namespace tidewaiter::cli
