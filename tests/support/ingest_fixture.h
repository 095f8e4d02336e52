#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "content/catalogue.h"
#include "engine/warehouse.h"
#include "ingest/loader.h"
#include "store/workspace.h"
#include "support/must.h"
#include "support/temporary_folder.h"

namespace tidewaiter::ingest {

/// A fresh workspace with the project's own content.
class IngestTest : public testing::Test {
 protected:
  void SetUp() override;

  std::string Write(const std::string& name, std::string_view bytes) const;
  /// Loads a file by contract.
  Result<LoadReport> Load(const std::string& dataset, const std::string& file, const LoadOptions& options = {});
  Result<LoadReport> LoadSource(const content::Source& source, const std::string& file,
                                const LoadOptions& options = {});
  /// Rows of a query over the current state; dataset names are bare, others (`tidewaiter_…`) too.
  engine::Table Query(const std::string& sql);
  std::string Single(const std::string& sql) { return engine::ToText(Query(sql).rows.at(0).at(0)); }
  std::vector<Reject> Rejects(int64_t load);

  TemporaryFolder temporary_;
  std::filesystem::path folder_ = temporary_.path();
  std::unique_ptr<engine::EngineFactory> engines_;
  std::unique_ptr<store::Workspace> workspace_;
  std::unique_ptr<engine::Warehouse> warehouse_;
  content::Datasets datasets_;
};

}  // namespace tidewaiter::ingest
