#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/warehouse.h"
#include "support/must.h"
#include "support/temporary_folder.h"

namespace tidewaiter::engine {

struct Adapter {
  std::string name;
  std::function<std::unique_ptr<EngineFactory>()> make;
};

/// Every adapter that this build has.
std::vector<Adapter> Adapters();

/// A fresh warehouse in a temporary folder.
class ConformanceTest : public testing::TestWithParam<Adapter> {
 protected:
  void SetUp() override;

  std::unique_ptr<Warehouse> Open(Access access = Access::kReadWrite, uint64_t memory_bytes = uint64_t{1} << 30);
  std::unique_ptr<LocalSession> Scratch(uint64_t memory_bytes = uint64_t{1} << 30);
  EngineOptions Options(uint64_t memory_bytes) const;

  TemporaryFolder temporary_;
  std::filesystem::path folder_ = temporary_.path();
  std::unique_ptr<EngineFactory> engines_;
};

}  // namespace tidewaiter::engine
