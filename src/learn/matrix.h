#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tidewaiter::learn {

/// Features of rows, row after row; a missing value is not a number.
struct Matrix {
  size_t rows = 0;
  size_t columns = 0;
  std::vector<float> values = {};

  Matrix() = default;
  Matrix(size_t row_count, size_t column_count)
      : rows(row_count), columns(column_count), values(row_count * column_count) {}
  std::span<float> Row(size_t row) { return std::span(values).subspan(row * columns, columns); }
  std::span<const float> Row(size_t row) const { return std::span(values).subspan(row * columns, columns); }
};

}  // namespace tidewaiter::learn
