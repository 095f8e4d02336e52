#include "store/workspace.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "base/calendar.h"
#include "base/text.h"
#include "store/process.h"
#include "store/system_error.h"

namespace tidewaiter::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMarkerName = "tidewaiter.toml";
constexpr std::string_view kOwnerName = ".process-start";

std::string MarkerText() {
  return fmt::format(
      "# Made by `tidewaiter init` on {}. The program reads the version to know whether it understands this folder.\n"
      "format_version = {}\n",
      Timestamp::Now().ToString(), Workspace::kFormatVersion);
}

/// The number behind `format_version =`; 0 when the line is missing or no number.
int FormatVersionOf(std::string_view marker) {
  for (const std::string& line : Split(marker, '\n')) {
    const std::vector<std::string> sides = Split(line, '=');
    if (sides.size() != 2 || Trim(sides[0]) != "format_version") continue;
    const std::string_view number = Trim(sides[1]);
    int version = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), version);
    return error == std::errc() && end == number.data() + number.size() ? version : 0;
  }
  return 0;
}

Status MakeDirectory(const fs::path& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return Fail(SystemError(errno, "cannot make the folder", path));
}

/// A folder that does not exist or holds nothing is free to become a workspace.
Status CheckFree(const fs::path& root) {
  std::error_code error;
  const fs::file_status status = fs::status(root, error);
  if (status.type() == fs::file_type::not_found) return {};
  if (error) return Fail(SystemError(error.value(), "cannot read the folder", root));
  if (!fs::is_directory(status)) {
    return Fail(ErrorCode::kWorkspaceForeign, fmt::format("this is a file, not a folder ({})", root.string()),
                "name a folder that does not exist yet, or an empty one");
  }
  if (fs::exists(root / kMarkerName, error)) {
    return Fail(ErrorCode::kWorkspaceForeign, fmt::format("a workspace stands here already ({})", root.string()),
                "use it, or name another folder with --workspace");
  }
  const bool empty = fs::is_empty(root, error);
  if (error) return Fail(SystemError(error.value(), "cannot read the folder", root));
  if (empty) return {};
  return Fail(ErrorCode::kWorkspaceForeign,
              fmt::format("the folder holds something else than a workspace ({})", root.string()),
              "name a folder that does not exist yet, or an empty one");
}

/// Process number that a folder of `tmp/` is named after; 0 when it is none of ours.
int64_t OwnerOf(const fs::path& folder) {
  const std::string name = folder.filename().string();
  int64_t process_id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), process_id);
  return error == std::errc() && end == name.data() + name.size() ? process_id : 0;
}

/// When the owner of a folder started, as it wrote down itself; 0 when it did not (yet).
int64_t StartOfOwner(const fs::path& folder) {
  const Result<std::string> text = ReadSmallFile(folder / kOwnerName);
  int64_t start = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), start);
  return start;
}

}  // namespace

Result<Workspace> Workspace::Create(const fs::path& root) {
  TRY(CheckFree(root));
  std::error_code error;
  const fs::path absolute = fs::absolute(root, error).lexically_normal();
  if (absolute.has_parent_path()) fs::create_directories(absolute.parent_path(), error);
  if (error) return Fail(SystemError(error.value(), "cannot make the folder", root));
  TRY(MakeDirectory(root));
  if (::chmod(root.c_str(), 0700) != 0) return Fail(SystemError(errno, "cannot protect the folder", root));
  Workspace workspace(root);
  TRY(MakeDirectory(workspace.runs_directory()));
  TRY(MakeDirectory(root / "tmp"));
  TRY(SecretKey::Random().Write(workspace.key_file()));
  TRY(WriteFileAtomically(root / kMarkerName, MarkerText()));
  return workspace;
}

Result<Workspace> Workspace::Open(const fs::path& root) {
  const fs::path marker = root / kMarkerName;
  const Result<std::string> text = ReadSmallFile(marker);
  if (!text && text.error().code == ErrorCode::kFileMissing) {
    return Fail(ErrorCode::kWorkspaceMissing, fmt::format("there is no workspace in this folder ({})", root.string()),
                "make one with `tidewaiter init`, or name it with --workspace");
  }
  if (!text) return Fail(text.error());
  const int version = FormatVersionOf(*text);
  if (version > kFormatVersion) {
    return Fail(ErrorCode::kWorkspaceVersion,
                fmt::format("the workspace was made by a newer program (format {}, this one knows {})", version,
                            kFormatVersion),
                "install the newer version of tidewaiter");
  }
  if (version < 1) {
    return Fail(ErrorCode::kWorkspaceDamaged, fmt::format("format_version cannot be read ({})", marker.string()),
                fmt::format("restore the file; its one line is `format_version = {}`", kFormatVersion));
  }
  Workspace workspace(root);
  std::error_code error;
  if (!fs::exists(workspace.key_file(), error) && !error) {
    return Fail(ErrorCode::kWorkspaceDamaged,
                fmt::format("the key of the pseudonyms is gone ({})", workspace.key_file().string()),
                "restore secret.key from a backup: without it new rows do not join the old ones");
  }
  return workspace;
}

Result<SecretKey> Workspace::Key() const { return SecretKey::Read(key_file()); }

std::vector<fs::path> Workspace::Leftovers() const {
  std::vector<fs::path> leftovers;
  std::error_code error;
  for (fs::directory_iterator entry(root_ / "tmp", error), end; !error && entry != end; entry.increment(error)) {
    const int64_t owner = OwnerOf(entry->path());
    if (owner != 0 && !ProcessIsAlive(owner, StartOfOwner(entry->path()))) leftovers.push_back(entry->path());
  }
  return leftovers;
}

Result<fs::path> Workspace::TemporaryDirectory() const {
  std::error_code error;
  for (const fs::path& leftover : Leftovers()) fs::remove_all(leftover, error);
  TRY(MakeDirectory(root_ / "tmp"));
  const fs::path own = root_ / "tmp" / std::to_string(OwnProcessId());
  if (fs::exists(own / kOwnerName, error)) return own;
  TRY(MakeDirectory(own));
  TRY(WriteFileAtomically(own / kOwnerName, std::to_string(ProcessStart(OwnProcessId()))));
  return own;
}

void Workspace::RemoveTemporaryDirectory() const {
  std::error_code error;
  fs::remove_all(root_ / "tmp" / std::to_string(OwnProcessId()), error);
}

}  // namespace tidewaiter::store
