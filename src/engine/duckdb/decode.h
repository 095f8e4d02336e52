#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/batch.h"
#include "engine/duckdb/handles.h"

namespace tidewaiter::engine::duckdb_adapter {

/// Our type for DuckDB's, when its values can be decoded exactly; nullopt for nested and rare types, which the session
/// casts to text instead. Small integers widen to integer; HUGEINT becomes decimal(38,0).
std::optional<Type> TypeOf(duckdb_logical_type type);

TypeHandle MakeLogicalType(const Type& type);

/// Copies fixed-size values, widened; texts point into the vector.
ColumnVector DecodeVector(duckdb_vector vector, size_t rows, const Type& type);

/// The other way: `rows` values of the column, from row `first` on, into a vector of MakeLogicalType's type.
void EncodeVector(duckdb_vector vector, const ColumnVector& column, size_t first, size_t rows);
/// Marks the rows that are 0 in `valid` as NULL.
void EncodeValidity(duckdb_vector vector, std::span<const uint8_t> valid);

ValueHandle EncodeValue(const Value& value);

}  // namespace tidewaiter::engine::duckdb_adapter
