#include <fmt/format.h>

#include "analysis/run_files.h"
#include "analysis/run_model.h"

namespace tidewaiter::analysis {
namespace {

/// Both runs' findings side by side; a side without the subject is NULL.
std::string PairsSql(const std::string& first, const std::string& second) {
  constexpr std::string_view kPicked =
      R"(select subject_type, subject_id, "rank" as place, round(score, 9) as score from )";
  return fmt::format(
      "select a.place as place_a, b.place as place_b, a.score as score_a, b.score as score_b "
      "from ({0}{1}) as a full join ({0}{2}) as b on a.subject_type = b.subject_type and a.subject_id = b.subject_id",
      kPicked, first, second);
}

constexpr std::string_view kCounts =
    "select count(*) filter (where place_b is null), count(*) filter (where place_a is null), "
    "count(*) filter (where place_a <> place_b), count(*) filter (where score_a <> score_b), "
    "count(*) filter (where place_a is not null and place_b is not null), "
    "count(*) filter (where place_a <= ceil(0.05 * {0})), "
    "count(*) filter (where place_a <= ceil(0.05 * {0}) and place_b <= ceil(0.05 * {1})) from ({2}) as pairs";

}  // namespace

Result<RunComparison> CompareRuns(const store::Workspace& workspace, engine::LocalSession& session,
                                  const store::RunRecord& first, const store::RunRecord& second,
                                  const RunControl& control) {
  const std::string pairs = PairsSql(TRY(RunRelation(workspace, session, first, "findings")),
                                     TRY(RunRelation(workspace, session, second, "findings")));
  const engine::Table table =
      TRY(session.QueryTable(fmt::format(kCounts, first.findings, second.findings, pairs), {}, control));
  const auto count = [&](size_t column) { return std::get<int64_t>(table.rows[0][column]); };
  RunComparison comparison;
  comparison.same = first.findings_hash == second.findings_hash;
  comparison.only_in_first = count(0);
  comparison.only_in_second = count(1);
  comparison.different_rank = count(2);
  comparison.different_score = count(3);
  comparison.common = count(4);
  comparison.top_overlap = count(5) == 0 ? 1 : static_cast<double>(count(6)) / static_cast<double>(count(5));
  return comparison;
}

}  // namespace tidewaiter::analysis
