#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "content/model_draft.h"
#include "content/sql_text.h"

namespace tidewaiter::content {
namespace {

enum class SqlRole { kWarehouse, kLocal, kEvidence };

/// One SQL of a model, in a file of its own or (assertions) within model.toml.
struct ModelSql {
  std::filesystem::path file;
  std::string_view sql;
  SqlRole role = SqlRole::kWarehouse;
  std::optional<Place> inline_at;
};

std::vector<ModelSql> AllSql(const TomlNode& root, const ModelDraft& draft) {
  const Model& model = draft.model;
  std::vector<ModelSql> all;
  for (const ModelStep& step : model.steps) {
    if (step.kind != StepKind::kSql) continue;
    all.push_back(
        {step.sql_file, step.sql, step.stage == StepStage::kLocal ? SqlRole::kLocal : SqlRole::kWarehouse, {}});
  }
  for (const ModelEvidence& evidence : model.evidence) {
    all.push_back({evidence.sql_file, evidence.sql, SqlRole::kEvidence, {}});
  }
  for (const ModelDocument& document : model.documents) {
    all.push_back({document.sql_file, document.sql, SqlRole::kEvidence, {}});
  }
  for (const ModelView& view : model.views) all.push_back({view.sql_file, view.sql, SqlRole::kWarehouse, {}});
  const ModelEvaluation& evaluation = model.evaluation;
  if (!evaluation.simple_rule.en.empty()) {
    all.push_back({evaluation.simple_rule_file, evaluation.simple_rule_sql, SqlRole::kWarehouse, {}});
  }
  const TomlEntry* assertions = root.Find("assertions");
  if (assertions == nullptr) return all;
  for (const TomlNode& assertion : assertions->value.items) {
    const TomlEntry* sql = assertion.Find("sql");
    if (sql == nullptr || sql->value.kind != TomlKind::kText) continue;
    all.push_back({draft.faults.file(), sql->value.text, SqlRole::kWarehouse, sql->value.place});
  }
  return all;
}

std::vector<std::string> AllowedParameters(const Model& model, SqlRole role) {
  std::vector<std::string> names = {"as_of"};
  if (role == SqlRole::kEvidence) names.emplace_back("subject_id");
  for (const ModelParameter& parameter : model.parameters) names.push_back(parameter.name);
  return names;
}

void CheckOne(const ModelSql& sql, const ModelDraft& draft, std::set<std::string, std::less<>>& used, Faults faults) {
  const SqlTokens tokens = TokensOf(sql.sql);
  const auto place = [&](size_t offset) { return sql.inline_at.value_or(PlaceIn(sql.sql, offset)); };
  if (!IsValidUtf8(sql.sql)) faults.Add({}, "encoding", "the SQL is not valid UTF-8");
  if (!sql.file.empty() && !sql.inline_at && tokens.tokens.empty()) faults.Add({}, "sql", "the SQL is empty");
  if (tokens.unclosed) faults.Add(place(*tokens.unclosed), "sql", "a quoted text or comment never ends");
  const std::vector<std::string> allowed = AllowedParameters(draft.model, sql.role);
  for (const SqlToken& token : tokens.tokens) {
    if (token.kind != SqlTokenKind::kParameter) continue;
    used.emplace(token.text);
    if (!Contains(allowed, token.text)) {
      faults.Unknown(place(token.offset), "unknown_parameter", "parameter", token.text, allowed);
    }
  }
  if (sql.role == SqlRole::kLocal) return;
  for (const NotPortable& spelling : FindNotPortable(tokens)) {
    faults.Add(place(spelling.offset), "not_portable", fmt::format("not every engine knows \"{}\"", spelling.spelling),
               "write it in the portable subset, or in a local step");
  }
}

/// An SQL file that no key names does nothing, and misleads who reads the folder.
void ReportUnnamedFiles(const std::vector<ModelSql>& named, ModelDraft& draft) {
  for (const auto& [name, bytes] : draft.files) {
    const bool is_named = std::any_of(named.begin(), named.end(), [&, &name = name](const ModelSql& sql) {
      return sql.file == draft.model.folder / name;
    });
    if (name.ends_with(".sql") && !is_named)
      draft.faults.For(draft.PathOf(name)).Add({}, "unused_file", "no key of model.toml names this file");
  }
}

}  // namespace

void CheckModelSql(const TomlNode& root, ModelDraft& draft) {
  std::set<std::string, std::less<>> used;
  for (const ModelStep& step : draft.model.steps) {
    if (step.learning) used.insert(step.learning->seed);
    if (step.network) used.insert(step.network->random_seed);
    if (!step.matching) continue;
    const ModelMatching& matching = *step.matching;
    for (const ModelSetting* setting :
         {&matching.tolerance, &matching.largest_advance_days, &matching.largest_arrears_days})
      used.insert(setting->parameter);
  }
  bool complete = true;
  const std::vector<ModelSql> all = AllSql(root, draft);
  for (const ModelSql& sql : all) {
    const bool missing =
        sql.sql.empty() && !draft.files.contains(sql.file.lexically_relative(draft.model.folder).string());
    complete = complete && !missing;
    if (!missing) CheckOne(sql, draft, used, draft.faults.For(sql.file.string()));
  }
  if (!complete) return;  // The missing file may be the one that uses a parameter, or a misspelt one that is there.
  ReportUnnamedFiles(all, draft);
  const TomlEntry* parameters = root.Find("params");
  for (const ModelParameter& parameter : draft.model.parameters) {
    if (used.contains(parameter.name)) continue;
    draft.faults.Add(parameters->value.Find(parameter.name)->place, "unused_parameter",
                     fmt::format("no SQL uses the parameter \"{}\"", parameter.name),
                     NearNameHint(parameter.name, std::vector<std::string>(used.begin(), used.end())));
  }
}

}  // namespace tidewaiter::content
