#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "cli/model_folder.h"
#include "cli/report_text.h"
#include "cli/result_output.h"
#include "cli/table_stream.h"

namespace tidewaiter::cli {
namespace {

using content::Model;
using content::ModelParameter;
using content::ParameterType;
using engine::TypeId;

struct ModelOptions {
  std::string id;
  std::vector<std::string> ids;
  bool check = false;
  OutputOptions output;
};

Status ListModels(Context& context, const ModelOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const std::vector<Model> models = TRY(content::ReadModelHeads(content::ContentRoot()));
  engine::Table table = TableOf({{"model", TypeId::kText},
                                 {"code", TypeId::kText},
                                 {"theme", TypeId::kText},
                                 {"kind", TypeId::kText},
                                 {"status", TypeId::kText},
                                 {"version", TypeId::kInteger},
                                 {"title", TypeId::kText},
                                 {"question", TypeId::kText}});
  for (const Model& model : models) {
    table.rows.push_back({model.id, model.code, model.theme, model.kind, model.status, int64_t{model.version},
                          model.title.In(context.language()), model.question.In(context.language())});
  }
  return output.Write(*StreamOf(std::move(table)));
}

std::string_view TypeName(ParameterType type) {
  switch (type) {
    case ParameterType::kDate:
      return "date";
    case ParameterType::kInteger:
      return "integer";
    case ParameterType::kNumber:
      return "number";
    case ParameterType::kShare:
      return "share";
    case ParameterType::kText:
      return "text";
    case ParameterType::kBoolean:
      return "boolean";
    case ParameterType::kChoice:
      break;
  }
  return "choice";
}

std::string RangeOf(const ModelParameter& parameter, Language language) {
  std::vector<std::string> parts;
  if (parameter.min) parts.push_back(">= " + engine::ToText(*parameter.min));
  if (parameter.max) parts.push_back("<= " + engine::ToText(*parameter.max));
  for (const auto& [code, title] : parameter.choices) parts.push_back(fmt::format("{}={}", code, title.In(language)));
  if (!parameter.choices_from.empty()) parts.push_back("values of " + parameter.choices_from);
  return Join(parts, ", ");
}

engine::Table ParameterTable(const Model& model, Language language) {
  engine::Table table = TableOf({{"parameter", TypeId::kText},
                                 {"type", TypeId::kText},
                                 {"default", TypeId::kText},
                                 {"range", TypeId::kText},
                                 {"unit", TypeId::kText},
                                 {"help", TypeId::kText}});
  for (const ModelParameter& parameter : model.parameters) {
    table.rows.push_back({parameter.name, std::string(TypeName(parameter.type)), parameter.default_text.value_or(""),
                          RangeOf(parameter, language), parameter.unit, parameter.help.In(language)});
  }
  return table;
}

nlohmann::ordered_json ToJson(const Model& model) {
  nlohmann::ordered_json json = {{"model", model.id},
                                 {"code", model.code},
                                 {"title", cli::ToJson(model.title)},
                                 {"question", cli::ToJson(model.question)},
                                 {"theme", model.theme},
                                 {"kind", model.kind},
                                 {"status", model.status},
                                 {"version", model.version},
                                 {"sha256", model.sha256},
                                 {"subject_type", model.findings.subject_type},
                                 {"alert_line", cli::ToJson(model.findings.alert_line)},
                                 {"inputs", nlohmann::ordered_json::array()},
                                 {"parameters", nlohmann::ordered_json::array()},
                                 {"references", model.references},
                                 {"card", cli::ToJson(model.card)}};
  for (const content::ModelInput& input : model.inputs) {
    json["inputs"].push_back(
        {{"dataset", input.dataset}, {"columns", input.columns}, {"optional", input.without.has_value()}});
    if (input.without) json["inputs"].back()["without"] = cli::ToJson(*input.without);
  }
  for (const ModelParameter& parameter : model.parameters) {
    nlohmann::ordered_json item = {{"name", parameter.name},
                                   {"type", TypeName(parameter.type)},
                                   {"title", cli::ToJson(parameter.title)},
                                   {"help", cli::ToJson(parameter.help)},
                                   {"unit", parameter.unit}};
    item["default"] =
        parameter.default_text ? nlohmann::ordered_json(*parameter.default_text) : nlohmann::ordered_json();
    if (parameter.min) item["min"] = *parameter.min;
    if (parameter.max) item["max"] = *parameter.max;
    for (const auto& [code, title] : parameter.choices) item["choices"][code] = cli::ToJson(title);
    if (!parameter.choices_from.empty()) item["choices_from"] = parameter.choices_from;
    json["parameters"].push_back(std::move(item));
  }
  return json;
}

std::string InputLines(const Model& model) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const content::ModelInput& input : model.inputs)
    lines.emplace_back("  " + input.dataset, Join(input.columns, ", "));
  return LabelledLines(lines);
}

Status ShowModel(Context& context, const ModelOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Model model = TRY(context.ReadModel(options.id, datasets));
  if (options.output.format == "json") return context.out().Write(JsonText(ToJson(model)));
  const Language language = context.language();
  TRY(context.Print(context.terminal().Bold(
      fmt::format("{} ({} v{}, {}, {})", model.id, model.code, model.version, model.kind, model.status))));
  TRY(context.Print(model.card.In(language)));
  TRY(context.Print(context.terminal().Bold(context.Say(Text::kInputs))));
  TRY(context.Print(InputLines(model)));
  TRY(context.Print(context.terminal().Bold(context.Say(Text::kParameters))));
  if (model.parameters.empty()) return context.Print(fmt::format("  {}", context.Say(Text::kNoParameters)));
  const std::unique_ptr<engine::BatchStream> stream = StreamOf(ParameterTable(model, language));
  const std::unique_ptr<RowWriter> writer = MakeTableWriter(context.out(), context.terminal());
  TRY(writer->Begin(stream->schema()));
  const std::unique_ptr<engine::Batch> batch = TRY(stream->Next());
  TRY(writer->Write(*batch, batch->rows));
  return writer->End("");
}

/// The models that were named, or all.
Result<std::vector<Model>> ChosenModels(Context& context, const std::vector<std::string>& ids,
                                        const content::Datasets& datasets) {
  if (ids.empty()) return content::ReadModels(content::ContentRoot(), datasets);
  std::vector<Model> models;
  for (const std::string& id : ids) models.push_back(TRY(context.ReadModel(id, datasets)));
  return models;
}

Status TestModels(Context& context, const ModelOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const std::vector<Model> models = TRY(ChosenModels(context, options.ids, datasets));
  TRY(context.EngineOptions());
  return RunModelTests(context, models, datasets);
}

Status NewModel(Context& context, const ModelOptions& options) {
  const std::filesystem::path folder = TRY(MakeModelFolder(content::ContentRoot(), options.id, Context::ModelIds()));
  return context.Print(folder.string());
}

Status LockModels(Context& context, const ModelOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const std::filesystem::path root = content::ContentRoot();
  const std::vector<Model> models = TRY(content::ReadModels(root, datasets));
  if (!options.check) {
    TRY(content::WriteLock(root, models));
    return context.Print(fmt::format("models.lock: {} models", models.size()));
  }
  const Diagnostics faults = content::CheckLock(models, TRY(content::ReadLock(root)));
  if (faults.empty()) return context.Print(fmt::format("models.lock: {} models", models.size()));
  return Fail(Error{ErrorCode::kContentLock, fmt::format("models.lock does not match the folders ({})", faults.size()),
                    "raise the version of a changed model, then run `tidewaiter models lock`", faults});
}

using ModelAction = Status (*)(Context&, const ModelOptions&);

}  // namespace

void AddModelCommands(CommandTree& tree) {
  const auto options = std::make_shared<ModelOptions>();
  const auto does = [options](ModelAction action) {
    return [options, action](Context& context) { return action(context, *options); };
  };
  CLI::App& models = tree.Add(tree.root(), "models", Text::kModels,
                              "tidewaiter models\ntidewaiter models show risky_supply_patterns", does(ListModels));
  AddOutputOptions(tree, models, options->output, HasLimit::kNo);
  CLI::App& list =
      tree.Add(models, "list", Text::kModelsList, "tidewaiter models list --format json", does(ListModels));
  AddOutputOptions(tree, list, options->output, HasLimit::kNo);
  CLI::App& show = tree.Add(models, "show", Text::kModelsShow,
                            "tidewaiter models show risky_supply_patterns --language ko", does(ShowModel));
  show.add_option("ID", options->id, "Name of the model")->required();
  AddReportFormat(tree, show, options->output.format);
  CLI::App& test = tree.Add(models, "test", Text::kModelsTest,
                            "tidewaiter models test\ntidewaiter models test risky_supply_patterns", does(TestModels));
  test.add_option("ID", options->ids, "Names of models (default: all)");
  CLI::App& fresh =
      tree.Add(models, "new", Text::kModelsNew, "tidewaiter models new late_declarations", does(NewModel));
  fresh.add_option("ID", options->id, "Name of the new model: a–z, 0–9 and _")->required();
  CLI::App& lock = tree.Add(models, "lock", Text::kModelsLock, "tidewaiter models lock --check", does(LockModels));
  lock.add_flag("--check", options->check, "Only compare; exit code 1 when something differs");
}

}  // namespace tidewaiter::cli
