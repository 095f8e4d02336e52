#include "adapters.h"

#include "engine/duckdb/duckdb_engines.h"

namespace tidewaiter::engine {

std::vector<Adapter> Adapters() { return {{"duckdb", MakeDuckDbEngines}}; }

void ConformanceTest::SetUp() {
  engines_ = GetParam().make();
  Must(engines_->CreateWarehouse(folder_, Options(uint64_t{1} << 30)));
}

EngineOptions ConformanceTest::Options(uint64_t memory_bytes) const {
  return {.memory_limit_bytes = memory_bytes, .threads = 2, .spill_directory = folder_ / "spill"};
}

std::unique_ptr<Warehouse> ConformanceTest::Open(Access access, uint64_t memory_bytes) {
  return Must(engines_->OpenWarehouse(folder_, access, Options(memory_bytes)));
}

std::unique_ptr<LocalSession> ConformanceTest::Scratch(uint64_t memory_bytes) {
  return Must(engines_->OpenScratch(Options(memory_bytes)));
}

}  // namespace tidewaiter::engine
