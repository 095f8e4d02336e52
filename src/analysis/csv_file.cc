#include "analysis/csv_file.h"

#include <fmt/format.h>

#include <fstream>
#include <string>
#include <system_error>

#include "content/csv_text.h"

namespace tidewaiter::analysis {

Result<engine::FileScan> CsvScan(const std::filesystem::path& path) {
  constexpr size_t kLongestHeader = 65'536;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) {
    return Fail(ErrorCode::kFileMissing, fmt::format("no such file ({})", path.string()), "check the path");
  }
  std::ifstream file(path, std::ios::binary);
  std::string beginning(kLongestHeader, '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  if (!file && !file.eof()) {
    return Fail(ErrorCode::kFileUnreadable, fmt::format("cannot read the file ({})", path.string()));
  }
  beginning.resize(static_cast<size_t>(file.gcount()));
  std::vector<content::CsvRecord> records = content::ParseCsv(beginning, ',', 1);
  if (records.empty()) return Fail(ErrorCode::kFileEmpty, fmt::format("the file is empty ({})", path.string()));
  engine::FileScan scan;
  scan.path = path.string();
  scan.columns = std::move(records.front().fields);
  return scan;
}

}  // namespace tidewaiter::analysis
