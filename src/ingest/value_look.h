#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "content/catalogue.h"
#include "content/source.h"
#include "ingest/file_reading.h"

namespace tidewaiter::ingest {

/// What the first values of a column of a file look like.
struct ValueLook {
  std::map<std::string, int64_t> values;  ///< trimmed, not empty, with how often each stands there
  int64_t filled = 0;                     ///< the sum of those
  std::map<std::string, int64_t> days;    ///< how many are days in each of DayFormats()
  bool excel = false;                     ///< a number may be a day
};

/// strptime formats in the order in which they are preferred; the first is empty: ISO.
const std::vector<std::string>& DayFormats();

/// Looks at the first `rows` rows of all columns, in the order of the file.
Result<std::vector<ValueLook>> LookAtValues(FileReading& reading, int64_t rows, engine::LocalSession& session,
                                            const RunControl& control);

/// How values would be read into a column of the contract.
struct ValueFit {
  double readable = 1;                  ///< share of the values that the column would take
  bool telling = false;                 ///< few columns look like this, so the values alone say what they are
  content::ColumnMapping reading = {};  ///< format, separators, map or expression (over `"file column"`)
  std::string remark = {};              ///< what a person should check; may be empty
};

ValueFit FitValues(const ValueLook& look, const std::string& file_column, const content::DatasetColumn& column,
                   const content::Datasets& datasets);

}  // namespace tidewaiter::ingest
