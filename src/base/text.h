#pragma once

#include <string>
#include <string_view>
#include <vector>

// Texts are UTF-8, at most 2 GB each.
namespace tidewaiter {

bool IsValidUtf8(std::string_view text);

/// The code points of the text; U+FFFD for invalid UTF-8.
std::u32string CodePoints(std::string_view text);

/// Unicode NFKC (full-width digits become ASCII, composed Hangul, …). Invalid UTF-8 becomes U+FFFD.
std::string Nfkc(std::string_view text);

/// NFKC, lower case, white space folded to single spaces, trimmed: for comparing names and headers.
std::string FoldForComparison(std::string_view text);

/// Columns that the text takes on a terminal: Hangul and Han count 2, combining marks 0.
int DisplayWidth(std::string_view text);

/// The text cut to at most `width` columns, with `…` at the end when something was cut.
std::string TruncateToWidth(std::string_view text, int width);

enum class Align { kLeft, kRight };

/// The text filled with spaces to `width` columns.
std::string PadToWidth(std::string_view text, int width, Align align);

/// Without white space at both ends (ASCII space, tab, CR, LF, and U+00A0, U+3000).
std::string_view Trim(std::string_view text);

/// A to Z in lower case, everything else as it is.
std::string ToLowerAscii(std::string_view text);

/// One part more than there are separators; parts may be empty.
std::vector<std::string> Split(std::string_view text, char separator);

std::string Join(const std::vector<std::string>& parts, std::string_view separator);

/// The text with control characters (ASCII and C1: a NUL, an escape) made visible as `\x00`, for messages and
/// terminals.
std::string Printable(std::string_view text);

/// 1234567 → "1,234,567".
std::string WithThousands(long long number);

}  // namespace tidewaiter
