#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kModelFile = "model.toml";

void CheckColumns(TableReader& table, const Dataset& dataset, const ModelInput& input, Faults& faults) {
  for (const std::string& column : input.columns) {
    if (dataset.Find(column) != nullptr) continue;
    faults.Unknown(table.PlaceOf("columns"), "unknown_column", fmt::format("column in \"{}\" called", dataset.name),
                   column, dataset.ColumnNames());
  }
}

void ReadInputs(TableReader& top, ModelDraft& draft) {
  const TomlEntry* inputs = top.Table("inputs", Need::kRequired);
  if (inputs == nullptr) return;
  for (const TomlEntry& entry : inputs->value.entries) {
    if (entry.value.kind != TomlKind::kTable) {
      draft.faults.Add(entry.value.place, "wrong_type", fmt::format("the input \"{}\" must be a table", entry.key));
      continue;
    }
    TableReader table(entry.value, fmt::format("the input \"{}\"", entry.key), draft.faults);
    ModelInput input{
        .dataset = entry.key, .columns = table.Texts("columns", Need::kRequired), .line = entry.place.line};
    if (table.Has("without")) input.without = table.Localised("without", Need::kRequired);
    table.Finish();
    if (const Dataset* dataset = draft.datasets.Find(entry.key)) {
      CheckColumns(table, *dataset, input, draft.faults);
    } else {
      draft.faults.Unknown(entry.place, "unknown_dataset", "dataset", entry.key, draft.datasets.Names());
    }
    draft.model.inputs.push_back(std::move(input));
  }
}

void CheckId(const ModelDraft& draft, Faults& faults) {
  if (IsIdentifier(draft.model.id)) return;
  faults.Add({}, "name", fmt::format("the folder \"{}\" must have a name of a–z, 0–9 and _", draft.model.id));
}

void ReadDraft(ModelDraft& draft) {
  const auto file = draft.files.find(kModelFile);
  if (file == draft.files.end()) {
    draft.faults.Add({}, "missing_file", "the folder of a model lacks model.toml");
    return;
  }
  const auto root = ParseToml(file->second, draft.faults.file(), draft.faults.diagnostics());
  if (!root) return;
  CheckId(draft, draft.faults);
  TableReader top(*root, "the model", draft.faults);
  ReadModelHead(top, draft.model);
  draft.model.references = top.Texts("references", Need::kRequired);
  ReadInputs(top, draft);
  ReadParameters(top, draft);
  ReadSteps(top, draft);
  ReadFindings(top, draft);
  ReadReasons(top, draft);
  ReadEvidence(top, draft);
  ReadDocuments(top, draft);
  ReadViews(top, draft);
  ReadAssertions(top, draft);
  ReadEvaluation(top, draft);
  top.Finish();
  CheckModelSql(*root, draft);
  ReadCards(draft);
  ReadTests(draft);
}

Result<Model> ReadFolderModel(const fs::path& folder, const Datasets& datasets, Diagnostics& diagnostics) {
  ModelDraft draft{{}, TRY(ReadFolder(folder)), datasets, Faults((folder / kModelFile).string(), diagnostics)};
  draft.model.folder = folder;
  draft.model.id = folder.filename().string();
  draft.model.sha256 = FolderSha256(draft.files);
  ReadDraft(draft);
  return std::move(draft.model);
}

Result<std::vector<fs::path>> ModelFolders(const fs::path& models) {
  std::vector<fs::path> folders;
  std::error_code ignored;
  for (fs::path& child : TRY(Children(models))) {
    if (fs::is_directory(child, ignored)) folders.push_back(std::move(child));
  }
  return folders;
}

void CheckCodes(const std::vector<Model>& models, Diagnostics& diagnostics) {
  std::map<std::string, std::string> owners;
  for (const Model& model : models) {
    if (model.code.empty()) continue;
    const auto [owner, inserted] = owners.emplace(model.code, model.id);
    if (inserted) continue;
    Faults faults((model.folder / kModelFile).string(), diagnostics);
    faults.Add({}, "doubled",
               fmt::format("the code \"{}\" belongs to the model \"{}\" already", model.code, owner->second));
  }
}

Result<Model> ReadHead(const fs::path& folder, Diagnostics& diagnostics) {
  Model model;
  model.id = folder.filename().string();
  model.folder = folder;
  const fs::path file = folder / kModelFile;
  Faults faults(file.string(), diagnostics);
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    faults.Add({}, "missing_file", "the folder of a model lacks model.toml");
    return model;
  }
  const auto root = ParseToml(TRY(ReadWholeFile(file)), faults.file(), diagnostics);
  if (!root) return model;
  TableReader top(*root, "the model", faults);
  ReadModelHead(top, model);
  return model;
}

Error NoSuchModel(const fs::path& folder) {
  std::vector<std::string> names;
  if (const auto folders = ModelFolders(folder.parent_path())) {
    for (const fs::path& other : *folders) names.push_back(other.filename().string());
  }
  const std::string name = folder.filename().string();
  return {
      ErrorCode::kUnknownName, fmt::format("there is no model of this name ({})", name), NearNameHint(name, names), {}};
}

}  // namespace

std::vector<std::string> ModelDraft::InputNames() const {
  std::vector<std::string> names;
  for (const ModelInput& input : model.inputs) names.push_back(input.dataset);
  return names;
}

void ReadModelHead(TableReader& top, Model& model) {
  model.code = top.Text("code", Need::kRequired);
  model.title = top.Localised("title", Need::kRequired);
  model.question = top.Localised("question", Need::kRequired);
  model.theme =
      top.Word("theme", Need::kRequired,
               {"cargo", "foreign_exchange", "price", "origin_security", "parcels", "travellers", "firms_economy"});
  model.kind = top.Word("kind", Need::kRequired, {"rule", "statistic", "learned", "network"});
  model.status = top.Word("status", Need::kRequired, {"experimental", "stable"});
  const auto version = top.Integer("version", Need::kRequired);
  constexpr int64_t kLargest = 1'000'000;
  if (version && (*version < 1 || *version > kLargest)) {
    top.faults().Add(top.PlaceOf("version"), "version", "the version must be 1 or more");
  } else {
    model.version = static_cast<int>(version.value_or(1));
  }
}

Result<Model> ReadModel(const fs::path& folder, const Datasets& datasets) {
  const fs::path clean = folder.filename().empty() ? folder.parent_path() : folder;
  std::error_code ignored;
  if (!fs::is_directory(clean, ignored)) return Fail(NoSuchModel(clean));
  Diagnostics diagnostics;
  Model model = TRY(ReadFolderModel(clean, datasets, diagnostics));
  if (HasErrors(diagnostics)) {
    return Fail(ContentError(std::move(diagnostics), fmt::format("the model \"{}\"", model.id)));
  }
  return model;
}

Result<std::vector<Model>> ReadModels(const fs::path& root, const Datasets& datasets) {
  std::vector<Model> models;
  Diagnostics diagnostics;
  for (const fs::path& folder : TRY(ModelFolders(root / "models"))) {
    models.push_back(TRY(ReadFolderModel(folder, datasets, diagnostics)));
  }
  CheckCodes(models, diagnostics);
  if (HasErrors(diagnostics)) return Fail(ContentError(std::move(diagnostics), "the folder of the models"));
  return models;
}

Result<std::vector<Model>> ReadModelHeads(const fs::path& root) {
  std::vector<Model> models;
  Diagnostics diagnostics;
  for (const fs::path& folder : TRY(ModelFolders(root / "models"))) {
    models.push_back(TRY(ReadHead(folder, diagnostics)));
  }
  if (HasErrors(diagnostics)) return Fail(ContentError(std::move(diagnostics), "the folder of the models"));
  return models;
}

const ModelParameter* Model::FindParameter(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &ModelParameter::name);
  return found == parameters.end() ? nullptr : &*found;
}

}  // namespace tidewaiter::content
