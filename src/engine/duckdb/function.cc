#include <cstring>
#include <utility>

#include "engine/duckdb/decode.h"
#include "engine/duckdb/session.h"

/// C++ functions callable from SQL.
namespace tidewaiter::engine::duckdb_adapter {
namespace {

void DeleteFunction(void* function) { delete static_cast<ScalarFunction*>(function); }  // NOLINT: given by the C API

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

}  // namespace

Status DuckDbSession::RegisterFunction(ScalarFunction function) {
  if (!database_->ClaimFunctionName(function.name)) return {};
  const FunctionHandle handle(duckdb_create_scalar_function());
  const std::string name = function.name;
  duckdb_scalar_function_set_name(handle.get(), name.c_str());
  for (const Type& argument : function.arguments)
    duckdb_scalar_function_add_parameter(handle.get(), MakeLogicalType(argument).get());
  duckdb_scalar_function_set_return_type(handle.get(), MakeLogicalType(function.result).get());
  duckdb_scalar_function_set_special_handling(handle.get());
  auto owned = std::make_unique<ScalarFunction>(std::move(function));
  duckdb_scalar_function_set_extra_info(handle.get(), owned.release(), DeleteFunction);
  duckdb_scalar_function_set_function(handle.get(), Call);
  if (duckdb_register_scalar_function(connection_.get(), handle.get()) == DuckDBError)
    return Fail(ErrorCode::kEngine, "cannot register a function (" + name + ")");
  return {};
}

}  // namespace tidewaiter::engine::duckdb_adapter
