#include "ingest/column_match.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

namespace tidewaiter::ingest {
namespace {

bool Mentions(const std::string& sql, const std::string& column) {
  const auto names = QuotedNames(sql);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return FoldForComparison(name) == FoldForComparison(column); });
}

bool UsedBy(const content::Feed& feed, const std::string& column) {
  if (Mentions(feed.when, column)) return true;
  if (feed.unpivot &&
      std::find(feed.unpivot->columns.begin(), feed.unpivot->columns.end(), column) != feed.unpivot->columns.end())
    return true;
  return std::any_of(feed.columns.begin(), feed.columns.end(), [&](const content::ColumnMapping& mapping) {
    return Mentions(mapping.expression, column) ||
           std::any_of(mapping.from.begin(), mapping.from.end(),
                       [&](const std::string& from) { return FoldForComparison(from) == FoldForComparison(column); });
  });
}

bool FromTheUnpivot(const content::Feed& feed, const std::string& name) {
  return feed.unpivot && (name == feed.unpivot->name_as || name == feed.unpivot->value_as);
}

void ReportMissing(const std::string& name, const std::string& what_for, const FileColumns& file,
                   Diagnostics& missing) {
  missing.push_back({.code = "load.column_missing",
                     .message = "the file has no column \"" + name + "\" for " + what_for,
                     .hint = NearNameHint(name, file.Names())});
}

void CheckMapping(const content::Feed& feed, const content::ColumnMapping& mapping, const FileColumns& file,
                  Diagnostics& missing) {
  if (mapping.from.empty() || mapping.optional) return;
  for (const std::string& name : mapping.from)
    if (file.Find(name) >= 0 || FromTheUnpivot(feed, name)) return;
  ReportMissing(mapping.from.front(), feed.dataset + "." + mapping.column, file, missing);
}

/// Names in `when` and in expressions that are not optional.
void CheckExpressions(const content::Feed& feed, const FileColumns& file, Diagnostics& missing) {
  const auto absent = AbsentOptionalColumns(feed, file);
  const auto check = [&](const std::string& sql, const std::string& what_for) {
    for (const std::string& name : QuotedNames(sql))
      if (file.Find(name) < 0 && !FromTheUnpivot(feed, name) &&
          std::find(absent.begin(), absent.end(), name) == absent.end())
        ReportMissing(name, what_for, file, missing);
  };
  check(feed.when, "the condition of " + feed.dataset);
  for (const content::ColumnMapping& mapping : feed.columns)
    check(mapping.expression, feed.dataset + "." + mapping.column);
}

}  // namespace

std::vector<std::string> QuotedNames(std::string_view sql) {
  std::vector<std::string> names;
  bool in_text = false;
  for (size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == '\'') in_text = !in_text;
    if (in_text || sql[at] != '"') continue;
    const size_t end = sql.find('"', at + 1);
    if (end == std::string_view::npos) break;
    names.emplace_back(sql.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

std::vector<std::string> AbsentOptionalColumns(const content::Feed& feed, const FileColumns& file) {
  std::vector<std::string> absent;
  for (const content::ColumnMapping& mapping : feed.columns) {
    if (!mapping.optional) continue;
    for (const std::string& name : QuotedNames(mapping.expression))
      if (file.Find(name) < 0 && std::find(absent.begin(), absent.end(), name) == absent.end()) absent.push_back(name);
  }
  return absent;
}

int FileColumns::Find(std::string_view name) const {
  const std::string folded = FoldForComparison(name);
  for (size_t index = 0; index < columns.size(); ++index)
    if (FoldForComparison(columns[index].name) == folded) return static_cast<int>(index);
  return -1;
}

std::vector<std::string> FileColumns::Names() const {
  std::vector<std::string> names;
  for (const engine::Column& column : columns) names.push_back(column.name);
  return names;
}

Result<FileColumns> NameColumns(std::vector<std::string> header) {
  FileColumns file;
  std::map<std::string, size_t> seen;
  for (size_t index = 0; index < header.size(); ++index) {
    std::string name(Trim(header[index]));
    if (name.empty()) name = "column" + std::to_string(index + 1);
    const auto [first, added] = seen.emplace(FoldForComparison(name), index);
    if (!added)
      return Fail(ErrorCode::kColumnDoubled,
                  "two columns have the same name (\"" + name + "\", columns " + std::to_string(first->second + 1) +
                      " and " + std::to_string(index + 1) + ")",
                  "rename or remove one of them in the file");
    file.columns.push_back({std::move(name), {engine::TypeId::kText}});
  }
  return file;
}

Result<std::vector<std::string>> MatchColumns(const content::Source& source, const FileColumns& file) {
  Diagnostics missing;
  for (const content::Feed& feed : source.feeds) {
    for (const content::ColumnMapping& mapping : feed.columns) CheckMapping(feed, mapping, file, missing);
    CheckExpressions(feed, file, missing);
    if (!feed.unpivot) continue;
    for (const std::string& column : feed.unpivot->columns)
      if (file.Find(column) < 0) ReportMissing(column, feed.dataset, file, missing);
  }
  if (!missing.empty()) {
    Error error{ErrorCode::kColumnMissing, missing.front().message, missing.front().hint, {}};
    if (error.hint.empty()) error.hint = "the file has: " + Join(file.Names(), ", ");
    if (missing.size() > 1) error.diagnostics = std::move(missing);
    return Fail(std::move(error));
  }

  std::vector<std::string> warnings;
  for (const std::string& name : file.Names()) {
    const bool ignored = std::any_of(source.ignore.begin(), source.ignore.end(), [&](const std::string& other) {
      return FoldForComparison(other) == FoldForComparison(name);
    });
    const bool used = std::any_of(source.feeds.begin(), source.feeds.end(),
                                  [&](const content::Feed& feed) { return UsedBy(feed, name); });
    if (!ignored && !used) warnings.push_back("column \"" + name + "\" of the file is not mapped and was left out");
  }
  return warnings;
}

}  // namespace tidewaiter::ingest
