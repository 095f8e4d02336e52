#include <algorithm>
#include <optional>
#include <utility>

#include "engine/duckdb/decode.h"
#include "engine/duckdb/session.h"

/// A stream of another engine as a relation.
namespace tidewaiter::engine::duckdb_adapter {
namespace {

/// What DuckDB's table function pulls from. It calls from one thread at a time.
struct Source {
  BatchStream* stream = nullptr;
  std::unique_ptr<Batch> batch = nullptr;
  size_t next_row = 0;
  std::optional<Error> failure = std::nullopt;
};

void Bind(duckdb_bind_info info) {
  const Source& source = **static_cast<std::shared_ptr<Source>*>(duckdb_bind_get_extra_info(info));
  size_t number = 0;
  for (const Column& column : source.stream->schema())
    duckdb_bind_add_result_column(info, ("c" + std::to_string(number++)).c_str(), MakeLogicalType(column.type).get());
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
  Source& source = **static_cast<std::shared_ptr<Source>*>(duckdb_function_get_extra_info(info));
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

void DeleteSource(void* source) { delete static_cast<std::shared_ptr<Source>*>(source); }  // NOLINT: given by the C API

std::string SelectList(const Schema& schema) {
  std::string list;
  for (size_t number = 0; number < schema.size(); ++number)
    list += (number == 0 ? "c" : ", c") + std::to_string(number) + " as " + QuoteIdentifier(schema[number].name);
  return list;
}

}  // namespace

Result<int64_t> DuckDbSession::WriteParquet(BatchStream& rows, const std::filesystem::path& path,
                                            const RunControl& control) {
  const auto source = std::make_shared<Source>(Source{&rows});
  std::string name = "tidewaiter_stream";
  while (!database_->ClaimFunctionName(name)) name += "_";  // a function of DuckDB cannot be taken back
  const TableFunctionHandle function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), name.c_str());
  auto owned = std::make_unique<std::shared_ptr<Source>>(source);
  duckdb_table_function_set_extra_info(function.get(), owned.release(), DeleteSource);
  duckdb_table_function_set_bind(function.get(), Bind);
  duckdb_table_function_set_init(function.get(), Init);
  duckdb_table_function_set_function(function.get(), Pull);
  if (duckdb_register_table_function(connection_.get(), function.get()) == DuckDBError)
    return Fail(ErrorCode::kEngine, "cannot register a function (" + name + ")");
  auto written = WriteParquet("select " + SelectList(rows.schema()) + " from " + name + "()", {}, path, control);
  if (source->failure) return Fail(std::move(*source->failure));
  return written;
}

}  // namespace tidewaiter::engine::duckdb_adapter
