#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tidewaiter::engine {

enum class TypeId { kText, kInteger, kDecimal, kDouble, kDate, kTimestamp, kBoolean };

/// The types of the data contract; nothing else leaves an engine.
struct Type {
  TypeId id = TypeId::kText;
  int precision = 0;  ///< decimals: digits in all, 1–38
  int scale = 0;      ///< decimals: digits after the point

  bool operator==(const Type&) const = default;

  /// `text`, `integer` (64 bit), `decimal(p,s)`, `double`, `date`, `timestamp` (UTC, microseconds),
  /// `boolean`; else `parameter.invalid`.
  static Result<Type> Parse(std::string_view text);
  std::string ToString() const;
  /// The name in SQL, the same on every engine: `varchar`, `bigint`, `decimal(p,s)`, `double`, `date`,
  /// `timestamp`, `boolean`.
  std::string Sql() const;
  bool IsNumeric() const { return id == TypeId::kInteger || id == TypeId::kDecimal || id == TypeId::kDouble; }
};

struct Column {
  std::string name;
  Type type;
  bool operator==(const Column&) const = default;
};

using Schema = std::vector<Column>;

}  // namespace tidewaiter::engine
