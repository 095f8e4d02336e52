#include "source_test.h"

#include <fstream>
#include <iterator>

#include "content/table_reader.h"

namespace tidewaiter::content {
namespace {

SourceTest::Expected ReadExpected(const TomlEntry& entry, Faults& faults) {
  TableReader table(entry.value, "expect." + entry.key, faults);
  SourceTest::Expected expected;
  expected.rows = table.Integer("rows", Need::kRequired).value_or(-1);
  expected.rejected = table.Integer("rejected", Need::kRequired).value_or(-1);
  for (const TomlNode* node : table.Tables("contains", Need::kOptional)) {
    SourceTest::Row row;
    for (const TomlEntry& value : node->entries) row.emplace(value.key, value.value.text);
    if (row.empty()) faults.Add(node->place, "test", "this row expects nothing");
    expected.contains.push_back(std::move(row));
  }
  table.Finish();
  return expected;
}

std::vector<SourceTest::ExpectedReject> ReadRejects(TableReader& expect, Faults& faults) {
  std::vector<SourceTest::ExpectedReject> rejects;
  for (const TomlNode* node : expect.Tables("rejects", Need::kOptional)) {
    TableReader table(*node, "a reject", faults);
    rejects.push_back({table.Integer("record", Need::kRequired).value_or(-1), table.Text("column", Need::kRequired),
                       table.Text("rule", Need::kRequired)});
    table.Finish();
  }
  return rejects;
}

}  // namespace

Result<SourceTest> SourceTest::Read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  Diagnostics diagnostics;
  Faults faults(path.string(), diagnostics);
  SourceTest test;
  test.source = path.parent_path().parent_path().filename().string();
  if (const auto root = ParseToml(text, path.string(), diagnostics)) {
    TableReader top(*root, "the test", faults);
    top.Text("says", Need::kRequired);
    test.file = path.parent_path() / top.Text("file", Need::kRequired);
    test.max_reject_share = top.Number("max_reject_share").value_or(0);
    if (const TomlEntry* expect = top.Table("expect", Need::kRequired)) {
      TableReader table(expect->value, "expect", faults);
      test.rejects = ReadRejects(table, faults);
      for (const TomlEntry& entry : expect->value.entries)
        if (entry.key != "rejects") test.datasets.emplace(entry.key, ReadExpected(entry, faults));
    }
    top.Finish();
  }
  if (HasErrors(diagnostics)) return Fail(ContentError(std::move(diagnostics), "the test of a source"));
  return test;
}

}  // namespace tidewaiter::content
