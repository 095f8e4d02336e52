#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "engine/duckdb/decode.h"
#include "engine/duckdb/session.h"

/// C++ functions callable from SQL.
namespace tidewaiter::engine::duckdb_adapter {
namespace {

template <class Function>
void DeleteFunction(void* function) {
  delete static_cast<Function*>(function);  // NOLINT: given by the C API
}

std::vector<ColumnVector> DecodeArguments(duckdb_data_chunk input, const ScalarFunction& function, size_t rows) {
  std::vector<ColumnVector> arguments;
  for (size_t index = 0; index < function.arguments.size(); ++index)
    arguments.push_back(DecodeVector(duckdb_data_chunk_get_vector(input, index), rows, function.arguments[index]));
  return arguments;
}

void Call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<const ScalarFunction*>(duckdb_scalar_function_get_extra_info(info));
  const size_t rows = duckdb_data_chunk_get_size(input);
  const auto arguments = DecodeArguments(input, function, rows);
  std::vector<uint8_t> valid(rows, 1);
  if (function.null_in_null_out)
    for (const ColumnVector& argument : arguments)
      for (size_t row = 0; row < rows; ++row) valid[row] &= argument.valid()[row];

  if (function.to_double) {
    function.to_double(arguments, rows, {static_cast<double*>(duckdb_vector_get_data(output)), rows}, valid);
  } else {
    std::vector<std::string> texts(rows);
    function.to_text(arguments, rows, texts, valid);
    for (size_t row = 0; row < rows; ++row)
      if (valid[row] != 0) duckdb_vector_assign_string_element_len(output, row, texts[row].data(), texts[row].size());
  }
  EncodeValidity(output, valid);
}

TypeHandle SqlType(const Type& type) { return MakeLogicalType(type); }

TypeHandle SqlType(SeriesType type) {
  TypeHandle number = MakeLogicalType(Type{TypeId::kDouble});
  return type == SeriesType::kNumber ? std::move(number) : TypeHandle(duckdb_create_list_type(number.get()));
}

bool IsNull(duckdb_vector vector, size_t row) {
  const uint64_t* const validity = duckdb_vector_get_validity(vector);
  return validity != nullptr && !duckdb_validity_row_is_valid(const_cast<uint64_t*>(validity), row);
}

/// A column of arguments. The numbers of all series stand in one block; its NULL elements are made NaN.
class SeriesColumn {
 public:
  SeriesColumn(duckdb_vector vector, SeriesType type) : vector_(vector), type_(type) {
    const bool is_series = type == SeriesType::kSeries;
    const duckdb_vector numbers = is_series ? duckdb_list_vector_get_child(vector) : vector;
    numbers_ = static_cast<double*>(duckdb_vector_get_data(numbers));
    if (!is_series || duckdb_vector_get_validity(numbers) == nullptr) return;
    for (size_t i = 0; i < duckdb_list_vector_get_size(vector); ++i) {
      if (IsNull(numbers, i)) numbers_[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }

  bool IsNullAt(size_t row) const { return IsNull(vector_, row); }

  SeriesArgument At(size_t row) const {
    if (type_ == SeriesType::kNumber) return {{}, numbers_[row]};
    const auto& entry = static_cast<const duckdb_list_entry*>(duckdb_vector_get_data(vector_))[row];
    return {{numbers_ + entry.offset, static_cast<size_t>(entry.length)}, 0};
  }

 private:
  duckdb_vector vector_;
  SeriesType type_;
  double* numbers_;
};

/// Appends a row's series to the block of the list vector.
void AppendSeries(duckdb_vector output, size_t row, const std::vector<double>& series) {
  const idx_t offset = duckdb_list_vector_get_size(output);
  duckdb_list_vector_reserve(output, offset + series.size());
  auto* const numbers = static_cast<double*>(duckdb_vector_get_data(duckdb_list_vector_get_child(output)));
  std::copy(series.begin(), series.end(), numbers + offset);
  duckdb_list_vector_set_size(output, offset + series.size());
  static_cast<duckdb_list_entry*>(duckdb_vector_get_data(output))[row] = {offset, series.size()};
}

void CallSeries(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<const SeriesFunction*>(duckdb_scalar_function_get_extra_info(info));
  const size_t rows = duckdb_data_chunk_get_size(input);
  std::vector<SeriesColumn> columns;
  for (size_t i = 0; i < function.arguments.size(); ++i)
    columns.emplace_back(duckdb_data_chunk_get_vector(input, i), function.arguments[i]);
  const bool gives_series = function.result == SeriesType::kSeries;
  if (gives_series) duckdb_list_vector_set_size(output, 0);
  std::vector<uint8_t> valid(rows, 0);
  std::vector<SeriesArgument> arguments(columns.size());
  for (size_t row = 0; row < rows; ++row) {
    const auto is_null = [&](const SeriesColumn& column) { return column.IsNullAt(row); };
    if (gives_series) static_cast<duckdb_list_entry*>(duckdb_vector_get_data(output))[row] = {0, 0};
    if (std::any_of(columns.begin(), columns.end(), is_null)) continue;
    for (size_t i = 0; i < columns.size(); ++i) arguments[i] = columns[i].At(row);
    const auto result = function.call(arguments);
    valid[row] = result ? 1 : 0;
    if (result && gives_series) AppendSeries(output, row, *result);
    if (result && !gives_series) static_cast<double*>(duckdb_vector_get_data(output))[row] = result->front();
  }
  EncodeValidity(output, valid);
}

template <class Function>
Status Register(duckdb_connection connection, Function function, duckdb_scalar_function_t call) {
  const FunctionHandle handle(duckdb_create_scalar_function());
  const std::string name = function.name;
  duckdb_scalar_function_set_name(handle.get(), name.c_str());
  for (const auto& argument : function.arguments)
    duckdb_scalar_function_add_parameter(handle.get(), SqlType(argument).get());
  duckdb_scalar_function_set_return_type(handle.get(), SqlType(function.result).get());
  duckdb_scalar_function_set_special_handling(handle.get());
  auto owned = std::make_unique<Function>(std::move(function));
  duckdb_scalar_function_set_extra_info(handle.get(), owned.release(), DeleteFunction<Function>);
  duckdb_scalar_function_set_function(handle.get(), call);
  if (duckdb_register_scalar_function(connection, handle.get()) == DuckDBError)
    return Fail(ErrorCode::kEngine, "cannot register a function (" + name + ")");
  return {};
}

}  // namespace

Status DuckDbSession::RegisterFunction(ScalarFunction function) {
  if (!database_->ClaimFunctionName(function.name)) return {};
  return Register(connection_.get(), std::move(function), Call);
}

Status DuckDbSession::RegisterFunction(SeriesFunction function) {
  if (!database_->ClaimFunctionName(function.name)) return {};
  return Register(connection_.get(), std::move(function), CallSeries);
}

}  // namespace tidewaiter::engine::duckdb_adapter
