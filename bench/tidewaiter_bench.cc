#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "content/catalogue.h"
#include "engine/duckdb/duckdb_engines.h"
#include "engine/value.h"
#include "match_bench.h"
#include "network_bench.h"
#include "score_bench.h"
#include "statistics/sql_functions.h"

/// What an engineer would do by hand with the engine's own SQL; bench/run times it beside the product.
///   tidewaiter_bench data SOURCE.csv.gz… COPIES OUT.csv  multiplies the example declarations; OUT.csv.inspections too
///   tidewaiter_bench load FILE.csv FOLDER                typed insert from read_csv into a new DuckLake table
///   tidewaiter_bench steps WORKSPACE MODEL [NAME=DATE…]  runs a model's SQL steps and writes findings, reasons and
///   kept tables
///   tidewaiter_bench score WORKSPACE MODEL RECORDS.jsonl  calls of the latest trained model on one core
///   tidewaiter_bench network OPERATION EDGES              one operation of a network step, or `read`
///   tidewaiter_bench match PAYMENTS LINES ROUNDS FOLDER  matches payments with import lines
namespace tidewaiter {
namespace {

namespace fs = std::filesystem;
using engine::QuoteIdentifier;
using engine::QuoteText;

engine::EngineOptions Options(const fs::path& spill) {
  const char* memory = std::getenv("BENCH_MEMORY_BYTES");
  return {.memory_limit_bytes = memory == nullptr ? 0 : std::strtoull(memory, nullptr, 10),
          .threads = 0,
          .spill_directory = spill};
}

Status MakeData(const std::vector<std::string>& files, const std::string& copies, const fs::path& out) {
  const auto engines = engine::MakeDuckDbEngines();
  const auto session = TRY(engines->OpenScratch(Options(out.parent_path() / "spill")));
  std::string list;
  for (const std::string& file : files) list += (list.empty() ? "" : ", ") + QuoteText(file);
  TRY(session->CreateTable("multiplied",
                           "select *, cast(row_number() over () + 10000000 as varchar) as id, cast(\"Date\" as date) + "
                           "cast(copy % 7 as integer) as day from read_csv([" +
                               list + "], all_varchar = true), range(" + copies + ") as r(copy)",
                           {}, {}));
  TRY(session->Execute(
      "copy (select id as declaration_id, 1 as item_no, day as declared_on, \"Office ID\" as office, \"Process Type\" "
      "as "
      "process_type, \"Import Type\" as import_type, \"Import Use\" as import_use, \"Payment Type\" as payment_type, "
      "\"Mode of Transport\" as transport_mode, \"Declarant ID\" as declarant_id, \"Importer ID\" || (copy % 10) as "
      "importer_id, \"Seller ID\" || (copy % 10) as seller_id, \"Courier ID\" as courier_id, \"HS6 Code\" as hs_code, "
      "\"Country of Departure\" as country_departure, \"Country of Origin\" as country_origin, \"Country of Origin "
      "Indicator\" as origin_marking, \"Tax Type\" as tax_type, \"Tax Rate\" as tax_rate_pct, \"Net Mass\" as "
      "net_mass_kg, "
      "\"Item Price\" as customs_value_krw from multiplied) to " +
          QuoteText(out.string()),
      {}, {}));
  TRY(session->Execute(
      "copy (select 'import_item' as subject_type, id as subject_id, 1 as item_no, day as inspected_on, 'rule' "
      "as selected_by, case when \"Fraud\" = '1' then 'violation' else 'clear' end as outcome from "
      "multiplied) to " +
          QuoteText(out.string() + ".inspections"),
      {}, {}));
  return {};
}

/// The insert that the product's load is measured against: types straight in the reader, no checks, no report.
Status LoadByHand(const std::string& file, const fs::path& folder) {
  const content::Datasets datasets = TRY(content::ReadDatasets(content::ContentRoot()));
  const content::Dataset& dataset = *datasets.Find("import_declaration");
  const auto engines = engine::MakeDuckDbEngines();
  fs::create_directories(folder);
  TRY(engines->CreateWarehouse(folder, Options(folder / "spill")));
  const auto warehouse = TRY(engines->OpenWarehouse(folder, engine::Access::kReadWrite, Options(folder / "spill")));
  const auto commit = TRY(warehouse->BeginCommit());
  const engine::Table header = TRY(commit->session().QueryTable("select * from read_csv(" + QuoteText(file) +
                                                                ", header = false, all_varchar = true) limit 1"));
  std::string columns, names;
  for (const engine::Value& value : header.rows[0]) {
    const std::string name = engine::ToText(value);
    const content::DatasetColumn* column = dataset.Find(name);
    columns += (columns.empty() ? "" : ", ") + QuoteText(name) + ": " +
               QuoteText(column == nullptr ? "varchar" : column->type.Sql());
    if (column != nullptr) names += (names.empty() ? "" : ", ") + QuoteIdentifier(name);
  }
  TRY(commit->Begin());
  TRY(commit->EnsureTable(dataset.name, dataset.Schema()));
  TRY(commit->session().Execute("insert into " + commit->TableName(dataset.name) + " (" + names + ") select " + names +
                                    " from read_csv(" + QuoteText(file) +
                                    ", auto_detect = false, header = true, delim = ',', "
                                    "quote = '\"', escape = '\"', columns = {" +
                                    columns + "})",
                                {}, {}));
  TRY(commit->Finish("by hand"));
  return {};
}

engine::Parameters ParametersByHand(const content::Model& model, const std::vector<std::string>& settings) {
  engine::Parameters parameters;
  for (const content::ModelParameter& parameter : model.parameters)
    if (parameter.default_text && parameter.type != content::ParameterType::kDate) {
      if (parameter.type == content::ParameterType::kInteger)
        parameters[parameter.name] = std::stoll(*parameter.default_text);
      else
        parameters[parameter.name] = std::stod(*parameter.default_text);
    }
  for (const std::string& setting : settings) {
    const size_t equals = setting.find('=');
    if (const auto day = Date::Parse(setting.substr(equals + 1))) parameters[setting.substr(0, equals)] = *day;
  }
  return parameters;
}

Status StepsByHand(const fs::path& workspace, const std::string& id, const std::vector<std::string>& settings) {
  const content::Datasets datasets = TRY(content::ReadDatasets(content::ContentRoot()));
  const content::Model model = TRY(content::ReadModel(content::ContentRoot() / "models" / id, datasets));
  const auto engines = engine::MakeDuckDbEngines();
  const fs::path out = workspace / "tmp" / "bench";
  fs::create_directories(out);
  const auto warehouse = TRY(engines->OpenWarehouse(workspace, engine::Access::kRead, Options(out / "spill")));
  const auto snapshot = TRY(warehouse->CurrentSnapshot());
  const auto session = TRY(warehouse->OpenSession());
  TRY(statistics::RegisterSqlFunctions(*session));
  for (const content::ModelInput& input : model.inputs)
    TRY(session->CreateView(input.dataset, "select * from " + warehouse->TableAt(input.dataset, snapshot)));
  const engine::Parameters parameters = ParametersByHand(model, settings);
  for (const content::ModelStep& step : model.steps) TRY(session->CreateTable(step.name, step.sql, parameters, {}));
  TRY(session->WriteParquet("select row_number() over (order by score desc, " + model.findings.tie_breaker +
                                ", subject_id) as rank, * from findings order by rank",
                            {}, out / "findings.parquet", {}));
  TRY(session->WriteParquet("select * from reasons order by subject_id, position", {}, out / "reasons.parquet", {}));
  for (const content::ModelStep& step : model.steps) {
    if (!step.keep || step.name == "findings" || step.name == "reasons") continue;
    TRY(session->WriteParquet("select * from " + QuoteIdentifier(step.name), {}, out / (step.name + ".parquet"), {}));
  }
  fs::remove_all(out);
  return {};
}

Status Dispatch(const std::vector<std::string>& words) {
  if (words.size() >= 4 && words[0] == "data")
    return MakeData({words.begin() + 1, words.end() - 2}, words[words.size() - 2], words.back());
  if (words.size() == 3 && words[0] == "load") return LoadByHand(words[1], words[2]);
  if (words.size() >= 3 && words[0] == "steps")
    return StepsByHand(words[1], words[2], {words.begin() + 3, words.end()});
  if (words.size() == 4 && words[0] == "score") return BenchScoring(words[1], words[2], words[3]);
  if (words.size() == 3 && words[0] == "network") return BenchNetwork(words[1], std::stoll(words[2]));
  if (words.size() == 5 && words[0] == "match")
    return BenchMatching(std::stoll(words[1]), std::stoll(words[2]), std::stoi(words[3]), words[4]);
  return Fail(ErrorCode::kUsage, "usage: tidewaiter_bench data|load|steps|score|network|match …");
}

}  // namespace
}  // namespace tidewaiter

int main(int argc, char** argv) {
  const auto done = tidewaiter::Dispatch({argv + 1, argv + argc});
  if (!done) std::cerr << "error: " << done.error().message << "\n";
  return done ? 0 : 1;
}
