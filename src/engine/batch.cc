#include "engine/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace tidewaiter::engine {
namespace {

std::vector<Value> RowAt(const Batch& batch, size_t row) {
  std::vector<Value> values;
  values.reserve(batch.columns.size());
  for (const ColumnVector& column : batch.columns) values.push_back(column.ValueAt(row));
  return values;
}

}  // namespace

Value ColumnVector::ValueAt(size_t row) const {
  if (IsNull(row)) return {};
  switch (type_.id) {
    case TypeId::kText:
      return std::string(texts()[row]);
    case TypeId::kInteger:
      return integers()[row];
    case TypeId::kDecimal:
      return Decimal{decimals()[row], type_.scale};
    case TypeId::kDouble:
      return doubles()[row];
    case TypeId::kDate:
      return Date{dates()[row]};
    case TypeId::kTimestamp:
      return Timestamp{integers()[row]};
    case TypeId::kBoolean:
      return booleans()[row] != 0;
  }
  return {};
}

size_t Table::ColumnIndex(std::string_view name) const {
  const auto found =
      std::find_if(schema.begin(), schema.end(), [&](const Column& column) { return column.name == name; });
  // Going on would read some other memory.
  if (found == schema.end()) std::abort();
  return static_cast<size_t>(std::distance(schema.begin(), found));
}

Result<Table> Collect(BatchStream& stream, size_t max_rows) {
  Table table{stream.schema(), {}};
  while (const std::unique_ptr<Batch> batch = TRY(stream.Next())) {
    if (batch->rows > max_rows - table.rows.size()) {
      return Fail(ErrorCode::kBug, fmt::format("a result is too large to be held in memory (over {} rows)", max_rows),
                  "read it batch by batch");
    }
    for (size_t row = 0; row < batch->rows; ++row) table.rows.push_back(RowAt(*batch, row));
  }
  return table;
}

}  // namespace tidewaiter::engine
