#include "content/dataset.h"

#include <fmt/format.h>

#include <algorithm>

#include "content/catalogue.h"
#include "engine/value.h"

namespace tidewaiter::content {

std::string KnownOn::SqlCondition(std::string_view as_of_literal) const {
  // The column stands bare on its side, so that the engine can skip files by their ranges.
  const std::string quoted = engine::QuoteIdentifier(column);
  const std::string day = fmt::format("cast({} as date)", as_of_literal);
  const std::string next_day = day + " + interval '1' day";
  switch (rule) {
    case Rule::kColumn: {
      const std::string known = is_timestamp ? fmt::format("{} < cast({} as timestamp)", quoted, next_day)
                                             : fmt::format("{} <= {}", quoted, day);
      return empty_is_always ? fmt::format("({} is null or {})", quoted, known) : known;
    }
    // A month or year is known once the next day lies beyond it.
    case Rule::kEndOfMonth:
      return fmt::format("{} < substr(cast(cast({} as date) as varchar), 1, 7)", quoted, next_day);
    case Rule::kEndOfYear:
      return fmt::format("{} < extract(year from cast({} as date))", quoted, next_day);
    case Rule::kAlways:
      break;
  }
  return {};
}

const DatasetColumn* Dataset::Find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &DatasetColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> Dataset::ColumnNames() const {
  std::vector<std::string> names;
  for (const DatasetColumn& column : columns) names.push_back(column.name);
  return names;
}

engine::Schema Dataset::Schema() const {
  engine::Schema schema;
  for (const DatasetColumn& column : columns) schema.push_back({column.name, column.type});
  return schema;
}

const Dataset* Datasets::Find(std::string_view name) const {
  const auto found = std::ranges::find(all, name, &Dataset::name);
  return found == all.end() ? nullptr : &*found;
}

const CodeList* Datasets::FindList(std::string_view name) const {
  const auto found = std::ranges::find(lists, name, &CodeList::name);
  return found == lists.end() ? nullptr : &*found;
}

std::vector<std::string> Datasets::Names() const {
  std::vector<std::string> names;
  for (const Dataset& dataset : all) names.push_back(dataset.name);
  return names;
}

}  // namespace tidewaiter::content
