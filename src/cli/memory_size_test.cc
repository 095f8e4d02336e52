#include "cli/memory_size.h"

#include <gtest/gtest.h>

namespace tidewaiter::cli {
namespace {

constexpr uint64_t kMachine = 16'000'000'000;

TEST(MemorySizeTest, ReadsUnits) {
  EXPECT_EQ(*ParseMemorySize("4GB", kMachine), 4'000'000'000U);
  EXPECT_EQ(*ParseMemorySize("4 gib", kMachine), 4'294'967'296U);
  EXPECT_EQ(*ParseMemorySize("1.5GB", kMachine), 1'500'000'000U);
  EXPECT_EQ(*ParseMemorySize("512MiB", kMachine), 536'870'912U);
  EXPECT_EQ(*ParseMemorySize("50%", kMachine), 8'000'000'000U);
  EXPECT_EQ(*ParseMemorySize("100%", kMachine), kMachine);
}

TEST(MemorySizeTest, RefusesTheRest) {
  for (const char* const text : {"", "4", "GB", "4XB", "-4GB", "4GB4", "nanGB", "infGB", "1e9B", "0GB", "4 G B"}) {
    const Result<uint64_t> size = ParseMemorySize(text, kMachine);
    ASSERT_FALSE(size) << text;
    EXPECT_EQ(size.error().code, ErrorCode::kParameterInvalid) << text;
  }
  EXPECT_EQ(ParseMemorySize("1MB", kMachine).error().code, ErrorCode::kParameterOutOfRange);
  EXPECT_EQ(ParseMemorySize("17GB", kMachine).error().code, ErrorCode::kParameterOutOfRange);
  EXPECT_EQ(ParseMemorySize("101%", kMachine).error().code, ErrorCode::kParameterOutOfRange);
}

TEST(MemorySizeTest, WritesForPeople) {
  EXPECT_EQ(HumanBytes(0), "0 B");
  EXPECT_EQ(HumanBytes(512'000'000), "512 MB");
  EXPECT_EQ(HumanBytes(4'000'000'000), "4.0 GB");
}

}  // namespace
}  // namespace tidewaiter::cli
