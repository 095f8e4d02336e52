#pragma once

#include <string>

#include "content/dataset.h"
#include "content/source.h"
#include "ingest/column_match.h"

namespace tidewaiter::ingest {

/// SQL over a file's columns for one dataset column.
struct MappingSql {
  std::string typed;  ///< the value in the column's type; NULL where it cannot be read
  std::string raw;    ///< the text as it stood; empty for constants
};

/// `excel_dates`: a number in a date column counts days since 1899-12-30.
MappingSql TranslateMapping(const content::ColumnMapping& mapping, const content::DatasetColumn& column,
                            const content::Feed& feed, const FileColumns& file, bool excel_dates);

}  // namespace tidewaiter::ingest
