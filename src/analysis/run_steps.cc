#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/findings_table.h"
#include "analysis/learn_step.h"
#include "analysis/match_step.h"
#include "analysis/model_inputs.h"
#include "analysis/network_step.h"
#include "analysis/run_model.h"
#include "base/text.h"
#include "statistics/sql_functions.h"

namespace tidewaiter::analysis {
namespace {

constexpr std::string_view kFalseAlarms = "expected_false_alarms";

/// The error with the place in the model where it arose; an interruption has none.
Error At(Error error, const content::Model& model, std::string_view what, std::string_view name,
         const std::filesystem::path& file) {
  if (error.code == ErrorCode::kInterrupted) return error;
  error.message = fmt::format("{} (model {}, {} {}, {})", error.message, model.id, what, name, file.string());
  return error;
}

std::filesystem::path PlaceOf(const content::Model& model, const content::ModelStep& step) {
  return step.kind == content::StepKind::kSql ? step.sql_file : model.folder / "model.toml";
}

Status RunStep(engine::LocalSession& session, const content::Model& model, const content::ModelStep& step,
               const engine::Parameters& parameters, const RunControl& control, StepsResult& result) {
  if (step.kind == content::StepKind::kSql) {
    TRY(session.CreateTable(step.name, step.sql, parameters, control));
    return {};
  }
  if (step.kind == content::StepKind::kNetwork) {
    const std::vector<std::string> warnings = TRY(RunNetworkStep(session, step, parameters, control));
    result.warnings.insert(result.warnings.end(), warnings.begin(), warnings.end());
    return {};
  }
  if (step.kind == content::StepKind::kMatch) {
    for (std::string& warning : TRY(RunMatchStep(session, step, parameters, control)))
      result.warnings.push_back(std::move(warning));
    return {};
  }
  Learned learned = TRY(RunLearnStep(session, model, step, parameters, control));
  result.artefacts.emplace(step.name, std::move(learned.artefact));
  result.warnings.insert(result.warnings.end(), learned.warnings.begin(), learned.warnings.end());
  return {};
}

/// What is told while the step at place `at` runs.
LocalisedText StepText(const content::Model& model, size_t at) {
  const content::ModelStep& step = model.steps[at];
  const auto title = [&](Language language) -> const std::string& {
    return step.title.In(language).empty() ? step.name : step.title.In(language);
  };
  return {fmt::format("step {} of {}: {}", at + 1, model.steps.size(), title(Language::kEnglish)),
          fmt::format("단계 {}/{}: {}", at + 1, model.steps.size(), title(Language::kKorean))};
}

Status RunEachStep(engine::LocalSession& session, const content::Model& model, const RunControl& control,
                   StepsResult& result) {
  for (size_t i = 0; i < model.steps.size(); ++i) {
    const content::ModelStep& step = model.steps[i];
    TRY(control.Check());
    control.progress->Begin(StepText(model, i));
    auto made = RunStep(session, model, step, result.parameters, control, result);
    if (!made) return Fail(At(std::move(made.error()), model, "step", step.name, PlaceOf(model, step)));
  }
  return {};
}

Status CheckAssertions(engine::LocalSession& session, const content::Model& model, const engine::Parameters& parameters,
                       const RunControl& control) {
  for (const content::ModelAssertion& assertion : model.assertions) {
    auto breaches = CountBreaches(session, assertion.sql, parameters, control);
    if (!breaches) {
      return Fail(At(std::move(breaches.error()), model, "assertion", assertion.name, model.folder / "model.toml"));
    }
    if (*breaches == 0) continue;
    return Fail(ErrorCode::kModelAssertion,
                fmt::format("model {} broke its assertion {} ({} rows)", model.id, assertion.name, *breaches),
                "this is a fault of the model; its findings are not kept");
  }
  return {};
}

Result<std::optional<double>> ReadFalseAlarms(engine::LocalSession& session, const content::Model& model,
                                              const RunControl& control) {
  const auto announces = [](const content::ModelStep& step) { return step.name == kFalseAlarms; };
  if (std::none_of(model.steps.begin(), model.steps.end(), announces)) return std::nullopt;
  const engine::Table table =
      TRY(session.QueryTable("select expected_false_alarms from expected_false_alarms", {}, control));
  if (table.rows.size() > 1) {
    return Fail(ErrorCode::kModelAssertion, fmt::format("model {} announces its false alarms more than once ({} rows)",
                                                        model.id, table.rows.size()));
  }
  if (table.rows.empty() || engine::IsNull(table.rows[0][0])) return std::nullopt;
  return engine::ToDouble(table.rows[0][0]);
}

std::vector<content::ModelInput> EmptyInputs(const content::Model& model, const std::map<std::string, int64_t>& rows) {
  std::vector<content::ModelInput> empty = model.inputs;
  std::erase_if(empty, [&](const content::ModelInput& input) { return rows.at(input.dataset) != 0; });
  return empty;
}

std::string EmptyInputWarning(const content::ModelInput& input) {
  const std::string warning = fmt::format("{} holds no rows that the run may see", input.dataset);
  return input.without ? fmt::format("{}; left out: {}", warning, input.without->en) : warning;
}

/// The needed ones of these, as they may be why a step failed.
std::vector<std::string> NeededOf(const std::vector<content::ModelInput>& inputs) {
  std::vector<std::string> needed;
  for (const content::ModelInput& input : inputs) {
    if (!input.without) needed.push_back(input.dataset);
  }
  return needed;
}

}  // namespace

Result<StepsResult> RunSteps(engine::LocalSession& session, const content::Model& model,
                             const content::Datasets& datasets,
                             const std::function<std::optional<std::string>(const std::string&)>& relation,
                             const std::map<std::string, std::string>& parameters, const Horizon& horizon,
                             const RunControl& control) {
  TRY(statistics::RegisterSqlFunctions(session));
  ModelInputs inputs(session, model, datasets, relation, horizon);
  TRY(inputs.CreateViews());
  StepsResult result;
  result.parameters = TRY(inputs.Resolve(parameters, control));
  result.input_rows = TRY(inputs.CountRows(control));
  const std::vector<content::ModelInput> empty = EmptyInputs(model, result.input_rows);
  for (const content::ModelInput& input : empty) result.warnings.push_back(EmptyInputWarning(input));

  auto steps = RunEachStep(session, model, control, result);
  if (!steps) {
    const std::vector<std::string> needed = NeededOf(empty);
    const bool may_be_why = !needed.empty() && steps.error().code != ErrorCode::kInterrupted;
    if (may_be_why) steps.error().hint = fmt::format("{} holds no rows; load it first", Join(needed, ", "));
    return Fail(std::move(steps.error()));
  }
  TRY(RankFindings(session, model, control));
  result.summary = TRY(CheckLaws(session, model, control));
  TRY(CheckAssertions(session, model, result.parameters, control));
  result.expected_false_alarms = TRY(ReadFalseAlarms(session, model, control));
  for (const content::ModelStep& step : model.steps) {
    for (const std::string& table : step.Tables()) {
      if (step.keep && table != "findings" && table != "reasons") result.kept.push_back(table);
    }
  }
  return result;
}

}  // namespace tidewaiter::analysis
