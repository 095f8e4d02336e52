#pragma once

#include <optional>
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

ValueHandle EncodeValue(const Value& value);

}  // namespace tidewaiter::engine::duckdb_adapter
