#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "base/text.h"
#include "content/csv_text.h"
#include "ingest/column_match.h"
#include "ingest/encoding.h"
#include "ingest/file_facts.h"

namespace tidewaiter::ingest {
namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

TextSurvey Survey(std::span<const std::byte> bytes, size_t piece) {
  TextSurvey survey;
  for (size_t at = 0; at < bytes.size(); at += piece) survey.See(bytes.subspan(at, std::min(piece, bytes.size() - at)));
  survey.Finish();
  return survey;
}

std::string Convert(std::span<const std::byte> bytes, Encoding encoding, size_t piece) {
  Utf8Converter converter = Utf8Converter::Make(encoding).value();
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += piece)
    converter.Convert(bytes.subspan(at, std::min(piece, bytes.size() - at)), false, out);
  converter.Convert({}, true, out);
  return out;
}

/// A file is the same however its bytes come in pieces, and is UTF-8 with one kind of line end afterwards.
void CheckText(std::span<const std::byte> bytes, size_t piece, Encoding encoding) {
  const TextSurvey whole = Survey(bytes, bytes.size() + 1);
  const TextSurvey pieces = Survey(bytes, piece);
  Require(whole.Recognise() == pieces.Recognise());
  Require(whole.valid_utf8() == pieces.valid_utf8() && whole.valid_cp949() == pieces.valid_cp949());
  Require(whole.has_nul() == pieces.has_nul() && whole.mixed_line_ends() == pieces.mixed_line_ends());
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  Require(whole.valid_utf8() == IsValidUtf8(text));

  const std::string converted = Convert(bytes, encoding, bytes.size() + 1);
  Require(converted == Convert(bytes, encoding, piece));
  Require(IsValidUtf8(converted));
  Require(converted.find('\r') == std::string::npos);
}

void CheckHeader(const std::string& text) {
  const char delimiter = RecogniseDelimiter(text);
  const auto first = content::ParseCsv(text, delimiter, 1);
  const auto all = content::ParseCsv(text, delimiter);
  Require(first.empty() == all.empty());
  int line = 0;
  for (const content::CsvRecord& record : all) {
    Require(!record.fields.empty() && record.line > line);
    line = record.line;
  }
  if (first.empty()) return;
  Require(first[0].fields == all[0].fields);
  if (const auto columns = NameColumns(first[0].fields))
    for (const std::string& name : columns->Names()) Require(columns->Find(name) >= 0);
}

}  // namespace
}  // namespace tidewaiter::ingest

/// Any bytes as a text file; the first one says in which encoding and in how small pieces they come.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data + 1), size - 1);
  const auto encoding = static_cast<tidewaiter::ingest::Encoding>(data[0] % 4);
  tidewaiter::ingest::CheckText(bytes, size_t{data[0]} / 4 + 1, encoding);
  tidewaiter::ingest::CheckHeader(std::string(reinterpret_cast<const char*>(data + 1), size - 1));
  return 0;
}
