#include "base/digest.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/calendar.h"

namespace tidewaiter {
namespace {

// Chooses the fastest implementations and opens the random source; safe from any thread, cheap after the
// first time.
void RequireSodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

void WriteHex(std::span<const unsigned char> bytes, std::span<char> out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (size_t i = 0; i < bytes.size(); ++i) {
    out[2 * i] = kDigits[bytes[i] >> 4];
    out[2 * i + 1] = kDigits[bytes[i] & 15];
  }
}

std::string Hex(std::span<const unsigned char> bytes) {
  std::string text(bytes.size() * 2, '0');
  WriteHex(bytes, text);
  return text;
}

class FileDescriptor {
 public:
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (number_ >= 0) ::close(number_);
  }
  bool ok() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> FailWithErrno(int number, std::string_view what, const std::filesystem::path& path) {
  const std::string message = fmt::format("{}: {} ({})", what, std::generic_category().message(number), path.string());
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return Fail(ErrorCode::kFileMissing, message, "check the path");
    case EACCES:
    case EPERM:
    case EROFS:
      return Fail(ErrorCode::kPermission, message, "check owner and mode of the file and its folder");
    case ENOSPC:
    case EDQUOT:
      return Fail(ErrorCode::kDiskFull, message, "free some space and try again");
    case EEXIST:
      return Fail(ErrorCode::kInputOutput, message, "a key is never overwritten; move the old one away first");
    default:
      return Fail(ErrorCode::kInputOutput, message);
  }
}

// 0, or the errno.
int WriteAll(int file, std::span<const unsigned char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return 0;
}

// 0, or the errno; EIO when the file ends early.
int ReadAll(int file, std::span<unsigned char> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::read(file, bytes.data(), bytes.size());
    if (got == 0) return EIO;
    if (got < 0 && errno != EINTR) return errno;
    if (got > 0) bytes = bytes.subspan(static_cast<size_t>(got));
  }
  return 0;
}

// A new name is durable only when its folder is.
int SyncFolderOf(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.ok() && ::fsync(opened.number()) == 0 ? 0 : errno;
}

Status CheckKeyFile(int file, const std::filesystem::path& path) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return FailWithErrno(errno, "cannot read the secret key", path);
  if (!S_ISREG(status.st_mode)) {
    return Fail(ErrorCode::kFileUnreadable, fmt::format("the secret key is no regular file ({})", path.string()));
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Fail(ErrorCode::kPermission,
                fmt::format("others than its owner have access to the secret key ({}, mode {:03o})", path.string(),
                            status.st_mode & 0777U),
                fmt::format("chmod 600 {}", path.string()));
  }
  if (status.st_size != static_cast<off_t>(SecretKey::kBytes)) {
    return Fail(ErrorCode::kFileUnreadable,
                fmt::format("a secret key has {} bytes ({}, {})", SecretKey::kBytes, path.string(), status.st_size),
                "restore secret.key from a backup: with another key all pseudonyms change");
  }
  return {};
}

}  // namespace

std::string Sha256Hex(std::string_view bytes) {
  RequireSodium();
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), Bytes(bytes), bytes.size());
  return Hex(digest);
}

struct ContentHash::State {
  crypto_generichash_state hash;
};

ContentHash::ContentHash() : state_(std::make_unique<State>()) {
  RequireSodium();
  crypto_generichash_init(&state_->hash, nullptr, 0, crypto_generichash_BYTES);
}

ContentHash::~ContentHash() = default;
ContentHash::ContentHash(ContentHash&&) noexcept = default;
ContentHash& ContentHash::operator=(ContentHash&&) noexcept = default;

void ContentHash::Update(std::span<const std::byte> bytes) {
  crypto_generichash_update(&state_->hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string ContentHash::FinishHex() {
  std::array<unsigned char, crypto_generichash_BYTES> digest{};
  crypto_generichash_final(&state_->hash, digest.data(), digest.size());
  state_.reset();
  return Hex(digest);
}

SecretKey SecretKey::Random() {
  RequireSodium();
  SecretKey key;
  randombytes_buf(key.bytes_.data(), key.bytes_.size());
  return key;
}

Result<SecretKey> SecretKey::Read(const std::filesystem::path& path) {
  // O_NONBLOCK: a pipe in the key's place must not hang us before it is refused.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok()) return FailWithErrno(errno, "cannot read the secret key", path);
  TRY(CheckKeyFile(file.number(), path));
  SecretKey key;
  const int fault = ReadAll(file.number(), key.bytes_);
  if (fault != 0) return FailWithErrno(fault, "cannot read the secret key", path);
  return key;
}

Status SecretKey::Write(const std::filesystem::path& path) const {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file.ok()) return FailWithErrno(errno, "cannot write the secret key", path);
  int fault = WriteAll(file.number(), bytes_);
  if (fault == 0 && ::fsync(file.number()) != 0) fault = errno;
  if (fault == 0) fault = SyncFolderOf(path);
  if (fault == 0) return {};
  ::unlink(path.c_str());
  return FailWithErrno(fault, "cannot write the secret key", path);
}

SecretKey::~SecretKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

std::string SecretKey::Pseudonym(std::string_view text) const {
  std::string pseudonym(32, '0');
  Pseudonym(text, std::span<char, 32>(pseudonym));
  return pseudonym;
}

void SecretKey::Pseudonym(std::string_view text, std::span<char, 32> out) const {
  static_assert(kBytes == crypto_auth_hmacsha256_KEYBYTES);
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> tag{};
  crypto_auth_hmacsha256(tag.data(), Bytes(text), text.size(), bytes_.data());
  WriteHex(std::span(tag).first<16>(), out);
}

std::string NewId() {
  // The layout of a ULID: 10 characters of milliseconds, 16 of chance. No I, L, O, U to misread.
  constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  RequireSodium();
  std::string id(26, '0');
  randombytes_buf(id.data() + 10, 16);
  std::transform(id.begin() + 10, id.end(), id.begin() + 10,
                 [&](char c) { return kDigits[static_cast<unsigned char>(c) & 31]; });
  auto milliseconds = static_cast<uint64_t>(Timestamp::Now().microseconds_since_epoch / 1'000);
  for (size_t i = 10; i-- > 0; milliseconds >>= 5) id[i] = kDigits[milliseconds & 31];
  return id;
}

}  // namespace tidewaiter
