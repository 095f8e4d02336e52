#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/session.h"

namespace tidewaiter::engine::duckdb_adapter {

class DuckDbSession final : public LocalSession {
 public:
  static Result<std::unique_ptr<DuckDbSession>> Open(std::shared_ptr<Database> database);
  DuckDbSession(std::shared_ptr<Database> database, ConnectionHandle connection);

  Result<std::unique_ptr<BatchStream>> Query(std::string_view sql, const Parameters& parameters,
                                             const RunControl& control) override;
  Result<int64_t> Execute(std::string_view sql, const Parameters& parameters, const RunControl& control) override;
  Result<Schema> Describe(std::string_view sql, const Parameters& parameters, const RunControl& control = {}) override;
  Status CreateView(std::string_view name, std::string_view sql) override;
  Result<int64_t> CreateTable(std::string_view name, std::string_view sql, const Parameters& parameters,
                              const RunControl& control) override;
  Status DropTable(std::string_view name) override;

  Result<Schema> ScanSchema(const FileScan& scan, const RunControl& control) override;
  Result<std::string> ScanRelation(const FileScan& scan) override;
  Result<std::pair<std::vector<UnparsedRecord>, int64_t>> TakeUnparsed(int64_t limit) override;
  Status RegisterFunction(ScalarFunction function) override;
  Status RegisterFunction(NumericFunction function) override;
  int Threads() const override { return database_->threads(); }
  Result<int64_t> CreateTableFrom(std::string_view name, BatchStream& rows, const RunControl& control) override;
  Result<int64_t> WriteParquet(std::string_view sql, const Parameters& parameters, const std::filesystem::path& path,
                               const RunControl& control) override;
  Result<int64_t> WriteParquet(BatchStream& rows, const std::filesystem::path& path,
                               const RunControl& control) override;
  Status RestrictToReading() override;

 private:
  /// Lets `use` run a query for the rows of a stream.
  Result<int64_t> ReadStream(BatchStream& rows, const std::function<Result<int64_t>(const std::string& sql)>& use);
  Result<StatementHandle> Prepare(std::string_view sql, const Parameters& parameters);
  Result<std::unique_ptr<BatchStream>> Start(std::string_view sql, const Parameters& parameters,
                                             const RunControl& control, bool texts_only_where_needed);
  Result<std::string> PostgresRelation(const FileScan& scan);

  std::shared_ptr<Database> database_;
  ConnectionHandle connection_;
  bool reading_only_ = false;
  bool scan_has_header_ = true;
};

}  // namespace tidewaiter::engine::duckdb_adapter
