#include <fmt/format.h>

#include <algorithm>

#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

ModelStep ReadStep(const TomlNode& node, ModelDraft& draft) {
  TableReader table(node, NameOf(node, "step"), draft.faults);
  ModelStep step;
  step.name = ReadName(table);
  step.kind = table.Choice<StepKind>("kind", Need::kOptional,
                                     {{"sql", StepKind::kSql},
                                      {"learn", StepKind::kLearn},
                                      {"network", StepKind::kNetwork},
                                      {"match", StepKind::kMatch}},
                                     StepKind::kSql);
  step.stage = table.Choice<StepStage>("stage", Need::kOptional,
                                       {{"warehouse", StepStage::kWarehouse}, {"local", StepStage::kLocal}},
                                       StepStage::kWarehouse);
  step.title = table.Localised("title", Need::kRequired);
  if (step.kind == StepKind::kSql) step.sql = ReadSqlFile(table, "sql", draft, step.sql_file);
  if (step.kind == StepKind::kLearn) step.learning = ReadLearning(table, draft);
  if (step.kind == StepKind::kNetwork) step.network = ReadNetwork(table, draft);
  if (step.kind == StepKind::kMatch) step.matching = ReadMatching(table, draft);
  step.keep = table.Boolean("keep", false);
  table.Finish();
  return step;
}

/// A step that is no SQL reads tables of earlier steps and is local.
void CheckPlace(const std::vector<const TomlNode*>& nodes, size_t at, ModelDraft& draft) {
  const ModelStep& step = draft.model.steps[at];
  if (step.kind == StepKind::kSql) return;
  if (step.stage != StepStage::kLocal) {
    draft.faults.Add(nodes[at]->place, "step_order",
                     fmt::format("the step \"{}\" is no SQL, so it is local", step.name), "write stage = \"local\"");
  }
  std::vector<std::string> earlier;
  for (size_t i = 0; i < at; ++i) {
    for (std::string& table : draft.model.steps[i].Tables()) earlier.push_back(std::move(table));
  }
  for (const std::string& table : step.Reads()) {
    if (!Contains(earlier, table)) draft.faults.Unknown(nodes[at]->place, "step_order", "earlier step", table, earlier);
  }
}

void CheckStepOrder(const std::vector<const TomlNode*>& nodes, ModelDraft& draft) {
  bool local = false;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const ModelStep& step = draft.model.steps[i];
    if (local && step.stage == StepStage::kWarehouse) {
      draft.faults.Add(nodes[i]->place, "step_order",
                       fmt::format("the warehouse step \"{}\" stands after a local step", step.name),
                       "write stage = \"local\", or move it up");
    }
    local = local || step.stage == StepStage::kLocal;
    CheckPlace(nodes, i, draft);
  }
  const std::string& last = draft.model.steps.back().name;
  if (last != "findings" && last != "reasons") {
    draft.faults.Add(nodes.back()->place, "step_order", "the last step must make the table findings or reasons");
  }
  if (std::ranges::find(draft.model.steps, "findings", &ModelStep::name) == draft.model.steps.end()) {
    draft.faults.Add(nodes.front()->place, "step_order", "no step makes the table findings");
  }
}

ModelView ReadView(const TomlNode& node, ModelDraft& draft) {
  TableReader table(node, NameOf(node, "view"), draft.faults);
  ModelView view;
  view.name = ReadName(table);
  view.kind = table.Word("kind", Need::kRequired, {"bar", "line", "scatter", "table", "network"});
  view.title = table.Localised("title", Need::kRequired);
  view.sql = ReadSqlFile(table, "sql", draft, view.sql_file);
  const std::vector<std::string> roles = {"x", "y", "series", "source", "target", "weight"};
  for (const TomlEntry* entry : table.Scalars("encoding")) {
    view.encoding.emplace(entry->key, entry->value.text);
    if (Contains(roles, entry->key)) continue;
    draft.faults.Unknown(entry->place, "unknown_key", "role in an encoding called", entry->key, roles);
  }
  table.Finish();
  const bool network = view.kind == "network";
  for (const char* role : {network ? "source" : "x", network ? "target" : "y"}) {
    if (view.kind.empty() || view.kind == "table" || view.encoding.contains(role)) continue;
    draft.faults.Add(table.place(), "missing_key", fmt::format("the encoding of {} lacks \"{}\"", table.what(), role));
  }
  return view;
}

/// The names of an array of tables, each once.
template <class T>
void CheckNames(const std::vector<const TomlNode*>& nodes, const std::vector<T>& parts, std::string_view what,
                Faults& faults) {
  std::vector<std::pair<std::string, Place>> names;
  for (size_t i = 0; i < nodes.size(); ++i) names.emplace_back(parts[i].name, nodes[i]->place);
  ReportDoubled(names, what, faults);
}

}  // namespace

std::string ReadSqlFile(TableReader& table, std::string_view key, const ModelDraft& draft,
                        std::filesystem::path& path) {
  const std::string name = table.Text(key, Need::kRequired);
  if (name.empty()) return {};
  path = draft.model.folder / name;
  const auto file = draft.files.find(name);
  if (file != draft.files.end()) return file->second;
  std::vector<std::string> names;
  for (const auto& [other, bytes] : draft.files) {
    if (other.ends_with(".sql")) names.push_back(other);
  }
  table.faults().Unknown(table.PlaceOf(key), "missing_file", "file in the folder called", name, names);
  return {};
}

std::string NameOf(const TomlNode& node, std::string_view what) {
  const TomlEntry* name = node.Find("name");
  return name == nullptr ? fmt::format("a {}", what) : fmt::format("the {} \"{}\"", what, name->value.text);
}

std::string ReadName(TableReader& table) {
  std::string name = table.Text("name", Need::kRequired);
  if (!name.empty() && !IsIdentifier(name)) {
    table.faults().Add(table.PlaceOf("name"), "name",
                       fmt::format("{} must have a name of a–z, 0–9 and _, beginning with a letter", table.what()));
  }
  return name;
}

std::vector<std::string> ModelStep::Tables() const {
  std::vector<std::string> tables = {name};
  std::vector<std::string> beside;
  if (kind == StepKind::kLearn) beside = {"_reasons", "_contributions", "_calibration", "_training"};
  if (kind == StepKind::kNetwork && network->operation == NetworkOperation::kNeighbourhood)
    beside = {"_links", "_totals"};
  if (kind == StepKind::kMatch) beside = {"_payments", "_imports"};
  for (const std::string& suffix : beside) tables.push_back(name + suffix);
  return tables;
}

std::vector<std::string> ModelStep::Reads() const {
  std::vector<std::string> tables;
  if (learning) tables = {learning->rows};
  if (network) tables = {network->edges, network->nodes, network->seeds};
  if (matching) tables = {matching->payments.table, matching->imports.table};
  std::erase(tables, std::string());
  return tables;
}

void ReadSteps(TableReader& top, ModelDraft& draft) {
  const auto nodes = top.Tables("steps", Need::kRequired);
  for (const TomlNode* node : nodes) draft.model.steps.push_back(ReadStep(*node, draft));
  if (nodes.empty()) return;
  CheckNames(nodes, draft.model.steps, "the steps", draft.faults);
  CheckStepOrder(nodes, draft);
  const std::vector<std::string> inputs = draft.InputNames();
  for (size_t i = 0; i < nodes.size(); ++i) {
    for (const std::string& table : draft.model.steps[i].Tables()) {
      if (!Contains(inputs, table)) continue;
      draft.faults.Add(nodes[i]->place, "doubled", fmt::format("the table \"{}\" has the name of an input", table));
    }
  }
}

void ReadEvidence(TableReader& top, ModelDraft& draft) {
  const auto nodes = top.Tables("evidence", Need::kOptional);
  for (const TomlNode* node : nodes) {
    TableReader table(*node, NameOf(*node, "evidence"), draft.faults);
    ModelEvidence evidence;
    evidence.name = ReadName(table);
    evidence.title = table.Localised("title", Need::kRequired);
    evidence.sql = ReadSqlFile(table, "sql", draft, evidence.sql_file);
    table.Finish();
    draft.model.evidence.push_back(std::move(evidence));
  }
  CheckNames(nodes, draft.model.evidence, "the evidence", draft.faults);
}

void ReadViews(TableReader& top, ModelDraft& draft) {
  const auto nodes = top.Tables("views", Need::kOptional);
  for (const TomlNode* node : nodes) draft.model.views.push_back(ReadView(*node, draft));
  CheckNames(nodes, draft.model.views, "the views", draft.faults);
}

void ReadAssertions(TableReader& top, ModelDraft& draft) {
  const auto nodes = top.Tables("assertions", Need::kOptional);
  for (const TomlNode* node : nodes) {
    TableReader table(*node, NameOf(*node, "assertion"), draft.faults);
    ModelAssertion assertion;
    assertion.name = ReadName(table);
    assertion.sql = table.Text("sql", Need::kRequired);
    table.Finish();
    draft.model.assertions.push_back(std::move(assertion));
  }
  CheckNames(nodes, draft.model.assertions, "the assertions", draft.faults);
}

void ReadEvaluation(TableReader& top, ModelDraft& draft) {
  const TomlEntry* entry = top.Table("evaluation", Need::kOptional);
  if (entry == nullptr) return;
  TableReader table(entry->value, "the evaluation", draft.faults);
  ModelEvaluation& evaluation = draft.model.evaluation;
  evaluation.outcome_subject = table.Text("outcome_subject", Need::kOptional);
  evaluation.simple_rule = table.Localised("simple_rule", Need::kOptional);
  const bool ruled = table.Has("simple_rule") || table.Has("simple_rule_sql");
  if (ruled) {
    table.Any("simple_rule", Need::kRequired);
    evaluation.simple_rule_sql = ReadSqlFile(table, "simple_rule_sql", draft, evaluation.simple_rule_file);
  }
  table.Finish();
  const Dataset* outcomes = draft.datasets.Find("inspection_result");
  const DatasetColumn* subjects = outcomes == nullptr ? nullptr : outcomes->Find("subject_type");
  const std::string& subject = evaluation.outcome_subject;
  if (subject.empty() || subjects == nullptr || subjects->values.empty() || subjects->values.contains(subject)) return;
  std::vector<std::string> known;
  for (const auto& [code, title] : subjects->values) known.push_back(code);
  draft.faults.Unknown(table.PlaceOf("outcome_subject"), "unknown_word", "subject of inspections called", subject,
                       known);
}

}  // namespace tidewaiter::content
