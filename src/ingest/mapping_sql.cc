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

/// A spreadsheet written by Java has numbers as Java prints them, 4.0 and 8.51712E7, where others write 4 and 85171200:
/// whole ones are read as such, so that they fit codes and integers. Nobody writes a code in that shape as text.
std::string AsCellText(const std::string& sql) {
  const std::string text = AsText(sql);
  const std::string number = "try_cast(" + text + " as double)";
  return "case when regexp_full_match(" + text + ", '-?([0-9]+[.]0|[0-9][.][0-9]+E[0-9]+)') and " + number +
         " = floor(" + number + ") and abs(" + number + ") < 1e15 then cast(cast(" + number +
         " as bigint) as varchar) else " + text + " end";
}

/// Value maps: what stands in the file becomes the contract's code.
std::string Mapped(const std::string& text, const ColumnMapping& mapping) {
  if (mapping.map.empty()) return text;
  std::string sql = "case " + text;
  for (const auto& [from, to] : mapping.map) sql += " when " + QuoteText(from) + " then " + QuoteText(to);
  const std::string other =
      mapping.map_other ? "case when " + text + " is not null then " + QuoteText(*mapping.map_other) + " end" : text;
  return sql + " else " + other + " end";
}

std::string NumberText(const std::string& text, const ColumnMapping& mapping) {
  std::string sql = text;
  if (!mapping.thousands_separator.empty())
    sql = "replace(" + sql + ", " + QuoteText(mapping.thousands_separator) + ", '')";
  if (mapping.decimal_separator != ".") sql = "replace(" + sql + ", " + QuoteText(mapping.decimal_separator) + ", '.')";
  return sql;
}

std::string AsNumber(const std::string& text, const ColumnMapping& mapping, const engine::Type& type) {
  const std::string number = NumberText(text, mapping);
  if (mapping.scale != 1)
    return "try_cast(try_cast(" + number + " as double) * " + engine::ToText(mapping.scale) + " as " + type.Sql() + ")";
  // A cast to integer would round 1.5 or 15e-1 in silence, and take 1_000.
  if (type.id == TypeId::kInteger)
    return "case when regexp_full_match(" + number + ", '[+-]?[0-9]+') then try_cast(" + number + " as bigint) end";
  return "case when strpos(" + number + ", '_') = 0 then try_cast(" + number + " as " + type.Sql() + ") end";
}

/// A day as a spreadsheet counts it. Numbers that can only be a year or a day written as 20210104 are no such count,
/// nor are the days before March 1900, which spreadsheets count wrongly.
std::string SpreadsheetDay(const std::string& text, const std::string& sql_type) {
  const std::string days = "try_cast(" + text + " as double)";
  return "case when " + days + " between 61 and 2958465.99999 and not (" + days + " between 1900 and 2100 and " + days +
         " = floor(" + days + ")) then cast(timestamp '1899-12-30' + to_milliseconds(round(" + days +
         " * 86400000)) as " + sql_type + ") end";
}

std::string AsDay(const std::string& text, const ColumnMapping& mapping, const engine::Type& type, bool excel) {
  const std::string sql_type = type.Sql();
  // The engine knows days called `infinity` and `epoch`, in any format.
  const std::string written =
      mapping.format.empty()
          ? "case when " + text + " >= '0' and " + text + " < ':' then try_cast(" + text + " as " + sql_type + ") end"
          : "case when regexp_matches(" + text + ", '[0-9]') then cast(try_strptime(" + text + ", " +
                QuoteText(mapping.format) + ") as " + sql_type + ") end";
  return excel ? "coalesce(" + written + ", " + SpreadsheetDay(text, sql_type) + ")" : written;
}

std::string AsType(const std::string& text, const ColumnMapping& mapping, const engine::Type& type, bool excel) {
  switch (type.id) {
    case TypeId::kText:
      return text;
    case TypeId::kDate:
    case TypeId::kTimestamp:
      return AsDay(text, mapping, type, excel);
    case TypeId::kBoolean:
      return "case lower(" + text + ") when 'true' then true when 'false' then false end";
    case TypeId::kInteger:
    case TypeId::kDecimal:
    case TypeId::kDouble:
      break;
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
                            const FileColumns& file, bool excel) {
  if (mapping.constant) return {AsType(QuoteText(*mapping.constant), {}, column.type, false), ""};
  if (!mapping.expression.empty()) {
    const std::string value = "(" + mapping.expression + ")";
    return {"try_cast(" + value + " as " + column.type.Sql() + ")", "cast(" + value + " as varchar)"};
  }
  if (IsUnpivotName(mapping, feed)) {
    const std::string text = AsText(QuoteIdentifier(mapping.from.front()));
    return {AsType(Mapped(text, mapping), mapping, column.type, excel), text};
  }
  const engine::Column* file_column = FileColumn(mapping, file);
  if (file_column == nullptr) return {"cast(null as " + column.type.Sql() + ")", ""};
  const std::string name = QuoteIdentifier(file_column->name);
  const std::string text = excel ? AsCellText(name) : AsText(name);
  if (IsTypedAlready(*file_column, mapping, column.type)) return {name, text};
  return {AsType(Mapped(text, mapping), mapping, column.type, excel), AsText(name)};
}

}  // namespace tidewaiter::ingest
