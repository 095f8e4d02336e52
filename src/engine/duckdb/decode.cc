#include "engine/duckdb/decode.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace tidewaiter::engine::duckdb_adapter {
namespace {

template <class To, class From>
std::vector<To> Widen(const void* data, size_t rows) {
  const auto* from = static_cast<const From*>(data);
  std::vector<To> to(rows);
  // A TINYINT is a number, no character.
  for (size_t row = 0; row < rows; ++row) to[row] = static_cast<To>(from[row]);  // NOLINT(bugprone-signed-char-misuse)
  return to;
}

std::vector<Int128> WidenHuge(const void* data, size_t rows) {
  const auto* from = static_cast<const duckdb_hugeint*>(data);
  std::vector<Int128> to(rows);
  for (size_t row = 0; row < rows; ++row)
    to[row] =
        static_cast<Int128>(from[row].upper) * (static_cast<Int128>(1) << 64) + static_cast<Int128>(from[row].lower);
  return to;
}

/// Nanoseconds and milliseconds to microseconds.
std::vector<int64_t> Rescaled(const void* data, size_t rows, int64_t multiply, int64_t divide) {
  auto values = Widen<int64_t, int64_t>(data, rows);
  for (int64_t& value : values) value = value * multiply / divide;
  return values;
}

std::vector<std::string_view> Texts(void* data, size_t rows, const std::vector<uint8_t>& valid) {
  auto* strings = static_cast<duckdb_string_t*>(data);
  std::vector<std::string_view> texts(rows);
  for (size_t row = 0; row < rows; ++row)
    if (valid[row] != 0) texts[row] = {duckdb_string_t_data(&strings[row]), duckdb_string_t_length(strings[row])};
  return texts;
}

std::vector<uint8_t> Validity(duckdb_vector vector, size_t rows) {
  std::vector<uint8_t> valid(rows, 1);
  uint64_t* mask = duckdb_vector_get_validity(vector);
  if (mask == nullptr) return valid;
  for (size_t row = 0; row < rows; ++row) valid[row] = duckdb_validity_row_is_valid(mask, row) ? 1 : 0;
  return valid;
}

ColumnVector::Storage DecimalStorage(duckdb_logical_type type, const void* data, size_t rows) {
  switch (duckdb_decimal_internal_type(type)) {
    case DUCKDB_TYPE_SMALLINT:
      return Widen<Int128, int16_t>(data, rows);
    case DUCKDB_TYPE_INTEGER:
      return Widen<Int128, int32_t>(data, rows);
    case DUCKDB_TYPE_BIGINT:
      return Widen<Int128, int64_t>(data, rows);
    default:
      return WidenHuge(data, rows);
  }
}

ColumnVector::Storage StorageOf(duckdb_logical_type type, void* data, size_t rows, const std::vector<uint8_t>& valid) {
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_BOOLEAN:
      return Widen<uint8_t, bool>(data, rows);
    case DUCKDB_TYPE_TINYINT:
      return Widen<int64_t, int8_t>(data, rows);
    case DUCKDB_TYPE_SMALLINT:
      return Widen<int64_t, int16_t>(data, rows);
    case DUCKDB_TYPE_INTEGER:
      return Widen<int64_t, int32_t>(data, rows);
    case DUCKDB_TYPE_UTINYINT:
      return Widen<int64_t, uint8_t>(data, rows);
    case DUCKDB_TYPE_USMALLINT:
      return Widen<int64_t, uint16_t>(data, rows);
    case DUCKDB_TYPE_UINTEGER:
      return Widen<int64_t, uint32_t>(data, rows);
    case DUCKDB_TYPE_UBIGINT:
      return Widen<Int128, uint64_t>(data, rows);
    case DUCKDB_TYPE_FLOAT:
      return Widen<double, float>(data, rows);
    case DUCKDB_TYPE_DOUBLE:
      return Widen<double, double>(data, rows);
    case DUCKDB_TYPE_DATE:
      return Widen<int32_t, int32_t>(data, rows);
    case DUCKDB_TYPE_TIMESTAMP_S:
      return Rescaled(data, rows, 1'000'000, 1);
    case DUCKDB_TYPE_TIMESTAMP_MS:
      return Rescaled(data, rows, 1'000, 1);
    case DUCKDB_TYPE_TIMESTAMP_NS:
      return Rescaled(data, rows, 1, 1'000);
    case DUCKDB_TYPE_DECIMAL:
      return DecimalStorage(type, data, rows);
    case DUCKDB_TYPE_HUGEINT:
      return WidenHuge(data, rows);
    case DUCKDB_TYPE_VARCHAR:
      return Texts(data, rows, valid);
    case DUCKDB_TYPE_SQLNULL:
      return std::vector<std::string_view>(rows);
    default:
      return Widen<int64_t, int64_t>(data, rows);  // BIGINT, TIMESTAMP, TIMESTAMP_TZ
  }
}

}  // namespace

std::optional<Type> TypeOf(duckdb_logical_type type) {
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_BOOLEAN:
      return Type{TypeId::kBoolean};
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
      return Type{TypeId::kInteger};
    case DUCKDB_TYPE_UBIGINT:
      return Type{TypeId::kDecimal, 20, 0};
    case DUCKDB_TYPE_HUGEINT:
      return Type{TypeId::kDecimal, 38, 0};
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return Type{TypeId::kDouble};
    case DUCKDB_TYPE_DATE:
      return Type{TypeId::kDate};
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return Type{TypeId::kTimestamp};
    case DUCKDB_TYPE_DECIMAL:
      return Type{TypeId::kDecimal, duckdb_decimal_width(type), duckdb_decimal_scale(type)};
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_SQLNULL:
      return Type{TypeId::kText};
    default:
      return std::nullopt;
  }
}

TypeHandle MakeLogicalType(const Type& type) {
  switch (type.id) {
    case TypeId::kText:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
    case TypeId::kInteger:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_BIGINT));
    case TypeId::kDouble:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE));
    case TypeId::kDate:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_DATE));
    case TypeId::kTimestamp:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP));
    case TypeId::kBoolean:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN));
    case TypeId::kDecimal:
      break;
  }
  return TypeHandle(duckdb_create_decimal_type(static_cast<uint8_t>(type.precision), static_cast<uint8_t>(type.scale)));
}

ColumnVector DecodeVector(duckdb_vector vector, size_t rows, const Type& type) {
  const TypeHandle stored(duckdb_vector_get_column_type(vector));
  std::vector<uint8_t> valid = Validity(vector, rows);
  if (duckdb_get_type_id(stored.get()) == DUCKDB_TYPE_SQLNULL) valid.assign(rows, 0);
  auto storage = StorageOf(stored.get(), duckdb_vector_get_data(vector), rows, valid);
  return {type, std::move(storage), std::move(valid)};
}

void EncodeValidity(duckdb_vector vector, std::span<const uint8_t> valid) {
  if (std::all_of(valid.begin(), valid.end(), [](uint8_t v) { return v != 0; })) return;
  duckdb_vector_ensure_validity_writable(vector);
  uint64_t* mask = duckdb_vector_get_validity(vector);
  for (size_t row = 0; row < valid.size(); ++row)
    if (valid[row] == 0) duckdb_validity_set_row_invalid(mask, row);
}

namespace {

duckdb_hugeint Huge(Int128 value) { return {static_cast<uint64_t>(value), static_cast<int64_t>(value >> 64)}; }

template <class To, class From>
void Narrow(void* data, std::span<const From> from) {
  auto* const to = static_cast<To*>(data);
  for (size_t row = 0; row < from.size(); ++row) to[row] = static_cast<To>(from[row]);
}

/// DuckDB keeps a decimal in the least integer that holds its digits.
void EncodeDecimals(duckdb_vector vector, std::span<const Int128> values) {
  void* const data = duckdb_vector_get_data(vector);
  const TypeHandle type(duckdb_vector_get_column_type(vector));
  switch (duckdb_decimal_internal_type(type.get())) {
    case DUCKDB_TYPE_SMALLINT:
      return Narrow<int16_t>(data, values);
    case DUCKDB_TYPE_INTEGER:
      return Narrow<int32_t>(data, values);
    case DUCKDB_TYPE_BIGINT:
      return Narrow<int64_t>(data, values);
    default:
      std::transform(values.begin(), values.end(), static_cast<duckdb_hugeint*>(data), Huge);
  }
}

void EncodeTexts(duckdb_vector vector, std::span<const std::string_view> texts, std::span<const uint8_t> valid) {
  for (size_t row = 0; row < texts.size(); ++row)
    if (valid[row] != 0) duckdb_vector_assign_string_element_len(vector, row, texts[row].data(), texts[row].size());
}

}  // namespace

void EncodeVector(duckdb_vector vector, const ColumnVector& column, size_t first, size_t rows) {
  void* const data = duckdb_vector_get_data(vector);
  const std::span<const uint8_t> valid = column.valid().subspan(first, rows);
  EncodeValidity(vector, valid);
  switch (column.type().id) {
    case TypeId::kText:
      return EncodeTexts(vector, column.texts().subspan(first, rows), valid);
    case TypeId::kInteger:
    case TypeId::kTimestamp:
      return Narrow<int64_t>(data, column.integers().subspan(first, rows));
    case TypeId::kDecimal:
      return EncodeDecimals(vector, column.decimals().subspan(first, rows));
    case TypeId::kDouble:
      return Narrow<double>(data, column.doubles().subspan(first, rows));
    case TypeId::kDate:
      return Narrow<int32_t>(data, column.dates().subspan(first, rows));
    case TypeId::kBoolean:
      return Narrow<bool>(data, column.booleans().subspan(first, rows));
  }
}

namespace {
struct Encoder {
  duckdb_value operator()(std::monostate) const { return duckdb_create_null_value(); }
  duckdb_value operator()(bool value) const { return duckdb_create_bool(value); }
  duckdb_value operator()(int64_t value) const { return duckdb_create_int64(value); }
  duckdb_value operator()(double value) const { return duckdb_create_double(value); }
  duckdb_value operator()(Date value) const { return duckdb_create_date({value.days_since_epoch}); }
  duckdb_value operator()(Timestamp value) const { return duckdb_create_timestamp({value.microseconds_since_epoch}); }
  duckdb_value operator()(const std::string& value) const {
    return duckdb_create_varchar_length(value.data(), value.size());
  }
  duckdb_value operator()(const Decimal& value) const {
    return duckdb_create_decimal({38, static_cast<uint8_t>(value.scale), Huge(value.unscaled)});
  }
};
}  // namespace

ValueHandle EncodeValue(const Value& value) { return ValueHandle(std::visit(Encoder{}, value)); }

}  // namespace tidewaiter::engine::duckdb_adapter
