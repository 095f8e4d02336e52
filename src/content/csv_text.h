#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter::content {

struct CsvRecord {
  int line = 0;  ///< where it begins
  std::vector<std::string> fields;
};

/// The records of a small CSV of ours, or of the beginning of any (RFC 4180, UTF-8, BOM allowed); empty lines
/// are left out. Data that officers load is read by the engine, not by this. At most `limit` records.
std::vector<CsvRecord> ParseCsv(std::string_view text, char delimiter = ',', size_t limit = SIZE_MAX);

}  // namespace tidewaiter::content
