#include "content/dataset_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "content/catalogue.h"
#include "content/sql_text.h"

namespace tidewaiter::content {
namespace {

using engine::TypeId;

/// What the checks of one dataset look at.
struct DatasetDraft {
  Dataset dataset;
  const std::vector<std::string>* lists = nullptr;
  Faults* faults = nullptr;
  std::vector<std::string> untyped;  ///< columns whose type is unknown

  const DatasetColumn* Column(std::string_view name, Place place) const {
    const DatasetColumn* column = dataset.Find(name);
    if (column == nullptr) faults->Unknown(place, "unknown_column", "column", name, dataset.ColumnNames());
    return column;
  }
};

bool IsDay(TypeId type) { return type == TypeId::kDate || type == TypeId::kTimestamp; }

/// False when the type is unknown, so that what hangs on it is not judged.
bool ReadType(TableReader& table, DatasetColumn& column) {
  const std::string text = table.Text("type", Need::kRequired);
  if (text.empty()) return false;
  const auto type = engine::Type::Parse(text);
  if (type) {
    column.type = *type;
    return true;
  }
  const std::vector<std::string> types = {"text", "integer", "double", "date", "timestamp", "boolean"};
  const std::string near = NearNameHint(text, types);
  table.faults().Add(table.PlaceOf("type"), "unknown_type",
                     fmt::format("{} has the unknown type \"{}\"", table.what(), text),
                     near.empty() ? "write one of: " + Join(types, ", ") + ", decimal(precision,scale)" : near);
  return false;
}

void ReadRange(TableReader& table, DatasetColumn& column) {
  column.min = table.Number("min");
  column.max = table.Number("max");
  if (column.min && column.max && *column.min > *column.max) {
    table.faults().Add(table.PlaceOf("min"), "range", fmt::format("{} has a min above its max", table.what()));
  }
}

void ReadValues(TableReader& table, DatasetColumn& column) {
  const TomlEntry* entry = table.Table("values", Need::kOptional);
  if (entry == nullptr) return;
  TableReader values(entry->value, fmt::format("the values of {}", table.what()), table.faults());
  for (const TomlEntry& value : entry->value.entries) {
    column.values.emplace(value.key, values.Localised(value.key, Need::kRequired));
  }
  if (column.values.empty()) {
    table.faults().Add(entry->place, "closed_list", fmt::format("the closed list of {} is empty", table.what()));
  }
  if (!column.list.empty()) {
    table.faults().Add(entry->place, "closed_list",
                       fmt::format("{} has both an open list and closed values", table.what()));
  }
}

void ReadCodes(TableReader& table, const DatasetDraft& draft, DatasetColumn& column) {
  column.format = table.Choice<ValueFormat>(
      "format", Need::kOptional,
      {{"hs_code", ValueFormat::kHsCode}, {"hs6", ValueFormat::kHs6}, {"period", ValueFormat::kPeriod}},
      ValueFormat::kNone);
  column.list = table.Text("list", Need::kOptional);
  // Ports come as a dataset, not as a list.
  if (!column.list.empty() && column.list != "port" && draft.lists != nullptr && !Contains(*draft.lists, column.list)) {
    table.faults().Unknown(table.PlaceOf("list"), "unknown_list", "code list", column.list, *draft.lists);
  }
  ReadValues(table, column);
}

void ReadSensitivity(TableReader& table, DatasetColumn& column) {
  column.sensitivity = table.Choice<Sensitivity>("sensitivity", Need::kOptional,
                                                 {{"public", Sensitivity::kPublic},
                                                  {"internal", Sensitivity::kInternal},
                                                  {"confidential", Sensitivity::kConfidential},
                                                  {"personal", Sensitivity::kPersonal}},
                                                 Sensitivity::kInternal);
  column.pseudonym = table.Choice<PseudonymKind>("pseudonym", Need::kOptional,
                                                 {{"person", PseudonymKind::kPerson},
                                                  {"phone", PseudonymKind::kPhone},
                                                  {"address", PseudonymKind::kAddress},
                                                  {"name", PseudonymKind::kName}},
                                                 PseudonymKind::kNone);
  column.pseudonym_when = table.Text("pseudonym_when", Need::kOptional);
  const bool personal = column.sensitivity == Sensitivity::kPersonal;
  const bool hidden = table.Has("pseudonym");
  if (!column.pseudonym_when.empty() && !hidden) {
    table.faults().Add(table.PlaceOf("pseudonym_when"), "pseudonym",
                       fmt::format("{} has \"pseudonym_when\", but no pseudonym", table.what()));
  } else if (personal && !hidden) {
    table.faults().Add(table.PlaceOf("sensitivity"), "pseudonym",
                       fmt::format("{} is personal, but has no pseudonym", table.what()),
                       "say which kind: person, phone, address or name");
  } else if (hidden && !personal && column.pseudonym_when.empty()) {
    table.faults().Add(table.PlaceOf("pseudonym"), "pseudonym",
                       fmt::format("{} has a pseudonym, but is not called personal", table.what()),
                       "write sensitivity = \"personal\"");
  }
}

/// The keys that only some types may have.
void CheckKeysOfType(TableReader& table, const engine::Type& type) {
  const auto refuse = [&](std::initializer_list<std::string_view> keys, std::string_view expected) {
    for (const std::string_view key : keys) {
      if (!table.Has(key)) continue;
      table.faults().Add(table.PlaceOf(key), "key_of_type",
                         fmt::format("{} has the key \"{}\", but is no {}", table.what(), key, expected));
    }
  };
  if (!type.IsNumeric()) refuse({"min", "max"}, "number");
  if (type.id != TypeId::kText) refuse({"format", "list", "values", "pseudonym"}, "text");
}

DatasetColumn ReadColumn(const TomlNode& node, DatasetDraft& draft) {
  DatasetColumn column;
  const TomlEntry* name = node.Find("name");
  TableReader table(node, name == nullptr ? "a column" : fmt::format("the column \"{}\"", name->value.text),
                    *draft.faults);
  column.name = table.Text("name", Need::kRequired);
  if (!column.name.empty() && !IsIdentifier(column.name)) {
    draft.faults->Add(table.PlaceOf("name"), "name",
                      fmt::format("{} must have a name of a–z, 0–9 and _, beginning with a letter", table.what()));
  }
  if (ReadType(table, column)) {
    CheckKeysOfType(table, column.type);
  } else {
    draft.untyped.push_back(column.name);
  }
  column.required = table.Boolean("required", false);
  column.empty_in_key = table.Boolean("empty_in_key", false);
  column.after_outcome = table.Boolean("after_outcome", false);
  column.title = table.Localised("title", Need::kRequired);
  column.description = table.Localised("description", Need::kRequired);
  column.unit = table.Text("unit", Need::kOptional);
  ReadRange(table, column);
  ReadCodes(table, draft, column);
  ReadSensitivity(table, column);
  column.known_on = table.Text("known_on", Need::kOptional);
  column.standard = table.Text("standard", Need::kOptional);
  table.Finish();
  return column;
}

/// What a column says about others; the names of all are known by now.
void CheckColumnReferences(const TomlNode& node, const DatasetColumn& column, const DatasetDraft& draft) {
  const TomlEntry* known_on = node.Find("known_on");
  const DatasetColumn* day = column.known_on.empty() ? nullptr : draft.Column(column.known_on, known_on->value.place);
  if (day != nullptr && !IsDay(day->type.id) && !Contains(draft.untyped, day->name)) {
    draft.faults->Add(known_on->value.place, "known_on",
                      fmt::format("\"{}\" is neither a date nor a timestamp", day->name));
  }
  const TomlEntry* when = node.Find("pseudonym_when");
  if (when != nullptr && !MentionsAny(column.pseudonym_when, draft.dataset.ColumnNames())) {
    draft.faults->Add(when->value.place, "sql",
                      fmt::format("\"pseudonym_when\" of the column \"{}\" names no column", column.name));
  }
}

void ReadColumns(TableReader& top, DatasetDraft& draft) {
  const auto nodes = top.Tables("columns", Need::kRequired);
  std::vector<std::pair<std::string, Place>> names;
  for (const TomlNode* node : nodes) {
    draft.dataset.columns.push_back(ReadColumn(*node, draft));
    names.emplace_back(draft.dataset.columns.back().name, node->place);
  }
  ReportDoubled(names, "the columns", *draft.faults);
  for (size_t i = 0; i < nodes.size(); ++i) CheckColumnReferences(*nodes[i], draft.dataset.columns[i], draft);
}

void ReadKey(TableReader& top, DatasetDraft& draft) {
  draft.dataset.key = top.Texts("key", Need::kRequired);
  for (const std::string& name : draft.dataset.key) {
    const DatasetColumn* column = draft.Column(name, top.PlaceOf("key"));
    if (column == nullptr || column->required || column->empty_in_key) continue;
    draft.faults->Add(top.PlaceOf("key"), "key", fmt::format("the key column \"{}\" is not required", name),
                      "write required = true, or empty_in_key = true where the key may be empty");
  }
  for (const DatasetColumn& column : draft.dataset.columns) {
    if (!column.empty_in_key || Contains(draft.dataset.key, column.name)) continue;
    draft.faults->Add(top.PlaceOf("key"), "key",
                      fmt::format("the column \"{}\" has \"empty_in_key\", but is not in the key", column.name));
  }
}

/// `rule(column)` → the column; empty when the text is something else.
std::string ArgumentOf(std::string_view text, std::string_view rule) {
  if (!text.starts_with(rule)) return {};
  text.remove_prefix(rule.size());
  if (!text.starts_with('(') || !text.ends_with(')')) return {};
  return std::string(Trim(text.substr(1, text.size() - 2)));
}

void ResolveKnownOn(DatasetDraft& draft, Place place) {
  using Rule = KnownOn::Rule;
  KnownOn& known_on = draft.dataset.known_on;
  const DatasetColumn* column = draft.Column(known_on.column, place);
  if (column == nullptr) return;
  const TypeId type = column->type.id;
  known_on.is_timestamp = known_on.rule == Rule::kColumn && type == TypeId::kTimestamp;
  known_on.empty_is_always = known_on.rule == Rule::kColumn && !column->required;
  const bool month = type == TypeId::kText && column->format == ValueFormat::kPeriod;
  const bool fits = known_on.rule == Rule::kColumn       ? IsDay(type)
                    : known_on.rule == Rule::kEndOfMonth ? month
                                                         : type == TypeId::kInteger;
  if (fits || Contains(draft.untyped, column->name)) return;
  const std::string_view expected = known_on.rule == Rule::kColumn       ? "a date or a timestamp"
                                    : known_on.rule == Rule::kEndOfMonth ? "a text with the format period"
                                                                         : "an integer";
  draft.faults->Add(place, "known_on",
                    fmt::format("\"known_on\" needs {}, but \"{}\" is none", expected, column->name));
}

void ReadKnownOn(TableReader& top, DatasetDraft& draft) {
  const std::string text = top.Text("known_on", Need::kRequired);
  draft.dataset.known_on_note = top.Localised("known_on_note", Need::kOptional);
  KnownOn& known_on = draft.dataset.known_on;
  if (text.empty() || text == "always") return;
  const std::string month = ArgumentOf(text, "end_of_month");
  const std::string year = ArgumentOf(text, "end_of_year");
  known_on.rule = !month.empty()  ? KnownOn::Rule::kEndOfMonth
                  : !year.empty() ? KnownOn::Rule::kEndOfYear
                                  : KnownOn::Rule::kColumn;
  known_on.column = !month.empty() ? month : !year.empty() ? year : text;
  ResolveKnownOn(draft, top.PlaceOf("known_on"));
}

void ReadChecks(TableReader& top, DatasetDraft& draft) {
  std::vector<std::pair<std::string, Place>> names;
  for (const TomlNode* node : top.Tables("checks", Need::kOptional)) {
    const TomlEntry* name = node->Find("name");
    TableReader table(*node, name == nullptr ? "a check" : fmt::format("the check \"{}\"", name->value.text),
                      *draft.faults);
    DatasetCheck check;
    check.name = table.Text("name", Need::kRequired);
    check.sql = table.Text("sql", Need::kRequired);
    check.reject = table.Choice<bool>("severity", Need::kRequired, {{"reject", true}, {"warn", false}}, true);
    check.sentence = table.Localised("sentence", Need::kRequired);
    table.Finish();
    if (!check.sql.empty() && !MentionsAny(check.sql, draft.dataset.ColumnNames())) {
      draft.faults->Add(table.PlaceOf("sql"), "sql", fmt::format("the SQL of {} names no column", table.what()));
    }
    names.emplace_back(check.name, node->place);
    draft.dataset.checks.push_back(std::move(check));
  }
  ReportDoubled(names, "the checks", *draft.faults);
}

void ReadName(TableReader& top, DatasetDraft& draft) {
  draft.dataset.name = top.Text("name", Need::kRequired);
  const std::string stem = std::filesystem::path(draft.faults->file()).stem().string();
  if (!draft.dataset.name.empty() && draft.dataset.name != stem) {
    draft.faults->Add(top.PlaceOf("name"), "name",
                      fmt::format("the dataset is called \"{}\", but its file \"{}\"", draft.dataset.name, stem));
  }
}

}  // namespace

Dataset ReadDatasetText(std::string_view toml, Faults& faults, const std::vector<std::string>* lists) {
  DatasetDraft draft{{}, lists, &faults, {}};
  const auto root = ParseToml(toml, faults.file(), faults.diagnostics());
  if (!root) return {};
  TableReader top(*root, "the dataset", faults);
  ReadName(top, draft);
  draft.dataset.title = top.Localised("title", Need::kRequired);
  draft.dataset.description = top.Localised("description", Need::kRequired);
  draft.dataset.subject_area =
      top.Word("subject_area", Need::kRequired,
               {"declarations", "cargo", "money", "parties", "parcels", "travellers", "world_and_law"});
  ReadColumns(top, draft);
  ReadKey(top, draft);
  ReadKnownOn(top, draft);
  ReadChecks(top, draft);
  top.Finish();
  return std::move(draft.dataset);
}

Dataset ParseDataset(std::string_view toml, const std::string& file, Diagnostics& diagnostics) {
  Faults faults(file, diagnostics);
  return ReadDatasetText(toml, faults, nullptr);
}

}  // namespace tidewaiter::content
