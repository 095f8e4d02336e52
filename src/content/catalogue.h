#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "content/dataset.h"
#include "content/model.h"
#include "content/source.h"

namespace tidewaiter::content {

/// Everything that stands in the content folders, read and checked. Reading collects all faults of all files;
/// the Result fails with `content.invalid` and the full list, warnings are kept beside the value.
struct Datasets {
  std::vector<Dataset> all;  ///< by name
  std::vector<CodeList> lists;
  Diagnostics warnings;

  const Dataset* Find(std::string_view name) const;
  const CodeList* FindList(std::string_view name) const;
  std::vector<std::string> Names() const;
};

/// Reads `root`/datasets; `file.missing` without that folder.
Result<Datasets> ReadDatasets(const std::filesystem::path& root);

/// Reads one dataset text; for tests and fuzzing. Faults are added to `diagnostics`.
Dataset ParseDataset(std::string_view toml, const std::string& file, Diagnostics& diagnostics);

/// Reads `root`/sources, by name, checked against the datasets; nothing without that folder. The name of a
/// source is that of the folder of its file.
Result<std::vector<Source>> ReadSources(const std::filesystem::path& root, const Datasets& datasets);
Source ParseSource(std::string_view toml, const std::string& file, const Datasets& datasets, Diagnostics& diagnostics);

/// Reads `root`/models: every folder, checked against the datasets (unknown datasets and columns, unused or
/// unknown parameters, missing cards or sections, missing tests, reasons without text). By id; nothing
/// without that folder.
Result<std::vector<Model>> ReadModels(const std::filesystem::path& root, const Datasets& datasets);
/// One folder only: quick for `run`. A folder that is not there is `usage.unknown_name`, with the near name.
Result<Model> ReadModel(const std::filesystem::path& folder, const Datasets& datasets);

/// Code, titles, theme, kind, status and version of each model, without the rest of its folder: for listing.
Result<std::vector<Model>> ReadModelHeads(const std::filesystem::path& root);

/// Names of `$parameters` in an SQL text (comments and quoted text left out), each once, in order of
/// appearance.
std::vector<std::string> ParameterNames(std::string_view sql);

/// `root`/models.lock: `id version sha256` a line, sorted by id, after a comment. A changed folder with an
/// unchanged version is a fault.
struct LockEntry {
  std::string id;
  int version = 0;
  std::string sha256;
};
/// Nothing when there is no lock yet; `content.lock` with the places of lines that are no entries.
Result<std::vector<LockEntry>> ReadLock(const std::filesystem::path& root);
/// Faults of the lock against the folders: missing, stale, gone, changed without a new version.
Diagnostics CheckLock(const std::vector<Model>& models, const std::vector<LockEntry>& lock);
enum class UnchangedVersion { kRefuse, kAccept };
/// Writes models.lock whole or not at all; refuses (`content.lock`) a changed folder whose version did not
/// rise.
Status WriteLock(const std::filesystem::path& root, const std::vector<Model>& models,
                 UnchangedVersion unchanged_version = UnchangedVersion::kRefuse);

/// The folder that holds datasets/, sources/ and models/: TIDEWAITER_CONTENT, else ../share/tidewaiter beside
/// the program, else the source tree that it was built from.
std::filesystem::path ContentRoot();

}  // namespace tidewaiter::content
