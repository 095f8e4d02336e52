#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>

#include "analysis/batch_builder.h"

namespace tidewaiter::analysis {

using AppendRows = std::function<void(size_t source, BatchBuilder& rows)>;

/// Rows made as they are asked for: `append` gives those of one source after the other.
class MadeRows final : public engine::BatchStream {
 public:
  MadeRows(engine::Schema schema, size_t sources, AppendRows append)
      : builder_(std::move(schema)), sources_(sources), append_(std::move(append)) {}

  const engine::Schema& schema() const override { return builder_.schema(); }

  Result<std::unique_ptr<engine::Batch>> Next() override {
    while (next_ < sources_ && builder_.rows() < kRowsPerBatch) append_(next_++, builder_);
    if (builder_.rows() == 0) return std::unique_ptr<engine::Batch>();
    return builder_.Take();
  }

 private:
  static constexpr size_t kRowsPerBatch = 2048;

  BatchBuilder builder_;
  size_t sources_;
  AppendRows append_;
  size_t next_ = 0;
};

}  // namespace tidewaiter::analysis
