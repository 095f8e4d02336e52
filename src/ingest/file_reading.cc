#include "ingest/file_reading.h"

#include "base/digest.h"
#include "base/text.h"
#include "content/csv_text.h"

namespace tidewaiter::ingest {
namespace {

constexpr std::string_view kPostgresScheme = "postgresql://";

/// An address without what must not be shown: user and password.
std::string ShownAddress(const std::string& address) {
  const size_t at = address.find('@');
  const size_t begin = at == std::string::npos ? kPostgresScheme.size() : at + 1;
  return std::string(kPostgresScheme) + address.substr(begin);
}

/// Columns of a first record whose names the source gives, because the file has none.
std::vector<std::string> FirstRecord(const FileFacts& facts, char delimiter) {
  const auto records = content::ParseCsv(facts.beginning, delimiter, 1);
  return records.empty() ? std::vector<std::string>{} : records.front().fields;
}

}  // namespace

Result<FileReading> FileReading::Open(const std::string& file, const content::Source& source,
                                      const std::filesystem::path& temporary, engine::LocalSession& session,
                                      const RunControl& control) {
  FileReading reading;
  reading.file_ = file;
  reading.temporary_ = temporary;
  if (file.starts_with(kPostgresScheme)) {
    if (source.query.empty())
      return Fail(ErrorCode::kUsage, "the source has no query for a database (" + source.name + ")",
                  "add query = \"select …\" to its source.toml");
    reading.name_ = ShownAddress(file);
    reading.facts_.format = engine::FileFormat::kPostgres;
    // A database has no bytes to compare; each query is a new delivery.
    reading.facts_.content_hash = "query:" + NewId();
  } else {
    const std::filesystem::path path(file);
    reading.name_ = path.filename().string();
    reading.facts_ = TRY(InspectFile(path, source, control));
  }
  TRY(reading.NameTheColumns(source, session, control));
  return reading;
}

Status FileReading::NameTheColumns(const content::Source& source, engine::LocalSession& session,
                                   const RunControl& control) {
  scan_.format = facts_.format;
  scan_.path = file_;
  scan_.header = source.header;
  scan_.sheet = source.sheet;
  scan_.query = source.query;
  scan_.compressed_gzip = facts_.compression == Compression::kGzip;
  scan_.compressed_zstd = facts_.compression == Compression::kZstd;
  std::vector<std::string> names;
  if (is_csv()) {
    scan_.delimiter = source.delimiter.empty() ? RecogniseDelimiter(facts_.beginning) : source.delimiter.front();
    names = FirstRecord(facts_, scan_.delimiter);
    if (!source.header && source.columns.size() == names.size()) names = source.columns;
    else if (!source.header) return Fail(ErrorCode::kColumnMissing, "the source names " + std::to_string(source.columns.size()) + " columns, the file has " + std::to_string(names.size()), "correct columns = […] in source.toml");
    columns_ = TRY(NameColumns(std::move(names)));
    scan_.columns = columns_.Names();
    return {};
  }
  auto schema = session.ScanSchema(scan_, control);
  if (!schema) {
    Error error = std::move(schema.error());
    if (error.code == ErrorCode::kSqlFailed || error.code == ErrorCode::kInputOutput || error.code == ErrorCode::kSqlInvalid)
      error.code = facts_.format == engine::FileFormat::kPostgres ? ErrorCode::kSourceUnreachable : ErrorCode::kFileUnreadable;
    return Fail(std::move(error));
  }
  for (const engine::Column& column : *schema) names.push_back(column.name);
  FileColumns named = TRY(NameColumns(names));
  columns_.columns = std::move(*schema);
  if (facts_.format == engine::FileFormat::kJson || facts_.format == engine::FileFormat::kJsonLines) {
    // Guessed types would read a code such as 007 as a number.
    columns_ = std::move(named);
    scan_.columns = columns_.Names();
  }
  return {};
}

Result<std::string> FileReading::Relation(engine::LocalSession& session) {
  engine::FileScan scan = scan_;
  if (facts_.needs_conversion) {
    pipe_ = TRY(Utf8Pipe::Start(file_, facts_, temporary_));
    scan.path = pipe_->path().string();
    scan.compressed_gzip = scan.compressed_zstd = false;
  }
  return session.ScanRelation(scan);
}

}  // namespace tidewaiter::ingest
