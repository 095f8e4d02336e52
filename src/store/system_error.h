#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace tidewaiter::store {

/// What the operating system refused, as one of our errors: `system.disk_full` (ENOSPC, EDQUOT), `system.permission`
/// (EACCES, EPERM, EROFS), `file.missing` (ENOENT, ENOTDIR), else `system.input_output`. `action`: "cannot write".
Error SystemError(int error_number, std::string_view action, const std::filesystem::path& path);

/// Writes the whole text to a file through a temporary one beside it and renames it into place, on disk before.
Status WriteFileAtomically(const std::filesystem::path& path, std::string_view text);

/// All of a small file.
Result<std::string> ReadSmallFile(const std::filesystem::path& path);

}  // namespace tidewaiter::store
