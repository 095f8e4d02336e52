#include <algorithm>
#include <fstream>
#include <thread>

#include "adapters.h"

/// Commits and snapshots of any warehouse.
namespace tidewaiter::engine {
namespace {

using CommitConformance = ConformanceTest;

const Schema kSchema = {{"id", {TypeId::kText}}, {"amount", {TypeId::kDecimal, 18, 2}}, {"day", {TypeId::kDate}}};

SnapshotId AddRow(Warehouse& warehouse, const std::string& id) {
  const auto commit = Must(warehouse.BeginCommit());
  Must(commit->session().CreateTable(
      "staged", "select " + QuoteText(id) + " as id, cast('1.50' as decimal(18,2)) as amount, date '2021-01-01' as day",
      {}, {}));
  Must(commit->Begin());
  Must(commit->EnsureTable("facts", kSchema));
  Must(commit->session().Execute("insert into " + commit->TableName("facts") + " select id, amount, day from staged",
                                 {}, {}));
  return Must(commit->Finish("added " + id));
}

int64_t Count(Warehouse& warehouse, SnapshotId snapshot) {
  const auto session = Must(warehouse.OpenSession());
  const Table table = Must(session->QueryTable("select count(*) from " + warehouse.TableAt("facts", snapshot)));
  return std::get<int64_t>(table.rows[0][0]);
}

TEST_P(CommitConformance, EachCommitIsASnapshotAndOldOnesStayReadable) {
  const auto warehouse = Open();
  const SnapshotId first = AddRow(*warehouse, "a");
  const SnapshotId second = AddRow(*warehouse, "b");
  EXPECT_LT(first, second);
  EXPECT_EQ(Must(warehouse->CurrentSnapshot()), second);
  EXPECT_EQ(Count(*warehouse, first), 1);
  EXPECT_EQ(Count(*warehouse, second), 2);
}

TEST_P(CommitConformance, AViewOfASnapshotDoesNotMove) {
  const auto warehouse = Open();
  const SnapshotId first = AddRow(*warehouse, "a");
  const auto session = Must(warehouse->OpenSession());
  Must(session->CreateView("facts", "select id from " + warehouse->TableAt("facts", first)));
  AddRow(*warehouse, "b");
  EXPECT_EQ(ToText(Must(session->QueryTable("select count(*) from facts")).rows[0][0]), "1");
}

TEST_P(CommitConformance, DroppedCommitLeavesNoTrace) {
  const auto warehouse = Open();
  const SnapshotId before = AddRow(*warehouse, "a");
  {
    const auto commit = Must(warehouse->BeginCommit());
    Must(commit->Begin());
    Must(commit->session().Execute("delete from " + commit->TableName("facts"), {}, {}));
    Must(commit->EnsureTable("other", kSchema));
  }
  EXPECT_EQ(Must(warehouse->CurrentSnapshot()), before);
  EXPECT_EQ(Count(*warehouse, before), 1);
  EXPECT_EQ(Must(warehouse->Tables(before)).size(), 1U);
}

TEST_P(CommitConformance, SeveralTablesChangeTogether) {
  const auto warehouse = Open();
  AddRow(*warehouse, "a");
  const auto commit = Must(warehouse->BeginCommit());
  Must(commit->Begin());
  Must(commit->EnsureTable("history", kSchema));
  Must(commit->session().Execute(
      "insert into " + commit->TableName("history") + " select id, amount, day from " + commit->TableName("facts"), {},
      {}));
  EXPECT_EQ(Must(commit->session().Execute("delete from " + commit->TableName("facts") + " where id = $id",
                                           {{"id", std::string("a")}}, {})),
            1);
  const SnapshotId moved = Must(commit->Finish("moved"));
  EXPECT_EQ(Count(*warehouse, moved), 0);
  EXPECT_EQ(Must(warehouse->Tables(moved)).size(), 2U);
}

TEST_P(CommitConformance, AColumnCanBeAddedButNotRetyped) {
  const auto warehouse = Open();
  const SnapshotId narrow = AddRow(*warehouse, "a");
  Schema wider = kSchema;
  wider.push_back({"note", {TypeId::kText}});
  const auto commit = Must(warehouse->BeginCommit());
  Must(commit->Begin());
  Must(commit->EnsureTable("facts", wider));
  const SnapshotId wide = Must(commit->Finish("wider"));
  EXPECT_EQ(Must(warehouse->Tables(narrow))[0].second.size(), 3U);
  EXPECT_EQ(Must(warehouse->Tables(wide))[0].second.size(), 4U);

  const auto retype = Must(warehouse->BeginCommit());
  Must(retype->Begin());
  EXPECT_FALSE(retype->EnsureTable("facts", {{"id", {TypeId::kInteger}}}));
}

TEST_P(CommitConformance, AnotherProcessReadsWhileOneWrites) {
  const auto writer = Open();
  AddRow(*writer, "a");
  const auto reader = Open(Access::kRead);
  const auto commit = Must(writer->BeginCommit());
  Must(commit->Begin());
  Must(commit->session().Execute("delete from " + commit->TableName("facts"), {}, {}));
  EXPECT_EQ(Count(*reader, Must(reader->CurrentSnapshot())), 1);
  const SnapshotId empty = Must(commit->Finish("emptied"));
  EXPECT_EQ(Must(reader->CurrentSnapshot()), empty);
  EXPECT_EQ(Count(*reader, empty), 0);
}

TEST_P(CommitConformance, AReaderCannotChangeTheWarehouse) {
  AddRow(*Open(), "a");
  const auto reader = Open(Access::kRead);
  const auto commit = Must(reader->BeginCommit());
  Must(commit->Begin());
  const auto changed = commit->session().Execute("delete from " + commit->TableName("facts"), {}, {});
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::kSqlNotReadOnly);
}

TEST_P(CommitConformance, TheFolderCanBeMoved) {
  const SnapshotId snapshot = AddRow(*Open(), "a");
  const auto moved = folder_.string() + "-moved";
  std::filesystem::rename(folder_, moved);
  const auto warehouse = Must(engines_->OpenWarehouse(moved, Access::kReadWrite, Options(uint64_t{1} << 30)));
  EXPECT_EQ(Count(*warehouse, snapshot), 1);
  std::filesystem::rename(moved, folder_);
}

TEST_P(CommitConformance, OrphanedFilesAreRemoved) {
  const auto warehouse = Open();
  const SnapshotId snapshot = AddRow(*warehouse, "a");
  const auto orphan = folder_ / "lake" / "main" / "facts" / "orphan.parquet";
  std::filesystem::create_directories(orphan.parent_path());
  std::ofstream(orphan) << "left by a killed writer";
  Must(warehouse->RemoveOrphans());
  EXPECT_FALSE(std::filesystem::exists(orphan));
  EXPECT_EQ(Count(*warehouse, snapshot), 1);
}

TEST_P(CommitConformance, MoreThanTheMemoryIsSpilled) {
  const auto warehouse = Open(Access::kReadWrite, uint64_t{128} << 20);
  const auto commit = Must(warehouse->BeginCommit());
  LocalSession& session = commit->session();
  Must(session.CreateTable("ten", "select a from (values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) as v(a)", {}, {}));
  const std::string million =
      "(select x.a + 10*y.a + 100*z.a + 1000*w.a + 10000*u.a + 100000*v.a as n from ten x, ten y, ten z, "
      "ten w, ten u, ten v) as m";
  Must(session.CreateTable("staged", "select lpad(cast(n as varchar), 300, 'x') as t, n from " + million, {}, {}));
  Must(session.CreateTable("sorted", "select t, row_number() over (order by t desc) as place from staged", {}, {}));
  EXPECT_EQ(ToText(Must(session.QueryTable("select max(place) from sorted")).rows[0][0]), "1000000");
}

INSTANTIATE_TEST_SUITE_P(Engines, CommitConformance, testing::ValuesIn(Adapters()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tidewaiter::engine
