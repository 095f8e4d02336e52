#include <algorithm>
#include <set>

#include "engine/value.h"
#include "ingest/feed_sql.h"
#include "ingest/ledger.h"
#include "ingest/loader.h"

/// Taking a load back, and reading the ledger.
namespace tidewaiter::ingest {
namespace {

/// Rows of load L go; what L had superseded stands again, or, where a later load superseded L's row, is now superseded
/// by that one.
Status UndoDataset(engine::Commit& commit, const content::Dataset& dataset, int64_t load_id,
                   const RunControl& control) {
  engine::LocalSession& session = commit.session();
  const std::string id = std::to_string(load_id);
  const std::string table = commit.TableName(dataset.name);
  const std::string history = commit.TableName(HistoryTable(dataset.name));
  const std::string columns = ColumnList(dataset.ColumnNames());
  engine::Schema schema = dataset.Schema();
  schema.push_back({"load_id", {engine::TypeId::kInteger}});
  schema.push_back({"superseded_by", {engine::TypeId::kInteger}});
  TRY(commit.EnsureTable(HistoryTable(dataset.name), schema));

  const std::string same_key = SameValues(dataset.key, "h", "x");
  TRY(session.CreateTable("relinked",
                          "select " + ColumnList(dataset.ColumnNames(), "h.") + ", h.load_id, x.superseded_by from " +
                              history + " h join " + history + " x on " + same_key + " where h.superseded_by = " + id +
                              " and x.load_id = " + id,
                          {}, control));
  TRY(session.CreateTable("restored",
                          "select " + columns + ", load_id from " + history + " h where h.superseded_by = " + id +
                              " and not exists (select 1 from " + history + " x where x.load_id = " + id + " and " +
                              same_key + ")",
                          {}, control));
  for (const std::string& statement :
       {"delete from " + table + " where load_id = " + id,
        "delete from " + history + " where load_id = " + id + " or superseded_by = " + id,
        "insert into " + table + " (" + columns + ", load_id) select " + columns + ", load_id from restored",
        "insert into " + history + " (" + columns + ", load_id, superseded_by) select " + columns +
            ", load_id, superseded_by from relinked"})
    TRY(session.Execute(statement, {}, control));
  return {};
}

/// Later loads that brought rows equal to this one's stored nothing for them: those rows go too.
void WarnOfSharedRows(const LoadReport& undone, const std::vector<LoadReport>& loads, LoadReport& report) {
  for (const LoadReport& later : loads) {
    if (later.id <= undone.id || later.state != LoadState::kLoaded) continue;
    for (const FeedCounts& feed : later.feeds)
      if (feed.unchanged > 0 && std::any_of(undone.feeds.begin(), undone.feeds.end(),
                                            [&](const FeedCounts& own) { return own.dataset == feed.dataset; }))
        report.warnings.push_back(
            "load " + std::to_string(later.id) + " held " + std::to_string(feed.unchanged) + " rows of " +
            feed.dataset + " that stood already; if they came from this load they are gone: undo and load it again");
  }
}

Result<bool> HasLedger(engine::Warehouse& warehouse) {
  const auto tables = TRY(warehouse.Tables(TRY(warehouse.CurrentSnapshot())));
  return std::any_of(tables.begin(), tables.end(), [](const auto& table) { return table.first == kLoadTable; });
}

Result<const content::Dataset*> FindDataset(const content::Datasets& datasets, const std::string& name) {
  if (const content::Dataset* dataset = datasets.Find(name)) return dataset;
  return Fail(ErrorCode::kUnknownName, "the dataset of this load is no longer in the contract (" + name + ")");
}

Status UndoDatasets(engine::Commit& commit, const LoadReport& report, const content::Datasets& datasets,
                    const RunControl& control) {
  std::set<std::string> done;
  for (const FeedCounts& feed : report.feeds) {
    if (!done.insert(feed.dataset).second) continue;
    control.progress->Begin({"taking back " + feed.dataset, feed.dataset + " 적재를 되돌리는 중"});
    const content::Dataset* dataset = TRY(FindDataset(datasets, feed.dataset));
    TRY(UndoDataset(commit, *dataset, report.id, control));
  }
  return {};
}

tl::unexpected<Error> NoSuchLoad(int64_t id) {
  return Fail(ErrorCode::kUnknownName, "there is no load with this number (" + std::to_string(id) + ")",
              "tidewaiter loads lists them");
}

}  // namespace

Result<LoadReport> Loader::Undo(int64_t id, const RunControl& control) {
  const auto lock = TRY(workspace_.AcquireWriteLock("undo of load " + std::to_string(id), control));
  LoadReport report = TRY(ShowLoad(warehouse_, id));
  if (report.state == LoadState::kUndone)
    return Fail(ErrorCode::kLoadUndone, "this load has been taken back already (" + std::to_string(id) + ")");
  const auto loads = TRY(ListLoads(warehouse_, 0));
  const auto commit = TRY(warehouse_.BeginCommit());
  TRY(commit->Begin());
  if (report.state == LoadState::kLoaded) TRY(UndoDatasets(*commit, report, datasets_, control));
  WarnOfSharedRows(report, loads, report);
  report.state = LoadState::kUndone;
  report.undone_at = Timestamp::Now();
  TRY(WriteLedger(*commit, report));
  TRY(control.Check());
  TRY(commit->Finish("undo of load " + std::to_string(id)));
  return report;
}

Result<std::vector<LoadReport>> ListLoads(engine::Warehouse& warehouse, int limit) {
  std::vector<LoadReport> loads;
  if (!TRY(HasLedger(warehouse))) return loads;
  const auto session = TRY(warehouse.OpenSession());
  const engine::Table table =
      TRY(session->QueryTable("select report from " + warehouse.TableAt(kLoadTable, TRY(warehouse.CurrentSnapshot())) +
                              " order by load_id desc" + (limit > 0 ? " limit " + std::to_string(limit) : "")));
  for (const auto& row : table.rows) loads.push_back(TRY(ReportFromJson(engine::ToText(row[0]))));
  return loads;
}

Result<LoadReport> ShowLoad(engine::Warehouse& warehouse, int64_t id) {
  if (!TRY(HasLedger(warehouse))) return NoSuchLoad(id);
  const auto session = TRY(warehouse.OpenSession());
  const LedgerQuery ledger{*session, warehouse.TableAt(kLoadTable, TRY(warehouse.CurrentSnapshot()))};
  auto report = TRY(ReadReport(ledger, id));
  if (!report) return NoSuchLoad(id);
  return std::move(*report);
}

Result<std::unique_ptr<engine::BatchStream>> OpenRejects(engine::LocalSession& session, engine::Warehouse& warehouse,
                                                         int64_t id, const RunControl& control) {
  TRY(ShowLoad(warehouse, id));
  return session.Query("select dataset, record, column_name, raw, rule, sentence from " +
                           warehouse.TableAt(kRejectTable, TRY(warehouse.CurrentSnapshot())) +
                           " where load_id = $id order by dataset, record, column_name, rule",
                       {{"id", id}}, control);
}

}  // namespace tidewaiter::ingest
