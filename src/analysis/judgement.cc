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

constexpr std::string_view kPlantedSql = R"(
select subject_type, subject_id, cast({} as varchar) as scheme_id, cast({} as varchar) as difficulty,
       coalesce(try_cast({} as double), 0) as amount_krw
from {} where subject_id is not null)";

constexpr std::string_view kTruthSql = R"(
select subject_type, subject_id, true as positive, sum(amount_krw) as revenue, false as random, true as positive_in_period
from tidewaiter_planted group by subject_type, subject_id)";

/// What each run ranked, one list a run.
constexpr std::string_view kListSql = R"(
select {} as list, "rank" as place, subject_type, subject_id, {} as subject_key, score, {} as chance, members
from (select * from {}) as f)";

/// The same with each company of a group in the group's place, unless it stands before.
constexpr std::string_view kMembersSql = R"(
select list, min(place) as place, subject_type, subject_id, {} as subject_key, arg_min(score, place) as score,
       arg_min(chance, place) as chance
from (
  select list, place, case when members is null then subject_type else 'company' end as subject_type,
         unnest(case when members is null then [subject_id] else string_split(members, ';') end) as subject_id, score, chance
  from ({}) as ranked
) as f
group by list, subject_type, subject_id)";

/// An inspection is joined by id alone: the model says itself which kind of inspection judges its subjects.
constexpr std::string_view kJoinInspections = R"(
select f.* exclude (members), o.positive, o.revenue, o.random
from ({}) as f join tidewaiter_outcome as o on f.subject_id = o.subject_id)";

constexpr std::string_view kJoinTruth = R"(
select f.*, o.subject_id is not null as positive, coalesce(o.revenue, 0) as revenue, false as random
from ({}) as f left join tidewaiter_outcome as o on f.subject_id = o.subject_id and f.subject_type = o.subject_type
where f.subject_type in (select subject_type from tidewaiter_planted) or not exists (select 1 from tidewaiter_planted))";

/// Subjects that all lists rank, numbered along the first.
constexpr std::string_view kCommonSql = R"(
with common as (
  select subject_key, row_number() over (order by min(case when list = 0 then place end), subject_key) - 1 as subject
  from tidewaiter_joined group by subject_key having count(distinct list) = $lists
), numbered as (
  select j.*, c.subject, row_number() over (partition by j.list, c.subject order by j.place) as copy
  from tidewaiter_joined as j join common as c on j.subject_key = c.subject_key
)
select list, place, subject, subject_type, subject_id, score, chance, positive, revenue, random from numbered where copy = 1)";

constexpr std::string_view kCountsSql = R"(
select (select count(*) from tidewaiter_judged where list = 0),
       (select count(*) from tidewaiter_judged where list = 0 and random),
       count(*) filter (where positive_in_period and subject_id not in (select subject_id from tidewaiter_joined where list = 0)),
       count(*), (select count(distinct subject_key) from tidewaiter_joined)
from tidewaiter_outcome
where case when $truth then subject_type in (select subject_type from tidewaiter_joined) else subject_type = $subject end)";

/// Places of each scheme's subjects along the first list.
constexpr std::string_view kSchemesSql = R"(
with placed as (
  select subject_type, subject_id, row_number() over (order by place, subject) as place, count(*) over () as ranked
  from tidewaiter_judged where list = 0
)
select coalesce(p.scheme_id, ''), coalesce(p.difficulty, ''), count(*), count(*) filter (where f.place is null),
       sum(p.amount_krw), min(f.place), max(f.place), {}
from tidewaiter_planted as p
left join placed as f on f.subject_type = p.subject_type and f.subject_id = p.subject_id
group by p.scheme_id, p.difficulty
order by p.difficulty, p.scheme_id)";

/// By count where the scheme has no amount.
constexpr std::string_view kFoundSql =
    "coalesce(case when sum(p.amount_krw) > 0 then sum(p.amount_krw) filter (where f.place <= greatest(1, ceil({0:.9f} "
    "* "
    "f.ranked))) / sum(p.amount_krw) else count(*) filter (where f.place <= greatest(1, ceil({0:.9f} * f.ranked))) / "
    "cast(count(*) as double) end, 0e0)";

constexpr std::string_view kAlertsSql = R"(
with alert as (
  select "rank", case when members is null then subject_type else 'company' end as subject_type,
         unnest(case when members is null then [subject_id] else string_split(members, ';') end) as subject_id
  from (select * from {}) as f where alert
)
select count(distinct "rank"), count(distinct "rank") filter (where (subject_type, subject_id) in
       (select (subject_type, subject_id) from tidewaiter_planted))
from alert)";

bool Has(const engine::FileScan& scan, std::string_view column) {
  return std::find(scan.columns.begin(), scan.columns.end(), column) != scan.columns.end();
}

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
    if (Has(scan, column)) continue;
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
  const auto or_null = [&](std::string_view column) { return Has(scan, column) ? column : "null"; };
  const std::string relation = TRY(session_.ScanRelation(scan));
  TRY(session_.CreateTable(
      "tidewaiter_planted",
      fmt::format(kPlantedSql, or_null("scheme_id"), or_null("difficulty"), or_null("amount_krw"), relation), {},
      control));
  const auto [records, count] = TRY(session_.TakeUnparsed(1));
  TRY(session_.CreateTable("tidewaiter_outcome", kTruthSql, {}, control));
  if (count == 0) return {};
  const int64_t record = records.empty() ? 0 : records.front().record;
  return Fail(ErrorCode::kFileUnreadable,
              fmt::format("the truth file has broken records ({}: {}, the first is {})", file.string(), count, record));
}

Status Judgement::LeaveOut(const std::string& findings, const RunControl& control) {
  for (const char* table : {"tidewaiter_planted", "tidewaiter_outcome"}) {
    if (!truth_ && std::string_view(table) == "tidewaiter_planted") continue;
    TRY(session_.Execute(fmt::format("delete from {} where subject_id in (select subject_id from {})", table, findings),
                         {}, control));
  }
  return {};
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
  const std::string ranked = tidewaiter::Join(lists, "\nunion all");
  const std::string sql =
      truth_ ? fmt::format(kJoinTruth, fmt::format(kMembersSql, key, ranked)) : fmt::format(kJoinInspections, ranked);
  TRY(session_.CreateTable("tidewaiter_joined", sql, {}, control));
  TRY(session_.CreateTable("tidewaiter_judged", kCommonSql, {{"lists", lists_}}, control));
  return {};
}

Result<Judgement::Counts> Judgement::Count(const std::string& subject_type, const RunControl& control) {
  const engine::Table table =
      TRY(session_.QueryTable(kCountsSql, {{"subject", subject_type}, {"truth", truth_}}, control));
  const auto count = [&](size_t column) { return std::get<int64_t>(table.rows[0][column]); };
  Counts counts{count(0), count(1), count(2), count(3), count(4) - count(0), false};
  if (truth_) {
    const engine::Table planted = TRY(session_.QueryTable("select count(*) from tidewaiter_planted", {}, control));
    counts.clean = std::get<int64_t>(planted.rows[0][0]) == 0;
  }
  return counts;
}

Result<TruthFigures> Judgement::Truth(const std::string& findings, std::span<const double> budgets,
                                      const RunControl& control) {
  std::vector<std::string> found;
  for (const double budget : budgets) found.push_back(fmt::format(kFoundSql, budget));
  const engine::Table table =
      TRY(session_.QueryTable(fmt::format(kSchemesSql, tidewaiter::Join(found, ", ")), {}, control));
  TruthFigures figures;
  for (const std::vector<engine::Value>& row : table.rows) {
    const auto place = [&](size_t column) {
      return engine::IsNull(row[column]) ? std::nullopt : std::optional(std::get<int64_t>(row[column]));
    };
    SchemeFigure scheme{engine::ToText(row[0]),
                        engine::ToText(row[1]),
                        *place(2),
                        *place(3),
                        engine::ToDouble(row[4]),
                        place(5),
                        place(6),
                        {}};
    for (size_t i = 0; i < budgets.size(); ++i) scheme.found.push_back(engine::ToDouble(row[7 + i]));
    figures.schemes.push_back(std::move(scheme));
  }
  const engine::Table alerts = TRY(session_.QueryTable(fmt::format(kAlertsSql, findings), {}, control));
  figures.alerts = std::get<int64_t>(alerts.rows[0][0]);
  figures.right_alerts = std::get<int64_t>(alerts.rows[0][1]);
  return figures;
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
