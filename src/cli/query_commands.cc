#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/result_output.h"

namespace tidewaiter::cli {
namespace {

using content::Dataset;

struct QueryOptions {
  std::string sql, dataset;
  OutputOptions output;
};

using TableSchemas = std::vector<std::pair<std::string, engine::Schema>>;

std::string RowsOf(const engine::Warehouse& warehouse, const Dataset& dataset, const TableSchemas& tables,
                   engine::SnapshotId snapshot) {
  const auto stored = std::ranges::find(tables, dataset.name, &TableSchemas::value_type::first);
  if (stored == tables.end()) return dataset.RowsSql({}, "");
  return dataset.RowsSql(stored->second, warehouse.TableAt(dataset.name, snapshot));
}

/// Every dataset by its name, and the warehouse's own tables (loads, rejects, superseded rows) by theirs.
Status CreateViews(engine::LocalSession& session, const engine::Warehouse& warehouse, const content::Datasets& datasets,
                   const TableSchemas& tables, engine::SnapshotId snapshot) {
  for (const Dataset& dataset : datasets.all) {
    TRY(session.CreateView(dataset.name, RowsOf(warehouse, dataset, tables, snapshot)));
  }
  for (const auto& [name, schema] : tables) {
    if (datasets.Find(name) != nullptr) continue;
    TRY(session.CreateView(name, "select * from " + warehouse.TableAt(name, snapshot)));
  }
  return {};
}

Status Query(Context& context, const QueryOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const engine::SnapshotId snapshot = TRY(rooms.warehouse->CurrentSnapshot());
  const TableSchemas tables = TRY(rooms.warehouse->Tables(snapshot));
  const std::unique_ptr<engine::LocalSession> session = TRY(rooms.warehouse->OpenSession());
  TRY(CreateViews(*session, *rooms.warehouse, datasets, tables, snapshot));
  TRY(session->RestrictToReading());
  context.Control().progress->Begin(SayInBoth(Text::kQuerying));
  const std::unique_ptr<engine::BatchStream> rows = TRY(session->Query(options.sql, {}, context.Control()));
  return output.Write(*rows);
}

/// Ordered by the key, so that the same data gives the same file.
Status Export(Context& context, const QueryOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Dataset* const dataset = TRY(FindDataset(datasets, options.dataset));
  const Rooms rooms = TRY(context.Open(engine::Access::kRead));
  const engine::SnapshotId snapshot = TRY(rooms.warehouse->CurrentSnapshot());
  const TableSchemas tables = TRY(rooms.warehouse->Tables(snapshot));
  const std::unique_ptr<engine::LocalSession> session = TRY(rooms.warehouse->OpenSession());
  std::vector<std::string> key;
  for (const std::string& column : dataset->key) key.push_back(engine::QuoteIdentifier(column));
  context.Control().progress->Begin(SayInBoth(Text::kExporting, {dataset->name}));
  const std::string rows = RowsOf(*rooms.warehouse, *dataset, tables, snapshot);
  return output.WriteQuery(*session, fmt::format("select * from ({}) as d order by {}", rows, Join(key, ", ")), {});
}

}  // namespace

void AddQueryCommand(CommandTree& tree) {
  const auto options = std::make_shared<QueryOptions>();
  CLI::App& command =
      tree.Add(tree.root(), "query", Text::kQuery,
               "tidewaiter query \"select office, count(*) as n from import_declaration group by office\"",
               [options](Context& context) { return Query(context, *options); });
  command.add_option("SQL", options->sql, "One statement that reads; datasets are its tables")->required();
  AddOutputOptions(tree, command, options->output, HasLimit::kYes);
}

void AddExportCommand(CommandTree& tree) {
  const auto options = std::make_shared<QueryOptions>();
  options->output.limit = 0;
  CLI::App& command = tree.Add(tree.root(), "export", Text::kExport,
                               "tidewaiter export import_declaration --format parquet --output imports.parquet",
                               [options](Context& context) { return Export(context, *options); });
  command.add_option("DATASET", options->dataset, "Name of the dataset")->required();
  AddOutputOptions(tree, command, options->output, HasLimit::kNo);
}

}  // namespace tidewaiter::cli
