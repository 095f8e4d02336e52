#include <fmt/format.h>

#include "base/text.h"
#include "content/csv_text.h"
#include "content/dataset_reader.h"

namespace tidewaiter::content {

CodeList ReadCodeList(std::string_view csv, const std::string& name, Faults& faults) {
  CodeList list{name, {}};
  if (!IsValidUtf8(csv)) {
    faults.Add({}, "encoding", "the list is not valid UTF-8", "save the file as UTF-8");
    return list;
  }
  const std::vector<CsvRecord> records = ParseCsv(csv);
  const std::vector<std::string> header = {"code", "title_en", "title_ko"};
  const bool headed = !records.empty() && records.front().fields.size() >= header.size() &&
                      std::equal(header.begin(), header.end(), records.front().fields.begin());
  if (!headed) {
    faults.Add({1, 0}, "list_header", "a list must begin with the header code,title_en,title_ko");
    return list;
  }
  std::vector<std::pair<std::string, Place>> codes;
  for (size_t i = 1; i < records.size(); ++i) {
    const CsvRecord& record = records[i];
    const Place place{record.line, 0};
    if (record.fields.size() != records.front().fields.size()) {
      faults.Add(
          place, "list_row",
          fmt::format("the row has {} fields, its header {}", record.fields.size(), records.front().fields.size()));
      continue;
    }
    for (size_t field = 0; field < header.size(); ++field) {
      if (Trim(record.fields[field]).empty())
        faults.Add(place, "list_row", fmt::format("the {} is empty", header[field]));
    }
    codes.emplace_back(record.fields[0], place);
    list.codes.push_back({record.fields[0], {record.fields[1], record.fields[2]}});
  }
  ReportDoubled(codes, "the list", faults);
  return list;
}

}  // namespace tidewaiter::content
