#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"

namespace tidewaiter::ingest {

enum class Compression { kNone, kGzip, kZstd };

/// The bytes of a file from its beginning, decompressed on the way. A truncated or damaged stream is
/// `file.unreadable`, never a shorter file.
class ByteReader {
 public:
  virtual ~ByteReader() = default;
  /// Fills `buffer` as far as it can; 0 at the end.
  virtual Result<size_t> Read(std::span<std::byte> buffer) = 0;

  /// Sees every byte as it stands in the file, before decompression (for the content hash).
  class Tap {
   public:
    virtual ~Tap() = default;
    virtual void See(std::span<const std::byte> raw) = 0;
  };

  static Result<std::unique_ptr<ByteReader>> Open(const std::filesystem::path& path, Compression compression,
                                                  Tap* tap = nullptr);
};

/// By the first bytes of the file, not by its name.
Result<Compression> RecogniseCompression(const std::filesystem::path& path);

}  // namespace tidewaiter::ingest
