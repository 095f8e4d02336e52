#include "ingest/byte_reader.h"

#include <zlib.h>
#include <zstd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace tidewaiter::ingest {
namespace {

constexpr size_t kChunk = size_t{1} << 20;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }  // NOLINT(cppcoreguidelines-owning-memory): the owner
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Result<File> OpenFile(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return Fail(ErrorCode::kFileUnreadable, "this is a folder, not a file (" + path.string() + ")",
                "name the files in it");
  File file(std::fopen(path.c_str(), "rb"));
  if (file) return file;
  if (errno == ENOENT) return Fail(ErrorCode::kFileMissing, "no such file (" + path.string() + ")", "check the path");
  return Fail(ErrorCode::kPermission, "cannot open the file (" + path.string() + ": " + std::strerror(errno) + ")",
              "check its permissions");
}

class PlainReader final : public ByteReader {
 public:
  PlainReader(File file, std::string name, Tap* tap) : file_(std::move(file)), name_(std::move(name)), tap_(tap) {}

  Result<size_t> Read(std::span<std::byte> buffer) override {
    const size_t got = std::fread(buffer.data(), 1, buffer.size(), file_.get());
    if (got < buffer.size() && std::ferror(file_.get()) != 0)
      return Fail(ErrorCode::kInputOutput, "cannot read the file (" + name_ + ")");
    if (tap_ != nullptr) tap_->See(buffer.first(got));
    return got;
  }

 private:
  File file_;
  std::string name_;
  Tap* tap_;
};

Error Damaged(const std::string& name, const char* kind) {
  return {ErrorCode::kFileUnreadable,
          std::string("the ") + kind + " file is truncated or damaged (" + name + ")",
          "fetch it again; nothing was loaded",
          {}};
}

class GzipReader final : public ByteReader {
 public:
  GzipReader(std::unique_ptr<ByteReader> raw, std::string name)
      : raw_(std::move(raw)), name_(std::move(name)), input_(kChunk) {
    inflateInit2(&stream_, 15 + 32);  // largest window, gzip or zlib header
  }
  ~GzipReader() override { inflateEnd(&stream_); }

  Result<size_t> Read(std::span<std::byte> buffer) override {
    stream_.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_.avail_out = static_cast<uInt>(buffer.size());
    while (stream_.avail_out > 0) {
      if (stream_.avail_in == 0 && !TRY(Refill())) break;
      const int state = inflate(&stream_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) {
        between_members_ = true;  // members may follow each other; what follows must begin a new one
        inflateReset(&stream_);
      } else if (state != Z_OK) {
        return Fail(Damaged(name_, "gzip"));
      } else {
        between_members_ = false;
      }
    }
    return buffer.size() - stream_.avail_out;
  }

 private:
  /// False at the end of the file, which must not come inside a member.
  Result<bool> Refill() {
    const size_t got = TRY(raw_->Read(input_));
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(got);
    if (got == 0 && !between_members_) return Fail(Damaged(name_, "gzip"));
    return got > 0;
  }

  std::unique_ptr<ByteReader> raw_;
  std::string name_;
  std::vector<std::byte> input_;
  z_stream stream_{};
  bool between_members_ = false;
};

class ZstdReader final : public ByteReader {
 public:
  ZstdReader(std::unique_ptr<ByteReader> raw, std::string name)
      : raw_(std::move(raw)), name_(std::move(name)), input_(kChunk), stream_(ZSTD_createDStream()) {}
  ~ZstdReader() override { ZSTD_freeDStream(stream_); }
  ZstdReader(const ZstdReader&) = delete;
  ZstdReader& operator=(const ZstdReader&) = delete;

  Result<size_t> Read(std::span<std::byte> buffer) override {
    ZSTD_outBuffer out{buffer.data(), buffer.size(), 0};
    while (out.pos < out.size) {
      if (in_.pos == in_.size && !TRY(Refill())) break;
      const size_t state = ZSTD_decompressStream(stream_, &out, &in_);
      if (ZSTD_isError(state) != 0) return Fail(Damaged(name_, "zstd"));
      frame_open_ = state != 0;
    }
    return out.pos;
  }

 private:
  Result<bool> Refill() {
    const size_t got = TRY(raw_->Read(input_));
    in_ = {input_.data(), got, 0};
    if (got == 0 && frame_open_) return Fail(Damaged(name_, "zstd"));
    return got > 0;
  }

  std::unique_ptr<ByteReader> raw_;
  std::string name_;
  std::vector<std::byte> input_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  ZSTD_DStream* stream_;
  bool frame_open_ = true;
};

}  // namespace

Result<std::unique_ptr<ByteReader>> ByteReader::Open(const std::filesystem::path& path, Compression compression,
                                                     Tap* tap) {
  const std::string name = path.filename().string();
  auto plain = std::make_unique<PlainReader>(TRY(OpenFile(path)), name, tap);
  if (compression == Compression::kGzip) return std::make_unique<GzipReader>(std::move(plain), name);
  if (compression == Compression::kZstd) return std::make_unique<ZstdReader>(std::move(plain), name);
  return plain;
}

Result<Compression> RecogniseCompression(const std::filesystem::path& path) {
  const File file = TRY(OpenFile(path));
  std::array<unsigned char, 4> magic{};
  const size_t got = std::fread(magic.data(), 1, magic.size(), file.get());
  if (got >= 2 && magic[0] == 0x1f && magic[1] == 0x8b) return Compression::kGzip;
  if (got == 4 && magic[0] == 0x28 && magic[1] == 0xb5 && magic[2] == 0x2f && magic[3] == 0xfd)
    return Compression::kZstd;
  return Compression::kNone;
}

}  // namespace tidewaiter::ingest
