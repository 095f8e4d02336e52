#include "engine/duckdb/session.h"

#include <filesystem>
#include <set>

#include "engine/duckdb/decode.h"
#include "engine/duckdb/execution.h"

namespace tidewaiter::engine::duckdb_adapter {
namespace {

/// A chunk that stays alive as long as the batch whose texts point into it.
std::unique_ptr<Batch> DecodeChunk(duckdb_data_chunk raw, const Schema& schema) {
  auto chunk = std::make_shared<ChunkHandle>(raw);
  auto batch = std::make_unique<Batch>();
  batch->rows = duckdb_data_chunk_get_size(raw);
  batch->columns.reserve(schema.size());
  for (size_t column = 0; column < schema.size(); ++column)
    batch->columns.push_back(DecodeVector(duckdb_data_chunk_get_vector(raw, column), batch->rows, schema[column].type));
  batch->owner = std::move(chunk);
  return batch;
}

/// What a result that gives no more rows failed with, if it did.
std::optional<Error> FailureOf(ResultHandle& result) {
  const char* message = duckdb_result_error(result.get());
  if (message == nullptr || *message == '\0') return std::nullopt;
  return Translate(message);
}

class DuckDbStream final : public BatchStream {
 public:
  DuckDbStream(duckdb_connection connection, StatementHandle statement, std::unique_ptr<ResultHandle> result,
               Schema schema, RunControl control)
      : connection_(connection),
        statement_(std::move(statement)),
        result_(std::move(result)),
        schema_(std::move(schema)),
        control_(std::move(control)) {}

  const Schema& schema() const override { return schema_; }

  Result<std::unique_ptr<Batch>> Next() override {
    TRY(control_.Check());
    const InterruptOnStop interrupt(connection_, control_.stop);
    duckdb_data_chunk chunk = duckdb_fetch_chunk(*result_->get());
    if (chunk != nullptr) return DecodeChunk(chunk, schema_);
    TRY(control_.Check());
    auto failure = FailureOf(*result_);
    if (failure && failure->code == ErrorCode::kInterrupted) failure = TRY(ReasonWhyStopped());
    if (failure) return Fail(std::move(*failure));
    return nullptr;
  }

 private:
  /// DuckDB stops its other threads by the same flag as a caller would, and the one that fetches may see that flag
  /// before the error that raised it (once in some hundred failures). The error is then lost: only running the
  /// statement again tells it.
  Result<Error> ReasonWhyStopped() {
    constexpr int kAttempts = 5;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      ResultHandle again;
      TRY(ExecuteWithProgress(connection_, statement_.get(), again, control_));
      while (ChunkHandle(duckdb_fetch_chunk(*again.get()))) TRY(control_.Check());
      auto failure = FailureOf(again);
      if (failure && failure->code != ErrorCode::kInterrupted) return std::move(*failure);
    }
    return Error{ErrorCode::kEngine, "the statement broke off and the engine does not tell why", {}, {}};
  }

  duckdb_connection connection_;
  StatementHandle statement_;
  std::unique_ptr<ResultHandle> result_;
  Schema schema_;
  RunControl control_;
};

/// The result's columns. Nested and rare types have none of ours: `needs_text` tells which columns to cast.
Schema SchemaOf(ResultHandle& result, std::set<size_t>& needs_text) {
  Schema schema;
  const size_t columns = duckdb_column_count(result.get());
  for (size_t column = 0; column < columns; ++column) {
    const TypeHandle type(duckdb_column_logical_type(result.get(), column));
    const auto known = TypeOf(type.get());
    if (!known) needs_text.insert(column);
    schema.push_back({duckdb_column_name(result.get(), column), known.value_or(Type{TypeId::kText})});
  }
  return schema;
}

/// The query with some of its columns cast to text. Columns are named by position, since names may be doubled. The
/// bracket stands on a line of its own, since the query may end with a comment.
std::string CastToText(std::string_view sql, const Schema& schema, const std::set<size_t>& needs_text) {
  std::string names, list;
  for (size_t column = 0; column < schema.size(); ++column) {
    const std::string name = "c" + std::to_string(column);
    const std::string separator = column == 0 ? "" : ", ";
    names += separator + name;
    list += separator + (needs_text.contains(column) ? "cast(" + name + " as varchar)" : name) + " as " +
            QuoteIdentifier(schema[column].name);
  }
  return "select " + list + " from (" + std::string(sql) + "\n) as r(" + names + ")";
}

bool OnlyReads(duckdb_statement_type type) {
  return type == DUCKDB_STATEMENT_TYPE_SELECT || type == DUCKDB_STATEMENT_TYPE_EXPLAIN;
}

Status Bind(duckdb_prepared_statement statement, const Parameters& parameters) {
  const idx_t count = duckdb_nparams(statement);
  for (idx_t index = 1; index <= count; ++index) {
    const OwnedText name(duckdb_parameter_name(statement, index));
    const auto value = parameters.find(std::string_view(name.get()));
    if (value == parameters.end())
      return Fail(ErrorCode::kSqlInvalid, "no value for a parameter ($" + std::string(name.get()) + ")");
    const ValueHandle encoded = EncodeValue(value->second);
    if (duckdb_bind_value(statement, index, encoded.get()) == DuckDBError)
      return Fail(Translate(duckdb_prepare_error(statement)));
  }
  return {};
}

}  // namespace

DuckDbSession::DuckDbSession(std::shared_ptr<Database> database, ConnectionHandle connection)
    : database_(std::move(database)), connection_(std::move(connection)) {}

Result<std::unique_ptr<DuckDbSession>> DuckDbSession::Open(std::shared_ptr<Database> database) {
  ConnectionHandle connection = TRY(database->Connect());
  return std::make_unique<DuckDbSession>(std::move(database), std::move(connection));
}

Result<StatementHandle> DuckDbSession::Prepare(std::string_view sql, const Parameters& parameters) {
  StatementHandle statement;
  const std::string text(sql);
  if (text.find('\0') != std::string::npos) return Fail(ErrorCode::kSqlInvalid, "the SQL holds a NUL byte");
  if (duckdb_prepare(connection_.get(), text.c_str(), statement.address()) == DuckDBError) {
    Error error = Translate(duckdb_prepare_error(statement.get()));
    return Fail(std::move(error));
  }
  if (reading_only_ && !OnlyReads(duckdb_prepared_statement_type(statement.get())))
    return Fail(ErrorCode::kSqlNotReadOnly, "this statement does not only read",
                "write a SELECT; data enters through load, never through a query");
  TRY(Bind(statement.get(), parameters));
  return statement;
}

Result<std::unique_ptr<BatchStream>> DuckDbSession::Query(std::string_view sql, const Parameters& parameters,
                                                          const RunControl& control) {
  return Start(sql, parameters, control, /*texts_only_where_needed=*/true);
}

Result<std::unique_ptr<BatchStream>> DuckDbSession::Start(std::string_view sql, const Parameters& parameters,
                                                          const RunControl& control, bool may_cast) {
  StatementHandle statement = TRY(Prepare(sql, parameters));
  const bool is_select = duckdb_prepared_statement_type(statement.get()) == DUCKDB_STATEMENT_TYPE_SELECT;
  auto result = std::make_unique<ResultHandle>();
  TRY(ExecuteWithProgress(connection_.get(), statement.get(), *result, control));
  std::set<size_t> needs_text;
  Schema schema = SchemaOf(*result, needs_text);
  if (!needs_text.empty() && is_select && may_cast) {
    const std::string cast = CastToText(sql, schema, needs_text);
    result.reset();
    return Start(cast, parameters, control, false);
  }
  return std::make_unique<DuckDbStream>(connection_.get(), std::move(statement), std::move(result), std::move(schema),
                                        control);
}

Result<int64_t> DuckDbSession::Execute(std::string_view sql, const Parameters& parameters, const RunControl& control) {
  const StatementHandle statement = TRY(Prepare(sql, parameters));
  ResultHandle result;
  TRY(ExecuteWithProgress(connection_.get(), statement.get(), result, control));
  // Statements that change rows return one row with their number; the chunk also drives a stream to its end.
  int64_t changed = 0;
  for (;;) {
    const ChunkHandle chunk(duckdb_fetch_chunk(*result.get()));
    if (!chunk) break;
    if (duckdb_data_chunk_get_size(chunk.get()) == 0 || duckdb_data_chunk_get_column_count(chunk.get()) == 0) continue;
    duckdb_vector first = duckdb_data_chunk_get_vector(chunk.get(), 0);
    const TypeHandle type(duckdb_vector_get_column_type(first));
    if (duckdb_get_type_id(type.get()) == DUCKDB_TYPE_BIGINT)
      changed = *static_cast<const int64_t*>(duckdb_vector_get_data(first));
  }
  TRY(control.Check());
  if (auto failure = FailureOf(result)) return Fail(std::move(*failure));
  return changed;
}

Result<Schema> DuckDbSession::Describe(std::string_view sql, const Parameters& parameters, const RunControl& control) {
  const auto stream = TRY(Query("select * from (" + std::string(sql) + ") limit 0", parameters, control));
  TRY(stream->Next());  // to its end: a stream that is left open holds its snapshot of the catalogue
  return stream->schema();
}

Status DuckDbSession::CreateView(std::string_view name, std::string_view sql) {
  TRY(Execute("create or replace temp view " + QuoteIdentifier(name) + " as " + std::string(sql), {}, {}));
  return {};
}

Result<int64_t> DuckDbSession::CreateTable(std::string_view name, std::string_view sql, const Parameters& parameters,
                                           const RunControl& control) {
  return Execute("create or replace temp table " + QuoteIdentifier(name) + " as " + std::string(sql), parameters,
                 control);
}

Status DuckDbSession::DropTable(std::string_view name) {
  TRY(Execute("drop table if exists " + QuoteIdentifier(name), {}, {}));
  return {};
}

Result<int64_t> DuckDbSession::WriteParquet(std::string_view sql, const Parameters& parameters,
                                            const std::filesystem::path& path, const RunControl& control) {
  const std::filesystem::path part = path.string() + ".part";
  auto rows = Execute("copy (" + std::string(sql) + ") to " + QuoteText(part.string()) +
                          " (format parquet, compression zstd, parquet_version v2)",
                      parameters, control);
  std::error_code failure;
  if (!rows) {
    std::filesystem::remove(part, failure);
    return Fail(std::move(rows.error()));
  }
  std::filesystem::rename(part, path, failure);
  if (failure) return Fail(ErrorCode::kInputOutput, "cannot write (" + path.string() + ": " + failure.message() + ")");
  return *rows;
}

Status DuckDbSession::RestrictToReading() {
  for (const char* setting : {"set enable_external_access = false", "set lock_configuration = true"})
    TRY(Execute(setting, {}, {}));
  reading_only_ = true;
  return {};
}

}  // namespace tidewaiter::engine::duckdb_adapter
