#include <fmt/format.h>

#include <algorithm>

#include "analysis/evaluate.h"
#include "base/text.h"
#include "cli/evaluation_report.h"
#include "cli/evaluation_sections.h"
#include "cli/report_text.h"
#include "cli/run_output.h"
#include "cli/table_stream.h"

namespace tidewaiter::cli {
namespace {

struct EvaluateOptions {
  std::string model, from, to, truth, rolling, against, by, only, format = "table";
  std::vector<std::string> settings, bars;
  int seeds = 1, resamples = 1000;
  uint64_t seed = 1;
};

std::optional<analysis::CalendarUnit> UnitOf(const std::string& rolling) {
  if (rolling.empty()) return std::nullopt;
  if (rolling == "week") return analysis::CalendarUnit::kWeek;
  return rolling == "month" ? analysis::CalendarUnit::kMonth : analysis::CalendarUnit::kQuarter;
}

/// Each of these asks a question of its own.
Status CheckOneQuestion(const EvaluateOptions& options) {
  std::vector<std::string> asked;
  if (!options.rolling.empty()) asked.emplace_back("--rolling");
  if (!options.against.empty()) asked.emplace_back("--against");
  if (!options.by.empty()) asked.emplace_back("--by");
  if (asked.size() < 2) return {};
  return Fail(ErrorCode::kUsage, fmt::format("these do not go together ({})", Join(asked, ", ")),
              "ask one after the other");
}

Result<analysis::EvaluateRequest> RequestOf(const EvaluateOptions& options, const content::Model& model) {
  analysis::EvaluateRequest request;
  request.model = &model;
  request.parameters = TRY(ParseSettings(options.settings));
  request.from = TRY(ParseDateOption("--from", options.from));
  request.to = TRY(ParseDateOption("--to", options.to));
  if (request.from.has_value() != request.to.has_value()) {
    return Fail(ErrorCode::kUsage, "--from and --to go together", "give both days, or neither");
  }
  if (options.seeds > 1 && request.parameters.contains("seed")) {
    return Fail(ErrorCode::kUsage, fmt::format("--seeds sets the seed itself ({})", options.seeds),
                "leave --set seed=… or --seeds out");
  }
  if (!options.truth.empty()) request.truth = options.truth;
  request.seeds = options.seeds;
  request.resamples = options.resamples;
  request.seed = options.seed;
  request.rolling = UnitOf(options.rolling);
  request.by = options.by;
  request.only = options.only;
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
  TRY(output.Write(*StreamOf(EvaluationTable(evaluation))));
  if (evaluation.groups && evaluation.groups->hidden_groups > 0) {
    context.Tell(HiddenGroupsText(*evaluation.groups, context.language()));
  }
  return {};
}

/// The run of a single period, then what must be known to read the figures.
void Tell(Context& context, const analysis::Evaluation& evaluation) {
  const bool one_run = evaluation.periods.empty() && evaluation.seeds == 1;
  if (one_run) TellRun(context, evaluation.run);
  if (evaluation.selected_only) context.Tell(context.Say(Text::kSelectedOnly));
  const std::vector<std::string>& told = evaluation.run.warnings;
  for (const std::string& warning : evaluation.warnings) {
    if (one_run && std::find(told.begin(), told.end(), warning) != told.end()) continue;
    context.Tell(fmt::format("{}: {}", context.Say(Text::kWarning), Printable(warning)));
  }
}

Status EvaluateModel(Context& context, const EvaluateOptions& options) {
  TRY(CheckOneQuestion(options));
  std::vector<Bar> bars;
  for (const std::string& text : options.bars) bars.push_back(TRY(ParseBar(text)));
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const content::Model model = TRY(context.ReadModel(options.model, datasets));
  analysis::EvaluateRequest request = TRY(RequestOf(options, model));
  std::optional<content::Model> against;
  if (!options.against.empty()) against = TRY(context.ReadModel(options.against, datasets));
  if (against) request.against = &*against;
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const analysis::Evaluation evaluation =
      TRY(analysis::Evaluate(rooms.workspace, *rooms.runs, *rooms.warehouse, datasets, request, context.Control()));
  Tell(context, evaluation);
  TRY(Print(context, evaluation, options.format));
  return CheckBars(bars, evaluation);
}

}  // namespace

void AddEvaluateCommand(CommandTree& tree) {
  const auto options = std::make_shared<EvaluateOptions>();
  CLI::App& command =
      tree.Add(tree.root(), "evaluate", Text::kEvaluate,
               "tidewaiter evaluate risky_supply_patterns --from 2021-01-01 --to 2021-03-31\n"
               "tidewaiter evaluate risky_supply_patterns --from 2020-07-01 --to 2021-03-31 --rolling month\n"
               "tidewaiter evaluate import_cargo_risk --seeds 5 --against risky_supply_patterns\n"
               "tidewaiter evaluate import_cargo_risk --by office\n"
               "tidewaiter evaluate lcl_forwarder_chains --truth nation/truth/lcl_forwarder_chains.csv --only "
               "role=forwarder\n"
               "tidewaiter evaluate risky_supply_patterns --truth truth.csv --at-least \"precision@5%=0.91\"",
               [options](Context& context) { return EvaluateModel(context, *options); });
  command.add_option("MODEL", options->model, "Name of the model")->required();
  command.add_option("--from", options->from, "First day of the scored period")->type_name("DATE");
  command.add_option("--to", options->to, "Last day of the scored period")->type_name("DATE");
  command.add_option("--truth", options->truth, "Judge by this file instead of outcomes in the workspace")
      ->type_name("FILE");
  command
      .add_option("--only", options->only, "Judge the findings with this value in one of the model's own columns alone")
      ->type_name("COLUMN=VALUE");
  AddSettings(command, options->settings);
  tree.AddChoice(command, "--rolling", options->rolling,
                 "Each week, month or quarter by itself, then all pooled; outcomes from its first day on are hidden",
                 {"week", "month", "quarter"});
  command
      .add_option("--against", options->against,
                  "Another model on the same subjects: differences with intervals of a paired bootstrap")
      ->type_name("MODEL");
  command
      .add_option("--by", options->by,
                  "Figures by group: an own column of the findings, a column of their dataset, or origin_region")
      ->type_name("COLUMN");
  command
      .add_option("--seeds", options->seeds,
                  "Run with seeds 1 to N (default 1); figures are means, intervals hold for other subjects and seeds")
      ->type_name("N")
      ->check(AtLeast(1));
  command.add_option("--seed", options->seed, "Seed of the resampling (default 1)")->type_name("N");
  command
      .add_option("--resamples", options->resamples,
                  "Bootstrap draws of subjects and seeds for the 95 % intervals (default 1000)")
      ->type_name("N")
      ->check(AtLeast(1));
  command.add_option("--at-least", options->bars, "Exit code 1 below this figure (repeatable)")
      ->type_name("MEASURE@SHARE=VALUE")
      ->allow_extra_args(false);
  tree.AddChoice(command, "--format", options->format, "table, json or csv (default table)", {"table", "json", "csv"});
}

}  // namespace tidewaiter::cli
