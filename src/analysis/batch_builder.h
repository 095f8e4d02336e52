#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/batch.h"

namespace tidewaiter::analysis {

/// Makes batches out of single values, column by column. Each row appends one value to each column.
class BatchBuilder {
 public:
  explicit BatchBuilder(engine::Schema schema);

  const engine::Schema& schema() const { return schema_; }
  size_t rows() const { return rows_; }

  /// A row's values in the order of the schema, each of its column's type or NULL.
  void Append(std::vector<engine::Value> row);
  /// What was appended since the last call; the texts live in the batch.
  std::unique_ptr<engine::Batch> Take();

 private:
  void Clear();
  void AppendTo(size_t column, engine::Value value);

  engine::Schema schema_;
  size_t rows_ = 0;
  std::vector<engine::ColumnVector::Storage> storages_;
  std::vector<std::vector<uint8_t>> valid_;
  std::shared_ptr<std::deque<std::string>> texts_;
};

/// Rows made as they are asked for: `append` adds those of one source after the other.
class MadeRows final : public engine::BatchStream {
 public:
  using AppendRows = std::function<void(size_t source, BatchBuilder& rows)>;
  MadeRows(engine::Schema schema, size_t sources, AppendRows append)
      : builder_(std::move(schema)), sources_(sources), append_(std::move(append)) {}

  const engine::Schema& schema() const override { return builder_.schema(); }
  Result<std::unique_ptr<engine::Batch>> Next() override;

 private:
  BatchBuilder builder_;
  size_t sources_;
  AppendRows append_;
  size_t next_ = 0;
};

/// Reads a stream row by row.
class RowCursor {
 public:
  explicit RowCursor(std::unique_ptr<engine::BatchStream> stream) : stream_(std::move(stream)) {}

  const engine::Schema& schema() const { return stream_->schema(); }
  /// Steps to the next row; false at the end.
  Result<bool> Next();
  engine::Value At(size_t column) const { return batch_->columns[column].ValueAt(row_); }
  const engine::ColumnVector& Column(size_t column) const { return batch_->columns[column]; }
  size_t row() const { return row_; }

 private:
  std::unique_ptr<engine::BatchStream> stream_;
  std::unique_ptr<engine::Batch> batch_;
  size_t row_ = 0;
};

}  // namespace tidewaiter::analysis
