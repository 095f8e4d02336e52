#include "content/dataset.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
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

std::string DatasetColumn::NullSql() const {
  return fmt::format("cast(null as {}) as {}", type.Sql(), engine::QuoteIdentifier(name));
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

std::string Dataset::RowsSql(const engine::Schema& stored, std::string_view relation) const {
  std::vector<std::string> list;
  for (const DatasetColumn& column : columns) {
    const auto found = std::ranges::find(stored, column.name, &engine::Column::name);
    const std::string quoted = engine::QuoteIdentifier(column.name);
    if (found == stored.end()) {
      list.push_back(column.NullSql());
    } else if (found->type == column.type) {
      list.push_back(quoted);
    } else {
      list.push_back(fmt::format("cast({0} as {1}) as {0}", quoted, column.type.Sql()));
    }
  }
  const std::string from = relation.empty() ? "where 1 = 0" : fmt::format("from {}", relation);
  return fmt::format("select {} {}", Join(list, ", "), from);
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
