#include <fmt/format.h>

#include <utility>

#include "analysis/model_inputs.h"
#include "analysis/run_files.h"
#include "analysis/run_model.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/text.h"
#include "engine/value.h"
#include "store/process.h"

namespace tidewaiter::analysis {
namespace {

using store::RunRecord;
using store::RunState;

RunRecord NewRecord(const RunRequest& request, const engine::Warehouse& warehouse, engine::SnapshotId snapshot) {
  RunRecord record;
  record.id = NewId();
  record.model_id = request.model->id;
  record.model_version = request.model->version;
  record.model_sha256 = request.model->sha256;
  record.as_of = request.as_of;
  record.outcomes_before = request.outcomes_before;
  record.snapshot = snapshot.number;
  record.engine_version = warehouse.EngineVersion();
  record.program_version = TIDEWAITER_VERSION;
  record.started_at = Timestamp::Now();
  record.process_id = store::OwnProcessId();
  record.repeat_of = request.repeat_of;
  return record;
}

std::map<std::string, std::string> TextsOf(const content::Model& model, const engine::Parameters& values) {
  std::map<std::string, std::string> texts;
  for (const content::ModelParameter& parameter : model.parameters) {
    texts[parameter.name] = ParameterText(values.at(parameter.name));
  }
  return texts;
}

Status CheckNothingMissing(const content::Model& model, const ModelInputs& inputs) {
  const std::vector<std::string> missing = inputs.Missing();
  if (missing.empty()) return {};
  return Fail(ErrorCode::kModelInputMissing,
              fmt::format("model {} needs datasets that were never loaded ({})", model.id, Join(missing, ", ")),
              fmt::format("tidewaiter load {} FILE", missing.front()));
}

Status WriteTables(engine::LocalSession& session, const RunFolder& folder, const StepsResult& steps,
                   const RunControl& control) {
  control.progress->Begin({"writing the findings", "결과 저장 중"});
  // Findings stand in their order since they were ranked; who reads reasons puts them in theirs.
  TRY(session.WriteParquet("select * from findings", {}, folder.FileOf("findings"), control));
  TRY(session.WriteParquet("select * from reasons", {}, folder.FileOf("reasons"), control));
  for (const std::string& table : steps.kept) {
    TRY(control.Check());
    const std::string sql = "select * from " + engine::QuoteIdentifier(table);
    TRY(session.WriteParquet(sql, {}, folder.FileOf(table), control));
  }
  return control.Check();
}

/// The work itself; on success the files stand in their place and `record` holds the figures.
Status Perform(const store::Workspace& workspace, engine::LocalSession& session, const content::Model& model,
               const content::Datasets& datasets, const RelationOf& relation, const RunControl& control,
               RunRecord& record) {
  RunFolder folder = TRY(RunFolder::Make(workspace, record.id));
  const Horizon horizon{record.as_of, record.outcomes_before};
  const StepsResult steps = TRY(RunSteps(session, model, datasets, relation, record.parameters, horizon, control));
  TRY(WriteTables(session, folder, steps, control));
  for (const auto& [step, bytes] : steps.artefacts) TRY(folder.WriteArtefact(step, bytes));
  TRY(folder.PutIntoPlace());
  record.input_rows = steps.input_rows;
  record.warnings = steps.warnings;
  record.expected_false_alarms = steps.expected_false_alarms;
  record.findings = steps.summary.findings;
  record.alerts = steps.summary.alerts;
  record.findings_hash = steps.summary.hash;
  return {};
}

}  // namespace

Result<RunRecord> ModelRunner::Run(const RunRequest& request, const RunControl& control) {
  const content::Model& model = *request.model;
  RemoveAbandonedRuns(workspace_, runs_);
  const engine::SnapshotId snapshot = request.snapshot ? *request.snapshot : TRY(warehouse_.CurrentSnapshot());
  const RelationOf relation = TRY(RelationsAt(warehouse_, snapshot));
  const std::unique_ptr<engine::LocalSession> session = TRY(warehouse_.OpenSession());

  RunRecord record = NewRecord(request, warehouse_, snapshot);
  ModelInputs inputs(*session, model, datasets_, relation, {request.as_of, request.outcomes_before});
  record.parameters = TextsOf(model, TRY(inputs.Resolve(request.parameters, control)));
  TRY(CheckNothingMissing(model, inputs));

  TRY(runs_.Insert(record));
  const Status done = Perform(workspace_, *session, model, datasets_, relation, control, record);
  record.finished_at = Timestamp::Now();
  record.state = RunState::kDone;
  if (!done) {
    const bool interrupted = done.error().code == ErrorCode::kInterrupted;
    record.state = interrupted ? RunState::kInterrupted : RunState::kFailed;
    record.error_code = Entry(done.error().code).name;
    record.error_message = done.error().message;
  }
  const Status kept = runs_.Update(record);
  if (!kept) Log(LogLevel::kError, "run.record_not_updated", {{"run", record.id}, {"error", kept.error().message}});
  if (!done) return Fail(done.error());
  if (!kept) return Fail(kept.error());
  return record;
}

}  // namespace tidewaiter::analysis
