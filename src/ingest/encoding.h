#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tidewaiter::ingest {

enum class Encoding { kUtf8, kUtf16LittleEndian, kUtf16BigEndian, kCp949 };

std::string_view EncodingName(Encoding encoding);
/// `utf-8`, `utf-16`, `cp949` (also `euc-kr`) as in a source.toml.
Result<Encoding> ParseEncoding(std::string_view name);

/// What a text file's bytes look like, gathered piece by piece in one pass.
class TextSurvey {
 public:
  void See(std::span<const std::byte> bytes);
  void Finish();

  bool empty() const { return total_ == 0; }
  bool has_nul() const { return nuls_ > 0; }
  /// Line ends of both kinds: the engine's reader takes only one.
  bool mixed_line_ends() const { return crlf_ > 0 && crlf_ < line_feeds_; }
  bool lone_carriage_returns() const { return carriage_returns_ > crlf_ && line_feeds_ == 0; }
  bool valid_utf8() const { return valid_utf8_; }
  bool valid_cp949() const { return valid_cp949_; }
  /// By byte order mark, else the first of UTF-8, CP949 that fits all bytes; UTF-8 (with broken parts) when none does.
  Encoding Recognise() const;
  bool has_utf8_mark() const { return begin_.starts_with("\xEF\xBB\xBF"); }

 private:
  bool IsPlainWord(const std::byte* bytes) const;
  void SeeByte(unsigned char byte);
  void SeeUtf8(unsigned char byte);
  void SeeCp949(unsigned char byte);

  std::string begin_;  ///< the first bytes, for the mark
  int64_t total_ = 0, nuls_ = 0, line_feeds_ = 0, carriage_returns_ = 0, crlf_ = 0;
  bool last_was_return_ = false;
  bool valid_utf8_ = true, valid_cp949_ = true;
  int utf8_left_ = 0;                                 ///< continuation bytes still to come
  unsigned char utf8_low_ = 0x80, utf8_high_ = 0xBF;  ///< bounds of the next one
  bool cp949_lead_ = false;
};

/// Turns pieces of text in any of the encodings into UTF-8. What cannot be read becomes U+FFFD; CR LF becomes LF; a
/// mark is left out.
class Utf8Converter {
 public:
  static Result<Utf8Converter> Make(Encoding encoding);
  Utf8Converter(Utf8Converter&&) noexcept;
  Utf8Converter& operator=(Utf8Converter&&) = delete;
  ~Utf8Converter();
  /// Appends to `out`. `last`: nothing follows.
  void Convert(std::span<const std::byte> in, bool last, std::string& out);

 private:
  struct State;
  explicit Utf8Converter(State* state) : state_(state) {}
  void Append(std::string_view utf8, std::string& out);
  State* state_;  ///< owned; ICU's converter inside
};

}  // namespace tidewaiter::ingest
