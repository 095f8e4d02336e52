#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "analysis/parameters.h"
#include "content/dataset.h"
#include "engine/batch.h"

namespace tidewaiter::analysis {

/// Records as rows of a dataset.
struct Records {
  std::vector<std::string> subjects;          ///< by record: its key, the parts joined by `/`
  std::unique_ptr<engine::BatchStream> rows;  ///< the wanted columns
  DataPeriod period;                          ///< the days on which they are known
};

/// Records given as JSON objects: each column of its type, NULL where a record does not say
/// it. `score.record_invalid` names the record (counted from `first_number`) and the field: no object, an unknown field
/// (with the near name), a value of the wrong type, a missing part of the key or of the day, the same key twice.
Result<Records> ReadRecords(const content::Dataset& dataset, std::span<const std::string> wanted_columns,
                            std::span<const std::string> records, int64_t first_number);

}  // namespace tidewaiter::analysis
