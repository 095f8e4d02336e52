#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "base/calendar.h"
#include "store/process.h"
#include "store/system_error.h"
#include "store/workspace.h"

namespace tidewaiter::store {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kPause{100};

fs::path LockFile(const fs::path& root) { return root / "write.lock"; }

/// What the holder wrote. It may just be writing: then it is unknown for a moment.
std::optional<Writer> ReadWriter(const fs::path& file) {
  const Result<std::string> text = ReadSmallFile(file);
  if (!text) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Writer writer;
  if (json.contains("process_id") && json["process_id"].is_number_integer()) {
    writer.process_id = json["process_id"].get<int64_t>();
  }
  if (json.contains("purpose") && json["purpose"].is_string()) writer.purpose = json["purpose"].get<std::string>();
  if (json.contains("since") && json["since"].is_string()) writer.since = json["since"].get<std::string>();
  return writer;
}

Status WriteWriter(int descriptor, const std::string& purpose, const fs::path& file) {
  const nlohmann::json json = {
      {"process_id", OwnProcessId()}, {"purpose", purpose}, {"since", Timestamp::Now().ToString().substr(0, 19)}};
  const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    return Fail(SystemError(errno, "cannot write", file));
  }
  return {};
}

}  // namespace

std::string Writer::ToString() const { return fmt::format("{} (process {}, since {})", purpose, process_id, since); }

WriteLock::WriteLock(WriteLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

WriteLock& WriteLock::operator=(WriteLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

WriteLock::~WriteLock() {
  if (descriptor_ < 0) return;
  // Emptied while still held, so that nobody reads a holder that has gone.
  [[maybe_unused]] const int emptied = ::ftruncate(descriptor_, 0);
  ::close(descriptor_);
}

Result<WriteLock> Workspace::AcquireWriteLock(const std::string& purpose, const RunControl& control,
                                              int patience_seconds) const {
  const fs::path file = LockFile(root_);
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return Fail(SystemError(errno, "cannot open the lock", file));
  WriteLock lock(descriptor);
  const Clock::time_point deadline = Clock::now() + std::chrono::seconds(patience_seconds);
  std::string told;
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    const int error_number = errno;
    const std::optional<Writer> writer = ReadWriter(file);
    std::string holder = writer ? writer->ToString() : "another process";
    const bool late = Clock::now() >= deadline;
    Status going = control.Check();
    if (error_number != EWOULDBLOCK || late || !going) {
      ::close(std::exchange(lock.descriptor_, -1));  // the file's text is the holder's
    }
    if (!going) return Fail(std::move(going.error()));
    if (error_number != EWOULDBLOCK) return Fail(SystemError(error_number, "cannot lock", file));
    if (late) {
      return Fail(ErrorCode::kWorkspaceLocked, fmt::format("another process is writing to the workspace: {}", holder),
                  "wait until it has finished, or end it");
    }
    if (writer && holder != told)
      control.progress->Note({"waits for " + holder, "다른 작업이 끝나기를 기다리는 중: " + holder});
    told = std::move(holder);
    std::this_thread::sleep_for(kPause);
  }
  TRY(WriteWriter(descriptor, purpose, file));
  return lock;
}

std::optional<Writer> Workspace::CurrentWriter() const {
  const fs::path file = LockFile(root_);
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::nullopt;
  const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  std::optional<Writer> writer;
  if (held) writer = ReadWriter(file).value_or(Writer{0, "unknown work", ""});
  ::close(descriptor);
  return writer;
}

}  // namespace tidewaiter::store
