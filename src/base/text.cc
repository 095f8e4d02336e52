#include "base/text.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace tidewaiter {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;

// The code point at `position`, which moves past it; negative where the bytes are no UTF-8.
// NOLINTNEXTLINE(readability-function-size): the nesting is that of ICU's macro
UChar32 Decode(std::string_view text, size_t& position) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  UChar32 code_point = 0;
  U8_NEXT(bytes, position, text.size(), code_point);
  return code_point;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// ICU can fail here only for want of its data, with which no text of ours would be right.
void Require(UErrorCode code) {
  if (U_FAILURE(code)) std::abort();
}

icu::UnicodeString Normalize(const icu::UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(code);
  Require(code);
  icu::UnicodeString normal = nfkc->normalize(text, code);
  Require(code);
  return normal;
}

icu::UnicodeString FromUtf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

int WidthOf(UChar32 code_point) {
  if (code_point >= 0x20 && code_point < 0x7F) return 1;
  const auto hangul = static_cast<UHangulSyllableType>(u_getIntPropertyValue(code_point, UCHAR_HANGUL_SYLLABLE_TYPE));
  // Vowels and finals of conjoining Hangul stand in the cell of their initial.
  if (hangul == U_HST_VOWEL_JAMO || hangul == U_HST_TRAILING_JAMO) return 0;
  const uint32_t no_width = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK;
  if ((U_GET_GC_MASK(code_point) & no_width) != 0) return 0;
  const auto width = static_cast<UEastAsianWidth>(u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH));
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int WidthAt(std::string_view text, size_t& position) {
  const UChar32 code_point = Decode(text, position);
  return WidthOf(code_point < 0 ? kReplacement : code_point);
}

// Runs of white space become one space; none at the ends.
icu::UnicodeString FoldSpaces(const icu::UnicodeString& text) {
  icu::UnicodeString folded;
  bool pending = false;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 code_point = text.char32At(i);
    if (u_isUWhiteSpace(code_point)) {
      pending = !folded.isEmpty();
      continue;
    }
    if (pending) folded.append(static_cast<UChar32>(' '));
    pending = false;
    folded.append(code_point);
  }
  return folded;
}

// Length of the white space that starts (or ends) here; 0: none.
size_t SpaceAtStart(std::string_view text) {
  for (const std::string_view space : {" ", "\t", "\r", "\n", "\u00A0", "\u3000"}) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

size_t SpaceAtEnd(std::string_view text) {
  for (const std::string_view space : {" ", "\t", "\r", "\n", "\u00A0", "\u3000"}) {
    if (text.ends_with(space)) return space.size();
  }
  return 0;
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  for (size_t position = 0; position < text.size();) {
    if (Decode(text, position) < 0) return false;
  }
  return true;
}

std::u32string CodePoints(std::string_view text) {
  std::u32string code_points;
  for (size_t position = 0; position < text.size();) {
    const UChar32 code_point = Decode(text, position);
    code_points.push_back(static_cast<char32_t>(code_point < 0 ? kReplacement : code_point));
  }
  return code_points;
}

std::string Nfkc(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  std::string normal;
  Normalize(FromUtf8(text)).toUTF8String(normal);
  return normal;
}

std::string FoldForComparison(std::string_view text) {
  icu::UnicodeString lower = Normalize(FromUtf8(text)).toLower(icu::Locale::getRoot());
  std::string folded;
  // Once more: lower case can compose where the capital could not (J with caron).
  FoldSpaces(Normalize(lower)).toUTF8String(folded);
  return folded;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (size_t position = 0; position < text.size();) width += WidthAt(text, position);
  return width;
}

std::string TruncateToWidth(std::string_view text, int width) {
  if (width <= 0) return {};
  int used = 0;
  size_t kept = 0;  // bytes that leave a column for the ellipsis
  for (size_t position = 0; position < text.size();) {
    used += WidthAt(text, position);
    if (used > width) return std::string(text.substr(0, kept)) + "…";
    if (used < width) kept = position;
  }
  return std::string(text);
}

std::string PadToWidth(std::string_view text, int width, Align align) {
  const std::string fill(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return align == Align::kLeft ? std::string(text) + fill : fill + std::string(text);
}

std::string_view Trim(std::string_view text) {
  while (const size_t length = SpaceAtStart(text)) text.remove_prefix(length);
  while (const size_t length = SpaceAtEnd(text)) text.remove_suffix(length);
  return text;
}

std::string ToLowerAscii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  size_t start = 0;
  for (size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator, start)) {
    parts.emplace_back(text.substr(start, end - start));
    start = end + 1;
  }
  parts.emplace_back(text.substr(start));
  return parts;
}

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

std::string Printable(std::string_view text) {
  std::string printable;
  for (size_t position = 0; position < text.size();) {
    const size_t start = position;
    const UChar32 code_point = Decode(text, position);
    const bool control = (code_point >= 0 && code_point < 0x20) || (code_point >= 0x7F && code_point < 0xA0);
    if (control) {
      printable += fmt::format("\\x{:02x}", code_point);
    } else {
      printable += text.substr(start, position - start);
    }
  }
  return printable;
}

std::string WithThousands(long long number) {
  std::string digits = fmt::format("{}", number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t i = digits.size(); i > first + 3;) {
    i -= 3;
    digits.insert(i, ",");
  }
  return digits;
}

}  // namespace tidewaiter
