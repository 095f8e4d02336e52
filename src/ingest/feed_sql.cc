#include "ingest/feed_sql.h"

#include <algorithm>

#include "engine/value.h"
#include "ingest/mapping_sql.h"
#include "ingest/pseudonym.h"

namespace tidewaiter::ingest {
namespace {

using content::DatasetColumn;
using content::PseudonymKind;
using content::ValueFormat;
using engine::QuoteIdentifier;
using engine::QuoteText;
using engine::TypeId;

constexpr std::string_view kMask = "•••";

std::string RawName(int index) { return "raw_" + std::to_string(index); }

std::string ClosedList(const DatasetColumn& column) {
  std::string list;
  for (const auto& [code, title] : column.values) list += (list.empty() ? "" : ", ") + QuoteText(code);
  return list;
}

std::string_view FormatPattern(ValueFormat format) {
  switch (format) {
    case ValueFormat::kHsCode:
      return "[0-9]{2,10}";
    case ValueFormat::kHs6:
      return "[0-9]{6}";
    case ValueFormat::kPeriod:
      return "[0-9]{4}-(0[1-9]|1[0-2])";
    case ValueFormat::kNone:
      break;
  }
  return "";
}

std::string_view FormatSentence(ValueFormat format) {
  switch (format) {
    case ValueFormat::kHsCode:
      return "an HS code has 2 to 10 digits";
    case ValueFormat::kHs6:
      return "an HS code of 6 digits is wanted here";
    case ValueFormat::kPeriod:
      return "a period is written YYYY-MM";
    case ValueFormat::kNone:
      break;
  }
  return "";
}

std::string Pseudonymised(const DatasetColumn& column) {
  const std::string name = QuoteIdentifier(column.name);
  if (column.pseudonym == PseudonymKind::kNone) return name;
  const std::string call = PseudonymFunction(column.pseudonym) + "(" + name + ")";
  if (column.pseudonym_when.empty()) return call + " as " + name;
  return "case when " + column.pseudonym_when + " then " + call + " else " + name + " end as " + name;
}

const content::ColumnMapping* FindMapping(const content::Feed& feed, const std::string& column) {
  const auto found = std::find_if(feed.columns.begin(), feed.columns.end(),
                                  [&](const content::ColumnMapping& mapping) { return mapping.column == column; });
  return found == feed.columns.end() ? nullptr : &*found;
}

}  // namespace

std::string ColumnList(const std::vector<std::string>& columns, const std::string& prefix) {
  std::string list;
  for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + prefix + QuoteIdentifier(column);
  return list;
}

std::string SameValues(const std::vector<std::string>& columns, const std::string& left, const std::string& right) {
  std::string condition;
  for (const std::string& column : columns)
    condition += (condition.empty() ? "" : " and ") + left + "." + QuoteIdentifier(column) + " is not distinct from " +
                 right + "." + QuoteIdentifier(column);
  return condition;
}

FeedSql::FeedSql(const content::Dataset& dataset, const content::Feed& feed, const FileColumns& file, bool excel,
                 TextFaults faults)
    : dataset_(dataset), feed_(feed), file_(file), may_show_persons_(faults.may_show_persons), excel_(excel) {
  if (feed.unpivot) rows_per_record_ = static_cast<int>(feed.unpivot->columns.size());
  ParseColumns(feed, file, excel);
  for (const Parsed& parsed : parsed_) AddRules(parsed, faults);
  AddChecks();
}

void FeedSql::ParseColumns(const content::Feed& feed, const FileColumns& file, bool excel) {
  int raw_index = 0;
  for (const DatasetColumn& column : dataset_.columns) {
    const content::ColumnMapping* mapping = FindMapping(feed, column.name);
    const MappingSql sql = mapping != nullptr ? TranslateMapping(*mapping, column, feed, file, excel)
                                              : MappingSql{"cast(null as " + column.type.Sql() + ")", ""};
    const bool masked =
        column.pseudonym != PseudonymKind::kNone || column.sensitivity == content::Sensitivity::kPersonal;
    parsed_.push_back({&column, sql.typed, sql.raw, masked, sql.raw.empty() ? -1 : raw_index});
    if (!sql.raw.empty()) ++raw_index;
  }
}

void FeedSql::AddRules(const Parsed& parsed, TextFaults faults) {
  const DatasetColumn& column = *parsed.column;
  const std::string name = QuoteIdentifier(column.name);
  const std::string raw = parsed.raw_index < 0 ? "" : RawName(parsed.raw_index);
  const auto add = [&](const std::string& rule, const std::string& sentence, const std::string& sql) {
    rejecting_.push_back({column.name, rule, sentence, sql, parsed.raw_index});
  };
  if (!raw.empty() && faults.nul) add("text.nul", "the text holds a NUL byte", "contains(" + raw + ", chr(0))");
  if (!raw.empty() && faults.broken)
    add("text.encoding", "some bytes of the text fit no encoding", "contains(" + raw + ", chr(65533))");
  if (column.required)
    add("required", "a value is required", raw.empty() ? name + " is null" : name + " is null and " + raw + " is null");
  if (!raw.empty() && column.type.id != TypeId::kText)
    add("type", "this cannot be read as " + column.type.ToString(), name + " is null and " + raw + " is not null");
  if (column.type.id == TypeId::kDouble && !raw.empty())
    add("type", "this is no finite number", "not isfinite(" + name + ")");
  if ((column.type.id == TypeId::kDate || column.type.id == TypeId::kTimestamp) && !raw.empty())
    add("type", "this is no day of the calendar", "not isfinite(" + name + ")");
  if (!column.values.empty())
    add("values", "the value is not in the closed list", name + " not in (" + ClosedList(column) + ")");
  if (column.min)
    add("range.min", "the value is below " + engine::ToText(*column.min), name + " < " + engine::ToText(*column.min));
  if (column.max)
    add("range.max", "the value is above " + engine::ToText(*column.max), name + " > " + engine::ToText(*column.max));
  if (column.format != ValueFormat::kNone)
    add("format", std::string(FormatSentence(column.format)),
        "not regexp_full_match(" + name + ", " + QuoteText(FormatPattern(column.format)) + ")");
}

void FeedSql::AddChecks() {
  for (const content::DatasetCheck& check : dataset_.checks) {
    RowRule rule{"", "check." + check.name, check.sentence.en, "not (" + check.sql + ")"};
    (check.reject ? rejecting_ : warning_).push_back(std::move(rule));
  }
}

std::string FeedSql::Relation(const std::string& relation) const {
  std::string absent;
  for (const std::string& name : AbsentOptionalColumns(feed_, file_))
    absent += ", cast(null as varchar) as " + QuoteIdentifier(name);
  if (!feed_.unpivot) return absent.empty() ? relation : "(select *" + absent + " from " + relation + ")";
  std::string names, values;
  for (const std::string& wanted : feed_.unpivot->columns) {
    const std::string& column = file_.columns[static_cast<size_t>(file_.Find(wanted))].name;
    names += (names.empty() ? "" : ", ") + QuoteText(column);
    values += (values.empty() ? "" : ", ") + ("cast(" + QuoteIdentifier(column) + " as varchar)");
  }
  return "(select *" + absent + ", unnest([" + names + "]) as " + QuoteIdentifier(feed_.unpivot->name_as) +
         ", unnest([" + values + "]) as " + QuoteIdentifier(feed_.unpivot->value_as) + " from " + relation + ")";
}

std::string FeedSql::ParsedQuery(const std::string& relation) const {
  std::string list;
  for (const Parsed& parsed : parsed_) {
    list += parsed.typed + " as " + QuoteIdentifier(parsed.column->name) + ", ";
    if (parsed.raw_index >= 0) list += parsed.raw + " as " + RawName(parsed.raw_index) + ", ";
  }
  std::string kept = feed_.when.empty() ? "true" : "coalesce((" + feed_.when + "), false)";
  if (feed_.unpivot) kept += " and coalesce(trim(" + QuoteIdentifier(feed_.unpivot->value_as) + "), '') <> ''";
  // Rows that were only formatted, mostly below the data, are no records.
  if (excel_) kept += " and coalesce(" + ColumnList(file_.Names()) + ") is not null";
  return "select " + list + kept + " as kept from " + Relation(relation);
}

/// The text of a faulty row as the report may keep it.
std::string FeedSql::KeptText(const Parsed& parsed, const std::string& raw) const {
  const std::string mask = QuoteText(kMask);
  if (parsed.masked || (may_show_persons_ && parsed.column->type.id == TypeId::kText))
    return "case when " + raw + " is not null then " + mask + " end";
  if (!may_show_persons_) return raw;
  return "case when " + QuoteIdentifier(parsed.column->name) + " is null and " + raw + " is not null then " + mask +
         " else " + raw + " end";
}

std::string FeedSql::StagedQuery(const std::string& relation) const {
  std::string columns, raws, broken;
  for (const Parsed& parsed : parsed_) {
    columns += Pseudonymised(*parsed.column) + ", ";
    if (parsed.raw_index < 0) continue;
    const std::string raw = RawName(parsed.raw_index);
    raws += (raws.empty() ? "" : ", ") + KeptText(parsed, raw);
  }
  for (const RowRule& rule : rejecting_) broken += (broken.empty() ? "(" : " or (") + rule.sql + ")";
  const std::string faulty = "kept and coalesce(" + (broken.empty() ? "false" : broken) + ", false)";
  return "select " + columns + "kept, " + faulty + " as faulty, case when " + faulty + " then [" + raws +
         "] end as raw, hash(" + ColumnList(dataset_.key) + ") as key_hash from (" + ParsedQuery(relation) + ")";
}

}  // namespace tidewaiter::ingest
