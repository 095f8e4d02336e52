#include "ingest/encoding.h"

#include <unicode/ucnv.h>

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "base/text.h"

namespace tidewaiter::ingest {

namespace {
constexpr size_t kPieceSize = size_t{64} * 1024;
}

std::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf16LittleEndian:
    case Encoding::kUtf16BigEndian:
      return "utf-16";
    case Encoding::kCp949:
      return "cp949";
    case Encoding::kUtf8:
      break;
  }
  return "utf-8";
}

Result<Encoding> ParseEncoding(std::string_view name) {
  const std::string lower = ToLowerAscii(name);
  if (lower == "utf-8" || lower == "utf8") return Encoding::kUtf8;
  if (lower == "utf-16" || lower == "utf-16le") return Encoding::kUtf16LittleEndian;
  if (lower == "utf-16be") return Encoding::kUtf16BigEndian;
  if (lower == "cp949" || lower == "euc-kr" || lower == "uhc") return Encoding::kCp949;
  return Fail(ErrorCode::kFileEncoding, "unknown encoding (" + std::string(name) + ")", "use utf-8, utf-16 or cp949");
}

void TextSurvey::SeeUtf8(unsigned char byte) {
  if (utf8_left_ > 0) {
    if (byte < utf8_low_ || byte > utf8_high_) valid_utf8_ = false;
    utf8_low_ = 0x80;
    utf8_high_ = 0xBF;
    --utf8_left_;
    return;
  }
  if (byte < 0x80) return;
  if (byte >= 0xC2 && byte <= 0xDF) {
    utf8_left_ = 1;
  } else if (byte >= 0xE0 && byte <= 0xEF) {
    utf8_left_ = 2;
    if (byte == 0xE0) utf8_low_ = 0xA0;   // shorter forms are not allowed
    if (byte == 0xED) utf8_high_ = 0x9F;  // nor surrogates
  } else if (byte >= 0xF0 && byte <= 0xF4) {
    utf8_left_ = 3;
    if (byte == 0xF0) utf8_low_ = 0x90;
    if (byte == 0xF4) utf8_high_ = 0x8F;
  } else {
    valid_utf8_ = false;
  }
}

void TextSurvey::SeeCp949(unsigned char byte) {
  if (cp949_lead_) {
    const bool trail =
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x81 && byte <= 0xFE);
    if (!trail) valid_cp949_ = false;
    cp949_lead_ = false;
  } else if (byte >= 0x81 && byte <= 0xFE) {
    cp949_lead_ = true;
  } else if (byte >= 0x80) {
    valid_cp949_ = false;
  }
}

/// Eight bytes that are all printable ASCII: most of most files, skipped as one word.
bool TextSurvey::IsPlainWord(const std::byte* bytes) const {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighBits = 0x8080808080808080;
  if (utf8_left_ > 0 || cp949_lead_ || last_was_return_) return false;
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const bool any_below_space = ((word - kOnes * ' ') & ~word & kHighBits) != 0;
  return (word & kHighBits) == 0 && !any_below_space;
}

void TextSurvey::SeeByte(unsigned char byte) {
  if (byte == '\n') {
    ++line_feeds_;
    crlf_ += last_was_return_ ? 1 : 0;
  }
  last_was_return_ = byte == '\r';
  carriage_returns_ += last_was_return_ ? 1 : 0;
  nuls_ += byte == 0 ? 1 : 0;
  if (byte < 0x80 && utf8_left_ == 0 && !cp949_lead_) return;
  if (valid_utf8_) SeeUtf8(byte);
  if (valid_cp949_) SeeCp949(byte);
}

void TextSurvey::See(std::span<const std::byte> bytes) {
  if (begin_.size() < 4) begin_.append(reinterpret_cast<const char*>(bytes.data()), std::min<size_t>(4, bytes.size()));
  total_ += static_cast<int64_t>(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    if (at + 8 <= bytes.size() && IsPlainWord(&bytes[at])) {
      at += 8;
    } else {
      SeeByte(static_cast<unsigned char>(bytes[at++]));
    }
  }
}

void TextSurvey::Finish() {
  if (utf8_left_ > 0) valid_utf8_ = false;
  if (cp949_lead_) valid_cp949_ = false;
}

Encoding TextSurvey::Recognise() const {
  if (begin_.starts_with("\xFF\xFE")) return Encoding::kUtf16LittleEndian;
  if (begin_.starts_with("\xFE\xFF")) return Encoding::kUtf16BigEndian;
  if (has_utf8_mark() || valid_utf8_ || !valid_cp949_) return Encoding::kUtf8;
  return Encoding::kCp949;
}

struct Utf8Converter::State {
  UConverter* from = nullptr;
  UConverter* to = nullptr;
  std::vector<UChar> pivot = std::vector<UChar>(kPieceSize);
  bool at_start = true;
  bool pending_return = false;
  ~State() {
    ucnv_close(from);
    ucnv_close(to);
  }
};

Result<Utf8Converter> Utf8Converter::Make(Encoding encoding) {
  static constexpr std::array<const char*, 4> kIcuNames = {"UTF-8", "UTF-16LE", "UTF-16BE", "windows-949"};
  auto state = std::make_unique<State>();
  UErrorCode status = U_ZERO_ERROR;
  state->from = ucnv_open(kIcuNames[static_cast<size_t>(encoding)], &status);
  state->to = ucnv_open("UTF-8", &status);
  if (U_FAILURE(status) != 0)
    return Fail(ErrorCode::kFileEncoding, std::string("cannot convert this encoding (") + u_errorName(status) + ")");
  return Utf8Converter(state.release());
}

Utf8Converter::Utf8Converter(Utf8Converter&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}

Utf8Converter::~Utf8Converter() { const std::unique_ptr<State> owned(state_); }

void Utf8Converter::Append(std::string_view utf8, std::string& out) {
  if (state_->at_start && !utf8.empty()) {
    state_->at_start = false;
    if (utf8.starts_with("\xEF\xBB\xBF")) utf8.remove_prefix(3);
  }
  for (const char c : utf8) {
    if (state_->pending_return) {
      state_->pending_return = false;
      out.push_back('\n');
      if (c == '\n') continue;
    }
    if (c == '\r') {
      state_->pending_return = true;
      continue;
    }
    out.push_back(c);
  }
}

void Utf8Converter::Convert(std::span<const std::byte> in, bool last, std::string& out) {
  std::array<char, kPieceSize> buffer;
  const char* source = reinterpret_cast<const char*>(in.data());
  const char* source_end = source + in.size();
  UChar* pivot = state_->pivot.data();
  UChar* pivot_end = pivot + state_->pivot.size();
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
  while (status == U_BUFFER_OVERFLOW_ERROR) {
    status = U_ZERO_ERROR;
    char* target = buffer.data();
    ucnv_convertEx(state_->to, state_->from, &target, buffer.data() + buffer.size(), &source, source_end, pivot,
                   &pivot_source, &pivot_target, pivot_end, 0, last ? 1 : 0, &status);
    Append({buffer.data(), static_cast<size_t>(target - buffer.data())}, out);
  }
  if (last && state_->pending_return) out.push_back('\n');
}

}  // namespace tidewaiter::ingest
