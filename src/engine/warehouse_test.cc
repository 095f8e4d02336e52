#include "engine/warehouse.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <limits>

namespace tidewaiter::engine {
namespace {

constexpr uint64_t kGiB = 1ULL << 30;

TEST(MachineMemory, IsThatOfAMachine) {
  EXPECT_GT(MachineMemoryBytes(), kGiB / 16);
  EXPECT_LT(MachineMemoryBytes(), kGiB << 20);
}

TEST(EffectiveMemoryLimit, IsTheGivenOneOrSixtyPercent) {
  EngineOptions options;
  const auto machine = static_cast<double>(MachineMemoryBytes());
  EXPECT_NEAR(static_cast<double>(EffectiveMemoryLimit(options)), 0.6 * machine, 16);
  options.memory_limit_bytes = 123;
  EXPECT_EQ(EffectiveMemoryLimit(options), 123U);
}

#ifndef TIDEWAITER_SANITIZED
class ProcessMemoryTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::getrlimit(RLIMIT_DATA, &before_), 0); }
  void TearDown() override { EXPECT_EQ(::setrlimit(RLIMIT_DATA, &before_), 0); }

  static rlim_t SoftLimit() {
    rlimit limit{};
    EXPECT_EQ(::getrlimit(RLIMIT_DATA, &limit), 0);
    return limit.rlim_cur;
  }

  rlimit before_{};
};

TEST_F(ProcessMemoryTest, LeavesAQuarterAndSomeRoom) {
  LimitProcessMemory(4 * kGiB);
  EXPECT_EQ(SoftLimit(), std::min<rlim_t>(before_.rlim_cur, 5 * kGiB + kGiB + kGiB / 2));
}

TEST_F(ProcessMemoryTest, ALaterEngineMayHaveMore) {
  LimitProcessMemory(kGiB);
  LimitProcessMemory(8 * kGiB);
  EXPECT_EQ(SoftLimit(), std::min<rlim_t>(before_.rlim_cur, 10 * kGiB + kGiB + kGiB / 2));
}

TEST_F(ProcessMemoryTest, NeverRaisesTheLimitItStartedWith) {
  LimitProcessMemory(std::numeric_limits<uint64_t>::max());
  EXPECT_LE(SoftLimit(), before_.rlim_cur);
}

TEST_F(ProcessMemoryTest, RefusesAnAllocationFarBeyond) {
  LimitProcessMemory(kGiB);
  const size_t too_much = 64 * kGiB;
  EXPECT_THROW(std::vector<char>().reserve(too_much), std::bad_alloc);
}
#endif

}  // namespace
}  // namespace tidewaiter::engine
