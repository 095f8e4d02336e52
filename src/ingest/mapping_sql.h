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

/// `excel`: the file is a spreadsheet, whose cells come as the text that its file holds: days as a count since
/// 1899-12-30, whole numbers sometimes as 4.0.
MappingSql TranslateMapping(const content::ColumnMapping& mapping, const content::DatasetColumn& column,
                            const content::Feed& feed, const FileColumns& file, bool excel);

}  // namespace tidewaiter::ingest
