#include "store/system_error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tidewaiter::store {
namespace {

struct Entry {
  ErrorCode code;
  std::string_view hint;
};

Entry EntryOf(int error_number) {
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
      return {ErrorCode::kDiskFull, "free some space and try again; nothing was changed"};
    case EACCES:
    case EPERM:
    case EROFS:
      return {ErrorCode::kPermission, "check the owner and the mode of the path"};
    case ENOENT:
    case ENOTDIR:
      return {ErrorCode::kFileMissing, "check the path"};
    default:
      return {ErrorCode::kInputOutput, "check the disk and the path"};
  }
}

Status WriteAll(int descriptor, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Fail(SystemError(errno, "cannot write", path));
    text.remove_prefix(static_cast<size_t>(written));
  }
  if (::fsync(descriptor) != 0) return Fail(SystemError(errno, "cannot write", path));
  return {};
}

}  // namespace

Error SystemError(int error_number, std::string_view action, const std::filesystem::path& path) {
  const Entry entry = EntryOf(error_number);
  std::array<char, 256> buffer{};
  const char* const reason = ::strerror_r(error_number, buffer.data(), buffer.size());
  return {entry.code, fmt::format("{} ({}): {}", action, path.string(), reason), std::string(entry.hint), {}};
}

Status WriteFileAtomically(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path temporary = fmt::format("{}.{}.tmp", path.string(), ::getpid());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return Fail(SystemError(errno, "cannot write", path));
  Status written = WriteAll(descriptor, text, path);
  ::close(descriptor);
  if (written && ::rename(temporary.c_str(), path.c_str()) != 0) {
    written = Fail(SystemError(errno, "cannot write", path));
  }
  if (!written) ::unlink(temporary.c_str());
  return written;
}

Result<std::string> ReadSmallFile(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return Fail(SystemError(errno, "cannot read", path));
  std::string text;
  std::array<char, 4096> buffer{};
  ssize_t got = 0;
  while ((got = ::read(descriptor, buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<size_t>(got));
  }
  const int error_number = errno;
  ::close(descriptor);
  if (got < 0) return Fail(SystemError(error_number, "cannot read", path));
  return text;
}

}  // namespace tidewaiter::store
