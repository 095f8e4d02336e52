#include "engine/warehouse.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "engine/control_group.h"

namespace tidewaiter::engine {

uint64_t MachineMemoryBytes() {
  const auto pages = static_cast<uint64_t>(std::max(::sysconf(_SC_PHYS_PAGES), 0L));
  const auto page_bytes = static_cast<uint64_t>(std::max(::sysconf(_SC_PAGESIZE), 0L));
  const uint64_t machine = pages * page_bytes;
  return std::min(machine, ControlGroupMemoryLimit().value_or(machine));
}

uint64_t EffectiveMemoryLimit(const EngineOptions& options) {
  if (options.memory_limit_bytes > 0) return options.memory_limit_bytes;
  return MachineMemoryBytes() / 10 * 6;
}

#ifdef TIDEWAITER_SANITIZED
// The shadow memory of a sanitizer is larger than any sensible limit.
void LimitProcessMemory(uint64_t) {}
#else
void LimitProcessMemory(uint64_t engine_limit_bytes) {
  constexpr uint64_t kBesidesTheEngine = 3ULL << 29;  // 1.5 GiB: the program, stacks, libraries' own data
  rlimit limit{};
  if (::getrlimit(RLIMIT_DATA, &limit) != 0) return;
  // What the process was started with stays the upper bound, however often this is called.
  static const rlim_t given = limit.rlim_cur;
  const uint64_t most = std::numeric_limits<uint64_t>::max() / 2;
  const uint64_t engine = std::min(engine_limit_bytes, most / 2);
  limit.rlim_cur = std::min<rlim_t>(engine + engine / 4 + kBesidesTheEngine, given);
  // Refused or not, the engine's own limit holds; this one is the net below it.
  static_cast<void>(::setrlimit(RLIMIT_DATA, &limit));
}
#endif

}  // namespace tidewaiter::engine
