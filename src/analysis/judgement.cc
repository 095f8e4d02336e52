#include "analysis/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

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

/// What each run ranked, one list a run.
constexpr std::string_view kListSql = R"(
select {} as list, "rank" as place, subject_type, subject_id, {} as subject_key, score, {} as chance from (select * from {}) as f)";

/// An inspection is joined by id alone: the model says itself which kind of inspection judges its subjects.
constexpr std::string_view kJoinInspections = R"(
select f.*, o.positive, o.revenue, o.random
from ({}) as f join tidewaiter_outcome as o on f.subject_id = o.subject_id)";

constexpr std::string_view kJoinTruth = R"(
select f.*, o.subject_id is not null as positive, coalesce(o.revenue, 0) as revenue, false as random
from ({}) as f left join tidewaiter_outcome as o on f.subject_id = o.subject_id and f.subject_type = o.subject_type)";

/// Subjects that all lists rank, numbered along the first.
constexpr std::string_view kCommonSql = R"(
with common as (
  select subject_key, row_number() over (order by min(case when list = 0 then place end), subject_key) - 1 as subject
  from tidewaiter_joined group by subject_key having count(distinct list) = $lists
), numbered as (
  select j.*, c.subject, row_number() over (partition by j.list, c.subject order by j.place) as copy
  from tidewaiter_joined as j join common as c on j.subject_key = c.subject_key
)
select list, place, subject, subject_id, score, chance, positive, revenue, random from numbered where copy = 1)";

constexpr std::string_view kCountsSql = R"(
select (select count(*) from tidewaiter_judged where list = 0),
       (select count(*) from tidewaiter_judged where list = 0 and random),
       count(*) filter (where positive_in_period and subject_id not in (select subject_id from tidewaiter_joined where list = 0)),
       count(*), (select count(distinct subject_key) from tidewaiter_joined)
from tidewaiter_outcome where subject_type = $subject)";

/// Figures of each group; means over the lists.
constexpr std::string_view kGroupsSql = R"(
with placed as (
  select subject_id, positive, list, row_number() over (partition by list order by place) <= $top as selected
  from tidewaiter_judged
)
select g.value, count(*) filter (where p.list = 0) as subjects, count(*) filter (where p.list = 0 and p.positive) as positives,
       count(*) filter (where p.selected) / cast($lists as double) as selected,
       count(*) filter (where p.selected and p.positive) / cast($lists as double) as hits
from placed as p left join tidewaiter_group as g on p.subject_id = g.subject_id
group by g.value)";

constexpr std::string_view kShown = "subjects >= $subjects and positives >= $positives";

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

Status Judgement::Join(const std::vector<RankedFindings>& runs, Same same, const RunControl& control) {
  // Ids of two kinds of subjects may be equal; between models the kind has no say.
  const std::string_view key = same == Same::kId ? "subject_id" : "subject_type || chr(31) || subject_id";
  std::vector<std::string> lists;
  for (size_t i = 0; i < runs.size(); ++i) {
    const std::string_view chance = runs[i].has_chance ? "cast(chance as double)" : "cast(null as double)";
    lists.push_back(fmt::format(kListSql, i, key, chance, runs[i].relation));
  }
  lists_ = static_cast<int64_t>(runs.size());
  const std::string sql =
      fmt::format(fmt::runtime(truth_ ? kJoinTruth : kJoinInspections), tidewaiter::Join(lists, "\nunion all"));
  TRY(session_.CreateTable("tidewaiter_joined", sql, {}, control));
  TRY(session_.CreateTable("tidewaiter_judged", kCommonSql, {{"lists", lists_}}, control));
  return {};
}

Result<Judgement::Counts> Judgement::Count(const std::string& subject_type, const RunControl& control) {
  const engine::Table table = TRY(session_.QueryTable(kCountsSql, {{"subject", subject_type}}, control));
  const auto count = [&](size_t column) { return std::get<int64_t>(table.rows[0][column]); };
  return Counts{count(0), count(1), count(2), count(3), count(4) - count(0)};
}

Result<std::vector<JudgedList>> Judgement::Read(const std::string& sql, const RunControl& control) {
  RowCursor rows(TRY(session_.Query(sql, {}, control)));
  std::vector<JudgedList> lists;
  while (TRY(rows.Next())) {
    const size_t row = rows.row();
    const auto number = [&](size_t column) {
      const engine::ColumnVector& values = rows.Column(column);
      return values.IsNull(row) ? std::numeric_limits<double>::quiet_NaN() : values.doubles()[row];
    };
    const auto list = static_cast<size_t>(rows.Column(0).integers()[row]);
    if (lists.size() <= list) lists.resize(list + 1);
    const bool positive = rows.Column(2).booleans()[row] != 0;
    const auto subject = static_cast<uint32_t>(rows.Column(4).integers()[row]);
    lists[list].ranking.push_back({number(1), positive, number(3), subject});
    lists[list].chances.push_back(number(5));
  }
  return lists;
}

Result<std::vector<JudgedList>> Judgement::Lists(const RunControl& control) {
  return Read(
      "select cast(list as bigint), cast(score as double), positive, revenue, cast(subject as bigint), chance "
      "from tidewaiter_judged order by list, place",
      control);
}

Result<learn::Ranking> Judgement::RuleRanking(const std::string& rule_sql, const engine::Parameters& parameters,
                                              const RunControl& control) {
  TRY(session_.CreateTable(
      "tidewaiter_rule",
      "select cast(subject_id as varchar) as subject_id, max(cast(score as double)) as score from (" + rule_sql +
          "\n) as rule group by 1",
      parameters, control));
  std::vector<JudgedList> lists = TRY(
      Read("select cast(0 as bigint), r.score, j.positive, j.revenue, cast(j.subject as bigint), j.chance "
           "from tidewaiter_judged as j left join tidewaiter_rule as r on j.subject_id = r.subject_id where j.list = 0 "
           "order by r.score desc nulls last, j.subject_id, j.place",
           control));
  return lists.empty() ? learn::Ranking() : std::move(lists.front().ranking);
}

Result<GroupFigures> Judgement::Groups(const std::string& groups_sql, int64_t inspected, const RunControl& control) {
  TRY(session_.CreateTable("tidewaiter_group", groups_sql, {}, control));
  TRY(session_.CreateTable("tidewaiter_group_figures", kGroupsSql, {{"top", inspected}, {"lists", lists_}}, control));
  const engine::Parameters least = {{"subjects", kLeastGroupSubjects}, {"positives", kLeastGroupPositives}};
  const engine::Table shown = TRY(session_.QueryTable(
      fmt::format("select value, subjects, positives, selected, hits from tidewaiter_group_figures where {} "
                  "order by subjects desc, value",
                  kShown),
      least, control));
  GroupFigures figures;
  for (const std::vector<engine::Value>& row : shown.rows) {
    figures.groups.push_back({engine::ToText(row[0]), std::get<int64_t>(row[1]), std::get<int64_t>(row[2]),
                              engine::ToDouble(row[3]), engine::ToDouble(row[4])});
  }
  const engine::Table hidden = TRY(session_.QueryTable(
      fmt::format("select count(*), cast(coalesce(sum(subjects), 0) as bigint) from tidewaiter_group_figures where not "
                  "({})",
                  kShown),
      least, control));
  figures.hidden_groups = std::get<int64_t>(hidden.rows[0][0]);
  figures.hidden_subjects = std::get<int64_t>(hidden.rows[0][1]);
  return figures;
}

}  // namespace tidewaiter::analysis
