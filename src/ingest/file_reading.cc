#include "ingest/file_reading.h"

#include "base/digest.h"
#include "base/text.h"
#include "content/csv_text.h"
#include "engine/value.h"
#include "ingest/address.h"

namespace tidewaiter::ingest {
namespace {

std::vector<std::string> FirstRecord(const FileFacts& facts, char delimiter) {
  const auto records = content::ParseCsv(facts.beginning, delimiter, 1);
  return records.empty() ? std::vector<std::string>{} : records.front().fields;
}

/// Columns of a file of texts by its first record, or by the source where that is data already.
Result<FileColumns> NameTexts(const content::Source& source, std::vector<std::string> first_record) {
  if (source.header) return NameColumns(std::move(first_record));
  if (source.columns.size() == first_record.size()) return NameColumns(source.columns);
  return Fail(ErrorCode::kColumnMissing,
              "the source names " + std::to_string(source.columns.size()) + " columns, the file has " +
                  std::to_string(first_record.size()),
              "correct columns = […] in source.toml");
}

}  // namespace

Result<FileReading> FileReading::Open(const std::string& file, const content::Source& source,
                                      const std::filesystem::path& temporary, engine::LocalSession& session,
                                      const RunControl& control) {
  FileReading reading;
  reading.file_ = file;
  reading.temporary_ = temporary;
  if (IsDatabaseAddress(file)) {
    if (source.query.empty())
      return Fail(ErrorCode::kUsage, "the source has no query for a database (" + source.name + ")",
                  "add query = \"select …\" to its source.toml");
    reading.name_ = ShownAddress(file);
    reading.facts_.format = engine::FileFormat::kPostgres;
    // A database has no bytes to compare; each query is a new delivery.
    reading.facts_.content_hash = "query:" + NewId();
  } else if (source.format == engine::FileFormat::kPostgres) {
    // The text may be an address in another shape, with a password in it, so it is not repeated.
    return Fail(ErrorCode::kUsage, "the source reads a database, and this is no address of one (" + source.name + ")",
                "write it as postgresql://USER@HOST/DATABASE");
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
  scan_.path = facts_.format == engine::FileFormat::kPostgres ? WithConnectTimeout(file_) : file_;
  scan_.header = source.header;
  scan_.sheet = source.sheet;
  scan_.query = source.query;
  scan_.compressed_gzip = facts_.compression == Compression::kGzip;
  scan_.compressed_zstd = facts_.compression == Compression::kZstd;
  if (is_csv()) {
    scan_.delimiter = source.delimiter.empty() ? RecogniseDelimiter(facts_.beginning) : source.delimiter.front();
    columns_ = TRY(NameTexts(source, FirstRecord(facts_, scan_.delimiter)));
    scan_.columns = columns_.Names();
    return {};
  }
  auto schema = session.ScanSchema(scan_, control);
  if (!schema) return Fail(Unreadable(std::move(schema.error())));
  if (facts_.format == engine::FileFormat::kXlsx) {
    // The reader renames doubled and nameless columns, so the names are those of the first row read as data.
    engine::FileScan first = scan_;
    first.header = false;
    const std::string relation = TRY(session.ScanRelation(first));
    const engine::Table row = TRY(session.QueryTable("select * from " + relation + " limit 1", {}, control));
    std::vector<std::string> texts(schema->size());
    for (size_t index = 0; index < texts.size() && index < row.schema.size() && !row.rows.empty(); ++index)
      texts[index] = engine::ToText(row.rows[0][index]);
    columns_ = TRY(NameTexts(source, std::move(texts)));
    return {};
  }
  std::vector<std::string> names;
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

Error FileReading::RefusedByDatabase(Error error) const {
  const size_t said = error.message.find("ERROR:");  // PostgreSQL's own words begin here
  if (facts_.format != engine::FileFormat::kPostgres || said == std::string::npos) return error;
  const std::string reason(Trim(std::string_view(error.message).substr(said + 6)));
  return {ErrorCode::kSourceUnreachable,
          "the database refuses the query (" + reason + ")",
          "check the query of the source and what the account may read",
          {}};
}

Error FileReading::Unreadable(Error error) const {
  const bool database = facts_.format == engine::FileFormat::kPostgres;
  error = RefusedByDatabase(std::move(error));
  if (error.message.find("No rows found") != std::string::npos && !database) error.code = ErrorCode::kFileEmpty;
  const bool vague = error.code == ErrorCode::kSqlFailed || error.code == ErrorCode::kInputOutput ||
                     error.code == ErrorCode::kSqlInvalid || (database && error.code == ErrorCode::kEngine);
  if (vague) error.code = database ? ErrorCode::kSourceUnreachable : ErrorCode::kFileUnreadable;
  return error;
}

Result<std::string> FileReading::Relation(engine::LocalSession& session) {
  engine::FileScan scan = scan_;
  if (facts_.needs_conversion) {
    pipe_ = TRY(Utf8Pipe::Start(file_, facts_, temporary_));
    scan.path = pipe_->path().string();
    scan.compressed_gzip = scan.compressed_zstd = false;
  }
  const std::string relation = TRY(session.ScanRelation(scan));
  if (facts_.format != engine::FileFormat::kXlsx) return relation;
  std::string names;
  for (const std::string& name : columns_.Names()) names += (names.empty() ? "" : ", ") + engine::QuoteIdentifier(name);
  return relation + " as sheet(" + names + ")";
}

Status FileReading::CheckWholeFileWasRead() const {
  if (facts_.format == engine::FileFormat::kPostgres) return {};
  std::error_code failure;
  const bool same = static_cast<int64_t>(std::filesystem::file_size(file_, failure)) == facts_.bytes &&
                    std::filesystem::last_write_time(file_, failure) == facts_.changed_at;
  if (same && !failure && !(pipe_ && pipe_->failed())) return {};
  return Fail(ErrorCode::kFileUnreadable,
              "the file changed, or could not be read to its end, while it was loaded (" + name_ + ")",
              "load it when it is complete");
}

}  // namespace tidewaiter::ingest
