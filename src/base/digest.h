#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tidewaiter {

/// Lower-case hexadecimal SHA-256.
std::string Sha256Hex(std::string_view bytes);

/// A content hash built piece by piece (BLAKE2b, 256 bits): 1 GB a second, for whole files.
class ContentHash {
 public:
  ContentHash();
  ~ContentHash();
  ContentHash(ContentHash&&) noexcept;
  ContentHash& operator=(ContentHash&&) noexcept;
  void Update(std::span<const std::byte> bytes);
  /// Lower-case hexadecimal; ends the use of this object.
  std::string FinishHex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A secret of 32 bytes. Wiped when destroyed; never logged.
class SecretKey {
 public:
  static constexpr size_t kBytes = 32;
  static SecretKey Random();
  /// A file of exactly 32 bytes that nobody but its owner may read or write, else `system.permission`.
  static Result<SecretKey> Read(const std::filesystem::path& path);
  /// Writes with mode 0600 and through to the disk; fails if the file exists.
  Status Write(const std::filesystem::path& path) const;

  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  /// HMAC-SHA-256 of `text` under this key, first 128 bits as 32 hexadecimal digits: the keyed pseudonym.
  /// RFC 2104 section 5 allows the cut: an outsider's chance is 2^-128, and 10^12 names meet by accident at
  /// 10^-15.
  std::string Pseudonym(std::string_view text) const;
  /// The same into a caller's buffer; no allocation.
  void Pseudonym(std::string_view text, std::span<char, 32> out) const;

 private:
  SecretKey() = default;
  std::array<unsigned char, kBytes> bytes_{};
};

/// 26 characters of Crockford's base 32, sortable by millisecond (48 bits of time, 80 random): for ids of
/// runs.
std::string NewId();

}  // namespace tidewaiter
