#pragma once

#include <string>
#include <string_view>

#include "engine/batch.h"

namespace tidewaiter::cli {

/// Appends one value as it stands in CSV: full precision, ISO dates, nothing for NULL. No quotes.
void AppendPlain(std::string& text, const engine::ColumnVector& column, size_t row);

/// Appends one value as JSON: decimals and integers with all their digits, dates as text, NaN and infinities as null.
void AppendJson(std::string& text, const engine::ColumnVector& column, size_t row);

/// Appends a JSON string, quoted and escaped.
void AppendJsonText(std::string& text, std::string_view value);

/// One value for people: numbers with thousands separators and a few decimals, control characters visible. Numbers in a
/// column that names or orders (`rank`, `year`, `…_id`, `…_no`) stand without separators.
std::string DisplayText(const engine::ColumnVector& column, std::string_view name, size_t row);

/// A number for people: `12,345.68`, `0.0312`, `1.2e-07`.
std::string DisplayNumber(double number);

}  // namespace tidewaiter::cli
