#include "cli/run_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "analysis/findings.h"
#include "base/text.h"
#include "cli/cell_text.h"
#include "cli/findings_writer.h"
#include "cli/report_text.h"

namespace tidewaiter::cli {
namespace {

int64_t RowsRead(const store::RunRecord& run) {
  int64_t rows = 0;
  for (const auto& [dataset, count] : run.input_rows) rows += count;
  return rows;
}

std::string Duration(const store::RunRecord& run) {
  if (!run.finished_at) return "";
  const int64_t microseconds = run.finished_at->microseconds_since_epoch - run.started_at.microseconds_since_epoch;
  return HumanDuration(std::chrono::milliseconds(microseconds / 1000));
}

std::string AlertText(const store::RunRecord& run, Language language) {
  const std::string alerts = WithThousands(run.alerts);
  if (!run.expected_false_alarms) return Say(Text::kRunAlerts, language, {alerts});
  // What a model announces may be a bound, above what came.
  const double expected = std::min(*run.expected_false_alarms, static_cast<double>(run.alerts));
  return Say(Text::kFalseAlarms, language, {alerts, DisplayNumber(std::round(expected * 10) / 10)});
}

std::string DayText(const std::optional<Date>& date) { return date ? date->ToString() : ""; }

nlohmann::ordered_json DayJson(const std::optional<Date>& date) {
  return date ? nlohmann::ordered_json(date->ToString()) : nlohmann::ordered_json();
}

}  // namespace

void TellRun(Context& context, const store::RunRecord& run) {
  context.Tell(context.Say(Text::kRunSummary,
                           {run.id, run.model_id, std::to_string(run.model_version), WithThousands(RowsRead(run)),
                            WithThousands(run.findings), Duration(run), std::to_string(run.snapshot)}));
  context.Tell(AlertText(run, context.language()));
  for (const std::string& warning : run.warnings) {
    context.Tell(fmt::format("{}: {}", context.Say(Text::kWarning), Printable(warning)));
  }
}

Status WriteFindings(Context& context, const Rooms& rooms, const content::Model& model,
                     const content::Datasets& datasets, const store::RunRecord& run, ResultOutput& output) {
  if (run.state != store::RunState::kDone) {
    return Fail(ErrorCode::kRunUnfinished,
                fmt::format("the run has no findings ({}, {})", run.id, store::RunStateName(run.state)),
                fmt::format("`tidewaiter runs show {}` says why", run.id));
  }
  const std::unique_ptr<engine::LocalSession> session = TRY(rooms.warehouse->OpenSession());
  const std::unique_ptr<engine::BatchStream> findings = TRY(analysis::OpenFindings(
      rooms.workspace, *session, model, datasets, run, context.language(), output.limit(), context.Control()));
  output.set_table_writer([&context, &model](ByteSink& sink, const Terminal& terminal) {
    return MakeFindingsWriter(sink, terminal, model, context.language());
  });
  TRY(output.Write(*findings, run.findings, {Text::kOneFinding, Text::kFindingsShown, Text::kFindingsOf}));
  const bool may_look_closer = output.is_table() && context.terminal().output_is_terminal && run.findings > 0;
  if (may_look_closer && !model.evidence.empty())
    context.Tell(context.Say(Text::kOpenEvidence, {run.id.substr(0, 12)}));
  return {};
}

nlohmann::ordered_json ToJson(const store::RunRecord& run) {
  return {
      {"id", run.id},
      {"state", store::RunStateName(run.state)},
      {"model", run.model_id},
      {"model_version", run.model_version},
      {"model_sha256", run.model_sha256},
      {"parameters", run.parameters},
      {"as_of", DayJson(run.as_of)},
      {"outcomes_before", DayJson(run.outcomes_before)},
      {"snapshot", run.snapshot},
      {"engine", run.engine_version},
      {"program", run.program_version},
      {"started_at", run.started_at.ToString()},
      {"finished_at", run.finished_at ? nlohmann::ordered_json(run.finished_at->ToString()) : nlohmann::ordered_json()},
      {"input_rows", run.input_rows},
      {"findings", run.findings},
      {"alerts", run.alerts},
      {"expected_false_alarms",
       run.expected_false_alarms ? nlohmann::ordered_json(*run.expected_false_alarms) : nlohmann::ordered_json()},
      {"findings_hash", run.findings_hash},
      {"error_code", run.error_code},
      {"error_message", run.error_message},
      {"warnings", run.warnings},
      {"repeat_of", run.repeat_of}};
}

std::string RunText(const store::RunRecord& run, Language language) {
  std::vector<std::pair<std::string, std::string>> lines = {
      {std::string(Say(Text::kRunId, language)), run.id},
      {std::string(Say(Text::kState, language)), std::string(store::RunStateName(run.state))},
      {"error", run.error_code.empty() ? "" : fmt::format("{}: {}", run.error_code, run.error_message)},
      {"model", fmt::format("{} v{} ({})", run.model_id, run.model_version, run.model_sha256.substr(0, 12))},
      {"as_of", DayText(run.as_of)},
      {"outcomes_before", DayText(run.outcomes_before)},
      {"snapshot", std::to_string(run.snapshot)},
      {"engine", run.engine_version},
      {"program", run.program_version},
      {"started_at", run.started_at.ToString()},
      {"finished_at", run.finished_at ? run.finished_at->ToString() : ""},
      {"findings", fmt::format("{}; {}", WithThousands(run.findings), AlertText(run, language))},
      {"findings_hash", run.findings_hash},
      {"repeat_of", run.repeat_of}};
  for (const auto& [name, value] : run.parameters) lines.emplace_back("  " + name, value);
  for (const auto& [dataset, rows] : run.input_rows) lines.emplace_back("< " + dataset, WithThousands(rows));
  for (const std::string& warning : run.warnings) lines.emplace_back(Say(Text::kWarning, language), warning);
  return LabelledLines(lines);
}

}  // namespace tidewaiter::cli
