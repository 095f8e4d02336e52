#include "support/ingest_fixture.h"

#include <fstream>

#include "engine/duckdb/duckdb_engines.h"

namespace tidewaiter::ingest {

void IngestTest::SetUp() {
  engines_ = engine::MakeDuckDbEngines();
  const engine::EngineOptions options{
      .memory_limit_bytes = uint64_t{1} << 30, .threads = 2, .spill_directory = folder_ / "spill"};
  workspace_ = std::make_unique<store::Workspace>(Must(store::Workspace::Create(folder_ / "workspace")));
  Must(engines_->CreateWarehouse(workspace_->root(), options));
  warehouse_ = Must(engines_->OpenWarehouse(workspace_->root(), engine::Access::kReadWrite, options));
  datasets_ = Must(content::ReadDatasets(TIDEWAITER_SOURCE_DIR));
}

std::string IngestTest::Write(const std::string& name, std::string_view bytes) const {
  const auto path = folder_ / name;
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

Result<LoadReport> IngestTest::Load(const std::string& dataset, const std::string& file, const LoadOptions& options) {
  return LoadSource(ContractSource(*datasets_.Find(dataset)), file, options);
}

Result<LoadReport> IngestTest::LoadSource(const content::Source& source, const std::string& file,
                                          const LoadOptions& options) {
  Loader loader(*workspace_, *warehouse_, datasets_);
  return loader.Load(source, file, options, {});
}

engine::Table IngestTest::Query(const std::string& sql) {
  const auto session = Must(warehouse_->OpenSession());
  const auto snapshot = Must(warehouse_->CurrentSnapshot());
  for (const auto& [name, schema] : Must(warehouse_->Tables(snapshot)))
    Must(session->CreateView(name, "select * from " + warehouse_->TableAt(name, snapshot)));
  return Must(session->QueryTable(sql));
}

std::vector<Reject> IngestTest::Rejects(int64_t load) {
  const auto session = Must(warehouse_->OpenSession());
  const auto stream = Must(OpenRejects(*session, *warehouse_, load, {}));
  const engine::Table table = Must(engine::Collect(*stream));
  std::vector<Reject> rejects;
  for (const auto& row : table.rows)
    rejects.push_back({engine::ToText(row[0]), std::get<int64_t>(row[1]), engine::ToText(row[2]),
                       engine::ToText(row[3]), engine::ToText(row[4]), engine::ToText(row[5])});
  return rejects;
}

}  // namespace tidewaiter::ingest
