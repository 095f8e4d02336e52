#include "engine/duckdb/execution.h"

#include <chrono>
#include <thread>

#include "engine/duckdb/database.h"

namespace tidewaiter::engine::duckdb_adapter {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kProgressInterval = std::chrono::milliseconds(200);
constexpr auto kIdle = std::chrono::microseconds(200);

void TellProgress(duckdb_connection connection, const RunControl& control, Clock::time_point& next) {
  const auto now = Clock::now();
  if (now < next) return;
  next = now + kProgressInterval;
  const auto progress = duckdb_query_progress(connection);
  control.progress->Advance(progress.percentage < 0 ? -1.0 : progress.percentage / 100.0);
}

/// Takes part in the work until the first rows are ready; looks for a stop request and tells progress between pieces.
Status RunTasks(duckdb_connection connection, duckdb_pending_result pending, const RunControl& control) {
  auto next_progress = Clock::now() + kProgressInterval;
  duckdb_pending_state state = duckdb_pending_execute_task(pending);
  while (!duckdb_pending_execution_is_finished(state)) {
    if (control.Stopped()) return control.Check();
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) std::this_thread::sleep_for(kIdle);
    TellProgress(connection, control, next_progress);
    state = duckdb_pending_execute_task(pending);
  }
  if (state != DUCKDB_PENDING_ERROR) return {};
  if (control.Stopped()) return control.Check();
  return Fail(Translate(duckdb_pending_error(pending)));
}

}  // namespace

Status ExecuteWithProgress(duckdb_connection connection, duckdb_prepared_statement statement, ResultHandle& result,
                           const RunControl& control) {
  TRY(control.Check());
  const InterruptOnStop interrupt(connection, control.stop);
  PendingHandle pending;
  if (duckdb_pending_prepared_streaming(statement, pending.address()) == DuckDBError)
    return Fail(Translate(duckdb_pending_error(pending.get())));

  TRY(RunTasks(connection, pending.get(), control));
  if (duckdb_execute_pending(pending.get(), result.get()) == DuckDBError) {
    TRY(control.Check());
    return Fail(Translate(duckdb_result_error(result.get())));
  }
  return {};
}

}  // namespace tidewaiter::engine::duckdb_adapter
