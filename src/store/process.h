#pragma once

#include <cstdint>

namespace tidewaiter::store {

/// When the process started, in clock ticks since the machine did; 0 when there is no such process. Together with its
/// number it names a process for good: numbers are given out again.
int64_t ProcessStart(int64_t process_id);

/// Whether the process with this number and start is alive. `start` 0: any process of that number.
bool ProcessIsAlive(int64_t process_id, int64_t start);

int64_t OwnProcessId();

}  // namespace tidewaiter::store
