#include "ingest/file_facts.h"

#include <array>
#include <vector>

#include "base/digest.h"
#include "base/text.h"

namespace tidewaiter::ingest {
namespace {

constexpr size_t kChunk = size_t{1} << 20;
constexpr size_t kBeginning = size_t{1} << 20;

engine::FileFormat FormatByName(const std::filesystem::path& path) {
  std::filesystem::path name = path.filename();
  const std::string last = ToLowerAscii(name.extension().string());
  if (last == ".gz" || last == ".zst") name = name.stem();
  const std::string extension = ToLowerAscii(name.extension().string());
  if (extension == ".parquet") return engine::FileFormat::kParquet;
  if (extension == ".xlsx") return engine::FileFormat::kXlsx;
  if (extension == ".json") return engine::FileFormat::kJson;
  if (extension == ".jsonl" || extension == ".ndjson") return engine::FileFormat::kJsonLines;
  return engine::FileFormat::kCsv;
}

bool IsText(engine::FileFormat format) {
  return format == engine::FileFormat::kCsv || format == engine::FileFormat::kJson ||
         format == engine::FileFormat::kJsonLines;
}

class HashTap final : public ByteReader::Tap {
 public:
  void See(std::span<const std::byte> raw) override {
    hash.Update(raw);
    bytes += static_cast<int64_t>(raw.size());
  }
  ContentHash hash;
  int64_t bytes = 0;
};

/// Magic bytes that a damaged or misnamed binary file lacks.
Status CheckMagic(const FileFacts& facts, std::string_view head, const std::filesystem::path& path) {
  const bool parquet = facts.format == engine::FileFormat::kParquet && !head.starts_with("PAR1");
  const bool xlsx = facts.format == engine::FileFormat::kXlsx && !head.starts_with("PK");
  if (!parquet && !xlsx) return {};
  return Fail(
      ErrorCode::kFileUnreadable,
      std::string("this is not ") + (parquet ? "a Parquet" : "an XLSX") + " file (" + path.filename().string() + ")",
      "save it again in the right format");
}

Status Judge(FileFacts& facts, const TextSurvey& survey, const content::Source& source) {
  facts.encoding = source.encoding.empty() ? survey.Recognise() : TRY(ParseEncoding(source.encoding));
  const bool utf8 = facts.encoding == Encoding::kUtf8;
  const bool wide = facts.encoding == Encoding::kUtf16LittleEndian || facts.encoding == Encoding::kUtf16BigEndian;
  facts.has_nul = survey.has_nul() && !wide;
  facts.broken_text = (utf8 && !survey.valid_utf8()) || (facts.encoding == Encoding::kCp949 && !survey.valid_cp949());
  facts.needs_conversion = !utf8 || facts.broken_text || survey.mixed_line_ends() || survey.lone_carriage_returns();
  return {};
}

}  // namespace

Result<FileFacts> InspectFile(const std::filesystem::path& path, const content::Source& source,
                              const RunControl& control) {
  FileFacts facts;
  std::error_code ignored;
  facts.changed_at = std::filesystem::last_write_time(path, ignored);
  facts.format = source.format.value_or(FormatByName(path));
  if (IsText(facts.format)) facts.compression = TRY(RecogniseCompression(path));
  HashTap tap;
  const auto reader = TRY(ByteReader::Open(path, facts.compression, &tap));
  TextSurvey survey;
  std::vector<std::byte> chunk(kChunk);
  std::vector<std::byte> beginning;
  while (const size_t got = TRY(reader->Read(chunk))) {
    TRY(control.Check());
    const std::span<const std::byte> seen(chunk.data(), got);
    if (IsText(facts.format)) survey.See(seen);
    if (beginning.size() < kBeginning) beginning.insert(beginning.end(), seen.begin(), seen.end());
  }
  survey.Finish();
  facts.bytes = tap.bytes;
  facts.content_hash = tap.hash.FinishHex();
  if (beginning.empty())
    return Fail(ErrorCode::kFileEmpty, "the file is empty (" + path.filename().string() + ")",
                "a file with only a header is fine");
  TRY(CheckMagic(facts, {reinterpret_cast<const char*>(beginning.data()), std::min<size_t>(4, beginning.size())},
                 path));
  if (!IsText(facts.format)) return facts;

  TRY(Judge(facts, survey, source));
  Utf8Converter converter = TRY(Utf8Converter::Make(facts.encoding));
  converter.Convert(beginning, true, facts.beginning);
  if (Trim(facts.beginning).empty())
    return Fail(ErrorCode::kFileEmpty, "the file holds only blank space (" + path.filename().string() + ")");
  return facts;
}

char RecogniseDelimiter(std::string_view beginning) {
  static constexpr std::array kCandidates = {',', ';', '\t', '|'};
  std::array<int, kCandidates.size()> counts{};
  bool quoted = false;
  for (const char c : beginning) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    for (size_t i = 0; i < kCandidates.size(); ++i) counts[i] += c == kCandidates[i] ? 1 : 0;
  }
  size_t best = 0;
  for (size_t i = 1; i < kCandidates.size(); ++i)
    if (counts[i] > counts[best]) best = i;
  return kCandidates[best];
}

}  // namespace tidewaiter::ingest
