#include "content/csv_text.h"

namespace tidewaiter::content {
namespace {

/// Takes one field from the front of `rest`; quotes are removed, line breaks in them counted.
std::string TakeField(std::string_view& rest, char delimiter, int& line) {
  std::string field;
  bool quoted = false;
  while (!rest.empty()) {
    const char c = rest.front();
    if (quoted && rest.starts_with("\"\"")) {
      field.push_back(c);
      rest.remove_prefix(2);
      continue;
    }
    if (!quoted && (c == delimiter || c == '\n' || rest.starts_with("\r\n"))) break;
    if (c == '"') {
      quoted = !quoted;
    } else {
      field.push_back(c);
    }
    line += c == '\n' ? 1 : 0;
    rest.remove_prefix(1);
  }
  return field;
}

}  // namespace

std::vector<CsvRecord> ParseCsv(std::string_view text, char delimiter, size_t limit) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<CsvRecord> records;
  int line = 1;
  while (!text.empty() && records.size() < limit) {
    CsvRecord record{line, {TakeField(text, delimiter, line)}};
    while (text.starts_with(delimiter)) {
      text.remove_prefix(1);
      record.fields.push_back(TakeField(text, delimiter, line));
    }
    if (text.starts_with('\r')) text.remove_prefix(1);
    if (text.starts_with('\n')) text.remove_prefix(1);
    ++line;
    if (record.fields.size() > 1 || !record.fields.front().empty()) records.push_back(std::move(record));
  }
  return records;
}

}  // namespace tidewaiter::content
