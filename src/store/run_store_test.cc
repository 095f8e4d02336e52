#include "store/run_store.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "store/database.h"
#include "store/process.h"
#include "support/temporary_folder.h"

namespace tidewaiter::store {
namespace {

RunRecord FullRecord() {
  RunRecord run;
  run.id = "01ABCDEFGHJKMNPQRSTVWXYZ00";
  run.model_id = "risky_supply_patterns";
  run.model_version = 3;
  run.model_sha256 = "ab12";
  run.parameters = {{"from", "2021-01-01"}, {"note", "한글 \"quoted\" 'q'"}};
  run.as_of = Date::Of(2021, 3, 31);
  run.outcomes_before = Date::Of(2021, 1, 1);
  run.snapshot = 9'000'000'000;
  run.engine_version = "duckdb 1.5.5";
  run.program_version = "0.1.0";
  run.started_at = {1'700'000'000'123'456};
  run.finished_at = Timestamp{1'700'000'009'000'000};
  run.state = RunState::kDone;
  run.process_id = OwnProcessId();
  run.input_rows = {{"import_declaration", 54'000}, {"inspection_result", 0}};
  run.findings = 8134;
  run.alerts = 412;
  run.expected_false_alarms = 20.5;
  run.findings_hash = "ff00";
  run.warnings = {"first", "둘째"};
  run.repeat_of = "01AAAA";
  return run;
}

void ExpectSameRequest(const RunRecord& a, const RunRecord& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.model_id, b.model_id);
  EXPECT_EQ(a.model_version, b.model_version);
  EXPECT_EQ(a.model_sha256, b.model_sha256);
  EXPECT_EQ(a.parameters, b.parameters);
  EXPECT_EQ(a.as_of, b.as_of);
  EXPECT_EQ(a.outcomes_before, b.outcomes_before);
  EXPECT_EQ(a.snapshot, b.snapshot);
  EXPECT_EQ(a.engine_version, b.engine_version);
  EXPECT_EQ(a.program_version, b.program_version);
}

void ExpectSameResult(const RunRecord& a, const RunRecord& b) {
  EXPECT_EQ(a.started_at, b.started_at);
  EXPECT_EQ(a.finished_at, b.finished_at);
  EXPECT_EQ(a.state, b.state);
  EXPECT_EQ(a.process_id, b.process_id);
  EXPECT_EQ(a.error_code, b.error_code);
  EXPECT_EQ(a.error_message, b.error_message);
  EXPECT_EQ(a.input_rows, b.input_rows);
  EXPECT_EQ(a.findings, b.findings);
  EXPECT_EQ(a.alerts, b.alerts);
  EXPECT_EQ(a.expected_false_alarms, b.expected_false_alarms);
  EXPECT_EQ(a.findings_hash, b.findings_hash);
  EXPECT_EQ(a.warnings, b.warnings);
  EXPECT_EQ(a.repeat_of, b.repeat_of);
}

void ExpectEqual(const RunRecord& a, const RunRecord& b) {
  ExpectSameRequest(a, b);
  ExpectSameResult(a, b);
}

void InsertRuns(const std::filesystem::path& file, const std::string& prefix, int count) {
  const auto store = RunStore::Open(file);
  ASSERT_TRUE(store) << store.error().message;
  for (int i = 0; i < count; ++i) {
    RunRecord run = FullRecord();
    run.id = prefix + std::to_string(i);
    EXPECT_TRUE((*store)->Insert(run));
  }
}

TEST(RunStoreTest, KeepsEveryFieldOverReopening) {
  const TemporaryFolder folder;
  const RunRecord run = FullRecord();
  ASSERT_TRUE((*RunStore::Open(folder.path() / "state.sqlite"))->Insert(run));
  const Result<RunRecord> read = (*RunStore::Open(folder.path() / "state.sqlite"))->Get(run.id);
  ASSERT_TRUE(read) << read.error().message;
  ExpectEqual(run, *read);
}

TEST(RunStoreTest, KeepsWhatIsEmpty) {
  const TemporaryFolder folder;
  const std::unique_ptr<RunStore> store = *RunStore::Open(folder.path() / "state.sqlite");
  RunRecord run;
  run.id = "01ABCDEFGHJKMNPQRSTVWXYZ00";
  run.state = RunState::kFailed;
  ASSERT_TRUE(store->Insert(run));
  ExpectEqual(run, *store->Get(run.id));
}

TEST(RunStoreTest, UpdateReplacesAndNeedsTheRun) {
  const TemporaryFolder folder;
  const std::unique_ptr<RunStore> store = *RunStore::Open(folder.path() / "state.sqlite");
  RunRecord run = FullRecord();
  EXPECT_EQ(store->Update(run).error().code, ErrorCode::kUnknownName);
  ASSERT_TRUE(store->Insert(run));
  EXPECT_FALSE(store->Insert(run));
  run.findings = 1;
  run.as_of.reset();
  ASSERT_TRUE(store->Update(run));
  ExpectEqual(run, *store->Get(run.id));
  EXPECT_EQ(store->List(10)->size(), 1U);
}

TEST(RunStoreTest, FindsByPrefixAndLast) {
  const TemporaryFolder folder;
  const std::unique_ptr<RunStore> store = *RunStore::Open(folder.path() / "state.sqlite");
  EXPECT_EQ(store->Get("last").error().code, ErrorCode::kUnknownName);
  RunRecord older = FullRecord(), newer = FullRecord();
  older.id = "01ABCDEF000000000000000000";
  newer.id = "01ABCDEF100000000000000000";
  newer.started_at.microseconds_since_epoch += 1;
  ASSERT_TRUE(store->Insert(newer));
  ASSERT_TRUE(store->Insert(older));
  EXPECT_EQ(store->Get("last")->id, newer.id);
  EXPECT_EQ(store->Get("01abcdef0")->id, older.id);
  EXPECT_EQ(store->Get("01ABCDEF").error().code, ErrorCode::kUnknownName);
  EXPECT_EQ(store->Get("01A").error().code, ErrorCode::kUnknownName);
  EXPECT_EQ(store->Get("' or 1=1 --").error().code, ErrorCode::kUnknownName);
  const std::vector<RunRecord> runs = *store->List(1);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].id, newer.id);
}

TEST(RunStoreTest, RunningRecordOfADeadProcessIsShownAsFailed) {
  const TemporaryFolder folder;
  const std::unique_ptr<RunStore> store = *RunStore::Open(folder.path() / "state.sqlite");
  RunRecord run = FullRecord();
  run.state = RunState::kRunning;
  ASSERT_TRUE(store->Insert(run));
  EXPECT_EQ(store->Get(run.id)->state, RunState::kRunning);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  run.process_id = child;
  ASSERT_TRUE(store->Update(run));
  const RunRecord read = *store->Get(run.id);
  EXPECT_EQ(read.state, RunState::kFailed);
  EXPECT_EQ(read.error_code, "interrupted");
}

TEST(RunStoreTest, SeveralConnectionsWriteSideBySide) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "state.sqlite";
  std::vector<std::jthread> writers;
  for (int writer = 0; writer < 3; ++writer) {
    writers.emplace_back(InsertRuns, file, "01ABCD" + std::to_string(writer) + "-", 20);
  }
  writers.clear();
  EXPECT_EQ((*RunStore::Open(file))->List(1000)->size(), 60U);
}

TEST(RunStoreTest, OpensBesideSpacesEqualsAndQuotes) {
  const TemporaryFolder folder;
  for (const std::string name : {"two  spaces", "a=b", "quote\"here"}) {
    std::filesystem::create_directory(folder.path() / name);
    EXPECT_TRUE(RunStore::Open(folder.path() / name / "state.sqlite")) << name;
    EXPECT_TRUE(std::filesystem::exists(folder.path() / name / "state.sqlite-wal") ||
                std::filesystem::file_size(folder.path() / name / "state.sqlite") > 0)
        << name;
  }
}

TEST(RunStoreTest, DamagedFileIsToldAsSuch) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "state.sqlite") << std::string(5000, 'x');
  EXPECT_EQ(RunStore::Open(folder.path() / "state.sqlite").error().code, ErrorCode::kWorkspaceDamaged);
}

constexpr std::array<std::string_view, 1> kOne = {"create table a (x integer not null)"};
constexpr std::array<std::string_view, 1> kTwo = {"alter table a add column y text"};
constexpr std::array<std::string_view, 2> kBroken = {"alter table a add column z text", "no such statement"};

int CountOf(soci::session& sql, const std::string& query) {
  int count = 0;
  sql << query, soci::into(count);
  return count;
}

TEST(DatabaseTest, MigratesForwardAndKeepsABackup) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "state.sqlite";
  const std::vector<Migration> first = {Migration(kOne)};
  const std::vector<Migration> both = {Migration(kOne), Migration(kTwo)};
  *(*OpenDatabase(file, first)) << "insert into a (x) values (7)";
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "state.sqlite.v1.backup"));
  const std::unique_ptr<soci::session> sql = *OpenDatabase(file, both);
  EXPECT_EQ(CountOf(*sql, "select count(*) from a where x = 7 and y is null"), 1);
  const std::unique_ptr<soci::session> backup = *OpenDatabase(folder.path() / "state.sqlite.v1.backup", first);
  EXPECT_EQ(CountOf(*backup, "select x from a"), 7);
  EXPECT_EQ(OpenDatabase(file, first).error().code, ErrorCode::kWorkspaceVersion);
}

TEST(DatabaseTest, BrokenMigrationLeavesTheOldVersion) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "state.sqlite";
  const std::vector<Migration> first = {Migration(kOne)};
  const std::vector<Migration> broken = {Migration(kOne), Migration(kBroken)};
  ASSERT_TRUE(OpenDatabase(file, first));
  EXPECT_FALSE(OpenDatabase(file, broken));
  const std::unique_ptr<soci::session> sql = *OpenDatabase(file, first);
  EXPECT_EQ(CountOf(*sql, "select count(*) from pragma_table_info('a')"), 1);
}

}  // namespace
}  // namespace tidewaiter::store
