#include "analysis/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "analysis/batch_builder.h"
#include "analysis/csv_file.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

constexpr std::string_view kInspectionsSql = R"(
with inspected as (
  select case when item_no is null then subject_id else subject_id || '/' || cast(item_no as varchar) end as subject_id,
         coalesce(outcome in ('violation', 'critical'), false) as positive, cast(recovered_krw as double) as recovered_krw,
         coalesce(selected_by = 'random', false) as random, inspected_on <= $to as in_period
  from {} where subject_type = $subject and inspected_on >= $from
)
select cast($subject as varchar) as subject_type, subject_id, bool_or(positive) as positive,
       coalesce(sum(recovered_krw), 0e0) as revenue, bool_or(random) as random,
       bool_or(positive and in_period) as positive_in_period
from inspected group by subject_id)";

constexpr std::string_view kTruthSql = R"(
select subject_type, subject_id, true as positive, sum(coalesce(try_cast({} as double), 0)) as revenue, false as random,
       true as positive_in_period
from {} where subject_id is not null group by subject_type, subject_id)";

/// An inspection is joined by id alone: the model says itself which kind of inspection judges its subjects.
constexpr std::string_view kJoinInspections = R"(
select f."rank" as place, f.subject_id, f.score, o.positive, o.revenue, o.random
from (select * from {}) as f join tidewaiter_outcome as o on f.subject_id = o.subject_id)";

constexpr std::string_view kJoinTruth = R"(
select f."rank" as place, f.subject_id, f.score, o.subject_id is not null as positive,
       coalesce(o.revenue, 0) as revenue, false as random
from (select * from {}) as f left join tidewaiter_outcome as o on f.subject_id = o.subject_id and f.subject_type = o.subject_type)";

constexpr std::string_view kCountsSql = R"(
select (select count(*) from tidewaiter_judged), (select count(*) from tidewaiter_judged where random),
       count(*) filter (where positive_in_period and subject_id not in (select subject_id from tidewaiter_judged)), count(*)
from tidewaiter_outcome where subject_type = $subject)";

Status CheckTruthColumns(const engine::FileScan& scan) {
  for (const std::string column : {"subject_type", "subject_id"}) {
    if (std::find(scan.columns.begin(), scan.columns.end(), column) != scan.columns.end()) continue;
    return Fail(ErrorCode::kColumnMissing, fmt::format("the truth file lacks the column {} ({})", column, scan.path),
                "it holds subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on");
  }
  return {};
}

}  // namespace

Status Judgement::TakeInspections(const std::string& inspections, const std::string& outcome_subject, Date from,
                                  Date to, const RunControl& control) {
  truth_ = false;
  TRY(session_.CreateTable("tidewaiter_outcome", fmt::format(kInspectionsSql, inspections),
                           {{"subject", outcome_subject}, {"from", from}, {"to", to}}, control));
  return {};
}

Status Judgement::TakeTruth(const std::filesystem::path& file, const RunControl& control) {
  truth_ = true;
  const engine::FileScan scan = TRY(CsvScan(file));
  TRY(CheckTruthColumns(scan));
  const bool has_amount = std::find(scan.columns.begin(), scan.columns.end(), "amount_krw") != scan.columns.end();
  const std::string relation = TRY(session_.ScanRelation(scan));
  TRY(session_.CreateTable("tidewaiter_outcome", fmt::format(kTruthSql, has_amount ? "amount_krw" : "'0'", relation),
                           {}, control));
  const auto [records, count] = TRY(session_.TakeUnparsed(1));
  if (count == 0) return {};
  const int64_t record = records.empty() ? 0 : records.front().record;
  return Fail(ErrorCode::kFileUnreadable,
              fmt::format("the truth file has broken records ({}: {}, the first is {})", file.string(), count, record));
}

Status Judgement::Join(const std::string& findings, const RunControl& control) {
  const std::string sql = fmt::format(fmt::runtime(truth_ ? kJoinTruth : kJoinInspections), findings);
  TRY(session_.CreateTable("tidewaiter_judged", sql, {}, control));
  return {};
}

Result<Judgement::Counts> Judgement::Count(const std::string& subject_type, const RunControl& control) {
  const engine::Table table = TRY(session_.QueryTable(kCountsSql, {{"subject", subject_type}}, control));
  const auto count = [&](size_t column) { return std::get<int64_t>(table.rows[0][column]); };
  return Counts{count(0), count(1), count(2), count(3)};
}

Result<std::vector<learn::RankedOutcome>> Judgement::Read(const std::string& sql, const RunControl& control) {
  RowCursor rows(TRY(session_.Query(sql, {}, control)));
  std::vector<learn::RankedOutcome> ranking;
  while (TRY(rows.Next())) {
    const engine::ColumnVector& score = rows.Column(0);
    learn::RankedOutcome& subject = ranking.emplace_back();
    subject.score = score.IsNull(rows.row()) ? std::numeric_limits<double>::quiet_NaN() : score.doubles()[rows.row()];
    subject.positive = rows.Column(1).booleans()[rows.row()] != 0;
    subject.revenue = rows.Column(2).doubles()[rows.row()];
  }
  return ranking;
}

Result<std::vector<learn::RankedOutcome>> Judgement::ModelRanking(const RunControl& control) {
  return Read("select score, positive, revenue from tidewaiter_judged order by place", control);
}

Result<std::vector<learn::RankedOutcome>> Judgement::RuleRanking(const std::string& rule_sql,
                                                                 const engine::Parameters& parameters,
                                                                 const RunControl& control) {
  TRY(session_.CreateTable(
      "tidewaiter_rule",
      "select cast(subject_id as varchar) as subject_id, max(cast(score as double)) as score from (" + rule_sql +
          "\n) as rule group by 1",
      parameters, control));
  return Read(
      "select r.score, j.positive, j.revenue from tidewaiter_judged as j left join tidewaiter_rule as r "
      "on j.subject_id = r.subject_id order by r.score desc nulls last, j.subject_id, j.place",
      control);
}

}  // namespace tidewaiter::analysis
