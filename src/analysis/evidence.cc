#include <fmt/format.h>

#include <algorithm>

#include "analysis/batch_builder.h"
#include "analysis/finding_session.h"
#include "analysis/model_inputs.h"
#include "analysis/run_files.h"
#include "statistics/sql_functions.h"

namespace tidewaiter::analysis {
namespace {

constexpr int64_t kMostRows = 1'000'000;

/// The tables that the run kept, as views of their names.
Status OpenRunTables(const store::Workspace& workspace, engine::LocalSession& session, const store::RunRecord& run) {
  const std::vector<std::string> kept = TRY(RunTables(workspace, run));
  for (const std::string& table : kept) {
    const std::string relation = TRY(RunRelation(workspace, session, run, table));
    TRY(session.CreateView(table, "select * from " + relation));
  }
  return {};
}

Result<std::string> SubjectAt(engine::LocalSession& session, const store::RunRecord& run, int64_t rank,
                              const RunControl& control) {
  const engine::Table found =
      TRY(session.QueryTable(R"(select subject_id from findings where "rank" = $rank)", {{"rank", rank}}, control));
  if (!found.rows.empty()) return engine::ToText(found.rows[0][0]);
  return Fail(ErrorCode::kUnknownName, fmt::format("run {} has no finding of this rank ({})", run.id, rank),
              fmt::format("its ranks are 1 to {}", run.findings));
}

Result<engine::Parameters> RecordedParameters(const content::Model& model, const store::RunRecord& run) {
  const Date day = run.as_of.value_or(run.started_at.date());
  return ResolveParameters(model, RecordedTexts(model, run), {}, day);
}

}  // namespace

Result<engine::Table> FirstRows(engine::LocalSession& session, const std::string& sql,
                                const engine::Parameters& parameters, int64_t limit, const RunControl& control) {
  const auto most = static_cast<size_t>(limit > 0 ? std::min(limit, kMostRows) : kMostRows);
  RowCursor cursor(TRY(session.Query(sql, parameters, control)));
  engine::Table table{cursor.schema(), {}};
  while (table.rows.size() < most && TRY(cursor.Next())) {
    std::vector<engine::Value>& row = table.rows.emplace_back();
    for (size_t column = 0; column < table.schema.size(); ++column) row.push_back(cursor.At(column));
  }
  return table;
}

Result<FindingSession> OpenFinding(const store::Workspace& workspace, engine::Warehouse& warehouse,
                                   const content::Model& model, const content::Datasets& datasets,
                                   const store::RunRecord& run, int64_t rank, const RunControl& control) {
  FindingSession finding;
  finding.session = TRY(warehouse.OpenSession());
  TRY(OpenRunTables(workspace, *finding.session, run));
  TRY(statistics::RegisterSqlFunctions(*finding.session));
  ModelInputs inputs(*finding.session, model, datasets, TRY(RelationsAt(warehouse, {run.snapshot})),
                     {run.as_of, run.outcomes_before});
  TRY(inputs.CreateViews());
  finding.parameters = TRY(RecordedParameters(model, run));
  finding.parameters.emplace("subject_id", TRY(SubjectAt(*finding.session, run, rank, control)));
  return finding;
}

Result<Evidence> FetchOne(FindingSession& finding, const content::Model& model, const content::ModelEvidence& part,
                          int64_t limit, const RunControl& control) {
  auto rows = FirstRows(*finding.session, part.sql, finding.parameters, limit, control);
  if (rows) return Evidence{part.title, std::move(*rows)};
  Error error = std::move(rows.error());
  error.message =
      fmt::format("{} (model {}, evidence {}, {})", error.message, model.id, part.name, part.sql_file.string());
  return Fail(std::move(error));
}

Result<std::vector<Evidence>> FetchEvidence(const store::Workspace& workspace, engine::Warehouse& warehouse,
                                            const content::Model& model, const content::Datasets& datasets,
                                            const store::RunRecord& run, int64_t rank, int64_t limit,
                                            const RunControl& control) {
  if (model.evidence.empty()) {
    return Fail(ErrorCode::kModelUnsupported, fmt::format("the model has no evidence to open ({})", model.id));
  }
  FindingSession finding = TRY(OpenFinding(workspace, warehouse, model, datasets, run, rank, control));
  std::vector<Evidence> evidence;
  for (const content::ModelEvidence& part : model.evidence) {
    evidence.push_back(TRY(FetchOne(finding, model, part, limit, control)));
  }
  return evidence;
}

}  // namespace tidewaiter::analysis
