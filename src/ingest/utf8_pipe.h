#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>

#include "ingest/file_facts.h"

namespace tidewaiter::ingest {

/// A file in any encoding as a named pipe of UTF-8 that the engine's reader opens like a file. Nothing converted
/// touches the disk. One reading each: make a new pipe for the next. One thread feeds it.
class Utf8Pipe {
 public:
  /// Makes the pipe in `directory`.
  static Result<std::unique_ptr<Utf8Pipe>> Start(const std::filesystem::path& file, const FileFacts& facts,
                                                 const std::filesystem::path& directory);
  /// Ends the feeding, also when nobody has read to the end.
  ~Utf8Pipe();
  Utf8Pipe(const Utf8Pipe&) = delete;
  Utf8Pipe& operator=(const Utf8Pipe&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Reading the file failed half-way: what the reader got is not all of it. Known once the reader has come to the end.
  bool failed() const { return failed_; }

 private:
  Utf8Pipe(std::filesystem::path path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  void Feed(const std::stop_token& stop, ByteReader& reader, Utf8Converter& converter);
  bool Write(const std::stop_token& stop, std::string_view bytes) const;
  void CloseWhenDrained(const std::stop_token& stop);

  std::filesystem::path path_;
  int descriptor_;  ///< the feeder's, until it has ended
  std::atomic<bool> failed_ = false;
  std::jthread feeder_;
};

}  // namespace tidewaiter::ingest
