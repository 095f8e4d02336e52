#include "analysis/model_test_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/reason_renderer.h"
#include "analysis/run_model.h"
#include "analysis/test_tables.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

struct Found {
  int64_t rank = 0;
  bool alert = false;
};

/// One test in a session of its own.
class OneTest {
 public:
  OneTest(engine::LocalSession& session, const content::Model& model, const content::Datasets& datasets,
          const content::ModelTest& test, const RunControl& control)
      : session_(session), model_(model), datasets_(datasets), test_(test), control_(control) {}

  /// What is wrong; an error only for an interruption.
  Result<std::vector<std::string>> Run();

 private:
  Result<StepsResult> RunModel();
  Status CheckFindings();
  void CheckSubjects(const std::map<std::string, Found>& found);
  void CheckOrder(const std::map<std::string, Found>& found);
  void CheckCount(std::string_view what, std::optional<int64_t> expected, int64_t count);
  Status CheckReasonTexts();
  void CheckPlaceholders(const content::ReasonTemplate& reason, const engine::Schema& schema);
  void ExecuteTheRest(engine::Parameters parameters);
  void Execute(std::string_view what, const std::string& name, const std::string& sql,
               const engine::Parameters& parameters, const std::vector<std::string>& needed = {});
  void Fault(std::string fault) { faults_.push_back(std::move(fault)); }

  engine::LocalSession& session_;
  const content::Model& model_;
  const content::Datasets& datasets_;
  const content::ModelTest& test_;
  const RunControl& control_;
  std::vector<std::string> faults_;
  std::string some_subject_ = "nobody";
};

std::string_view NameOf(const Error& error) { return Entry(error.code).name; }

Result<StepsResult> OneTest::RunModel() {
  const auto tables = TRY(MakeGivenTables(session_, test_, datasets_, control_));
  const auto relation = [&](const std::string& dataset) {
    const auto table = tables.find(dataset);
    return table == tables.end() ? std::nullopt : std::optional(table->second);
  };
  return RunSteps(session_, model_, datasets_, relation, test_.parameters, {test_.as_of, {}}, control_);
}

Result<std::vector<std::string>> OneTest::Run() {
  auto steps = RunModel();
  if (!steps) {
    const Error& error = steps.error();
    if (error.code == ErrorCode::kInterrupted) return Fail(error);
    if (NameOf(error) == test_.error) return faults_;
    const std::string expected = test_.error.empty() ? "findings" : test_.error;
    Fault(fmt::format("expected {}, but the run ended with {}: {}", expected, NameOf(error), error.message));
    for (const Diagnostic& single : error.diagnostics) Fault(single.ToString());
    return faults_;
  }
  if (!test_.error.empty()) {
    Fault(fmt::format("expected the error {}, but the run succeeded", test_.error));
    return faults_;
  }
  TRY(CheckFindings());
  TRY(CheckReasonTexts());
  ExecuteTheRest(std::move(steps->parameters));
  TRY(control_.Check());
  return faults_;
}

Status OneTest::CheckFindings() {
  const engine::Table table =
      TRY(session_.QueryTable(R"(select subject_id, "rank", alert from findings order by "rank")", {}, control_));
  std::map<std::string, Found> found;
  int64_t alerts = 0;
  for (const auto& row : table.rows) {
    const bool alert = std::get<bool>(row[2]);
    found.emplace(engine::ToText(row[0]), Found{std::get<int64_t>(row[1]), alert});
    if (alert) ++alerts;
  }
  if (!table.rows.empty()) some_subject_ = engine::ToText(table.rows[0][0]);
  CheckSubjects(found);
  CheckOrder(found);
  CheckCount("findings", test_.findings, static_cast<int64_t>(table.rows.size()));
  CheckCount("alerts", test_.alerts, alerts);
  return {};
}

void OneTest::CheckSubjects(const std::map<std::string, Found>& found) {
  for (const std::string& subject : test_.must_hit) {
    const auto finding = found.find(subject);
    if (finding == found.end())
      Fault(fmt::format("must hit {}, but it is no finding", subject));
    else if (!finding->second.alert)
      Fault(fmt::format("must hit {}, but it is below the line (rank {})", subject, finding->second.rank));
  }
  for (const std::string& subject : test_.must_not_hit) {
    const auto finding = found.find(subject);
    if (finding == found.end() || !finding->second.alert) continue;
    Fault(fmt::format("must not hit {}, but it is an alert (rank {})", subject, finding->second.rank));
  }
}

void OneTest::CheckOrder(const std::map<std::string, Found>& found) {
  for (const std::string& pair : test_.ranked_before) {
    const size_t sign = pair.find(" > ");
    const auto first = found.find(std::string(Trim(pair.substr(0, sign))));
    const auto second = sign == std::string::npos ? found.end() : found.find(std::string(Trim(pair.substr(sign + 3))));
    if (first == found.end() || second == found.end()) {
      Fault(fmt::format("expected {}, but not both are findings", pair));
    } else if (first->second.rank >= second->second.rank) {
      Fault(fmt::format("expected {}, but their ranks are {} and {}", pair, first->second.rank, second->second.rank));
    }
  }
}

void OneTest::CheckCount(std::string_view what, std::optional<int64_t> expected, int64_t count) {
  if (expected && *expected != count) Fault(fmt::format("expected {} {}, but there are {}", *expected, what, count));
}

/// Every reason must find the values that its text names.
Status OneTest::CheckReasonTexts() {
  const engine::Schema schema = TRY(session_.Describe("select * from reasons", {}));
  const engine::Table codes = TRY(session_.QueryTable("select distinct code from reasons order by 1", {}, control_));
  for (const auto& row : codes.rows) {
    const std::string code = engine::ToText(row[0]);
    const auto has_code = [&](const content::ReasonTemplate& reason) { return reason.code == code; };
    const auto reason = std::find_if(model_.reasons.begin(), model_.reasons.end(), has_code);
    if (reason != model_.reasons.end()) CheckPlaceholders(*reason, schema);
  }
  return {};
}

void OneTest::CheckPlaceholders(const content::ReasonTemplate& reason, const engine::Schema& schema) {
  std::vector<std::string> names = PlaceholderNames(reason.text.en);
  for (std::string& name : PlaceholderNames(reason.text.ko)) names.push_back(std::move(name));
  for (const std::string& name : names) {
    const auto is_named = [&](const engine::Column& column) { return column.name == name; };
    if (std::any_of(schema.begin(), schema.end(), is_named)) continue;
    Fault(fmt::format("the reason {} names {}, which the table reasons lacks", reason.code, name));
  }
}

/// What the run itself does not execute, so that none of it can rot.
void OneTest::ExecuteTheRest(engine::Parameters parameters) {
  for (const content::ModelView& view : model_.views) {
    std::vector<std::string> columns;
    for (const auto& [role, column] : view.encoding) columns.push_back(column);
    Execute("view", view.name, view.sql, parameters, columns);
  }
  const std::string& rule = model_.evaluation.simple_rule_sql;
  if (!rule.empty())
    Execute("simple rule", model_.evaluation.simple_rule_file.filename().string(), rule, parameters,
            {"subject_id", "score"});
  parameters.insert_or_assign("subject_id", engine::Value(some_subject_));
  for (const content::ModelEvidence& evidence : model_.evidence) {
    Execute("evidence", evidence.name, evidence.sql, parameters);
  }
}

void OneTest::Execute(std::string_view what, const std::string& name, const std::string& sql,
                      const engine::Parameters& parameters, const std::vector<std::string>& needed) {
  const auto table = session_.QueryTable(sql, parameters, control_);
  if (!table) {
    Fault(fmt::format("{} {}: {}: {}", what, name, NameOf(table.error()), table.error().message));
    return;
  }
  for (const std::string& column : needed) {
    const auto is_named = [&](const engine::Column& other) { return other.name == column; };
    if (std::any_of(table->schema.begin(), table->schema.end(), is_named)) continue;
    Fault(fmt::format("{} {}: it has no column {}", what, name, column));
  }
}

}  // namespace

Result<std::vector<ModelTestResult>> TestModel(engine::EngineFactory& engines, const content::Model& model,
                                               const content::Datasets& datasets, const RunControl& control) {
  std::vector<ModelTestResult> results;
  for (const content::ModelTest& test : model.tests) {
    control.progress->Begin(
        {fmt::format("testing {}: {}", model.id, test.name), fmt::format("{} 시험 중: {}", model.id, test.name)});
    const std::unique_ptr<engine::LocalSession> session = TRY(engines.OpenScratch({}));
    auto faults = OneTest(*session, model, datasets, test, control).Run();
    if (!faults && faults.error().code == ErrorCode::kInterrupted) return Fail(std::move(faults.error()));
    if (!faults)
      faults = std::vector<std::string>{fmt::format("{}: {}", NameOf(faults.error()), faults.error().message)};
    results.push_back({model.id, test.name, faults->empty(), std::move(*faults)});
  }
  return results;
}

}  // namespace tidewaiter::analysis
