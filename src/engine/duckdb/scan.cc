#include <array>
#include <cctype>

#include "engine/duckdb/session.h"

/// Files and databases as relations: how DuckDB's readers are called.
namespace tidewaiter::engine::duckdb_adapter {
namespace {

std::string TextColumns(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + QuoteText(name) + ": 'VARCHAR'";
  return "{" + list + "}";
}

std::string Compression(const FileScan& scan) {
  if (scan.compressed_gzip) return "'gzip'";
  if (scan.compressed_zstd) return "'zstd'";
  return "'uncompressed'";
}

std::string CsvDialect(const FileScan& scan) {
  const std::string delimiter(1, scan.delimiter);
  return "delim = " + QuoteText(delimiter) + ", quote = '\"', escape = '\"', compression = " + Compression(scan);
}

std::string CsvRelation(const FileScan& scan) {
  return "read_csv(" + QuoteText(scan.path) + ", auto_detect = false, header = " + (scan.header ? "true" : "false") +
         ", " + CsvDialect(scan) + ", columns = " + TextColumns(scan.columns) +
         ", store_rejects = true, rejects_limit = 0)";
}

std::string JsonRelation(const FileScan& scan) {
  std::string call = "read_json(" + QuoteText(scan.path) + ", format = " +
                     (scan.format == FileFormat::kJson ? "'array'" : "'newline_delimited', ignore_errors = true") +
                     ", compression = " + Compression(scan);
  if (scan.columns.empty()) return call + ", sample_size = -1)";
  return call + ", columns = " + TextColumns(scan.columns) + ")";
}

std::string XlsxRelation(const FileScan& scan) {
  const std::string sheet = scan.sheet.empty() ? "" : ", sheet = " + QuoteText(scan.sheet);
  return "read_xlsx(" + QuoteText(scan.path) +
         ", all_varchar = true, stop_at_empty = false, header = " + (scan.header ? "true" : "false") + sheet + ")";
}

/// DuckDB's kinds of CSV errors as our rules.
std::string RuleOf(const std::string& error_type) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kRules = {{
      {"MISSING COLUMNS", "csv.missing_columns"},
      {"TOO MANY COLUMNS", "csv.too_many_columns"},
      {"UNQUOTED VALUE", "csv.unquoted"},
      {"LINE SIZE OVER MAXIMUM", "csv.too_long"},
  }};
  for (const auto& [type, rule] : kRules)
    if (error_type == type) return std::string(rule);
  return "csv.other";
}

}  // namespace

Result<Schema> DuckDbSession::ScanSchema(const FileScan& scan, const RunControl& control) {
  TRY(control.Check());
  FileScan any = scan;
  if (scan.format != FileFormat::kCsv) any.columns.clear();
  return Describe("select * from " + TRY(ScanRelation(any)), {}, control);
}

Result<std::string> DuckDbSession::ScanRelation(const FileScan& scan) {
  switch (scan.format) {
    case FileFormat::kCsv:
      break;
    case FileFormat::kJson:
    case FileFormat::kJsonLines:
      return JsonRelation(scan);
    case FileFormat::kXlsx:
      TRY(database_->LoadExtension("excel"));
      return XlsxRelation(scan);
    case FileFormat::kParquet:
      return "read_parquet(" + QuoteText(scan.path) + ")";
    case FileFormat::kPostgres:
      return PostgresRelation(scan);
  }
  scan_has_header_ = scan.header;
  TRY(DropTable("reject_errors"));
  TRY(DropTable("reject_scans"));
  return CsvRelation(scan);
}

Result<std::string> DuckDbSession::PostgresRelation(const FileScan& scan) {
  TRY(database_->LoadExtension("postgres_scanner"));
  TRY(Execute("attach or replace " + QuoteText(scan.path) + " as tidewaiter_source (type postgres, read_only)", {},
              {}));
  return "postgres_query('tidewaiter_source', " + QuoteText(scan.query) + ")";
}

Result<std::pair<std::vector<UnparsedRecord>, int64_t>> DuckDbSession::TakeUnparsed(int64_t limit) {
  std::pair<std::vector<UnparsedRecord>, int64_t> taken;
  const Table exists = TRY(QueryTable("select count(*) from duckdb_tables() where table_name = 'reject_errors'"));
  if (ToText(exists.rows[0][0]) == "0") return taken;
  const Table count = TRY(QueryTable("select cast(count(distinct line) as bigint) from reject_errors"));
  taken.second = std::get<int64_t>(count.rows[0][0]);
  // One fault a record is enough: the first.
  const Table faults =
      TRY(QueryTable("select cast(line as bigint), coalesce(column_name, ''), cast(error_type as varchar), csv_line, "
                     "error_message from reject_errors "
                     "qualify row_number() over (partition by line order by byte_position) = 1 order by line limit " +
                     std::to_string(limit)));
  const int64_t header_records = scan_has_header_ ? 1 : 0;
  for (const auto& row : faults.rows) {
    const std::string message = ToText(row[4]);
    taken.first.push_back({std::get<int64_t>(row[0]) - header_records, ToText(row[1]), RuleOf(ToText(row[2])),
                           ToText(row[3]), message.substr(0, message.find('\n'))});
  }
  return taken;
}

}  // namespace tidewaiter::engine::duckdb_adapter
