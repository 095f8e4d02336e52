#pragma once

#include <string_view>

#include "content/dataset.h"

namespace tidewaiter::ingest {

/// How much the name of a file's column says the same as a column of the contract: 0 (nothing in common) to 1 (the same
/// name). Compares the words of the trade, English and Korean, with the column's name, its titles and its name on the
/// UNI-PASS form; what units, codes and numbers are called counts little.
double NameLikeness(std::string_view file_column, const content::DatasetColumn& column);

}  // namespace tidewaiter::ingest
