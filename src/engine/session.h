#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/run_control.h"
#include "engine/batch.h"
#include "engine/numeric_function.h"

namespace tidewaiter::engine {

/// A conversation with an SQL engine: its views and tables are its own and vanish with it. SQL keeps to the
/// portable subset (docs/concepts/sql.md). One thread at a time; cancelled from any thread through
/// RunControl::stop.
class Session {
 public:
  virtual ~Session() = default;

  /// Runs one statement that returns rows. The stream must not outlive the session.
  virtual Result<std::unique_ptr<BatchStream>> Query(std::string_view sql, const Parameters& parameters,
                                                     const RunControl& control) = 0;
  /// Runs one statement; the number of rows that it changed (0 where that means nothing).
  virtual Result<int64_t> Execute(std::string_view sql, const Parameters& parameters, const RunControl& control) = 0;

  /// Columns that a query would return, without running it.
  virtual Result<Schema> Describe(std::string_view sql, const Parameters& parameters,
                                  const RunControl& control = {}) = 0;

  /// `name` stands for the query from now on in this session (replaces an older one).
  virtual Status CreateView(std::string_view name, std::string_view sql) = 0;
  /// Stores the rows of a query as a table of this session; how many rows.
  virtual Result<int64_t> CreateTable(std::string_view name, std::string_view sql, const Parameters& parameters,
                                      const RunControl& control) = 0;
  virtual Status DropTable(std::string_view name) = 0;

  /// Convenience over Query: all rows of a small result.
  Result<Table> QueryTable(std::string_view sql, const Parameters& parameters = {}, const RunControl& control = {});
};

enum class FileFormat { kCsv, kJson, kJsonLines, kXlsx, kParquet, kPostgres };

/// A file, or a database query, to be read as a relation. Rows that the reader itself cannot parse are kept
/// apart.
struct FileScan {
  FileFormat format = FileFormat::kCsv;
  std::string path = {};  ///< valid UTF-8 text or a pipe of it for CSV; a connection text for PostgreSQL
  char delimiter = ',';   ///< CSV
  bool header = true;     ///< CSV, XLSX: the first record holds names
  std::vector<std::string> columns = {};  ///< CSV: names to give to the columns, in the order of the file
  std::string sheet = {};                 ///< XLSX: empty = the first
  std::string query = {};                 ///< PostgreSQL
  bool compressed_gzip = false, compressed_zstd = false;  ///< CSV, JSON: not left to the name's ending
};

/// A record that the reader could not take apart.
struct UnparsedRecord {
  int64_t record = 0;  ///< 1-based among the data records of the file
  std::string column;  ///< where it broke; may be empty
  std::string rule;    ///< `csv.missing_columns`, `csv.too_many_columns`, `csv.unquoted`, `csv.too_long`,
                       ///< `csv.other`
  std::string raw;     ///< the record as read (may hold personal data)
  std::string message;
};

/// A value per row from values per row; C++ called from SQL. Called from several threads at once.
struct ScalarFunction {
  std::string name = {};
  std::vector<Type> arguments = {};
  Type result = {};
  /// `rows` values from each column into `result`. Exactly one of the overloads is set, by the result's type.
  std::function<void(std::span<const ColumnVector> arguments, size_t rows, std::span<double> result,
                     std::span<uint8_t> valid)>
      to_double = {};
  std::function<void(std::span<const ColumnVector> arguments, size_t rows, std::vector<std::string>& result,
                     std::span<uint8_t> valid)>
      to_text = {};
  bool null_in_null_out = true;  ///< rows with a NULL argument are not passed to the function's result
};

/// The engine inside this process: it also reads and writes files, and calls C++ functions from SQL.
class LocalSession : public Session {
 public:
  /// Columns of a file as the reader finds them, all rows unread. For CSV: the first record as it stands
  /// (doubled names stay doubled), or `column0`, `column1`, … without a header. For the others the names of
  /// the file.
  virtual Result<Schema> ScanSchema(const FileScan& scan, const RunControl& control) = 0;
  /// SQL of a relation that reads the file, to put after FROM. CSV and XLSX columns are text; the others
  /// typed. Order and, after CreateTable from it, `rowid` follow the file. Unparsed records are collected by
  /// TakeUnparsed after the statement has run.
  virtual Result<std::string> ScanRelation(const FileScan& scan) = 0;
  /// Records that the last scan could not parse, at most `limit`; and how many there were in all.
  virtual Result<std::pair<std::vector<UnparsedRecord>, int64_t>> TakeUnparsed(int64_t limit) = 0;

  /// A name that is registered already keeps its first function.
  virtual Status RegisterFunction(ScalarFunction function) = 0;
  virtual Status RegisterFunction(NumericFunction function) = 0;

  /// How many threads it may use; what works beside it, such as learning, keeps to the same.
  virtual int Threads() const = 0;

  /// Stores a stream's rows as a table of this session; how many rows. The stream must not come from this session; its
  /// error is handed on.
  virtual Result<int64_t> CreateTableFrom(std::string_view name, BatchStream& rows, const RunControl& control) = 0;

  /// Writes a query's rows to a Parquet file (zstd), whole or not at all; how many rows.
  virtual Result<int64_t> WriteParquet(std::string_view sql, const Parameters& parameters,
                                       const std::filesystem::path& path, const RunControl& control) = 0;
  /// The same with the rows of a stream, as CreateTableFrom takes them.
  virtual Result<int64_t> WriteParquet(BatchStream& rows, const std::filesystem::path& path,
                                       const RunControl& control) = 0;
  /// From now on this session may not touch files, other databases or settings (an analyst's SQL runs here).
  virtual Status RestrictToReading() = 0;
};

}  // namespace tidewaiter::engine
