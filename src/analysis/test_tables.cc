#include "analysis/test_tables.h"

#include <fmt/format.h>

#include "analysis/csv_file.h"
#include "base/text.h"
#include "engine/value.h"

namespace tidewaiter::analysis {
namespace {

using content::Dataset;
using content::DatasetColumn;
using engine::QuoteIdentifier;

/// What one dataset is given.
struct Target {
  std::string table;
  const Dataset& dataset;
  const content::ModelTest& test;
};

tl::unexpected<Error> Fault(const Target& target, const std::string& fault, std::string hint = {}) {
  return Fail(ErrorCode::kContentInvalid,
              fmt::format("{} ({}, given {})", fault, target.test.file.string(), target.dataset.name), std::move(hint));
}

Result<const DatasetColumn*> ColumnOf(const Target& target, const std::string& name) {
  const DatasetColumn* const column = target.dataset.Find(name);
  if (column != nullptr) return column;
  return Fault(target, fmt::format("no such column: {}", name), NearNameHint(name, target.dataset.ColumnNames()));
}

/// A table of the contract's columns without rows.
std::string EmptySql(const Dataset& dataset) {
  std::vector<std::string> columns;
  for (const DatasetColumn& column : dataset.columns) {
    columns.push_back(fmt::format("cast(null as {}) as {}", column.type.Sql(), QuoteIdentifier(column.name)));
  }
  return fmt::format("select {} where 1 = 0", Join(columns, ", "));
}

Status InsertRows(engine::LocalSession& session, const Target& target, const content::TestTable& given,
                  const RunControl& control) {
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (size_t i = 0; i < given.columns.size(); ++i) {
    const DatasetColumn* const column = TRY(ColumnOf(target, given.columns[i]));
    names.push_back(QuoteIdentifier(column->name));
    values.push_back(fmt::format("cast($v{} as {})", i, column->type.Sql()));
  }
  const std::string sql =
      fmt::format("insert into {} ({}) values ({})", target.table, Join(names, ", "), Join(values, ", "));
  for (size_t row = 0; row < given.rows.size(); ++row) {
    if (given.rows[row].size() != names.size()) {
      return Fault(target,
                   fmt::format("row {} has {} values for {} columns", row + 1, given.rows[row].size(), names.size()));
    }
    engine::Parameters parameters;
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string& text = given.rows[row][i];
      parameters[fmt::format("v{}", i)] = text.empty() ? engine::Value() : engine::Value(text);
    }
    const auto inserted = session.Execute(sql, parameters, control);
    if (!inserted) return Fault(target, fmt::format("row {}: {}", row + 1, inserted.error().message));
  }
  return {};
}

Status InsertFile(engine::LocalSession& session, const Target& target, const std::string& file,
                  const RunControl& control) {
  const engine::FileScan scan = TRY(CsvScan(target.test.file.parent_path() / file));
  std::vector<std::string> names;
  std::vector<std::string> values;
  for (const std::string& read : scan.columns) {
    const DatasetColumn* const column = TRY(ColumnOf(target, read));
    names.push_back(QuoteIdentifier(column->name));
    values.push_back(fmt::format("cast(nullif({}, '') as {})", names.back(), column->type.Sql()));
  }
  const std::string relation = TRY(session.ScanRelation(scan));
  const auto inserted = session.Execute(fmt::format("insert into {} ({}) select {} from {}", target.table,
                                                    Join(names, ", "), Join(values, ", "), relation),
                                        {}, control);
  if (!inserted) return Fault(target, fmt::format("{}: {}", file, inserted.error().message));
  const auto unparsed = TRY(session.TakeUnparsed(1));
  if (unparsed.second == 0) return {};
  return Fault(target, fmt::format("{} has broken records: {}", file, unparsed.second));
}

Status FillTable(engine::LocalSession& session, const Target& target, const content::TestTable& given, bool is_new,
                 const RunControl& control) {
  if (is_new) TRY(session.CreateTable(target.table, EmptySql(target.dataset), {}, control));
  TRY(InsertRows(session, target, given, control));
  // The content reader may have read the rows of the file already.
  const bool unread = given.columns.empty() && !given.repeat_file.empty();
  if (unread) TRY(InsertFile(session, target, given.repeat_file, control));
  return {};
}

}  // namespace

Result<std::map<std::string, std::string>> MakeGivenTables(engine::LocalSession& session,
                                                           const content::ModelTest& test,
                                                           const content::Datasets& datasets,
                                                           const RunControl& control) {
  std::map<std::string, std::string> tables;
  for (const content::TestTable& given : test.given) {
    const Dataset* const dataset = datasets.Find(given.dataset);
    if (dataset == nullptr) {
      return Fail(ErrorCode::kContentInvalid,
                  fmt::format("no such dataset: {} ({})", given.dataset, test.file.string()),
                  NearNameHint(given.dataset, datasets.Names()));
    }
    const Target target{"given_" + given.dataset, *dataset, test};
    const bool is_new = tables.emplace(given.dataset, target.table).second;
    TRY(FillTable(session, target, given, is_new, control));
  }
  return tables;
}

}  // namespace tidewaiter::analysis
