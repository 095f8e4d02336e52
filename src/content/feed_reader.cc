#include "content/feed_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/calendar.h"
#include "base/text.h"

namespace tidewaiter::content {
namespace {

using engine::TypeId;

bool IsDay(const DatasetColumn& column) {
  return column.type.id == TypeId::kDate || column.type.id == TypeId::kTimestamp;
}

/// What the mappings of one feed are checked against.
struct FeedDraft {
  const Dataset* dataset = nullptr;     ///< null when it is unknown
  std::vector<std::string> file_names;  ///< names that `from` may use; empty: only the file itself tells
  Faults* faults = nullptr;
};

bool FitsType(const std::string& text, TypeId type) {
  switch (type) {
    case TypeId::kBoolean:
      return text == "true" || text == "false";
    case TypeId::kDate:
      return Date::Parse(text).has_value();
    case TypeId::kTimestamp:
      return Date::Parse(std::string_view(text).substr(0, 10)).has_value();
    case TypeId::kInteger:
    case TypeId::kDecimal:
    case TypeId::kDouble: {
      double value = 0;
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
      const bool whole = type != TypeId::kInteger || text.find_first_of(".eE") == std::string::npos;
      return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && whole;
    }
    case TypeId::kText:
      break;
  }
  return true;
}

/// A value that the source itself writes must be one that the dataset takes.
void CheckValue(const DatasetColumn& column, const std::string& value, Place place, Faults& faults) {
  if (value.empty()) return;
  if (!column.values.empty() && !column.values.contains(value)) {
    std::vector<std::string> codes;
    for (const auto& [code, title] : column.values) codes.push_back(code);
    const std::string near = NearNameHint(value, codes);
    faults.Add(place, "closed_list",
               fmt::format("the closed list of \"{}\" lacks the value \"{}\"", column.name, value),
               near.empty() ? "its values are " + Join(codes, ", ") : near);
  } else if (!FitsType(value, column.type.id)) {
    faults.Add(place, "wrong_type",
               fmt::format("\"{}\" is {}, which \"{}\" is not", column.name, column.type.ToString(), value));
  }
}

std::vector<std::string> ReadFrom(TableReader& table, const FeedDraft& draft) {
  const TomlEntry* entry = table.Any("from", Need::kOptional);
  if (entry == nullptr) return {};
  const bool one = entry->value.kind == TomlKind::kText;
  const std::vector<std::string> from =
      one ? std::vector{table.Text("from", Need::kRequired)} : table.Texts("from", Need::kRequired);
  for (const std::string& name : from) {
    if (name.empty() || draft.file_names.empty() || Contains(draft.file_names, name)) continue;
    draft.faults->Unknown(entry->value.place, "unknown_file_column", "file column", name, draft.file_names);
  }
  return from;
}

void ReadMap(TableReader& table, const DatasetColumn* column, ColumnMapping& mapping) {
  for (const TomlEntry* entry : table.Scalars("map")) {
    if (column != nullptr) CheckValue(*column, entry->value.text, entry->value.place, table.faults());
    mapping.map.emplace(entry->key, entry->value.text);
  }
  if (const TomlEntry* other = table.Scalar("map_other")) {
    mapping.map_other = other->value.text;
    if (column != nullptr) CheckValue(*column, other->value.text, other->value.place, table.faults());
    if (mapping.map.empty()) {
      table.faults().Add(other->place, "map", fmt::format("{} has \"map_other\" without \"map\"", table.what()));
    }
  }
}

void ReadNumberKeys(TableReader& table, const DatasetColumn* column, ColumnMapping& mapping) {
  mapping.decimal_separator = table.Choice<std::string>("decimal_separator", Need::kOptional, {{".", "."}, {",", ","}},
                                                        mapping.decimal_separator);
  mapping.thousands_separator = table.Text("thousands_separator", Need::kOptional);
  mapping.scale = table.Number("scale").value_or(1);
  for (const std::string_view key : {"decimal_separator", "thousands_separator", "scale"}) {
    if (!table.Has(key) || column == nullptr || column->type.IsNumeric()) continue;
    table.faults().Add(table.PlaceOf(key), "not_a_number",
                       fmt::format("{} has \"{}\", but is no number", table.what(), key));
  }
  if (mapping.thousands_separator == mapping.decimal_separator) {
    table.faults().Add(table.PlaceOf("thousands_separator"), "separator",
                       fmt::format("{} has one separator for thousands and decimals", table.what()));
  }
  if (mapping.scale == 0) {
    table.faults().Add(table.PlaceOf("scale"), "scale", fmt::format("{} has a scale of 0", table.what()));
  }
}

void CheckOrigin(TableReader& table, const ColumnMapping& mapping) {
  const int origins = (table.Has("from") ? 1 : 0) + (table.Has("constant") ? 1 : 0) + (table.Has("expression") ? 1 : 0);
  if (origins != 1) {
    table.faults().Add(table.place(), "mapping",
                       fmt::format("{} must have exactly one of from, constant and expression", table.what()));
  }
  if (!mapping.constant) return;
  for (const std::string_view key :
       {"format", "decimal_separator", "thousands_separator", "map", "map_other", "scale", "optional"}) {
    if (!table.Has(key)) continue;
    table.faults().Add(table.PlaceOf(key), "mapping",
                       fmt::format("{} is constant, so \"{}\" means nothing", table.what(), key));
  }
}

ColumnMapping ReadMapping(const TomlEntry& entry, const FeedDraft& draft) {
  ColumnMapping mapping;
  mapping.column = entry.key;
  mapping.line = entry.place.line;
  const DatasetColumn* column = draft.dataset == nullptr ? nullptr : draft.dataset->Find(entry.key);
  if (draft.dataset != nullptr && column == nullptr) {
    draft.faults->Unknown(entry.place, "unknown_column", "column", entry.key, draft.dataset->ColumnNames());
  }
  // `column = "Name"` stands for `column = { from = "Name" }`.
  TomlNode table_node = entry.value;
  if (entry.value.kind == TomlKind::kText) {
    table_node = {TomlKind::kTable, entry.value.place, {}, {}, {{"from", entry.place, entry.value}}};
  } else if (entry.value.kind != TomlKind::kTable) {
    draft.faults->Add(entry.value.place, "wrong_type",
                      fmt::format("the mapping of \"{}\" must be a text or a table", entry.key));
    return mapping;
  }
  TableReader table(table_node, fmt::format("the mapping of \"{}\"", entry.key), *draft.faults);
  mapping.from = ReadFrom(table, draft);
  if (const TomlEntry* constant = table.Scalar("constant")) {
    mapping.constant = constant->value.text;
    if (column != nullptr) CheckValue(*column, constant->value.text, constant->value.place, *draft.faults);
  }
  mapping.expression = table.Has("expression") ? table.Text("expression", Need::kRequired) : "";
  mapping.format = table.Text("format", Need::kOptional);
  if (!mapping.format.empty() && column != nullptr && !IsDay(*column)) {
    draft.faults->Add(table.PlaceOf("format"), "format",
                      fmt::format("{} has a date format, but is no date", table.what()));
  }
  ReadNumberKeys(table, column, mapping);
  ReadMap(table, column, mapping);
  mapping.optional = table.Boolean("optional", false);
  CheckOrigin(table, mapping);
  table.Finish();
  return mapping;
}

std::optional<Unpivot> ReadUnpivot(TableReader& feed, const Source& source) {
  const TomlEntry* entry = feed.Table("unpivot", Need::kOptional);
  if (entry == nullptr) return std::nullopt;
  TableReader table(entry->value, "\"unpivot\"", feed.faults());
  Unpivot unpivot;
  unpivot.columns = table.Texts("columns", Need::kRequired);
  unpivot.name_as = table.Text("name_as", Need::kRequired);
  unpivot.value_as = table.Text("value_as", Need::kRequired);
  table.Finish();
  for (const std::string& name : unpivot.columns) {
    if (source.columns.empty() || Contains(source.columns, name)) continue;
    feed.faults().Unknown(table.PlaceOf("columns"), "unknown_file_column", "file column", name, source.columns);
  }
  return unpivot;
}

void CheckRequired(const FeedDraft& draft, const Feed& feed, Place place) {
  if (draft.dataset == nullptr) return;
  for (const ColumnMapping& mapping : feed.columns) {
    const DatasetColumn* column = draft.dataset->Find(mapping.column);
    // With a condition, a file without the column may be one that feeds no rows.
    if (!mapping.optional || column == nullptr || !column->required || !feed.when.empty()) continue;
    draft.faults->Add({mapping.line, 0}, "mapping",
                      fmt::format("the mapping of \"{}\" cannot be optional: the dataset requires it", mapping.column));
  }
  for (const DatasetColumn& column : draft.dataset->columns) {
    if (!column.required ||
        std::ranges::find(feed.columns, column.name, &ColumnMapping::column) != feed.columns.end()) {
      continue;
    }
    draft.faults->Add(
        place, "required_column",
        fmt::format("the feed of \"{}\" does not map the required column \"{}\"", feed.dataset, column.name));
  }
}

}  // namespace

Feed ReadFeed(const TomlNode& node, const Source& source, const Datasets& datasets, Faults& faults) {
  TableReader table(node, "a feed", faults);
  Feed feed;
  feed.line = node.place.line;
  feed.dataset = table.Text("dataset", Need::kRequired);
  feed.when = table.Text("when", Need::kOptional);
  feed.unpivot = ReadUnpivot(table, source);
  FeedDraft draft{datasets.Find(feed.dataset), source.columns, &faults};
  if (draft.dataset == nullptr && !feed.dataset.empty()) {
    faults.Unknown(table.PlaceOf("dataset"), "unknown_dataset", "dataset", feed.dataset, datasets.Names());
  }
  if (feed.unpivot && !draft.file_names.empty()) {
    draft.file_names.push_back(feed.unpivot->name_as);
    draft.file_names.push_back(feed.unpivot->value_as);
  }
  if (const TomlEntry* columns = table.Table("columns", Need::kRequired)) {
    for (const TomlEntry& entry : columns->value.entries) feed.columns.push_back(ReadMapping(entry, draft));
    CheckRequired(draft, feed, table.place());
  }
  table.Finish();
  return feed;
}

}  // namespace tidewaiter::content
