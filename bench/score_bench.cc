#include "score_bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <vector>

#include "analysis/score.h"
#include "content/catalogue.h"
#include "engine/duckdb/duckdb_engines.h"
#include "store/workspace.h"

namespace tidewaiter {
namespace {

namespace fs = std::filesystem;
using analysis::Scorer;
using Clock = std::chrono::steady_clock;

constexpr size_t kSingleRecords = 2000;
constexpr size_t kWarmUp = 50;

double SecondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Result<std::vector<std::string>> ReadLines(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  if (lines.size() <= kWarmUp) return Fail(ErrorCode::kUsage, "too few records (" + path.string() + ")");
  return lines;
}

/// Milliseconds of each call: the median and the 99th percentile of 100.
Status TimeSingles(const std::string& name, size_t count, const std::function<Status(size_t)>& call) {
  std::vector<double> milliseconds;
  for (size_t i = 0; i < count; ++i) {
    const auto start = Clock::now();
    TRY(call(i));
    if (i >= kWarmUp) milliseconds.push_back(1000 * SecondsSince(start));
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  fmt::print("{:44} median {:7.3f} ms  p99 {:7.3f} ms  ({} calls)\n", name, milliseconds[milliseconds.size() / 2],
             milliseconds[milliseconds.size() * 99 / 100], milliseconds.size());
  return {};
}

Status TimeBatch(const std::string& name, size_t rows, const std::function<Status()>& call) {
  TRY(call());
  const auto start = Clock::now();
  TRY(call());
  fmt::print("{:44} {:9.0f} rows/s ({} rows)\n", name, static_cast<double>(rows) / SecondsSince(start), rows);
  return {};
}

Status TimeRecords(Scorer& scorer, const std::vector<std::string>& records) {
  const size_t singles = std::min(kSingleRecords, records.size());
  for (const auto& [name, reasons] : {std::pair("one record, score", Scorer::Reasons::kNo),
                                      std::pair("one record, score and reasons", Scorer::Reasons::kYes)}) {
    TRY(TimeSingles(name, singles, [&, with = reasons](size_t i) -> Status {
      TRY(scorer.Score(std::span(records).subspan(i, 1), 1, with, Language::kEnglish, {}));
      return {};
    }));
  }
  return TimeBatch("records in parts of 10,000, score", records.size(), [&]() -> Status {
    constexpr size_t kPart = 10'000;
    for (size_t begin = 0; begin < records.size(); begin += kPart) {
      const auto part = std::span(records).subspan(begin, std::min(kPart, records.size() - begin));
      TRY(scorer.Score(part, 1, Scorer::Reasons::kNo, Language::kEnglish, {}));
    }
    return {};
  });
}

Status TimeRows(const learn::TrainedModel& trained, const learn::Rows& rows) {
  std::vector<learn::Rows> singles;
  for (uint32_t row = 0; row < std::min(kSingleRecords, rows.size()); ++row)
    singles.push_back(rows.Pick(std::span(&row, 1)));
  TRY(TimeSingles("one row, chance", singles.size(), [&](size_t i) -> Status {
    TRY(trained.ScoreRows(singles[i], {}));
    return {};
  }));
  TRY(TimeSingles("one row, chance and contributions", singles.size(), [&](size_t i) -> Status {
    constexpr uint32_t kOnly = 0;
    TRY(trained.ScoreRows(singles[i], {}));
    TRY(trained.Explain(singles[i], std::span(&kOnly, 1), {}));
    return {};
  }));
  return TimeBatch("rows at once, chance", rows.size(), [&]() -> Status {
    TRY(trained.ScoreRows(rows, {}));
    return {};
  });
}

}  // namespace

Status BenchScoring(const fs::path& folder, const std::string& id, const fs::path& records) {
  const std::vector<std::string> lines = TRY(ReadLines(records));
  const content::Datasets datasets = TRY(content::ReadDatasets(content::ContentRoot()));
  const content::Model model = TRY(content::ReadModel(content::ContentRoot() / "models" / id, datasets));
  const store::Workspace workspace = TRY(store::Workspace::Open(folder));
  const auto runs = TRY(store::RunStore::Open(workspace.state_file()));
  const auto engines = engine::MakeDuckDbEngines();
  auto session = TRY(engines->OpenScratch({.memory_limit_bytes = 0, .threads = 1, .spill_directory = folder / "tmp"}));
  Scorer scorer = TRY(Scorer::Open(workspace, *runs, model, datasets, std::move(session), {}));
  const learn::Rows rows = TRY(scorer.RowsOf(lines, 1, {})).rows;
  TRY(TimeRows(scorer.trained(), rows));
  return TimeRecords(scorer, lines);
}

}  // namespace tidewaiter
