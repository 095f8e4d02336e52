#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/type.h"
#include "engine/value.h"

namespace tidewaiter::engine {

/// Values of one column for the rows of a batch. NULL rows hold an unspecified value.
class ColumnVector {
 public:
  using Storage = std::variant<std::vector<std::string_view>,  // text
                               std::vector<int64_t>,           // integer; timestamp: microseconds since 1970 UTC
                               std::vector<Int128>,            // decimal: unscaled
                               std::vector<double>,            // double
                               std::vector<int32_t>,           // date: days since 1970
                               std::vector<uint8_t>>;          // boolean
  ColumnVector(Type type, Storage storage, std::vector<uint8_t> valid)
      : type_(type), storage_(std::move(storage)), valid_(std::move(valid)) {}

  const Type& type() const { return type_; }
  bool IsNull(size_t row) const { return valid_[row] == 0; }
  /// 1 where the row is not NULL.
  std::span<const uint8_t> valid() const { return valid_; }

  std::span<const std::string_view> texts() const { return std::get<0>(storage_); }
  std::span<const int64_t> integers() const { return std::get<1>(storage_); }
  std::span<const Int128> decimals() const { return std::get<2>(storage_); }
  std::span<const double> doubles() const { return std::get<3>(storage_); }
  std::span<const int32_t> dates() const { return std::get<4>(storage_); }
  std::span<const uint8_t> booleans() const { return std::get<5>(storage_); }

  Value ValueAt(size_t row) const;

 private:
  Type type_;
  Storage storage_;
  std::vector<uint8_t> valid_;
};

/// Some consecutive rows of a result, column by column. Texts point into `owner` and live as long as the
/// batch.
struct Batch {
  size_t rows = 0;
  std::vector<ColumnVector> columns;
  std::shared_ptr<const void> owner;
};

/// A result read batch by batch; memory holds one batch. Destroying it early cancels what is left.
class BatchStream {
 public:
  virtual ~BatchStream() = default;
  virtual const Schema& schema() const = 0;
  /// The next batch; nullptr at the end. Stops with `interrupted` when the caller's RunControl asks.
  virtual Result<std::unique_ptr<Batch>> Next() = 0;
};

/// All rows of a small result. Row-wise; for tests, catalogues and first pages, not for data.
struct Table {
  Schema schema;
  std::vector<std::vector<Value>> rows;

  /// Index of a column; the column must exist.
  size_t ColumnIndex(std::string_view name) const;
};

/// Reads a stream to its end. Fails with `bug` above `max_rows`, so that nothing large is held by accident.
Result<Table> Collect(BatchStream& stream, size_t max_rows = 1'000'000);

}  // namespace tidewaiter::engine
