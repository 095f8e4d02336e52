#include "cli/table_stream.h"

#include <utility>

namespace tidewaiter::cli {
namespace {

using engine::ColumnVector;
using engine::TypeId;
using engine::Value;

/// One column's values as `Stored`, made of those of type `Held`; NULL becomes an empty one.
template <class Stored, class Held, class Convert>
std::vector<Stored> Collected(const engine::Table& table, size_t column, Convert convert) {
  std::vector<Stored> values;
  for (const std::vector<Value>& row : table.rows) {
    const Held* const held = std::get_if<Held>(&row[column]);
    values.push_back(held == nullptr ? Stored{} : convert(*held));
  }
  return values;
}

ColumnVector::Storage StorageOf(const engine::Table& table, size_t column) {
  switch (table.schema[column].type.id) {
    case TypeId::kText:
      return Collected<std::string_view, std::string>(table, column,
                                                      [](const std::string& v) { return std::string_view(v); });
    case TypeId::kInteger:
      return Collected<int64_t, int64_t>(table, column, [](int64_t v) { return v; });
    case TypeId::kDecimal:
      return Collected<engine::Int128, engine::Decimal>(table, column,
                                                        [](const engine::Decimal& v) { return v.unscaled; });
    case TypeId::kDouble:
      return Collected<double, double>(table, column, [](double v) { return v; });
    case TypeId::kDate:
      return Collected<int32_t, Date>(table, column, [](Date v) { return v.days_since_epoch; });
    case TypeId::kTimestamp:
      return Collected<int64_t, Timestamp>(table, column, [](Timestamp v) { return v.microseconds_since_epoch; });
    case TypeId::kBoolean:
      break;
  }
  return Collected<uint8_t, bool>(table, column, [](bool v) { return static_cast<uint8_t>(v ? 1 : 0); });
}

class TableStream final : public engine::BatchStream {
 public:
  explicit TableStream(engine::Table table) : table_(std::make_shared<const engine::Table>(std::move(table))) {}

  const engine::Schema& schema() const override { return table_->schema; }

  Result<std::unique_ptr<engine::Batch>> Next() override {
    if (std::exchange(read_, true) || table_->rows.empty()) return std::unique_ptr<engine::Batch>();
    auto batch = std::make_unique<engine::Batch>();
    batch->rows = table_->rows.size();
    batch->owner = table_;
    for (size_t column = 0; column < table_->schema.size(); ++column) {
      std::vector<uint8_t> valid;
      for (const std::vector<Value>& row : table_->rows) valid.push_back(engine::IsNull(row[column]) ? 0 : 1);
      batch->columns.emplace_back(table_->schema[column].type, StorageOf(*table_, column), std::move(valid));
    }
    return batch;
  }

 private:
  std::shared_ptr<const engine::Table> table_;
  bool read_ = false;
};

}  // namespace

std::unique_ptr<engine::BatchStream> StreamOf(engine::Table table) {
  return std::make_unique<TableStream>(std::move(table));
}

}  // namespace tidewaiter::cli
