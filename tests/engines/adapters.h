#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/warehouse.h"

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
  void TearDown() override;

  std::unique_ptr<Warehouse> Open(Access access = Access::kReadWrite, uint64_t memory_bytes = uint64_t{1} << 30);
  std::unique_ptr<LocalSession> Scratch(uint64_t memory_bytes = uint64_t{1} << 30);
  EngineOptions Options(uint64_t memory_bytes) const;

  std::unique_ptr<EngineFactory> engines_;
  std::filesystem::path folder_;
};

/// The value of a Result, or a failed test with its error.
template <class T>
T Must(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << Entry(result.error().code).name << ": " << result.error().message;
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace tidewaiter::engine
