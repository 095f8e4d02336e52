#include "ingest/stage.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/value.h"

namespace tidewaiter::ingest {
namespace {

using engine::QuoteIdentifier;
using engine::QuoteText;

/// Longer raw texts are cut in the report: a cell may hold megabytes.
constexpr int kRawCharacters = 200;

std::string RejectRow(const engine::UnparsedRecord& record, bool mask) {
  const std::string raw = mask ? "•••" : Printable(record.raw.substr(0, kRawCharacters));
  return "(" + std::to_string(record.record) + ", " + QuoteText(record.column) + ", " +
         QuoteText(IsValidUtf8(raw) ? raw : "") + ", " + QuoteText(record.rule) + ", " + QuoteText(record.message) +
         ")";
}

}  // namespace

Result<int64_t> FeedStage::CountOf(const std::string& query, const RunControl& control) {
  const engine::Table table = TRY(session_.QueryTable(query, {}, control));
  return std::get<int64_t>(table.rows[0][0]);
}

Status FeedStage::Read(const std::string& relation, const RunControl& control) {
  counts_.dataset = dataset_.name;
  TRY(session_.CreateTable(Staged(), sql_.StagedQuery(relation), {}, control));
  counts_.read = TRY(CountOf("select count(*) filter (where kept) from " + Staged(), control));
  TRY(session_.CreateTable(
      Rejected(),
      "select cast(0 as bigint) as record, '' as column_name, '' as raw, '' as rule, '' as sentence "
      "limit 0",
      {}, control));
  TRY(session_.CreateTable(Unloadable(), "select cast(0 as bigint) as rid limit 0", {}, control));
  return {};
}

Status FeedStage::AddUnparsed(const std::vector<engine::UnparsedRecord>& unparsed, int64_t total, bool mask) {
  has_unparsed_ = !unparsed.empty();
  counts_.read += total;
  counts_.rejected += total;
  if (!has_unparsed_) return {};
  constexpr size_t kRowsAtOnce = 1000;
  TRY(session_.CreateTable("unparsed", "select cast(0 as bigint) as record, cast(0 as bigint) as ordinal limit 0", {},
                           {}));
  for (size_t begin = 0; begin < unparsed.size(); begin += kRowsAtOnce) {
    std::string rows, records;
    for (size_t at = begin; at < std::min(begin + kRowsAtOnce, unparsed.size()); ++at) {
      const std::string separator = at == begin ? "" : ", ";
      rows += separator + RejectRow(unparsed[at], mask);
      records += separator + "(" + std::to_string(unparsed[at].record) + ", " + std::to_string(at + 1) + ")";
    }
    TRY(session_.Execute("insert into unparsed values " + records, {}, {}));
    TRY(session_.Execute("insert into " + Rejected() + " values " + rows, {}, {}));
  }
  return {};
}

std::string FeedStage::RecordNumber() const {
  const std::string parsed = "(s.rowid // " + std::to_string(sql_.rows_per_record()) + ")";
  if (!has_unparsed_) return parsed + " + 1";
  // Each unparsed record before this one shifts it by one.
  return parsed + " + 1 + (select count(*) from unparsed u where u.record - u.ordinal <= " + parsed + ")";
}

Status FeedStage::FindFaults(const RunControl& control) {
  const int64_t faulty = TRY(CountOf("select count(*) from " + Staged() + " where faulty", control));
  counts_.rejected += faulty;
  if (faulty > 0) TRY(ExplainFaults(control));
  return FindRepeatedKeys(control);
}

Status FeedStage::ExplainFaults(const RunControl& control) {
  std::string raws;
  std::set<int> seen;
  std::string faults;
  for (const RowRule& rule : sql_.rejecting()) {
    if (rule.raw >= 0 && seen.insert(rule.raw).second)
      raws += ", " + FeedSql::RawText(rule.raw) + " as raw_" + std::to_string(rule.raw);
    const std::string raw = rule.raw < 0 ? "''"
                                         : "coalesce(left(raw_" + std::to_string(rule.raw) + ", " +
                                               std::to_string(kRawCharacters) + "), '')";
    faults += (faults.empty() ? "" : ", ") +
              ("case when " + rule.sql + " then {'column_name': " + QuoteText(rule.column) + ", 'raw': " + raw +
               ", 'rule': " + QuoteText(rule.rule) + ", 'sentence': " + QuoteText(rule.sentence) + "} end");
  }
  // A masked text cannot be judged again; its row still needs a reason.
  const std::string unexplained =
      "[{'column_name': '', 'raw': '', 'rule': 'text.encoding', 'sentence': 'some text of the row cannot be read'}]";
  const std::string list = "list_filter([" + faults + "], f -> f is not null)";
  TRY(session_.Execute("insert into " + Rejected() +
                           " select record, f.column_name, f.raw, f.rule, f.sentence from (select " + RecordNumber() +
                           " as record, unnest(case when len(" + list + ") = 0 then " + unexplained + " else " + list +
                           " end) as f from (select rowid, *" + raws + " from " + Staged() + " where faulty) as s)",
                       {}, control));
  return {};
}

std::string FeedStage::ShownKey() const { return "concat_ws('/', " + ColumnList(dataset_.key, "s.") + ")"; }

Status FeedStage::FindRepeatedKeys(const RunControl& control) {
  // Hashes first: a whole pass over the keys themselves would cost as much as the reading.
  const int64_t doubled = TRY(session_.CreateTable(
      "doubled",
      "select key_hash from " + Staged() + " where kept and not faulty group by key_hash having count(*) > 1", {},
      control));
  if (doubled == 0) return {};
  const std::string keys = ColumnList(dataset_.key, "s.");
  const int64_t repeated = TRY(session_.CreateTable(
      "repeated",
      "select s.rowid as rid, " + RecordNumber() + " as record, cast(" + ShownKey() +
          " as varchar) as raw, row_number() over (partition by " + keys + " order by s.rowid) as occurrence from " +
          Staged() +
          " s where s.kept and not s.faulty and s.key_hash in (select key_hash from doubled) qualify occurrence > 1",
      {}, control));
  if (repeated == 0) return {};
  return RejectKeys("repeated", "a row with this key stands earlier in the file", repeated, control);
}

Status FeedStage::RejectKeys(const std::string& table, const std::string& sentence, int64_t rows,
                             const RunControl& control) {
  const bool masked = std::any_of(dataset_.key.begin(), dataset_.key.end(), [&](const std::string& key) {
    return dataset_.Find(key)->pseudonym != content::PseudonymKind::kNone;
  });
  counts_.rejected += rows;
  some_unloadable_ = true;
  TRY(session_.Execute("insert into " + Rejected() + " select record, " + QuoteText(Join(dataset_.key, ", ")) + ", " +
                           (masked ? "'•••'" : "left(raw, 200)") + ", 'key.duplicate', " + QuoteText(sentence) +
                           " from " + table,
                       {}, control));
  TRY(session_.Execute("insert into " + Unloadable() + " select rid from " + table, {}, control));
  return {};
}

std::string FeedStage::Loadable(const std::string& alias) const {
  std::string condition = alias + ".kept and not " + alias + ".faulty";
  if (some_unloadable_) condition += " and " + alias + ".rowid not in (select rid from " + Unloadable() + ")";
  return condition;
}

Status FeedStage::CompareWith(const std::string& table, int64_t load_id, const RunControl& control) {
  if (!table.empty()) {
    std::vector<std::string> others;
    for (const std::string& column : dataset_.ColumnNames())
      if (std::find(dataset_.key.begin(), dataset_.key.end(), column) == dataset_.key.end()) others.push_back(column);
    const std::string same = others.empty() ? "true" : SameValues(others, "s", "t");
    TRY(session_.CreateTable("standing",
                             "select s.rowid as rid, t.load_id = " + std::to_string(load_id) + " as own, " + same +
                                 " as same from " + Staged() + " s join " + table + " t on " +
                                 SameValues(dataset_.key, "s", "t") + " where " + Loadable("s"),
                             {}, control));
    TRY(RejectOwnKeys(control));
    TRY(session_.CreateTable("matched", "select rid, same from standing where not own", {}, control));
    TRY(SetAsideMatches(control));
  }
  counts_.inserted = counts_.read - counts_.rejected - counts_.unchanged - counts_.superseded;
  return {};
}

Status FeedStage::RejectOwnKeys(const RunControl& control) {
  const int64_t own = TRY(session_.CreateTable("own_keys",
                                               "select s.rowid as rid, " + RecordNumber() + " as record, cast(" +
                                                   ShownKey() + " as varchar) as raw from " + Staged() +
                                                   " s where s.rowid in (select rid from standing where own)",
                                               {}, control));
  if (own == 0) return {};
  return RejectKeys("own_keys", "another part of the same file has brought a row with this key", own, control);
}

Status FeedStage::SetAsideMatches(const RunControl& control) {
  counts_.unchanged = TRY(CountOf("select count(*) from matched where same", control));
  counts_.superseded = TRY(CountOf("select count(*) from matched where not same", control));
  if (counts_.unchanged > 0) {
    some_unloadable_ = true;
    TRY(session_.Execute("insert into " + Unloadable() + " select rid from matched where same", {}, control));
  }
  TRY(session_.CreateTable(Superseding(),
                           "select " + ColumnList(dataset_.key) + " from " + Staged() +
                               " where rowid in (select rid from matched where not same)",
                           {}, control));
  return {};
}

Status FeedStage::Write(engine::Commit& commit, int64_t load_id, const RunControl& control) {
  const std::string table = commit.TableName(dataset_.name);
  const std::string columns = ColumnList(dataset_.ColumnNames());
  const std::string id = std::to_string(load_id);
  if (counts_.superseded > 0) {
    engine::Schema schema = dataset_.Schema();
    schema.push_back({"load_id", {engine::TypeId::kInteger}});
    schema.push_back({"superseded_by", {engine::TypeId::kInteger}});
    TRY(commit.EnsureTable(HistoryTable(dataset_.name), schema));
    const std::string old =
        "exists (select 1 from " + Superseding() + " s where " + SameValues(dataset_.key, "s", "t") + ")";
    TRY(session_.Execute("insert into " + commit.TableName(HistoryTable(dataset_.name)) + " (" + columns +
                             ", load_id, superseded_by) select " + columns + ", load_id, " + id + " from " + table +
                             " t where " + old,
                         {}, control));
    TRY(session_.Execute("delete from " + table + " t where " + old, {}, control));
  }
  TRY(session_.Execute("insert into " + table + " (" + columns + ", load_id) select " + columns + ", " + id + " from " +
                           Staged() + " s where " + Loadable("s"),
                       {}, control));
  return {};
}

Status FeedStage::WriteRejects(engine::Commit& commit, int64_t load_id, const RunControl& control) {
  if (counts_.rejected == 0) return {};
  TRY(session_.Execute("insert into " + commit.TableName(kRejectTable) +
                           " (load_id, dataset, record, column_name, raw, rule, sentence) select " +
                           std::to_string(load_id) + ", " + QuoteText(dataset_.name) +
                           ", record, column_name, raw, rule, sentence from " + Rejected(),
                       {}, control));
  return {};
}

Result<std::vector<RuleCount>> FeedStage::CountRules(const content::Datasets& datasets, const RunControl& control) {
  const engine::Table table =
      TRY(session_.QueryTable("select column_name, rule, count(*) as n, min(sentence), min_by(raw, record) from " +
                                  Rejected() + " group by column_name, rule order by n desc, column_name, rule",
                              {}, control));
  std::vector<RuleCount> counts;
  for (const auto& row : table.rows)
    counts.push_back({dataset_.name, engine::ToText(row[0]), engine::ToText(row[1]), false, std::get<int64_t>(row[2]),
                      engine::ToText(row[3]), engine::ToText(row[4])});
  TRY(CountWarningChecks(counts, control));
  TRY(CountUnknownCodes(datasets, counts, control));
  return counts;
}

Status FeedStage::CountWarningChecks(std::vector<RuleCount>& counts, const RunControl& control) {
  if (sql_.warning().empty()) return {};
  std::string list;
  for (const RowRule& rule : sql_.warning())
    list += (list.empty() ? "" : ", ") + ("count(*) filter (where " + rule.sql + ")");
  const engine::Table table =
      TRY(session_.QueryTable("select " + list + " from " + Staged() + " s where " + Loadable("s"), {}, control));
  for (size_t index = 0; index < sql_.warning().size(); ++index)
    if (const int64_t rows = std::get<int64_t>(table.rows[0][index]); rows > 0)
      counts.push_back({dataset_.name, "", sql_.warning()[index].rule, true, rows, sql_.warning()[index].sentence, ""});
  return {};
}

Status FeedStage::CountUnknownCodes(const content::Datasets& datasets, std::vector<RuleCount>& counts,
                                    const RunControl& control) {
  for (const content::DatasetColumn& column : dataset_.columns) {
    const content::CodeList* list = column.list.empty() ? nullptr : datasets.FindList(column.list);
    if (list == nullptr) continue;
    std::string known;
    for (const content::ListedCode& code : list->codes) known += (known.empty() ? "" : ", ") + QuoteText(code.code);
    const std::string name = QuoteIdentifier(column.name);
    // One group a code, so the long list is compared a few hundred times, not once a row.
    const engine::Table table = TRY(session_.QueryTable(
        "select coalesce(cast(sum(n) as bigint), 0), coalesce(max_by(code, n), '') from (select " + name +
            " as code, count(*) as n from " + Staged() + " s where " + Loadable("s") + " and " + name +
            " is not null group by " + name + ") as g where code not in (" + known + ")",
        {}, control));
    const int64_t rows = std::get<int64_t>(table.rows[0][0]);
    if (rows == 0) continue;
    counts.push_back({dataset_.name, column.name, "list." + column.list, true, rows,
                      "the code is not in the list of " + column.list + " codes", engine::ToText(table.rows[0][1])});
  }
  return {};
}

}  // namespace tidewaiter::ingest
