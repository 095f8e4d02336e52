#include <fmt/format.h>

#include <algorithm>

#include "base/error_code.h"
#include "base/text.h"
#include "content/csv_text.h"
#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

/// One test while it is read.
struct TestDraft {
  ModelTest test;
  const ModelDraft& model;
  Faults faults;
};

void CheckGivenColumns(const TestTable& given, Place place, TestDraft& draft) {
  const Dataset* dataset = draft.model.datasets.Find(given.dataset);
  if (dataset == nullptr) return;
  std::vector<std::pair<std::string, Place>> columns;
  for (const std::string& column : given.columns) {
    columns.emplace_back(column, place);
    if (dataset->Find(column) != nullptr) continue;
    draft.faults.Unknown(place, "unknown_column", fmt::format("column in \"{}\" called", dataset->name), column,
                         dataset->ColumnNames());
  }
  ReportDoubled(columns, fmt::format("the columns given to \"{}\"", given.dataset), draft.faults);
}

void ReadRows(TableReader& table, TestTable& given, TestDraft& draft) {
  given.columns = table.Texts("columns", Need::kRequired);
  const TomlEntry* rows = table.Any("rows", Need::kRequired);
  if (rows == nullptr) return;
  if (rows->value.kind != TomlKind::kArray) {
    draft.faults.Add(rows->value.place, "wrong_type", "\"rows\" must be an array of rows");
    return;
  }
  for (const TomlNode& row : rows->value.items) {
    const bool plain = row.kind == TomlKind::kArray && std::ranges::all_of(row.items, &TomlNode::IsScalar);
    if (!plain) {
      draft.faults.Add(row.place, "wrong_type", "a row must be an array of single values");
      continue;
    }
    if (row.items.size() != given.columns.size()) {
      draft.faults.Add(
          row.place, "row_length",
          fmt::format("the row has {} values, but there are {} columns", row.items.size(), given.columns.size()));
    }
    std::vector<std::string>& values = given.rows.emplace_back();
    for (const TomlNode& value : row.items) values.push_back(value.text);
  }
}

void ReadRowFile(TableReader& table, TestTable& given, TestDraft& draft) {
  given.repeat_file = table.Text("file", Need::kRequired);
  const auto file = draft.model.files.find("tests/" + given.repeat_file);
  if (file == draft.model.files.end()) {
    draft.faults.Add(table.PlaceOf("file"), "missing_file",
                     fmt::format("there is no file beside the test called \"{}\"", given.repeat_file));
    return;
  }
  Faults faults = draft.faults.For(draft.model.PathOf(file->first));
  std::vector<CsvRecord> records = ParseCsv(file->second);
  if (records.empty()) {
    faults.Add({}, "list_header", "the file has no header");
    return;
  }
  given.columns = std::move(records.front().fields);
  for (size_t i = 1; i < records.size(); ++i) {
    if (records[i].fields.size() != given.columns.size()) {
      faults.Add({records[i].line, 0}, "row_length",
                 fmt::format("the row has {} values, but there are {} columns", records[i].fields.size(),
                             given.columns.size()));
    }
    given.rows.push_back(std::move(records[i].fields));
  }
}

void ReadGiven(TableReader& top, TestDraft& draft) {
  const TomlEntry* given = top.Table("given", Need::kOptional);
  if (given == nullptr) return;
  const std::vector<std::string> inputs = draft.model.InputNames();
  for (const TomlEntry& entry : given->value.entries) {
    if (!Contains(inputs, entry.key)) {
      draft.faults.Unknown(entry.place, "unknown_dataset", "input of the model", entry.key, inputs);
    }
    if (entry.value.kind != TomlKind::kTable) {
      draft.faults.Add(entry.value.place, "wrong_type", fmt::format("\"{}\" must be a table", entry.key));
      continue;
    }
    TableReader table(entry.value, fmt::format("the table given to \"{}\"", entry.key), draft.faults);
    TestTable rows;
    rows.dataset = entry.key;
    if (table.Has("file")) {
      ReadRowFile(table, rows, draft);
    } else {
      ReadRows(table, rows, draft);
    }
    table.Finish();
    CheckGivenColumns(rows, entry.place, draft);
    draft.test.given.push_back(std::move(rows));
  }
}

void ReadTestParameters(TableReader& top, TestDraft& draft) {
  std::vector<std::string> known;
  for (const ModelParameter& parameter : draft.model.model.parameters) known.push_back(parameter.name);
  for (const TomlEntry* entry : top.Scalars("params")) {
    // A test of a wrong request may name a parameter that does not exist.
    if (!Contains(known, entry->key) && draft.test.error.empty()) {
      draft.faults.Unknown(entry->place, "unknown_parameter", "parameter", entry->key, known);
    }
    draft.test.parameters.emplace(entry->key, entry->value.text);
  }
}

std::vector<std::string> ErrorNames() {
  std::vector<std::string> names;
  for (const ErrorEntry& entry : ErrorTable()) names.emplace_back(entry.name);
  return names;
}

std::optional<int64_t> ReadCount(TableReader& table, std::string_view key) {
  const auto count = table.Integer(key, Need::kOptional);
  if (count && *count < 0) table.faults().Add(table.PlaceOf(key), "range", fmt::format("\"{}\" is negative", key));
  return count;
}

void CheckExpectations(TableReader& table, TestDraft& draft) {
  const ModelTest& test = draft.test;
  for (const std::string& subject : test.must_hit) {
    if (!Contains(test.must_not_hit, subject)) continue;
    draft.faults.Add(table.PlaceOf("must_not_hit"), "expectation",
                     fmt::format("\"{}\" stands in must_hit and must_not_hit", subject));
  }
  for (const std::string& pair : test.ranked_before) {
    const size_t sign = pair.find(" > ");
    if (sign != std::string::npos && sign > 0 && sign + 3 < pair.size()) continue;
    draft.faults.Add(table.PlaceOf("ranked_before"), "expectation",
                     fmt::format("\"{}\" must be written as \"a > b\"", pair));
  }
  const bool findings = !test.must_hit.empty() || !test.must_not_hit.empty() || !test.ranked_before.empty() ||
                        test.findings || test.alerts;
  if (findings && !test.error.empty()) {
    draft.faults.Add(table.PlaceOf("error"), "expectation", "a run that ends with an error has no findings to expect");
  }
  if (!findings && test.error.empty()) draft.faults.Add(table.place(), "expectation", "the test expects nothing");
}

void ReadExpectations(TableReader& top, TestDraft& draft) {
  const TomlEntry* expect = top.Table("expect", Need::kRequired);
  if (expect == nullptr) return;
  TableReader table(expect->value, "\"expect\"", draft.faults);
  draft.test.must_hit = table.Texts("must_hit", Need::kOptional);
  draft.test.must_not_hit = table.Texts("must_not_hit", Need::kOptional);
  draft.test.ranked_before = table.Texts("ranked_before", Need::kOptional);
  draft.test.findings = ReadCount(table, "findings");
  draft.test.alerts = ReadCount(table, "alerts");
  draft.test.error = table.Word("error", Need::kOptional, ErrorNames());
  table.Finish();
  CheckExpectations(table, draft);
}

ModelTest ReadTest(const std::string& name, const std::string& toml, ModelDraft& model) {
  TestDraft draft{{}, model, model.faults.For(model.PathOf(name))};
  draft.test.file = model.model.folder / name;
  draft.test.name = draft.test.file.stem().string();
  const auto root = ParseToml(toml, draft.faults.file(), draft.faults.diagnostics());
  if (!root) return std::move(draft.test);
  TableReader top(*root, "the test", draft.faults);
  draft.test.says = top.Text("says", Need::kRequired);
  draft.test.as_of = top.Day("as_of");
  ReadGiven(top, draft);
  ReadExpectations(top, draft);
  ReadTestParameters(top, draft);
  top.Finish();
  return std::move(draft.test);
}

bool IsEmptyOrBroken(const ModelTest& test) {
  const auto empty = [](const TestTable& table) { return table.rows.empty(); };
  return !test.error.empty() || test.given.empty() || std::ranges::any_of(test.given, empty);
}

void CheckCoverage(ModelDraft& draft) {
  const std::vector<ModelTest>& tests = draft.model.tests;
  const auto hits = [](const ModelTest& test) { return !test.must_hit.empty(); };
  const auto spares = [](const ModelTest& test) { return !test.must_not_hit.empty(); };
  if (std::ranges::none_of(tests, hits)) {
    draft.faults.Add({}, "missing_test", "no test of the model has \"must_hit\"");
  }
  if (std::ranges::none_of(tests, spares)) {
    draft.faults.Add({}, "missing_test", "no test of the model has \"must_not_hit\"");
  }
  if (std::ranges::none_of(tests, IsEmptyOrBroken)) {
    draft.faults.Add({}, "missing_test", "no test of the model has an empty or broken input",
                     "give a table with rows = [], or expect an error");
  }
}

}  // namespace

void ReadTests(ModelDraft& draft) {
  for (const auto& [name, toml] : draft.files) {
    if (!name.starts_with("tests/") || !name.ends_with(".toml")) continue;
    draft.model.tests.push_back(ReadTest(name, toml, draft));
  }
  CheckCoverage(draft);
}

}  // namespace tidewaiter::content
