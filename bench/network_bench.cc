#include "network_bench.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <map>

#include "analysis/network_step.h"
#include "engine/duckdb/duckdb_engines.h"

namespace tidewaiter {
namespace {

using Clock = std::chrono::steady_clock;
using content::NetworkOperation;

const std::map<std::string, NetworkOperation>& Operations() {
  static const std::map<std::string, NetworkOperation> operations = {
      {"components", NetworkOperation::kComponents},
      {"pagerank", NetworkOperation::kPagerank},
      {"communities", NetworkOperation::kCommunities},
      {"paths", NetworkOperation::kPaths},
      {"neighbourhood", NetworkOperation::kNeighbourhood}};
  return operations;
}

/// A fifth as many nodes as edges.
Status MakeTables(engine::LocalSession& session, int64_t edges) {
  const std::string nodes = fmt::format("cast({} as bigint)", std::max<int64_t>(edges / 5, 100));
  const std::string made = fmt::format(
      "with numbers as (select range as i, cast(hash(range) % {0} as bigint) as a, "
      "(hash(range + {1}) % 1000000) / 1e6 as u from range({1})) "
      "select printf('C%010d', a) as source, printf('C%010d', case when i % 2 = 0 "
      "then least({0} - 1, a - a % 40 + cast(floor(40 * u) as bigint)) "
      "else least({0} - 1, cast(floor({0} * pow(u, 3)) as bigint)) end) as target, "
      "1e0 + i % 1000 as weight, date '2023-01-01' + cast(i % 730 as integer) as day from numbers",
      nodes, edges);
  TRY(session.CreateTable("edges", made, {}, {}));
  TRY(session.CreateTable("seeds", fmt::format("select printf('C%010d', range * 997) as node from range(100)"), {},
                          {}));
  TRY(session.CreateTable("nodes", fmt::format("select printf('C%010d', range * 991) as node from range(200)"), {},
                          {}));
  return {};
}

Status ReadOnly(engine::LocalSession& session) {
  const auto stream = TRY(session.Query("select source, target, weight, day from edges", {}, {}));
  while (TRY(stream->Next()) != nullptr) continue;
  return {};
}

Status RunOperation(engine::LocalSession& session, NetworkOperation operation) {
  content::ModelStep step;
  step.name = "found";
  step.kind = content::StepKind::kNetwork;
  content::ModelNetwork& network = step.network.emplace();
  network.operation = operation;
  network.edges = "edges";
  network.source = "source";
  network.target = "target";
  network.weight = "weight";
  network.day = "day";
  network.half_life_days = 180;
  network.hub_weighting = true;
  network.seeds = "seeds";
  network.seed_node = "node";
  network.nodes = "nodes";
  network.node = "node";
  for (const std::string& warning : TRY(analysis::RunNetworkStep(session, step, {}, {}))) fmt::print("{}\n", warning);
  return {};
}

/// Processor seconds of this process so far.
double CpuSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

Status BenchNetwork(const std::string& operation, int64_t edges) {
  const auto known = Operations().find(operation);
  if (known == Operations().end() && operation != "read") return Fail(ErrorCode::kUsage, "no such operation");
  const char* const memory = std::getenv("BENCH_MEMORY_BYTES");
  const auto engines = engine::MakeDuckDbEngines();
  // The engine keeps to half of it, as the graph stands beside it.
  const auto session =
      TRY(engines->OpenScratch({.memory_limit_bytes = memory == nullptr ? 0 : std::strtoull(memory, nullptr, 10) / 2}));
  TRY(MakeTables(*session, edges));
  const double cpu = CpuSeconds();
  const auto start = Clock::now();
  TRY(operation == "read" ? ReadOnly(*session) : RunOperation(*session, known->second));
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("{:16} {:7.1f} s {:7.1f} s CPU {:10.0f} edges/s  peak {:5.0f} MB\n", operation, seconds,
             CpuSeconds() - cpu, static_cast<double>(edges) / seconds, static_cast<double>(used.ru_maxrss) / 1024);
  return {};
}

}  // namespace tidewaiter
