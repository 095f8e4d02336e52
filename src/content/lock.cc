#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/text.h"
#include "content/catalogue.h"
#include "content/folder.h"
#include "content/table_reader.h"

namespace tidewaiter::content {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLockFile = "models.lock";
constexpr std::string_view kHeader = "# id version sha256: written by `tidewaiter models lock`\n";
constexpr size_t kSha256Digits = 64;

std::optional<LockEntry> ParseEntry(const std::string& line) {
  const std::vector<std::string> fields = Split(line, ' ');
  if (fields.size() != 3 || !IsIdentifier(fields[0])) return std::nullopt;
  LockEntry entry{fields[0], 0, fields[2]};
  const char* end = fields[1].data() + fields[1].size();
  const auto version = std::from_chars(fields[1].data(), end, entry.version);
  const bool whole = version.ec == std::errc() && version.ptr == end && entry.version > 0;
  const bool hashed =
      entry.sha256.size() == kSha256Digits && entry.sha256.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!whole || !hashed) return std::nullopt;
  return entry;
}

const LockEntry* Find(const std::vector<LockEntry>& lock, const std::string& id) {
  const auto found = std::ranges::find(lock, id, &LockEntry::id);
  return found == lock.end() ? nullptr : &*found;
}

/// The contents changed, but the version did not rise.
bool NeedsVersion(const Model& model, const LockEntry& entry) {
  return model.sha256 != entry.sha256 && model.version <= entry.version;
}

void AddVersionFault(const Model& model, const LockEntry& entry, Diagnostics& diagnostics) {
  Faults faults((model.folder / "model.toml").string(), diagnostics);
  faults.Add({}, "lock_version",
             fmt::format("the model \"{}\" has changed, but its version is still {}", model.id, model.version),
             fmt::format("write version = {}, then run `tidewaiter models lock`", entry.version + 1));
}

Status WriteWhole(const fs::path& path, const std::string& text) {
  const fs::path draft = path.string() + ".new";
  std::ofstream stream(draft, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  std::error_code error;
  if (stream) fs::rename(draft, path, error);
  if (stream && !error) return {};
  std::error_code ignored;
  fs::remove(draft, ignored);
  return Fail(ErrorCode::kInputOutput, "the lock cannot be written (" + path.string() + ")");
}

}  // namespace

Result<std::vector<LockEntry>> ReadLock(const fs::path& root) {
  const fs::path path = root / kLockFile;
  std::vector<LockEntry> lock;
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return lock;
  Diagnostics diagnostics;
  Faults faults(path.string(), diagnostics);
  int number = 0;
  for (const std::string& line : Split(TRY(ReadWholeFile(path)), '\n')) {
    ++number;
    if (Trim(line).empty() || line.starts_with('#')) continue;
    const auto entry = ParseEntry(line);
    if (!entry) {
      faults.Add({number, 0}, "lock_line", "the line is no entry of id, version and SHA-256");
    } else if (Find(lock, entry->id) != nullptr) {
      faults.Add({number, 0}, "lock_line", fmt::format("the model \"{}\" stands twice in the lock", entry->id));
    } else {
      lock.push_back(*entry);
    }
  }
  if (diagnostics.empty()) return lock;
  return Fail({ErrorCode::kContentLock, fmt::format("the lock has lines that are no entries ({})", path.string()),
               "run `tidewaiter models lock`", std::move(diagnostics)});
}

Diagnostics CheckLock(const std::vector<Model>& models, const std::vector<LockEntry>& lock) {
  Diagnostics diagnostics;
  Faults faults{std::string(kLockFile), diagnostics};
  const std::string hint = "run `tidewaiter models lock`";
  for (const Model& model : models) {
    const LockEntry* entry = Find(lock, model.id);
    if (entry == nullptr) {
      faults.Add({}, "lock_missing", fmt::format("the lock lacks the model \"{}\"", model.id), hint);
    } else if (NeedsVersion(model, *entry)) {
      AddVersionFault(model, *entry, diagnostics);
    } else if (model.version != entry->version || model.sha256 != entry->sha256) {
      faults.Add({}, "lock_stale",
                 fmt::format("the lock holds version {} of the model \"{}\", its folder version {}", entry->version,
                             model.id, model.version),
                 hint);
    }
  }
  for (const LockEntry& entry : lock) {
    if (std::ranges::find(models, entry.id, &Model::id) != models.end()) continue;
    faults.Add({}, "lock_gone", fmt::format("the lock holds the model \"{}\", which has no folder", entry.id), hint);
  }
  return diagnostics;
}

Status WriteLock(const fs::path& root, const std::vector<Model>& models, UnchangedVersion unchanged_version) {
  if (unchanged_version == UnchangedVersion::kRefuse) {
    const std::vector<LockEntry> lock = TRY(ReadLock(root));
    Diagnostics diagnostics;
    for (const Model& model : models) {
      const LockEntry* entry = Find(lock, model.id);
      if (entry != nullptr && NeedsVersion(model, *entry)) AddVersionFault(model, *entry, diagnostics);
    }
    if (!diagnostics.empty()) {
      return Fail({ErrorCode::kContentLock, "models have changed without a new version", "raise their versions",
                   std::move(diagnostics)});
    }
  }
  std::vector<std::string> lines;
  for (const Model& model : models) lines.push_back(fmt::format("{} {} {}\n", model.id, model.version, model.sha256));
  std::ranges::sort(lines);
  return WriteWhole(root / kLockFile, std::string(kHeader) + Join(lines, ""));
}

}  // namespace tidewaiter::content
