#include "ingest/utf8_pipe.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace tidewaiter::ingest {
namespace {

std::string NextName() {
  static std::atomic<int> number{0};
  return "utf8-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".csv";
}

}  // namespace

Result<std::unique_ptr<Utf8Pipe>> Utf8Pipe::Start(const std::filesystem::path& file, const FileFacts& facts,
                                                  const std::filesystem::path& directory) {
  auto reader = TRY(ByteReader::Open(file, facts.compression));
  auto converter = TRY(Utf8Converter::Make(facts.encoding));
  const std::filesystem::path path = directory / NextName();
  if (::mkfifo(path.c_str(), 0600) != 0)
    return Fail(ErrorCode::kInputOutput, "cannot make a pipe (" + path.string() + ": " + std::strerror(errno) + ")");
  // Opened for both directions, so that opening waits for nobody and the reader sees the end only when we close.
  const int descriptor = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return Fail(ErrorCode::kInputOutput, "cannot open a pipe (" + path.string() + ")");
  std::unique_ptr<Utf8Pipe> pipe(new Utf8Pipe(path, descriptor));  // NOLINT: private constructor
  pipe->feeder_ = std::jthread([self = pipe.get(), r = std::shared_ptr<ByteReader>(std::move(reader)),
                                c = std::make_shared<Utf8Converter>(std::move(converter))](
                                   const std::stop_token& stop) { self->Feed(stop, *r, *c); });
  return pipe;
}

Utf8Pipe::~Utf8Pipe() {
  feeder_.request_stop();
  if (feeder_.joinable()) feeder_.join();
  if (descriptor_ >= 0) ::close(descriptor_);
  ::unlink(path_.c_str());
}

bool Utf8Pipe::Write(const std::stop_token& stop, std::string_view bytes) const {
  while (!bytes.empty()) {
    if (stop.stop_requested()) return false;
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
      continue;
    }
    if (errno != EAGAIN && errno != EINTR) return false;
    pollfd wait{descriptor_, POLLOUT, 0};
    ::poll(&wait, 1, 100);
  }
  return true;
}

/// Closing is what tells the reader that the text ends; before it has taken all, closing would lose the rest.
void Utf8Pipe::CloseWhenDrained(const std::stop_token& stop) {
  int left = 1;
  while (!stop.stop_requested() && ::ioctl(descriptor_, FIONREAD, &left) == 0 && left > 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  if (left == 0) ::close(std::exchange(descriptor_, -1));
}

void Utf8Pipe::Feed(const std::stop_token& stop, ByteReader& reader, Utf8Converter& converter) {
  std::vector<std::byte> chunk(size_t{1} << 18);
  std::string text;
  for (;;) {
    const auto got = reader.Read(chunk);
    failed_ = !got;
    const size_t bytes = got ? *got : 0;
    text.clear();
    converter.Convert({chunk.data(), bytes}, bytes == 0, text);
    if (!Write(stop, text)) return;
    if (bytes == 0) break;
  }
  CloseWhenDrained(stop);
}

}  // namespace tidewaiter::ingest
