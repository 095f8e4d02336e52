#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace tidewaiter::content {

/// Bytes of the regular files of a folder and its subfolders, by path relative to it (`tests/empty.toml`).
using FolderFiles = std::map<std::string, std::string, std::less<>>;

Result<std::string> ReadWholeFile(const std::filesystem::path& path);

Result<FolderFiles> ReadFolder(const std::filesystem::path& folder);

/// SHA-256 over path, length and bytes of every file, in the order of the paths.
std::string FolderSha256(const FolderFiles& files);

/// What stands directly in a folder, by name, without names that begin with a dot; nothing if there is no
/// folder.
Result<std::vector<std::filesystem::path>> Children(const std::filesystem::path& folder);

}  // namespace tidewaiter::content
