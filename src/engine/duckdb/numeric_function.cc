#include <algorithm>
#include <limits>
#include <utility>

#include "engine/duckdb/decode.h"
#include "engine/duckdb/session.h"

/// C++ functions of numbers and lists of numbers, callable from SQL.
namespace tidewaiter::engine::duckdb_adapter {
namespace {

void DeleteFunction(void* function) { delete static_cast<NumericFunction*>(function); }  // NOLINT: given by the C API

TypeHandle LogicalType(NumericKind kind) {
  if (kind == NumericKind::kInteger) return MakeLogicalType({TypeId::kInteger});
  TypeHandle number = MakeLogicalType({TypeId::kDouble});
  return kind == NumericKind::kNumber ? std::move(number) : TypeHandle(duckdb_create_list_type(number.get()));
}

/// The values of all lists of a vector, one after the other.
std::vector<double> ListValues(duckdb_vector lists) {
  const size_t size = duckdb_list_vector_get_size(lists);
  const ColumnVector decoded = DecodeVector(duckdb_list_vector_get_child(lists), size, {TypeId::kDouble});
  std::vector<double> values(decoded.doubles().begin(), decoded.doubles().end());
  for (size_t i = 0; i < size; ++i) {
    if (decoded.IsNull(i)) values[i] = std::numeric_limits<double>::quiet_NaN();
  }
  return values;
}

/// One argument for all rows of a chunk.
class ArgumentColumn {
 public:
  ArgumentColumn(duckdb_vector vector, NumericKind kind)
      : kind_(kind), data_(duckdb_vector_get_data(vector)), mask_(duckdb_vector_get_validity(vector)) {
    if (kind == NumericKind::kList) values_ = ListValues(vector);
  }

  bool IsNull(size_t row) const { return mask_ != nullptr && !duckdb_validity_row_is_valid(mask_, row); }

  NumericArgument At(size_t row) const {
    if (kind_ == NumericKind::kNumber) return {.number = static_cast<const double*>(data_)[row]};
    if (kind_ == NumericKind::kInteger) return {.integer = static_cast<const int64_t*>(data_)[row]};
    const auto [offset, length] = static_cast<const duckdb_list_entry*>(data_)[row];
    return {.list = std::span(values_).subspan(offset, length)};
  }

 private:
  NumericKind kind_;
  const void* data_;
  uint64_t* mask_;
  std::vector<double> values_;
};

/// Results of all rows of a chunk, one after the other; row by row where they end.
struct Results {
  std::vector<double> values;
  std::vector<size_t> ends;
  std::vector<uint8_t> valid;
};

bool AnyNull(std::span<const ArgumentColumn> columns, size_t row) {
  return std::any_of(columns.begin(), columns.end(), [row](const auto& column) { return column.IsNull(row); });
}

Results CallRows(const NumericFunction& function, std::span<const ArgumentColumn> columns, size_t rows) {
  Results results;
  std::vector<NumericArgument> arguments(columns.size());
  for (size_t row = 0; row < rows; ++row) {
    const bool null = AnyNull(columns, row);
    for (size_t i = 0; !null && i < columns.size(); ++i) arguments[i] = columns[i].At(row);
    if (!null) function.call(arguments, results.values);
    if (null && function.result == NumericKind::kNumber) results.values.push_back(0);
    results.ends.push_back(results.values.size());
    results.valid.push_back(null ? 0 : 1);
  }
  return results;
}

void EncodeLists(duckdb_vector output, const Results& results) {
  duckdb_list_vector_reserve(output, results.values.size());
  duckdb_list_vector_set_size(output, results.values.size());
  auto* const entries = static_cast<duckdb_list_entry*>(duckdb_vector_get_data(output));
  size_t begin = 0;
  for (size_t row = 0; row < results.ends.size(); ++row) {
    entries[row] = {begin, results.ends[row] - begin};
    begin = results.ends[row];
  }
  output = duckdb_list_vector_get_child(output);
  std::copy(results.values.begin(), results.values.end(), static_cast<double*>(duckdb_vector_get_data(output)));
}

void Call(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& function = *static_cast<const NumericFunction*>(duckdb_scalar_function_get_extra_info(info));
  std::vector<ArgumentColumn> columns;
  for (size_t index = 0; index < function.arguments.size(); ++index)
    columns.emplace_back(duckdb_data_chunk_get_vector(input, index), function.arguments[index]);
  const Results results = CallRows(function, columns, duckdb_data_chunk_get_size(input));
  EncodeValidity(output, results.valid);
  if (function.result == NumericKind::kList) return EncodeLists(output, results);
  std::copy(results.values.begin(), results.values.end(), static_cast<double*>(duckdb_vector_get_data(output)));
}

}  // namespace

Status DuckDbSession::RegisterFunction(NumericFunction function) {
  if (!database_->ClaimFunctionName(function.name)) return {};
  const FunctionHandle handle(duckdb_create_scalar_function());
  const std::string name = function.name;
  duckdb_scalar_function_set_name(handle.get(), name.c_str());
  for (const NumericKind argument : function.arguments)
    duckdb_scalar_function_add_parameter(handle.get(), LogicalType(argument).get());
  duckdb_scalar_function_set_return_type(handle.get(), LogicalType(function.result).get());
  duckdb_scalar_function_set_special_handling(handle.get());
  auto owned = std::make_unique<NumericFunction>(std::move(function));
  duckdb_scalar_function_set_extra_info(handle.get(), owned.release(), DeleteFunction);
  duckdb_scalar_function_set_function(handle.get(), Call);
  if (duckdb_register_scalar_function(connection_.get(), handle.get()) == DuckDBError)
    return Fail(ErrorCode::kEngine, "cannot register a function (" + name + ")");
  return {};
}

}  // namespace tidewaiter::engine::duckdb_adapter
