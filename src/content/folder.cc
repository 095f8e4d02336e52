#include "content/folder.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/digest.h"

namespace tidewaiter::content {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> Unreadable(const fs::path& path, const std::error_code& error) {
  const bool denied = error == std::errc::permission_denied;
  return Fail(denied ? ErrorCode::kPermission : ErrorCode::kInputOutput,
              "the content cannot be read, " + error.message() + " (" + path.string() + ")");
}

}  // namespace

Result<std::string> ReadWholeFile(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Unreadable(path, {errno, std::generic_category()});
  std::string bytes(std::istreambuf_iterator<char>(stream), {});
  if (stream.bad()) return Unreadable(path, std::make_error_code(std::errc::io_error));
  return bytes;
}

Result<FolderFiles> ReadFolder(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    if (entry->is_regular_file(error)) paths.push_back(entry->path());
    if (!error) entry.increment(error);
  }
  if (error) return Unreadable(folder, error);
  FolderFiles files;
  for (const fs::path& path : paths) {
    files.emplace(path.lexically_relative(folder).generic_string(), TRY(ReadWholeFile(path)));
  }
  return files;
}

std::string FolderSha256(const FolderFiles& files) {
  std::string all;
  for (const auto& [path, bytes] : files) {
    all.append(path).push_back('\0');
    all.append(std::to_string(bytes.size())).push_back('\0');
    all.append(bytes);
  }
  return Sha256Hex(all);
}

Result<std::vector<fs::path>> Children(const fs::path& folder) {
  std::vector<fs::path> children;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  if (error == std::errc::no_such_file_or_directory) return children;
  while (!error && entry != fs::directory_iterator()) {
    if (!entry->path().filename().string().starts_with('.')) children.push_back(entry->path());
    entry.increment(error);
  }
  if (error) return Unreadable(folder, error);
  std::ranges::sort(children);
  return children;
}

}  // namespace tidewaiter::content
