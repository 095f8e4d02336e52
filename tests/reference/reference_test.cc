#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/error_code.h"
#include "content/catalogue.h"

namespace tidewaiter {
namespace {

namespace fs = std::filesystem;

const std::string kNotice = "<!-- Written by scripts/reference from the code; edits here are lost. -->\n\n";

std::string ErrorsPage() {
  std::ostringstream page;
  page << "# Errors\n\n"
       << kNotice
       << "Every error has a permanent name. On the command line it stands in `error[name]`, and the program ends with "
          "the "
          "exit code; over HTTP it is the `code` of the problem document.\n\n"
       << "| name | who acts | exit code | HTTP | meaning |\n|---|---|---|---|---|\n";
  for (const ErrorEntry& entry : ErrorTable())
    page << "| <a id=\"" << entry.name << "\"></a>`" << entry.name << "` | " << KindName(entry.kind) << " | "
         << ExitCode(entry.kind) << " | " << entry.http_status << " | " << entry.meaning << " |\n";
  return page.str();
}

std::string OneLine(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '|') c = ' ';
  return text;
}

void ColumnRow(std::ostream& page, const content::Dataset& dataset, const content::DatasetColumn& column,
               Language language) {
  const bool is_key = std::find(dataset.key.begin(), dataset.key.end(), column.name) != dataset.key.end();
  page << "| " << (is_key ? "**" : "") << column.name << (is_key ? "**" : "") << " | " << column.type.ToString()
       << (column.required ? "" : "?") << " | " << column.unit << " | " << OneLine(column.title.In(language)) << ". "
       << OneLine(column.description.In(language));
  std::string separator = " (";
  for (const auto& [code, title] : column.values) {
    page << separator << "`" << code << "` " << title.In(language);
    separator = ", ";
  }
  page << (column.values.empty() ? "" : ")") << " | " << column.standard << " |\n";
}

std::string DatasetsPage(const content::Datasets& datasets, Language language) {
  const bool korean = language == Language::kKorean;
  std::ostringstream page;
  page << (korean ? "# 데이터셋\n\n" : "# Datasets\n\n") << kNotice;
  page << (korean ? "굵은 글씨는 키, `?`는 비어 있을 수 있는 항목입니다.\n" : "Bold: the key. `?`: may be empty.\n");
  for (const content::Dataset& dataset : datasets.all) {
    page << "\n## " << dataset.name << "\n\n**" << dataset.title.In(language) << ".** "
         << OneLine(dataset.description.In(language)) << "\n\n";
    page << (korean ? "| 항목 | 형식 | 단위 | 뜻 | 표준 |\n" : "| column | type | unit | meaning | standard |\n")
         << "|---|---|---|---|---|\n";
    for (const content::DatasetColumn& column : dataset.columns) ColumnRow(page, dataset, column, language);
  }
  return page.str();
}

void ExpectCurrent(const std::string& name, const std::string& text) {
  const fs::path path = fs::path(TIDEWAITER_SOURCE_DIR) / "docs/reference" / name;
  if (std::getenv("TIDEWAITER_WRITE_REFERENCE") != nullptr) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  std::ifstream in(path);
  const std::string stands((std::istreambuf_iterator<char>(in)), {});
  EXPECT_TRUE(stands == text) << path << " is stale: run scripts/reference";
}

TEST(Reference, ErrorsAreCurrent) { ExpectCurrent("errors.md", ErrorsPage()); }

TEST(Reference, DatasetsAreCurrent) {
  const auto datasets = content::ReadDatasets(TIDEWAITER_SOURCE_DIR);
  ASSERT_TRUE(datasets);
  ExpectCurrent("datasets.md", DatasetsPage(*datasets, Language::kEnglish));
  ExpectCurrent("datasets.ko.md", DatasetsPage(*datasets, Language::kKorean));
}

}  // namespace
}  // namespace tidewaiter
