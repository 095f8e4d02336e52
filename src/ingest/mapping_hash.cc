#include "ingest/mapping_hash.h"

#include <initializer_list>
#include <string_view>

#include "base/digest.h"
#include "base/text.h"
#include "engine/value.h"

namespace tidewaiter::ingest {
namespace {

/// Length before text, so that two lists of words never look the same.
void Add(std::string& out, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) out.append(std::to_string(word.size())).append(":").append(word);
}

void AddMapping(std::string& out, const content::ColumnMapping& mapping) {
  Add(out, {mapping.column, Join(mapping.from, "\n"), mapping.constant.value_or("\x01"), mapping.expression,
            mapping.format, mapping.decimal_separator, mapping.thousands_separator, mapping.map_other.value_or("\x01"),
            engine::ToText(mapping.scale), mapping.optional ? "optional" : ""});
  for (const auto& [from, to] : mapping.map) Add(out, {from, to});
}

void AddContract(std::string& out, const content::Dataset& dataset) {
  Add(out, {dataset.name, Join(dataset.key, "\n")});
  for (const content::DatasetColumn& column : dataset.columns)
    Add(out, {column.name, column.type.ToString(), column.required ? "required" : "", column.pseudonym_when,
              column.min ? engine::ToText(*column.min) : "", column.max ? engine::ToText(*column.max) : "",
              std::to_string(static_cast<int>(column.format)), std::to_string(static_cast<int>(column.pseudonym)),
              std::to_string(column.values.size())});
  for (const content::DatasetCheck& check : dataset.checks)
    Add(out, {check.name, check.sql, check.reject ? "reject" : ""});
}

}  // namespace

std::string MappingHash(const content::Source& source, const content::Datasets& datasets) {
  std::string text;
  Add(text, {source.name, source.encoding, source.delimiter, source.header ? "header" : "", source.sheet, source.query,
             Join(source.columns, "\n")});
  for (const content::Feed& feed : source.feeds) {
    Add(text, {feed.dataset, feed.when});
    if (feed.unpivot) Add(text, {Join(feed.unpivot->columns, "\n"), feed.unpivot->name_as, feed.unpivot->value_as});
    for (const content::ColumnMapping& mapping : feed.columns) AddMapping(text, mapping);
    if (const content::Dataset* dataset = datasets.Find(feed.dataset)) AddContract(text, *dataset);
  }
  return Sha256Hex(text);
}

}  // namespace tidewaiter::ingest
