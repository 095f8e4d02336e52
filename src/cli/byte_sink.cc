#include "cli/byte_sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <random>
#include <system_error>
#include <utility>

#include "store/system_error.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBufferBytes = 1 << 16;
constexpr int kPollMilliseconds = 100;

bool IsRegularFile(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

/// What a link points to, so that writing replaces the file and not the link.
fs::path Resolved(const fs::path& path) {
  std::error_code error;
  fs::path resolved = fs::weakly_canonical(path, error);
  return error ? path : resolved;
}

}  // namespace

ByteSink::ByteSink(int descriptor, std::string name, std::stop_token stop)
    : descriptor_(descriptor), name_(std::move(name)), stop_(std::move(stop)), may_block_(!IsRegularFile(descriptor)) {}

Status ByteSink::Write(std::string_view bytes) {
  buffer_.append(bytes);
  return buffer_.size() < kBufferBytes ? Status() : Flush();
}

Status ByteSink::Flush() {
  const std::string bytes = std::exchange(buffer_, {});
  return WriteOut(bytes);
}

/// Signals are blocked everywhere, so a write to a full pipe would never come back: first there must be room.
Status ByteSink::WaitForReader() const {
  pollfd waited{descriptor_, POLLOUT, 0};
  while (::poll(&waited, 1, kPollMilliseconds) == 0) {
    if (stop_.stop_requested()) return Fail(ErrorCode::kInterrupted, "interrupted while writing");
  }
  return {};
}

Status ByteSink::WriteOut(std::string_view bytes) {
  while (!bytes.empty()) {
    if (may_block_) TRY(WaitForReader());
    // A pipe that is ready has room for PIPE_BUF bytes.
    const size_t portion = may_block_ ? std::min<size_t>(bytes.size(), PIPE_BUF) : bytes.size();
    const ssize_t written = ::write(descriptor_, bytes.data(), portion);
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written < 0) {
      reader_gone_ = errno == EPIPE;
      return Fail(store::SystemError(errno, "cannot write", name_));
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

Result<AtomicFile> AtomicFile::Create(const fs::path& path) {
  const fs::path target = Resolved(path);
  std::error_code error;
  if (fs::is_directory(target, error)) {
    return Fail(ErrorCode::kUsage, fmt::format("--output names a folder ({})", path.string()), "name a file in it");
  }
  fs::path temporary = target.parent_path() /
                       fmt::format(".{}.{}.{:08x}.tmp", target.filename().string(), ::getpid(), std::random_device{}());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) return Fail(store::SystemError(errno, "cannot write", path));
  return AtomicFile(target, std::move(temporary), descriptor);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(temporary_.c_str());
}

Status AtomicFile::Commit() {
  // Writers that open the file themselves may have replaced it: what stands under the name goes to disk.
  const int written = ::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
  if (written < 0) return Fail(store::SystemError(errno, "cannot write", path_));
  const int synced = ::fsync(written);
  const int error_number = errno;
  ::close(written);
  if (synced != 0) return Fail(store::SystemError(error_number, "cannot write", path_));
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return Fail(store::SystemError(errno, "cannot write", path_));
  ::close(std::exchange(descriptor_, -1));
  return {};
}

}  // namespace tidewaiter::cli
