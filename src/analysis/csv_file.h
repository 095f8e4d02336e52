#pragma once

#include <filesystem>

#include "engine/session.h"

namespace tidewaiter::analysis {

/// A scan of a comma-separated UTF-8 file with a header, its columns named by that header. `file.missing`,
/// `file.unreadable`, `file.empty`.
Result<engine::FileScan> CsvScan(const std::filesystem::path& path);

}  // namespace tidewaiter::analysis
