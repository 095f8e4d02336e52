#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/dataset.h"
#include "content/table_reader.h"

namespace tidewaiter::content {

/// One dataset text. `lists`: names of the code lists that exist; without them references to lists are not
/// checked.
Dataset ReadDatasetText(std::string_view toml, Faults& faults, const std::vector<std::string>* lists);

/// datasets/lists/<name>.csv: `code,title_en,title_ko`, further columns are left alone.
CodeList ReadCodeList(std::string_view csv, const std::string& name, Faults& faults);

}  // namespace tidewaiter::content
