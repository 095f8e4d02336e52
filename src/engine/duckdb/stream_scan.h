#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "engine/batch.h"

namespace tidewaiter::engine::duckdb_adapter {

/// Streams from outside that statements read at the moment, by number. One table function, which DuckDB never lets go
/// again, serves them all. Any thread; each source is pulled from by one thread at a time.
class OpenStreams {
 public:
  struct Source {
    BatchStream* stream = nullptr;
    std::unique_ptr<Batch> batch = nullptr;
    size_t next_row = 0;
    std::optional<Error> failure = std::nullopt;
  };

  int64_t Add(BatchStream& stream);
  /// nullptr where there is none; stays in its place until it is removed.
  Source* Find(int64_t number);
  void Remove(int64_t number);

 private:
  std::mutex mutex_;
  std::map<int64_t, Source> sources_;
  int64_t last_ = 0;
};

}  // namespace tidewaiter::engine::duckdb_adapter
