#include "engine/duckdb/decode.h"
#include "engine/duckdb/execution.h"
#include "engine/duckdb/session.h"

/// Rows that come from outside the engine, as a table.
namespace tidewaiter::engine::duckdb_adapter {
namespace {

duckdb_state AppendValue(duckdb_appender appender, const ColumnVector& column, size_t row) {
  if (column.IsNull(row)) return duckdb_append_null(appender);
  switch (column.type().id) {
    case TypeId::kText: {
      const std::string_view text = column.texts()[row];
      return duckdb_append_varchar_length(appender, text.data(), text.size());
    }
    case TypeId::kInteger:
      return duckdb_append_int64(appender, column.integers()[row]);
    case TypeId::kDouble:
      return duckdb_append_double(appender, column.doubles()[row]);
    case TypeId::kBoolean:
      return duckdb_append_bool(appender, column.booleans()[row] != 0);
    case TypeId::kDate:
      return duckdb_append_date(appender, {column.dates()[row]});
    case TypeId::kTimestamp:
      return duckdb_append_timestamp(appender, {column.integers()[row]});
    case TypeId::kDecimal:
      break;
  }
  return duckdb_append_value(appender, EncodeValue(column.ValueAt(row)).get());
}

Status AppendBatch(duckdb_appender appender, const Batch& batch) {
  for (size_t row = 0; row < batch.rows; ++row) {
    bool failed = false;
    for (const ColumnVector& column : batch.columns) failed |= AppendValue(appender, column, row) == DuckDBError;
    failed |= duckdb_appender_end_row(appender) == DuckDBError;
    if (failed) return Fail(Translate(duckdb_appender_error(appender)));
  }
  return {};
}

std::string ColumnList(const Schema& schema) {
  std::string list;
  for (const Column& column : schema) {
    list += (list.empty() ? "" : ", ") + QuoteIdentifier(column.name) + " " + column.type.Sql();
  }
  return list;
}

}  // namespace

Result<int64_t> DuckDbSession::CreateTableFrom(std::string_view name, BatchStream& rows, const RunControl& control) {
  const std::string table(name);
  const std::string columns = ColumnList(rows.schema());
  TRY(Execute("create or replace temp table " + QuoteIdentifier(table) + " (" + columns + ")", {}, control));
  AppenderHandle appender;
  if (duckdb_appender_create_ext(connection_.get(), "temp", "main", table.c_str(), appender.address()) == DuckDBError) {
    return Fail(Translate(duckdb_appender_error(appender.get())));
  }
  int64_t count = 0;
  for (;;) {
    TRY(control.Check());
    const std::unique_ptr<Batch> batch = TRY(rows.Next());
    if (batch == nullptr) break;
    TRY(AppendBatch(appender.get(), *batch));
    count += static_cast<int64_t>(batch->rows);
  }
  if (duckdb_appender_close(appender.get()) == DuckDBError) {
    return Fail(Translate(duckdb_appender_error(appender.get())));
  }
  return count;
}

}  // namespace tidewaiter::engine::duckdb_adapter
