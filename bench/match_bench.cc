#include "match_bench.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>

#include "analysis/match_step.h"
#include "engine/duckdb/duckdb_engines.h"

namespace tidewaiter {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Declarations by number: firm (the largest has some 3 %), seller, day, amount. Uniform numbers come from hashes.
Status MakeTrade(engine::LocalSession& session, int64_t payments, int64_t lines) {
  TRY(session.Execute("create macro uniform(i, what) as (hash(i, what) % 1000003) / 1000003.0", {}, {}));
  TRY(session.CreateTable(
      "declarations",
      fmt::format(
          "select i, cast(floor({} * pow(uniform(i, 1), 3)) as bigint) as firm, cast(floor(8 * pow(uniform(i, "
          "2), 2)) as bigint) as seller, date '2023-01-01' + cast(floor(730 * uniform(i, 3)) as integer) as day, "
          "round(exp(7 + 1.5 * sqrt(-2 * ln(greatest(uniform(i, 4), 1e-6))) * cos(6.283 * uniform(i, 5))), 2) + 1 as "
          "amount "
          "from range({}) as r(i)",
          payments / 40 + 1, payments),
      {}, {}));
  TRY(session.CreateTable(
      "lines",
      fmt::format(
          "select 'L' || l as id, 'F' || firm as company, day, amount * {1} / {0} as usd, amount * {1} / {0} as "
          "amount, 'USD' as currency, 'S' || firm || '-' || seller as party, 'D' || i as stated "
          "from range({0}) as r(l) join declarations on i = l * {1} // {0}",
          lines, payments),
      {}, {}));
  TRY(session.CreateTable(
      "payments",
      "select 'P' || i as id, 'F' || firm as company, day + cast(floor(240 * uniform(i, 6)) - 120 as integer) as day, "
      "amount * (0.98 + 0.04 * uniform(i, 7)) as usd, amount * (0.98 + 0.04 * uniform(i, 7)) as amount, 'USD' as "
      "currency, case when uniform(i, 8) < 0.1 then null else 'S' || firm || '-' || seller end as party, case when "
      "uniform(i, 9) < 0.4 then null when uniform(i, 9) < 0.5 then 'D' || (i + 1) else 'D' || i end as stated "
      "from declarations",
      {}, {}));
  return session.DropTable("declarations");
}

content::ModelStep Step() {
  content::ModelStep step;
  step.name = "matched";
  step.kind = content::StepKind::kMatch;
  step.matching.emplace();
  step.matching->payments = {"payments", "id", "company", "day", "usd", "amount", "currency", "party", "stated"};
  step.matching->imports = {"lines", "id", "company", "day", "usd", "amount", "currency", "party", "stated"};
  return step;
}

Status SortBoth(engine::LocalSession& session) {
  for (const std::string table : {"payments", "lines"}) {
    TRY(session.CreateTable("sorted", "select * from " + table + " order by company, day, id", {}, {}));
    TRY(session.DropTable("sorted"));
  }
  return {};
}

struct Took {
  double seconds = 0, cpu_seconds = 0;  ///< by the clock; of all threads
};

Result<Took> Timed(const std::function<Status()>& work) {
  const auto start = Clock::now();
  const std::clock_t cpu_start = std::clock();
  TRY(work());
  return Took{SecondsSince(start), static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC};
}

}  // namespace

Status BenchMatching(int64_t payments, int64_t lines, int rounds, const std::filesystem::path& spill) {
  const char* const memory = std::getenv("BENCH_MEMORY_BYTES");
  const auto engines = engine::MakeDuckDbEngines();
  const auto session =
      TRY(engines->OpenScratch({.memory_limit_bytes = memory == nullptr ? 0 : std::strtoull(memory, nullptr, 10),
                                .threads = 0,
                                .spill_directory = spill}));
  TRY(MakeTrade(*session, payments, lines));
  const content::ModelStep step = Step();
  for (int round = 0; round < rounds; ++round) {
    const Took sorted = TRY(Timed([&] { return SortBoth(*session); }));
    std::vector<std::string> warnings;
    const Took matched = TRY(Timed([&]() -> Status {
      warnings = TRY(analysis::RunMatchStep(*session, step, {}, {}));
      return {};
    }));
    const engine::Table share = TRY(session->QueryTable(
        "select (select count(*) from matched), (select sum(matched) / sum(amount) from matched_payments)"));
    fmt::print(
        "match {:>9} payments {:>9} lines {:6.1f} s {:6.1f} s CPU   sort {:5.1f} s {:5.1f} s CPU   ratio {:4.1f} x, "
        "CPU {:4.1f} x   {} "
        "pairs, {:.1f}% of the money\n",
        payments, lines, matched.seconds, matched.cpu_seconds, sorted.seconds, sorted.cpu_seconds,
        matched.seconds / sorted.seconds, matched.cpu_seconds / sorted.cpu_seconds, engine::ToText(share.rows[0][0]),
        100 * engine::ToDouble(share.rows[0][1]));
    for (const std::string& warning : warnings) fmt::print("  {}\n", warning);
    for (const std::string& table : step.Tables()) TRY(session->DropTable(table));
  }
  return {};
}

}  // namespace tidewaiter
