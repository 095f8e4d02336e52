#include "engine/duckdb/stream_scan.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "engine/duckdb/decode.h"
#include "engine/duckdb/session.h"

namespace tidewaiter::engine::duckdb_adapter {
namespace {

constexpr const char* kFunction = "tidewaiter_stream";

using Source = OpenStreams::Source;

OpenStreams& StreamsOf(void* extra_info) { return **static_cast<std::shared_ptr<OpenStreams>*>(extra_info); }

void Bind(duckdb_bind_info info) {
  const ValueHandle number(duckdb_bind_get_parameter(info, 0));
  Source* const source = StreamsOf(duckdb_bind_get_extra_info(info)).Find(duckdb_get_int64(number.get()));
  if (source == nullptr) return duckdb_bind_set_error(info, "no such stream");
  size_t column = 0;
  for (const Column& described : source->stream->schema())
    duckdb_bind_add_result_column(info, ("c" + std::to_string(column++)).c_str(),
                                  MakeLogicalType(described.type).get());
  duckdb_bind_set_bind_data(info, source, [](void*) {});
}

void Init(duckdb_init_info info) { duckdb_init_set_max_threads(info, 1); }

/// Goes on to the next batch where this one is used up; nothing is left where there is none.
Status Advance(Source& source) {
  while (source.batch == nullptr || source.next_row == source.batch->rows) {
    source.batch = TRY(source.stream->Next());
    source.next_row = 0;
    if (source.batch == nullptr) break;
  }
  return {};
}

void Pull(duckdb_function_info info, duckdb_data_chunk output) {
  Source& source = *static_cast<Source*>(duckdb_function_get_bind_data(info));
  duckdb_data_chunk_set_size(output, 0);
  if (Status advanced = Advance(source); !advanced) {
    source.failure = std::move(advanced.error());
    duckdb_function_set_error(info, "the stream broke off");
    return;
  }
  if (source.batch == nullptr) return;
  const size_t rows = std::min<size_t>(source.batch->rows - source.next_row, duckdb_vector_size());
  for (size_t column = 0; column < source.batch->columns.size(); ++column)
    EncodeVector(duckdb_data_chunk_get_vector(output, column), source.batch->columns[column], source.next_row, rows);
  duckdb_data_chunk_set_size(output, rows);
  source.next_row += rows;
}

/// DuckDB's C API takes a plain pointer and gives it back here.
void Release(void* streams) {
  const std::unique_ptr<std::shared_ptr<OpenStreams>> owned(static_cast<std::shared_ptr<OpenStreams>*>(streams));
}

Status Register(duckdb_connection connection, const std::shared_ptr<OpenStreams>& streams) {
  const TableFunctionHandle function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), kFunction);
  duckdb_table_function_add_parameter(function.get(), MakeLogicalType({TypeId::kInteger}).get());
  auto owned = std::make_unique<std::shared_ptr<OpenStreams>>(streams);
  duckdb_table_function_set_extra_info(function.get(), owned.release(), Release);
  duckdb_table_function_set_bind(function.get(), Bind);
  duckdb_table_function_set_init(function.get(), Init);
  duckdb_table_function_set_function(function.get(), Pull);
  if (duckdb_register_table_function(connection, function.get()) == DuckDBError)
    return Fail(ErrorCode::kEngine, std::string("cannot register a function (") + kFunction + ")");
  return {};
}

std::string SelectSql(const Schema& schema, int64_t number) {
  std::string list;
  for (size_t column = 0; column < schema.size(); ++column)
    list += (column == 0 ? "c" : ", c") + std::to_string(column) + " as " + QuoteIdentifier(schema[column].name);
  return "select " + list + " from " + kFunction + "(" + std::to_string(number) + ")";
}

}  // namespace

int64_t OpenStreams::Add(BatchStream& stream) {
  const std::scoped_lock lock(mutex_);
  sources_.emplace(++last_, Source{&stream});
  return last_;
}

OpenStreams::Source* OpenStreams::Find(int64_t number) {
  const std::scoped_lock lock(mutex_);
  const auto source = sources_.find(number);
  return source == sources_.end() ? nullptr : &source->second;
}

void OpenStreams::Remove(int64_t number) {
  const std::scoped_lock lock(mutex_);
  sources_.erase(number);
}

Result<int64_t> DuckDbSession::ReadStream(BatchStream& rows,
                                          const std::function<Result<int64_t>(const std::string& sql)>& use) {
  const std::shared_ptr<OpenStreams> streams = database_->streams();
  if (database_->ClaimFunctionName(kFunction)) TRY(Register(connection_.get(), streams));
  const int64_t number = streams->Add(rows);
  auto used = use(SelectSql(rows.schema(), number));
  std::optional<Error> failure = std::move(streams->Find(number)->failure);
  streams->Remove(number);
  if (failure) return Fail(std::move(*failure));
  return used;
}

Result<int64_t> DuckDbSession::CreateTableFrom(std::string_view name, BatchStream& rows, const RunControl& control) {
  return ReadStream(rows, [&](const std::string& sql) { return CreateTable(name, sql, {}, control); });
}

Result<int64_t> DuckDbSession::WriteParquet(BatchStream& rows, const std::filesystem::path& path,
                                            const RunControl& control) {
  return ReadStream(rows, [&](const std::string& sql) { return WriteParquet(sql, {}, path, control); });
}

}  // namespace tidewaiter::engine::duckdb_adapter
