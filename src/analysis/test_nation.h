#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "content/catalogue.h"
#include "engine/duckdb/duckdb_engines.h"
#include "engine/warehouse.h"
#include "store/run_store.h"
#include "store/workspace.h"
#include "support/temporary_folder.h"

namespace tidewaiter::analysis {

/// A tiny contract, a model over it and a workspace, for the tests of this folder.

inline content::DatasetColumn TestColumn(const std::string& name, const std::string& type, bool required = false) {
  content::DatasetColumn column;
  column.name = name;
  column.type = *engine::Type::Parse(type);
  column.required = required;
  column.title = {name, name};
  return column;
}

inline content::Dataset TestDataset(const std::string& name, const std::string& known_on,
                                    std::vector<content::DatasetColumn> columns) {
  content::Dataset dataset;
  dataset.name = name;
  dataset.title = {name, name};
  dataset.known_on = {content::KnownOn::Rule::kColumn, known_on};
  dataset.columns = std::move(columns);
  return dataset;
}

inline content::Datasets TestDatasets() {
  content::Datasets datasets;
  datasets.all.push_back(TestDataset(
      "import_declaration", "declared_on",
      {TestColumn("declaration_id", "text", true), TestColumn("declared_on", "date", true),
       TestColumn("importer_id", "text", true), TestColumn("hs_code", "text"), TestColumn("country_origin", "text"),
       TestColumn("customs_value_krw", "decimal(20,2)"), TestColumn("assessed_value_krw", "decimal(20,2)")}));
  content::Dataset& declaration = datasets.all.back();
  declaration.columns[3].title = {"HS code", "HS 부호"};
  declaration.columns[4].title = {"Country of origin", "원산지"};
  declaration.columns[4].list = "country";
  declaration.columns[6].after_outcome = true;
  datasets.all.push_back(TestDataset("inspection_result", "inspected_on",
                                     {TestColumn("subject_type", "text", true), TestColumn("subject_id", "text", true),
                                      TestColumn("item_no", "integer"), TestColumn("inspected_on", "date", true),
                                      TestColumn("selected_by", "text", true), TestColumn("outcome", "text", true),
                                      TestColumn("recovered_krw", "decimal(20,2)")}));
  datasets.all.push_back(TestDataset("company", "established_on",
                                     {TestColumn("company_id", "text", true), TestColumn("established_on", "date"),
                                      TestColumn("closed_on", "date"), TestColumn("closed_why", "text")}));
  datasets.all.back().columns[2].known_on = "closed_on";
  datasets.all.back().columns[3].known_on = "closed_on";
  datasets.lists.push_back({"country", {{"BE", {"Belgium", "벨기에"}}, {"CN", {"China", "중국"}}}});
  return datasets;
}

inline content::ModelParameter TestParameter(const std::string& name, content::ParameterType type,
                                             const std::string& default_text) {
  content::ModelParameter parameter;
  parameter.name = name;
  parameter.type = type;
  parameter.default_text = default_text;
  return parameter;
}

inline content::ModelStep TestStep(const std::string& name, const std::string& sql, bool keep = false) {
  content::ModelStep step;
  step.name = name;
  step.title = {name, name};
  step.sql = sql;
  step.sql_file = name + ".sql";
  step.keep = keep;
  return step;
}

/// Ranks the declarations of a period by the share of violations of their importer before it.
inline content::Model TestModelOfImporters() {
  using content::ParameterType;
  content::Model model;
  model.id = "importer_history";
  model.version = 3;
  model.sha256 = "abc";
  model.inputs = {{"import_declaration",
                   {"declaration_id", "declared_on", "importer_id", "hs_code", "country_origin", "customs_value_krw",
                    "assessed_value_krw"}},
                  {"inspection_result",
                   {"subject_type", "subject_id", "item_no", "inspected_on", "outcome", "recovered_krw"},
                   LocalisedText{"rates", "비율"}}};
  model.parameters = {TestParameter("from", ParameterType::kDate, "data_end-30d"),
                      TestParameter("to", ParameterType::kDate, "data_end"),
                      TestParameter("line", ParameterType::kShare, "0.5"),
                      TestParameter("seed", ParameterType::kInteger, "1")};
  model.steps = {
      TestStep("rates",
               "select d.importer_id, avg(case when i.outcome = 'clear' then 0e0 else 1e0 end) as rate, count(*) as n "
               "from import_declaration as d join inspection_result as i on i.subject_id = d.declaration_id "
               "where i.inspected_on < $from group by d.importer_id",
               true),
      TestStep("findings",
               "select 'import_item' as subject_type, d.declaration_id as subject_id, coalesce(r.rate, 0e0) as score, "
               "coalesce(r.rate, 0e0) >= $line as alert, d.customs_value_krw as amount_at_stake_krw, d.hs_code "
               "from import_declaration as d left join rates as r on r.importer_id = d.importer_id "
               "where d.declared_on between $from and $to"),
      TestStep("reasons",
               "select f.subject_id, 'history' as code, 1 as position, f.score as rate, "
               "'hs_code=' || d.hs_code || ';country_origin=' || d.country_origin as items, $seed as seed "
               "from findings as f join import_declaration as d on d.declaration_id = f.subject_id where f.alert "
               "union all select subject_id, 'valuable', 2, null, null, null from findings "
               "where amount_at_stake_krw > 1000"),
      TestStep("expected_false_alarms", "select sum(1 - score) as expected_false_alarms from findings where alert"),
  };
  model.findings.subject_type = "import_item";
  model.findings.tie_breaker = "amount_at_stake_krw desc";
  model.findings.own_columns = {"hs_code"};
  model.reasons = {{"history", {"{rate:percent} of {items:items} went wrong", "{items:items} 위반율 {rate:percent}"}},
                   {"valuable", {"a valuable consignment", "고가 화물"}}};
  model.evidence = {{"history",
                     {"History", "이력"},
                     "history.sql",
                     "select d.declaration_id, d.declared_on from import_declaration as d join import_declaration as f "
                     "on f.importer_id = d.importer_id join rates as r on r.importer_id = d.importer_id "
                     "where f.declaration_id = $subject_id and d.declared_on <= $to order by d.declared_on, 1"}};
  model.assertions = {{"score_is_rate", "select count(*) from findings where score > 1"}};
  model.evaluation.outcome_subject = "import_item";
  model.evaluation.simple_rule = {"by value", "가액순"};
  model.evaluation.simple_rule_sql =
      "select declaration_id as subject_id, cast(customs_value_krw as double) as score from import_declaration "
      "where declared_on between $from and $to";
  return model;
}

/// A workspace with an empty warehouse, all gone with the object.
class TestWorkspace {
 public:
  TestWorkspace()
      : workspace_(store::Workspace::Create(folder_.path() / "ws").value()), engines_(engine::MakeDuckDbEngines()) {
    EXPECT_TRUE(engines_->CreateWarehouse(workspace_.root(), {}).has_value());
    warehouse_ = std::move(*engines_->OpenWarehouse(workspace_.root(), engine::Access::kReadWrite, {}));
    runs_ = std::move(*store::RunStore::Open(workspace_.state_file()));
  }

  const store::Workspace& workspace() const { return workspace_; }
  engine::EngineFactory& engines() { return *engines_; }
  engine::Warehouse& warehouse() { return *warehouse_; }
  store::RunStore& runs() { return *runs_; }
  std::filesystem::path folder() const { return folder_.path(); }

  /// One commit that appends rows, written as an SQL query over `columns`.
  void Load(const content::Dataset& dataset, const std::string& query) {
    auto commit = std::move(*warehouse_->BeginCommit());
    ASSERT_TRUE(commit->Begin().has_value());
    ASSERT_TRUE(commit->EnsureTable(dataset.name, dataset.Schema()).has_value());
    const auto inserted =
        commit->session().Execute("insert into " + commit->TableName(dataset.name) + " by name " + query, {}, {});
    ASSERT_TRUE(inserted.has_value()) << inserted.error().message;
    const auto finished = commit->Finish("test");
    ASSERT_TRUE(finished.has_value()) << finished.error().message;
  }

 private:
  TemporaryFolder folder_;
  store::Workspace workspace_;
  std::unique_ptr<engine::EngineFactory> engines_;
  std::unique_ptr<engine::Warehouse> warehouse_;
  std::unique_ptr<store::RunStore> runs_;
};

/// 200 declarations of 10 importers, two a day from 2025-01-01 on; those of `I0` and `I1` go wrong when inspected. Each
/// is inspected the day after; `selected_by` says how it was chosen.
inline void LoadNation(TestWorkspace& nation, const content::Datasets& datasets,
                       const std::string& selected_by = "random") {
  nation.Load(*datasets.Find("import_declaration"),
              "select 'D' || lpad(cast(i as varchar), 3, '0') as declaration_id, "
              "cast(date '2025-01-01' + cast(i // 2 as integer) as date) as declared_on, "
              "'I' || cast((i * 7) % 10 as varchar) as importer_id, '440890' as hs_code, 'BE' as country_origin, "
              "cast(100 * (i % 13) as decimal(20, 2)) as customs_value_krw from range(200) as t(i)");
  nation.Load(*datasets.Find("inspection_result"),
              "select 'import_item' as subject_type, 'D' || lpad(cast(i as varchar), 3, '0') as subject_id, "
              "cast(date '2025-01-02' + cast(i // 2 as integer) as date) as inspected_on, '" +
                  selected_by +
                  "' as selected_by, "
                  "case when (i * 7) % 10 < 2 then 'violation' else 'clear' end as outcome, "
                  "cast(case when (i * 7) % 10 < 2 then 50 else 0 end as decimal(20, 2)) as recovered_krw "
                  "from range(200) as t(i)");
}

}  // namespace tidewaiter::analysis
