#include "ingest/mapping_sql.h"

#include <array>

#include "engine/value.h"

namespace tidewaiter::ingest {
namespace {

using content::ColumnMapping;
using content::DatasetColumn;
using engine::QuoteIdentifier;
using engine::QuoteText;
using engine::TypeId;

/// The file column that a mapping reads; empty when an optional one is not there.
const engine::Column* FileColumn(const ColumnMapping& mapping, const FileColumns& file) {
  for (const std::string& name : mapping.from)
    if (const int index = file.Find(name); index >= 0) return &file.columns[static_cast<size_t>(index)];
  return nullptr;
}

bool IsUnpivotName(const ColumnMapping& mapping, const content::Feed& feed) {
  if (!feed.unpivot || mapping.from.empty()) return false;
  return mapping.from.front() == feed.unpivot->name_as || mapping.from.front() == feed.unpivot->value_as;
}

std::string AsText(const std::string& sql) { return "nullif(trim(cast(" + sql + " as varchar)), '')"; }

/// Value maps: what stands in the file becomes the contract's code.
std::string Mapped(const std::string& text, const ColumnMapping& mapping) {
  if (mapping.map.empty()) return text;
  std::string sql = "case " + text;
  for (const auto& [from, to] : mapping.map) sql += " when " + QuoteText(from) + " then " + QuoteText(to);
  const std::string other = mapping.map_other ? "case when " + text + " is not null then " + QuoteText(*mapping.map_other) + " end" : text;
  return sql + " else " + other + " end";
}

std::string NumberText(const std::string& text, const ColumnMapping& mapping) {
  std::string sql = text;
  if (!mapping.thousands_separator.empty()) sql = "replace(" + sql + ", " + QuoteText(mapping.thousands_separator) + ", '')";
  if (mapping.decimal_separator != ".") sql = "replace(" + sql + ", " + QuoteText(mapping.decimal_separator) + ", '.')";
  return sql;
}

std::string AsNumber(const std::string& text, const ColumnMapping& mapping, const engine::Type& type) {
  const std::string number = NumberText(text, mapping);
  if (mapping.scale != 1)
    return "try_cast(try_cast(" + number + " as double) * " + engine::ToText(mapping.scale) + " as " + type.Sql() + ")";
  // A cast to integer would round 1.5 in silence.
  if (type.id == TypeId::kInteger) return "case when strpos(" + number + ", '.') = 0 then try_cast(" + number + " as bigint) end";
  return "try_cast(" + number + " as " + type.Sql() + ")";
}

std::string AsDay(const std::string& text, const ColumnMapping& mapping, const engine::Type& type, bool excel_dates) {
  const std::string sql_type = type.Sql();
  if (!mapping.format.empty()) return "cast(try_strptime(" + text + ", " + QuoteText(mapping.format) + ") as " + sql_type + ")";
  const std::string iso = "try_cast(" + text + " as " + sql_type + ")";
  if (!excel_dates) return iso;
  const std::string serial = "try_cast(" + text + " as double)";
  return "coalesce(" + iso + ", cast(timestamp '1899-12-30' + to_microseconds(cast(" + serial +
         " * 86400000000 as bigint)) as " + sql_type + "))";
}

std::string AsType(const std::string& text, const ColumnMapping& mapping, const engine::Type& type, bool excel_dates) {
  switch (type.id) {
    case TypeId::kText: return text;
    case TypeId::kDate:
    case TypeId::kTimestamp: return AsDay(text, mapping, type, excel_dates);
    case TypeId::kBoolean: return "try_cast(" + text + " as boolean)";
    case TypeId::kInteger:
    case TypeId::kDecimal:
    case TypeId::kDouble: break;
  }
  return AsNumber(text, mapping, type);
}

/// A typed file (Parquet, a database) whose column already has the right type needs no way over text.
bool IsTypedAlready(const engine::Column& file_column, const ColumnMapping& mapping, const engine::Type& type) {
  return file_column.type == type && type.id != TypeId::kText && mapping.map.empty() && mapping.format.empty() &&
         mapping.scale == 1;
}

}  // namespace

MappingSql TranslateMapping(const ColumnMapping& mapping, const DatasetColumn& column, const content::Feed& feed,
                            const FileColumns& file, bool excel_dates) {
  if (mapping.constant) return {AsType(QuoteText(*mapping.constant), {}, column.type, false), ""};
  if (!mapping.expression.empty()) {
    const std::string value = "(" + mapping.expression + ")";
    return {"try_cast(" + value + " as " + column.type.Sql() + ")", "cast(" + value + " as varchar)"};
  }
  if (IsUnpivotName(mapping, feed)) {
    const std::string text = AsText(QuoteIdentifier(mapping.from.front()));
    return {AsType(Mapped(text, mapping), mapping, column.type, excel_dates), text};
  }
  const engine::Column* file_column = FileColumn(mapping, file);
  if (file_column == nullptr) return {"cast(null as " + column.type.Sql() + ")", ""};
  const std::string name = QuoteIdentifier(file_column->name);
  const std::string text = AsText(name);
  if (IsTypedAlready(*file_column, mapping, column.type)) return {name, text};
  return {AsType(Mapped(text, mapping), mapping, column.type, excel_dates), text};
}

}  // namespace tidewaiter::ingest
