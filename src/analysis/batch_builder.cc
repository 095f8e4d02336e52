#include "analysis/batch_builder.h"

#include <utility>

namespace tidewaiter::analysis {
namespace {

using engine::ColumnVector;
using engine::Value;

constexpr size_t kRowsPerBatch = 2048;

ColumnVector::Storage EmptyStorage(engine::TypeId type) {
  switch (type) {
    case engine::TypeId::kText:
      return std::vector<std::string_view>();
    case engine::TypeId::kDecimal:
      return std::vector<engine::Int128>();
    case engine::TypeId::kDouble:
      return std::vector<double>();
    case engine::TypeId::kDate:
      return std::vector<int32_t>();
    case engine::TypeId::kBoolean:
      return std::vector<uint8_t>();
    case engine::TypeId::kInteger:
    case engine::TypeId::kTimestamp:
      break;
  }
  return std::vector<int64_t>();
}

}  // namespace

BatchBuilder::BatchBuilder(engine::Schema schema) : schema_(std::move(schema)) { Clear(); }

void BatchBuilder::Clear() {
  rows_ = 0;
  storages_.clear();
  valid_.assign(schema_.size(), {});
  texts_ = std::make_shared<std::deque<std::string>>();
  for (const engine::Column& column : schema_) storages_.push_back(EmptyStorage(column.type.id));
}

void BatchBuilder::AppendTo(size_t column, Value value) {
  ColumnVector::Storage& storage = storages_[column];
  const bool is_null = engine::IsNull(value);
  valid_[column].push_back(is_null ? 0 : 1);
  switch (schema_[column].type.id) {
    case engine::TypeId::kText:
      texts_->push_back(is_null ? std::string() : std::get<std::string>(std::move(value)));
      std::get<std::vector<std::string_view>>(storage).push_back(texts_->back());
      return;
    case engine::TypeId::kInteger:
      std::get<std::vector<int64_t>>(storage).push_back(is_null ? 0 : std::get<int64_t>(value));
      return;
    case engine::TypeId::kTimestamp:
      std::get<std::vector<int64_t>>(storage).push_back(is_null ? 0
                                                                : std::get<Timestamp>(value).microseconds_since_epoch);
      return;
    case engine::TypeId::kDecimal:
      std::get<std::vector<engine::Int128>>(storage).push_back(is_null ? 0 : std::get<engine::Decimal>(value).unscaled);
      return;
    case engine::TypeId::kDouble:
      std::get<std::vector<double>>(storage).push_back(is_null ? 0 : std::get<double>(value));
      return;
    case engine::TypeId::kDate:
      std::get<std::vector<int32_t>>(storage).push_back(is_null ? 0 : std::get<Date>(value).days_since_epoch);
      return;
    case engine::TypeId::kBoolean:
      std::get<std::vector<uint8_t>>(storage).push_back(!is_null && std::get<bool>(value) ? 1 : 0);
      return;
  }
}

void BatchBuilder::Append(std::vector<Value> row) {
  for (size_t column = 0; column < row.size(); ++column) AppendTo(column, std::move(row[column]));
  ++rows_;
}

std::unique_ptr<engine::Batch> BatchBuilder::Take() {
  auto batch = std::make_unique<engine::Batch>();
  batch->rows = rows_;
  for (size_t column = 0; column < schema_.size(); ++column) {
    batch->columns.emplace_back(schema_[column].type, std::move(storages_[column]), std::move(valid_[column]));
  }
  batch->owner = std::move(texts_);
  Clear();
  return batch;
}

Result<std::unique_ptr<engine::Batch>> MadeRows::Next() {
  while (next_ < sources_ && builder_.rows() < kRowsPerBatch) append_(next_++, builder_);
  if (builder_.rows() == 0) return std::unique_ptr<engine::Batch>();
  return builder_.Take();
}

Result<bool> RowCursor::Next() {
  if (batch_ != nullptr && row_ + 1 < batch_->rows) {
    ++row_;
    return true;
  }
  do {
    batch_ = TRY(stream_->Next());
  } while (batch_ != nullptr && batch_->rows == 0);
  row_ = 0;
  return batch_ != nullptr;
}

}  // namespace tidewaiter::analysis
