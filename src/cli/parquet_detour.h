#pragma once

#include <filesystem>
#include <memory>

#include "cli/context.h"
#include "cli/row_writer.h"

namespace tidewaiter::cli {

/// Writes a stream to a Parquet file although only an engine can: the rows go to a text file first, which a scratch
/// engine then reads with the types of the schema. For results that are not a query of ours (rendered reasons, an
/// analyst's SQL, whose session may not write files). Every value comes through exactly, NULL and the empty text too.
std::unique_ptr<RowWriter> MakeParquetDetour(Context& context, std::filesystem::path path,
                                             std::filesystem::path text_file);

}  // namespace tidewaiter::cli
