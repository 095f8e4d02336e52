#pragma once

#include <functional>
#include <optional>
#include <stop_token>

#include "base/run_control.h"
#include "engine/duckdb/handles.h"

namespace tidewaiter::engine::duckdb_adapter {

/// While it lives, a stop request interrupts what runs on the connection; called from whichever thread asks.
class InterruptOnStop {
 public:
  InterruptOnStop(duckdb_connection connection, const std::stop_token& stop)
      : callback_(stop, [connection] { duckdb_interrupt(connection); }) {}

 private:
  std::stop_callback<std::function<void()>> callback_;
};

/// Runs a prepared statement to its first row (or its end, where there are none), telling progress on the way.
Status ExecuteWithProgress(duckdb_connection connection, duckdb_prepared_statement statement, ResultHandle& result,
                           const RunControl& control);

}  // namespace tidewaiter::engine::duckdb_adapter
