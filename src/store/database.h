#pragma once

#include <soci/soci.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"

namespace tidewaiter::store {

/// One step of the schema: SQL statements that lead from the version before to the next. Never changed once released.
using Migration = std::span<const std::string_view>;

/// Opens the SQLite file (made when missing, mode 0600) in WAL mode and brings its schema to version
/// `migrations.size()`, each step in one transaction. Before an existing file is changed, a copy is kept beside it as
/// `<name>.v<version>.backup`. A file of a later version is refused (workspace.newer_version).
Result<std::unique_ptr<soci::session>> OpenDatabase(const std::filesystem::path& file,
                                                    std::span<const Migration> migrations);

/// Runs `work` and makes an Error of what SOCI throws: disk full, permission, locked, damaged file, else a bug.
Status Translated(const std::filesystem::path& file, const std::function<void()>& work);

}  // namespace tidewaiter::store
