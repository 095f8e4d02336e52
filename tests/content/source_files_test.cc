#include <algorithm>
#include <filesystem>

#include "engine/value.h"
#include "source_test.h"
#include "support/ingest_fixture.h"

/// Every source of the project, with its own tests, through the real loader.
namespace tidewaiter::ingest {
namespace {

namespace fs = std::filesystem;
using content::SourceTest;

std::vector<fs::path> Children(const fs::path& folder) {
  std::vector<fs::path> children;
  if (!fs::is_directory(folder)) return children;
  for (const auto& entry : fs::directory_iterator(folder)) children.push_back(entry.path());
  std::sort(children.begin(), children.end());
  return children;
}

std::vector<fs::path> SourceFolders() {
  std::vector<fs::path> folders = Children(fs::path(TIDEWAITER_SOURCE_DIR) / "sources");
  std::erase_if(folders, [](const fs::path& path) { return !fs::is_directory(path); });
  return folders;
}

std::vector<fs::path> TestsOf(const fs::path& folder) {
  std::vector<fs::path> tests = Children(folder / "tests");
  std::erase_if(tests, [](const fs::path& path) { return path.extension() != ".toml"; });
  return tests;
}

std::vector<fs::path> AllTests() {
  std::vector<fs::path> all;
  for (const fs::path& folder : SourceFolders())
    for (const fs::path& test : TestsOf(folder)) all.push_back(test);
  return all;
}

std::string CaseName(const testing::TestParamInfo<fs::path>& info) {
  return info.param.parent_path().parent_path().filename().string() + "_" + info.param.stem().string();
}

/// SQL condition that a column holds a value, in the column's own type.
std::string Holds(const content::DatasetColumn& column, const std::string& value) {
  const std::string name = engine::QuoteIdentifier(column.name);
  if (value.empty()) return name + " is null";
  const std::string typed = "cast(" + engine::QuoteText(value) + " as " + column.type.Sql() + ")";
  if (column.type.id != engine::TypeId::kDouble) return name + " = " + typed;
  return "abs(" + name + " - " + typed + ") <= 1e-9 * greatest(1, abs(" + typed + "))";
}

class SourceFilesTest : public IngestTest, public testing::WithParamInterface<fs::path> {
 protected:
  void CheckDataset(const std::string& name, const SourceTest::Expected& expected, const LoadReport& report) {
    SCOPED_TRACE(name);
    const content::Dataset* dataset = datasets_.Find(name);
    ASSERT_NE(dataset, nullptr);
    int64_t rejected = 0;
    for (const FeedCounts& feed : report.feeds) rejected += feed.dataset == name ? feed.rejected : 0;
    EXPECT_EQ(rejected, expected.rejected);
    EXPECT_EQ(Single("select count(*) from " + name), std::to_string(expected.rows));
    for (const SourceTest::Row& row : expected.contains) {
      std::string where, shown;
      for (const auto& [column, value] : row) {
        ASSERT_NE(dataset->Find(column), nullptr) << column;
        where += (where.empty() ? "" : " and ") + Holds(*dataset->Find(column), value);
        shown += " " + column + "=" + value;
      }
      EXPECT_NE(Single("select count(*) from " + name + " where " + where), "0") << "no row with" << shown;
    }
  }
};

TEST_P(SourceFilesTest, BecomesWhatItsTestSays) {
  const SourceTest test = Must(SourceTest::Read(GetParam()));
  const auto sources = Must(content::ReadSources(TIDEWAITER_SOURCE_DIR, datasets_));
  const auto source =
      std::find_if(sources.begin(), sources.end(), [&](const content::Source& s) { return s.name == test.source; });
  ASSERT_NE(source, sources.end()) << test.source;
  const LoadReport report = Must(LoadSource(*source, test.file.string(), {.max_reject_share = test.max_reject_share}));
  for (const auto& [name, expected] : test.datasets) CheckDataset(name, expected, report);
  for (const FeedCounts& feed : report.feeds)
    EXPECT_TRUE(test.datasets.contains(feed.dataset)) << "the test says nothing about " << feed.dataset;
  const std::vector<Reject> rejects = Rejects(report.id);
  for (const SourceTest::ExpectedReject& expected : test.rejects)
    EXPECT_TRUE(std::any_of(rejects.begin(), rejects.end(),
                            [&](const Reject& reject) {
                              return reject.record == expected.record && reject.column == expected.column &&
                                     reject.rule == expected.rule;
                            }))
        << "no reject of record " << expected.record << ", column " << expected.column << ", rule " << expected.rule;
}

INSTANTIATE_TEST_SUITE_P(Sources, SourceFilesTest, testing::ValuesIn(AllTests()), CaseName);

TEST(SourceLaw, EachSourceHasASampleAndATestOfIt) {
  const auto folders = SourceFolders();
  ASSERT_FALSE(folders.empty());
  for (const fs::path& folder : folders) {
    SCOPED_TRACE(folder.filename());
    const auto children = Children(folder);
    const auto sample = std::find_if(children.begin(), children.end(), [](const fs::path& path) {
      return path.filename().string().starts_with("sample.");
    });
    ASSERT_NE(sample, children.end()) << "no file sample.*";
    const auto tests = TestsOf(folder);
    EXPECT_TRUE(std::any_of(tests.begin(), tests.end(), [&](const fs::path& test) {
      const auto read = SourceTest::Read(test);
      return read && fs::exists(read->file) && fs::equivalent(read->file, *sample);
    })) << "no test loads the sample";
  }
}

}  // namespace
}  // namespace tidewaiter::ingest
