#include "analysis/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <numeric>
#include <sstream>
#include <unordered_map>

#include "analysis/learn_step.h"
#include "analysis/learn_tables.h"
#include "analysis/model_inputs.h"
#include "analysis/reason_renderer.h"
#include "analysis/record_reader.h"
#include "analysis/run_files.h"
#include "base/text.h"
#include "statistics/sql_functions.h"

namespace tidewaiter::analysis {
namespace {

using engine::QuoteIdentifier;
using engine::Value;

Result<const content::ModelStep*> LearnStepOf(const content::Model& model) {
  for (const content::ModelStep& step : model.steps) {
    if (step.kind == content::StepKind::kLearn) return &step;
  }
  return Fail(ErrorCode::kModelUnsupported,
              fmt::format("the model learns nothing that could score a record ({})", model.id),
              "tidewaiter models shows the learned ones");
}

Result<Artefact> FindArtefact(const store::Workspace& workspace, store::RunStore& runs, const content::Model& model,
                              const std::string& step, const std::string& run_id) {
  std::vector<Artefact> artefacts = TRY(ListArtefacts(workspace, runs, model.id));
  const std::string id = run_id.empty() ? std::string() : TRY(runs.Get(run_id)).id;
  for (Artefact& artefact : artefacts) {
    // A run of an evaluation, or as of an earlier day, learned with later outcomes hidden.
    const bool hid_some = artefact.run.outcomes_before.has_value() || artefact.run.as_of.has_value();
    const bool wanted = id.empty() ? !hid_some : artefact.run.id == id;
    if (artefact.step == step && wanted) return std::move(artefact);
  }
  return Fail(ErrorCode::kArtefactMissing,
              id.empty() ? fmt::format("the model was never trained in this workspace ({})", model.id)
                         : fmt::format("the run holds no trained model of this kind ({})", id),
              fmt::format("tidewaiter run {}", model.id));
}

ReasonRenderer::ValueOf ValuesOf(const CodedReason& coded) {
  return [&coded](const std::string& name) -> std::optional<Value> {
    for (const auto& [column, value] : coded.values) {
      if (column.name == name) return value;
    }
    return std::nullopt;
  };
}

/// The rows of a query have no order of their own.
Result<ScoredRows> InOrder(const ScoredRows& rows, const std::vector<std::string>& subjects, int64_t first_number) {
  std::unordered_map<std::string_view, uint32_t> places;
  for (uint32_t row = 0; row < rows.subjects.size(); ++row) places.emplace(rows.subjects[row], row);
  std::vector<uint32_t> order;
  for (size_t record = 0; record < subjects.size(); ++record) {
    const auto place = places.find(subjects[record]);
    if (place == places.end()) {
      return Fail(ErrorCode::kRecordInvalid,
                  fmt::format("record {}: the model makes no row of it ({})",
                              first_number + static_cast<int64_t>(record), Printable(subjects[record])));
    }
    order.push_back(place->second);
  }
  return ScoredRows{subjects, rows.rows.Pick(order)};
}

}  // namespace

Result<std::vector<Artefact>> ListArtefacts(const store::Workspace& workspace, store::RunStore& runs,
                                            const std::string& model_id) {
  std::vector<Artefact> artefacts;
  for (const store::RunRecord& run : TRY(runs.List(std::numeric_limits<int>::max()))) {
    const bool wanted = model_id.empty() || run.model_id == model_id;
    if (!wanted || run.state != store::RunState::kDone) continue;
    const std::map<std::string, std::filesystem::path> files = TRY(RunArtefacts(workspace, run));
    for (const auto& [step, file] : files) artefacts.push_back({run, step, file});
  }
  return artefacts;
}

Result<std::string> ArtefactHash(const Artefact& artefact) {
  std::ifstream file(artefact.file, std::ios::binary);
  std::string name, version, hash;
  if (file >> name >> version >> hash) return hash;
  return Fail(ErrorCode::kArtefactDamaged, fmt::format("the artefact cannot be read ({})", artefact.file.string()));
}

Result<learn::TrainedModel> ReadArtefact(const Artefact& artefact, int threads) {
  std::ifstream file(artefact.file, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file || !bytes) {
    return Fail(ErrorCode::kArtefactDamaged, fmt::format("the artefact cannot be read ({})", artefact.file.string()),
                fmt::format("tidewaiter run {}", artefact.run.model_id));
  }
  auto trained = learn::TrainedModel::Load(bytes.view(), threads);
  if (!trained) trained.error().message += fmt::format(" ({})", artefact.file.string());
  return trained;
}

Scorer::Scorer(const content::Model& model, const content::Datasets& datasets, const content::ModelStep& step,
               store::RunRecord run, learn::TrainedModel trained, std::unique_ptr<engine::LocalSession> session)
    : model_(model),
      datasets_(datasets),
      step_(step),
      dataset_(datasets.Find(model.inputs.front().dataset)),
      run_(std::move(run)),
      trained_(std::move(trained)),
      session_(std::move(session)) {}

Result<Scorer> Scorer::Open(const store::Workspace& workspace, store::RunStore& runs, const content::Model& model,
                            const content::Datasets& datasets, std::unique_ptr<engine::LocalSession> session,
                            const std::string& run_id) {
  const content::ModelStep* const step = TRY(LearnStepOf(model));
  Artefact artefact = TRY(FindArtefact(workspace, runs, model, step->name, run_id));
  learn::TrainedModel trained = TRY(ReadArtefact(artefact, session->Threads()));
  const bool same_rows = trained.facts().source_hash == SourceHash(model, *step);
  if (!same_rows || !(trained.specification() == SpecificationOf(*step->learning))) {
    return Fail(ErrorCode::kArtefactVersion,
                fmt::format("the model declares something else than what was trained ({} in run {})", model.id,
                            artefact.run.id),
                fmt::format("tidewaiter run {} trains it anew", model.id));
  }
  TRY(statistics::RegisterSqlFunctions(*session));
  Scorer scorer(model, datasets, *step, std::move(artefact.run), std::move(trained), std::move(session));
  TRY(scorer.CreateInputs());
  return scorer;
}

/// All inputs, empty: each call puts its records in the place of the first.
Status Scorer::CreateInputs() {
  const RelationOf none = [](const std::string&) { return std::nullopt; };
  return ModelInputs(*session_, model_, datasets_, none, {}).CreateTables();
}

/// The parameters of the run that trained, with the days of the records as the period.
Result<engine::Parameters> Scorer::ParametersFor(const DataPeriod& period) const {
  std::map<std::string, std::string> given = RecordedTexts(model_, run_);
  if (given.contains("from")) given["from"] = "data_start";
  if (given.contains("to")) given["to"] = "data_end";
  return ResolveParameters(model_, given, period, {});
}

/// Makes the steps before the learn step; SQL of the rows that it reads. Where the last of them makes these rows, its
/// own SQL: a table that is read once would only cost time.
Result<std::string> Scorer::RowsSql(const engine::Parameters& parameters, const RunControl& control) {
  const content::ModelStep* last = nullptr;
  for (const content::ModelStep& step : model_.steps) {
    if (&step == &step_) break;
    if (last != nullptr) TRY(session_->CreateTable(last->name, last->sql, parameters, control));
    last = &step;
  }
  const std::string& rows = step_.learning->rows;
  if (last == nullptr) return QuoteIdentifier(rows);
  if (last->name == rows) return "(" + last->sql + "\n)";
  TRY(session_->CreateTable(last->name, last->sql, parameters, control));
  return QuoteIdentifier(rows);
}

Status Scorer::Explain(const learn::Rows& rows, Language language, const RunControl& control,
                       std::vector<ScoredRecord>& scored) const {
  std::vector<uint32_t> all(rows.size());
  std::iota(all.begin(), all.end(), 0U);
  const std::vector<learn::Explanation> explanations = TRY(trained_.Explain(rows, all, control));
  ReasonRenderer renderer(datasets_, language, model_.findings.column_titles);
  const Date since{trained_.facts().first_day};
  for (size_t row = 0; row < scored.size(); ++row) {
    for (const CodedReason& coded : LargestReasons(explanations[row], since)) {
      scored[row].reasons.push_back(renderer.RenderCode(model_.reasons, coded.code, ValuesOf(coded)));
      scored[row].reason_codes.push_back(coded.code);
    }
  }
  return {};
}

Result<ScoredRows> Scorer::RowsOf(std::span<const std::string> records, int64_t first_number,
                                  const RunControl& control) {
  const content::ModelInput& input = model_.inputs.front();
  const Records given = TRY(ReadRecords(*dataset_, input.columns, records, first_number));
  TRY(session_->CreateTableFrom(input.dataset, *given.rows, control));
  const engine::Parameters parameters = TRY(ParametersFor(given.period));
  const content::ModelLearning& learning = *step_.learning;
  const std::string sql = fmt::format("select * from {} as rows where {}", TRY(RowsSql(parameters, control)),
                                      QuoteIdentifier(learning.scored));
  const ScoredRows rows = TRY(ReadRows(*TRY(session_->Query(sql, parameters, control)), learning, trained_));
  return InOrder(rows, given.subjects, first_number);
}

Result<std::vector<ScoredRecord>> Scorer::Score(std::span<const std::string> records, int64_t first_number,
                                                Reasons reasons, Language language, const RunControl& control) {
  const ScoredRows rows = TRY(RowsOf(records, first_number, control));
  const std::vector<learn::Score> scores = TRY(trained_.ScoreRows(rows.rows, control));
  std::vector<ScoredRecord> scored;
  for (size_t row = 0; row < scores.size(); ++row) scored.push_back({rows.subjects[row], scores[row], {}, {}});
  if (reasons == Reasons::kYes) TRY(Explain(rows.rows, language, control, scored));
  return scored;
}

}  // namespace tidewaiter::analysis
