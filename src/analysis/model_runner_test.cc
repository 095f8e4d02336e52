#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <thread>

#include "analysis/run_files.h"
#include "analysis/run_model.h"
#include "analysis/test_nation.h"
#include "store/process.h"

namespace tidewaiter::analysis {
namespace {

class ModelRunnerTest : public testing::Test {
 protected:
  Result<store::RunRecord> Run(const content::Model& model, std::map<std::string, std::string> parameters = {},
                               const RunControl& control = {}) {
    RunRequest request;
    request.model = &model;
    request.parameters = std::move(parameters);
    return Run(request, control);
  }

  Result<store::RunRecord> Run(const RunRequest& request, const RunControl& control = {}) {
    return ModelRunner(nation_.workspace(), nation_.runs(), nation_.warehouse(), datasets_).Run(request, control);
  }

  std::vector<std::string> RunFolders() {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(nation_.workspace().runs_directory(), error)) {
      names.push_back(entry.path().filename().string());
    }
    return names;
  }

  RunComparison Compare(const store::RunRecord& first, const store::RunRecord& second) {
    auto session = std::move(*nation_.warehouse().OpenSession());
    const auto comparison = CompareRuns(nation_.workspace(), *session, first, second, {});
    EXPECT_TRUE(comparison.has_value()) << comparison.error().message;
    return comparison.value_or(RunComparison{});
  }

  TestWorkspace nation_;
  content::Datasets datasets_ = TestDatasets();
  content::Model model_ = TestModelOfImporters();
};

TEST_F(ModelRunnerTest, KeepsRecordAndFindings) {
  LoadNation(nation_, datasets_);
  const auto run = Run(model_);
  ASSERT_TRUE(run.has_value()) << run.error().message;
  EXPECT_EQ(run->state, store::RunState::kDone);
  EXPECT_EQ(run->findings, 62);  // 31 days of two declarations
  EXPECT_GT(run->alerts, 0);
  EXPECT_EQ(run->parameters.at("to"), "2025-04-10");
  EXPECT_EQ(run->parameters.at("from"), "2025-03-11");
  EXPECT_EQ(run->parameters.at("line"), "0.5");
  EXPECT_EQ(run->input_rows.at("import_declaration"), 200);
  EXPECT_EQ(run->model_version, 3);
  EXPECT_EQ(run->findings_hash.size(), 64U);
  EXPECT_TRUE(run->expected_false_alarms.has_value());
  const auto stored = nation_.runs().Get(run->id);
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->state, store::RunState::kDone);
  EXPECT_EQ(stored->findings_hash, run->findings_hash);
  EXPECT_EQ(RunFolders(), std::vector<std::string>{run->id});
  EXPECT_EQ(RunTables(nation_.workspace(), *run).value(), (std::vector<std::string>{"findings", "rates", "reasons"}));
}

TEST_F(ModelRunnerTest, RepeatsExactlyAfterALaterLoad) {
  LoadNation(nation_, datasets_);
  const auto first = Run(model_);
  ASSERT_TRUE(first.has_value()) << first.error().message;
  nation_.Load(datasets_.all[0], "select 'X' as declaration_id, date '2025-04-09' as declared_on, 'I1' as importer_id");
  RunRequest request;
  request.model = &model_;
  request.parameters = first->parameters;
  request.snapshot = engine::SnapshotId{first->snapshot};
  request.repeat_of = first->id;
  const auto again = Run(request);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->findings_hash, first->findings_hash);
  EXPECT_EQ(again->repeat_of, first->id);
  const auto later = Run(model_, first->parameters);
  ASSERT_TRUE(later.has_value()) << later.error().message;
  EXPECT_NE(later->findings_hash, first->findings_hash);

  const RunComparison same = Compare(*first, *again);
  EXPECT_TRUE(same.same);
  EXPECT_EQ(same.common, first->findings);
  EXPECT_EQ(same.top_overlap, 1);
  const RunComparison different = Compare(*first, *later);
  EXPECT_FALSE(different.same);
  EXPECT_EQ(different.only_in_first, 0);
  EXPECT_EQ(different.only_in_second, 1);
}

TEST_F(ModelRunnerTest, SeesNothingAfterTheDay) {
  LoadNation(nation_, datasets_);
  RunRequest request;
  request.model = &model_;
  request.as_of = Date::Of(2025, 2, 28);
  const auto run = Run(request);
  ASSERT_TRUE(run.has_value()) << run.error().message;
  EXPECT_EQ(run->parameters.at("to"), "2025-02-28");
  EXPECT_EQ(run->input_rows.at("import_declaration"), 118);
  EXPECT_EQ(run->input_rows.at("inspection_result"), 116);
}

TEST_F(ModelRunnerTest, RefusesWhatCannotStartWithoutARecord) {
  const auto missing = Run(model_);
  EXPECT_EQ(missing.error().code, ErrorCode::kModelInputMissing);
  LoadNation(nation_, datasets_);
  EXPECT_EQ(Run(model_, {{"lime", "0.5"}}).error().code, ErrorCode::kUnknownName);
  EXPECT_EQ(Run(model_, {{"line", "7"}}).error().code, ErrorCode::kParameterOutOfRange);
  EXPECT_TRUE(nation_.runs().List(10)->empty());
  EXPECT_TRUE(RunFolders().empty());
}

TEST_F(ModelRunnerTest, RecordsAFailureAndLeavesNoFiles) {
  LoadNation(nation_, datasets_);
  model_.steps[1].sql = "select cast('x' as bigint) as score";
  const auto run = Run(model_);
  EXPECT_EQ(run.error().code, ErrorCode::kSqlFailed);
  const auto stored = nation_.runs().Get("last");
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->state, store::RunState::kFailed);
  EXPECT_EQ(stored->error_code, "sql.failed");
  EXPECT_TRUE(stored->finished_at.has_value());
  EXPECT_TRUE(RunFolders().empty());
}

TEST_F(ModelRunnerTest, RecordsAnInterruptionAndLeavesNoFiles) {
  LoadNation(nation_, datasets_);
  /// Stops the run when its second step begins.
  class StopAtSecondStep final : public ProgressSink {
   public:
    void Begin(const LocalisedText& step) override {
      if (step.en.starts_with("step 2")) source_.request_stop();
    }
    void Advance(double) override {}
    void Note(const LocalisedText&) override {}
    std::stop_source source_;
  } sink;
  RunControl control;
  control.stop = sink.source_.get_token();
  control.progress = &sink;
  const auto run = Run(model_, {}, control);
  EXPECT_EQ(run.error().code, ErrorCode::kInterrupted);
  EXPECT_EQ(nation_.runs().Get("last")->state, store::RunState::kInterrupted);
  EXPECT_TRUE(RunFolders().empty());
}

TEST_F(ModelRunnerTest, RunsTwiceAtOnce) {
  LoadNation(nation_, datasets_);
  std::vector<Result<store::RunRecord>> results(2, Fail(ErrorCode::kBug, "not run"));
  // As two processes do it: each with its own door to the warehouse and the state.
  const auto run = [&](Result<store::RunRecord>& result) {
    const auto runs = std::move(*store::RunStore::Open(nation_.workspace().state_file()));
    const auto warehouse =
        std::move(*nation_.engines().OpenWarehouse(nation_.workspace().root(), engine::Access::kRead, {}));
    RunRequest request;
    request.model = &model_;
    result = ModelRunner(nation_.workspace(), *runs, *warehouse, datasets_).Run(request, {});
  };
  {
    const std::jthread first(run, std::ref(results[0]));
    const std::jthread second(run, std::ref(results[1]));
  }
  for (const auto& result : results) ASSERT_TRUE(result.has_value()) << result.error().message;
  EXPECT_NE(results[0]->id, results[1]->id);
  EXPECT_EQ(results[0]->findings_hash, results[1]->findings_hash);
  EXPECT_EQ(RunFolders().size(), 2U);
}

TEST_F(ModelRunnerTest, RemovesWhatADeadProcessLeft) {
  LoadNation(nation_, datasets_);
  const auto place = nation_.workspace().runs_directory();
  std::filesystem::create_directories(place / "01DEADDEADDEADDEADDEADDEAD.part");
  std::ofstream(place / "01DEADDEADDEADDEADDEADDEAD.part" / "findings.parquet") << "half";
  ASSERT_TRUE(Run(model_).has_value());
  EXPECT_EQ(RunFolders().size(), 1U);
}

TEST_F(ModelRunnerTest, RemovesWhatADeadProcessPutIntoPlaceButDidNotRecord) {
  LoadNation(nation_, datasets_);
  const auto kept = Run(model_);
  ASSERT_TRUE(kept.has_value()) << kept.error().message;
  constexpr int64_t kNoProcess = 999'999'999;
  const auto leave = [&](const std::string& id, store::RunState state, int64_t process) {
    store::RunRecord record = *kept;
    record.id = id;
    record.state = state;
    record.process_id = process;
    EXPECT_TRUE(nation_.runs().Insert(record).has_value());
    std::filesystem::create_directories(nation_.workspace().runs_directory() / id);
  };
  leave("01DEADDEADDEADDEADDEADDEAD", store::RunState::kRunning, kNoProcess);
  leave("01FA11FA11FA11FA11FA11FA11", store::RunState::kFailed, kNoProcess);
  leave("01A11VEA11VEA11VEA11VEA11V", store::RunState::kRunning, store::OwnProcessId());
  leave("01D0NED0NED0NED0NED0NED0NE", store::RunState::kDone, kNoProcess);
  std::filesystem::create_directories(nation_.workspace().runs_directory() / "01ABSENTABSENTABSENTABSENT");
  RemoveAbandonedRuns(nation_.workspace(), nation_.runs());
  std::vector<std::string> left = RunFolders();
  std::sort(left.begin(), left.end());
  EXPECT_EQ(left, (std::vector<std::string>{"01A11VEA11VEA11VEA11VEA11V", "01ABSENTABSENTABSENTABSENT",
                                            "01D0NED0NED0NED0NED0NED0NE", kept->id}));
}

TEST_F(ModelRunnerTest, ComparesOnlyFinishedRuns) {
  LoadNation(nation_, datasets_);
  auto run = Run(model_);
  ASSERT_TRUE(run.has_value()) << run.error().message;
  store::RunRecord unfinished = *run;
  unfinished.state = store::RunState::kFailed;
  auto session = std::move(*nation_.warehouse().OpenSession());
  EXPECT_EQ(CompareRuns(nation_.workspace(), *session, *run, unfinished, {}).error().code, ErrorCode::kRunUnfinished);
}

TEST_F(ModelRunnerTest, MeasuresHowMuchOfTheTopIsTheSame) {
  LoadNation(nation_, datasets_);
  const auto first = Run(model_);
  model_.steps[1].sql =
      "select subject_type, subject_id, 1e0 - score as score, alert, amount_at_stake_krw, hs_code from (" +
      model_.steps[1].sql + ") as f";
  const auto second = Run(model_);
  ASSERT_TRUE(first && second);
  const RunComparison comparison = Compare(*first, *second);
  EXPECT_EQ(comparison.common, 62);
  EXPECT_EQ(comparison.different_score, 62);
  EXPECT_EQ(comparison.top_overlap, 0);
}

}  // namespace
}  // namespace tidewaiter::analysis
