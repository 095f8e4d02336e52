#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tidewaiter::cli {

/// Bytes to a file descriptor, buffered. A pipe that nobody reads any more is `reader_gone`: no fault of anybody, so
/// the program then ends quietly. Waiting for a slow reader stops when the user interrupts.
class ByteSink {
 public:
  /// Writes to `descriptor`, which stays the caller's. `name` is for messages.
  ByteSink(int descriptor, std::string name, std::stop_token stop);

  Status Write(std::string_view bytes);
  Status Flush();
  bool reader_gone() const { return reader_gone_; }

 private:
  Status WriteOut(std::string_view bytes);
  Status WaitForReader() const;

  int descriptor_;
  std::string name_;
  std::stop_token stop_;
  bool may_block_ = false;
  bool reader_gone_ = false;
  std::string buffer_;
};

/// A file that appears under its name whole or not at all: written under a temporary name beside it, then renamed.
class AtomicFile {
 public:
  /// `file.missing` when its folder does not exist, `system.permission` when it cannot be written.
  static Result<AtomicFile> Create(const std::filesystem::path& path);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  int descriptor() const { return descriptor_; }
  /// Where to write, for writers that open files themselves.
  const std::filesystem::path& temporary_path() const { return temporary_; }
  /// On disk and under its own name.
  Status Commit();

 private:
  AtomicFile(std::filesystem::path path, std::filesystem::path temporary, int descriptor)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}
  std::filesystem::path path_, temporary_;
  int descriptor_ = -1;
};

}  // namespace tidewaiter::cli
