#include <fmt/format.h>

#include "analysis/evaluate.h"
#include "base/text.h"
#include "cli/evaluation_report.h"
#include "cli/report_text.h"
#include "cli/run_output.h"
#include "cli/table_stream.h"

namespace tidewaiter::cli {
namespace {

struct EvaluateOptions {
  std::string model, from, to, truth, format = "table";
  std::vector<std::string> settings, bars;
  int seeds = 1, resamples = 1000;
  uint64_t seed = 1;
};

Result<analysis::EvaluateRequest> RequestOf(const EvaluateOptions& options, const content::Model& model) {
  analysis::EvaluateRequest request;
  request.model = &model;
  request.parameters = TRY(ParseSettings(options.settings));
  request.from = TRY(ParseDateOption("--from", options.from));
  request.to = TRY(ParseDateOption("--to", options.to));
  if (request.from.has_value() != request.to.has_value()) {
    return Fail(ErrorCode::kUsage, "--from and --to go together", "give both days, or neither");
  }
  if (!options.truth.empty()) request.truth = options.truth;
  request.seeds = options.seeds;
  request.resamples = options.resamples;
  request.seed = options.seed;
  return request;
}

Status CheckBars(const std::vector<Bar>& bars, const analysis::Evaluation& evaluation) {
  std::vector<std::string> missed;
  for (const Bar& bar : bars) {
    const double measured = TRY(MeasuredFor(bar, evaluation));
    if (!(measured >= bar.least)) missed.push_back(fmt::format("{}: measured {:.4f}", bar.text, measured));
  }
  if (missed.empty()) return {};
  return Fail(ErrorCode::kBelowBar, fmt::format("below the bar that was asked for ({})", Join(missed, "; ")),
              "look at the intervals: a small sample may miss a bar by chance");
}

Status Print(Context& context, const analysis::Evaluation& evaluation, const std::string& format) {
  context.ClearProgress();
  if (format == "json") return context.out().Write(JsonText(ToJson(evaluation)));
  if (format == "table") return context.out().Write(EvaluationText(evaluation, context.language()));
  OutputOptions csv;
  csv.format = "csv";
  csv.limit = 0;
  ResultOutput output = TRY(ResultOutput::Open(context, csv));
  return output.Write(*StreamOf(EvaluationTable(evaluation)));
}

Status EvaluateModel(Context& context, const EvaluateOptions& options) {
  std::vector<Bar> bars;
  for (const std::string& text : options.bars) bars.push_back(TRY(ParseBar(text)));
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const content::Model model = TRY(context.ReadModel(options.model, datasets));
  const analysis::EvaluateRequest request = TRY(RequestOf(options, model));
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const analysis::Evaluation evaluation =
      TRY(analysis::Evaluate(rooms.workspace, *rooms.runs, *rooms.warehouse, datasets, request, context.Control()));
  TellRun(context, evaluation.run);
  if (evaluation.selected_only) context.Tell(context.Say(Text::kSelectedOnly));
  for (const std::string& warning : evaluation.warnings) {
    context.Tell(fmt::format("{}: {}", context.Say(Text::kWarning), Printable(warning)));
  }
  TRY(Print(context, evaluation, options.format));
  return CheckBars(bars, evaluation);
}

}  // namespace

void AddEvaluateCommand(CommandTree& tree) {
  const auto options = std::make_shared<EvaluateOptions>();
  CLI::App& command =
      tree.Add(tree.root(), "evaluate", Text::kEvaluate,
               "tidewaiter evaluate risky_supply_patterns --from 2021-01-01 --to 2021-03-31\n"
               "tidewaiter evaluate risky_supply_patterns --truth truth.csv --at-least \"precision@5%=0.91\"",
               [options](Context& context) { return EvaluateModel(context, *options); });
  command.add_option("MODEL", options->model, "Name of the model")->required();
  command.add_option("--from", options->from, "First day of the scored period")->type_name("DATE");
  command.add_option("--to", options->to, "Last day of the scored period")->type_name("DATE");
  command.add_option("--truth", options->truth, "Judge by this file instead of outcomes in the workspace")
      ->type_name("FILE");
  AddSettings(command, options->settings);
  command.add_option("--seeds", options->seeds, "Run with so many seeds and average (default 1)")
      ->type_name("N")
      ->check(AtLeast(1));
  command.add_option("--seed", options->seed, "Seed of the resampling (default 1)")->type_name("N");
  command.add_option("--resamples", options->resamples, "Bootstrap draws for the intervals (default 1000)")
      ->type_name("N")
      ->check(AtLeast(1));
  command.add_option("--at-least", options->bars, "Exit code 1 below this figure (repeatable)")
      ->type_name("MEASURE@SHARE=VALUE")
      ->allow_extra_args(false);
  tree.AddChoice(command, "--format", options->format, "table, json or csv (default table)", {"table", "json", "csv"});
}

}  // namespace tidewaiter::cli
