#include <fmt/format.h>

#include "analysis/run_model.h"
#include "base/text.h"
#include "cli/run_output.h"

namespace tidewaiter::cli {
namespace {

struct RunOptions {
  std::string model;
  std::vector<std::string> settings;
  std::string as_of;
  OutputOptions output;
};

Status Run(Context& context, const RunOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const content::Model model = TRY(context.ReadModel(options.model, datasets));
  analysis::RunRequest request;
  request.model = &model;
  request.parameters = TRY(ParseSettings(options.settings));
  request.as_of = TRY(ParseDateOption("--as-of", options.as_of));
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  analysis::ModelRunner runner(rooms.workspace, *rooms.runs, *rooms.warehouse, datasets);
  const store::RunRecord run = TRY(runner.Run(request, context.Control()));
  TellRun(context, run);
  return WriteFindings(context, rooms, model, datasets, run, output);
}

}  // namespace

Result<std::map<std::string, std::string>> ParseSettings(const std::vector<std::string>& settings) {
  std::map<std::string, std::string> values;
  for (const std::string& setting : settings) {
    const size_t sign = setting.find('=');
    if (sign == std::string::npos || sign == 0) {
      return Fail(ErrorCode::kUsage, fmt::format("--set needs NAME=VALUE ({})", Printable(setting)),
                  "for example --set capacity=0.05");
    }
    const bool fresh = values.emplace(setting.substr(0, sign), setting.substr(sign + 1)).second;
    if (!fresh) {
      return Fail(ErrorCode::kUsage, fmt::format("a parameter is set twice ({})", Printable(setting.substr(0, sign))),
                  "leave one of them out");
    }
  }
  return values;
}

void AddSettings(CLI::App& command, std::vector<std::string>& settings) {
  command.add_option("--set", settings, "Set a parameter of the model (repeatable)")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

void AddRunCommand(CommandTree& tree) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App& run = tree.Add(tree.root(), "run", Text::kRun,
                           "tidewaiter run risky_supply_patterns --set from=2021-01-01 --set to=2021-03-31\n"
                           "tidewaiter run risky_supply_patterns --format xlsx --output findings.xlsx",
                           [options](Context& context) { return Run(context, *options); });
  run.add_option("MODEL", options->model, "Name of the model")->required();
  AddSettings(run, options->settings);
  run.add_option("--as-of", options->as_of, "Know only what was known on this day")->type_name("DATE");
  AddOutputOptions(tree, run, options->output, HasLimit::kYes);
}

}  // namespace tidewaiter::cli
