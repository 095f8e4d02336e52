#include "engine/control_group.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>

#include "base/digest.h"

namespace tidewaiter::engine {
namespace {

namespace fs = std::filesystem;

class ControlGroupTest : public testing::Test {
 protected:
  void SetUp() override { fs::create_directory(mount_); }
  void TearDown() override { fs::remove_all(mount_); }

  void Write(const fs::path& file, std::string_view text) const {
    fs::create_directories((mount_ / file).parent_path());
    std::ofstream(mount_ / file) << text;
  }

  std::optional<uint64_t> LimitFor(std::string_view membership) const {
    Write("membership", membership);
    return ControlGroupMemoryLimit(mount_ / "membership", mount_);
  }

  const fs::path mount_ = fs::temp_directory_path() / ("tidewaiter-cgroup-" + NewId());
};

TEST_F(ControlGroupTest, Version2TakesTheLeastOfAllAbove) {
  Write("system.slice/a.service/memory.max", "4000\n");
  Write("system.slice/memory.max", "3000\n");
  Write("memory.max", "max\n");
  EXPECT_EQ(LimitFor("0::/system.slice/a.service\n"), 3000U);
}

TEST_F(ControlGroupTest, MaxMeansNone) {
  Write("memory.max", "max\n");
  EXPECT_EQ(LimitFor("0::/\n"), std::nullopt);
}

TEST_F(ControlGroupTest, Version1ReadsTheMemoryHierarchy) {
  Write("memory/docker/x/memory.limit_in_bytes", "5000\n");
  Write("memory/memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_EQ(LimitFor("3:cpu,cpuacct:/docker/x\n2:hugetlb,memory:/docker/x\n0::/docker/x\n"), 5000U);
}

TEST_F(ControlGroupTest, AContainerSeesOnlyTheMount) {
  Write("memory.max", "6000\n");
  EXPECT_EQ(LimitFor("0::/kubepods/pod7/absent/here\n"), 6000U);
  EXPECT_EQ(LimitFor("0::/../outside\n"), 6000U);
}

TEST_F(ControlGroupTest, NothingToReadIsNoLimit) {
  EXPECT_EQ(LimitFor(""), std::nullopt);
  EXPECT_EQ(LimitFor("nonsense\n1:cpu\n:\n"), std::nullopt);
  EXPECT_EQ(ControlGroupMemoryLimit(mount_ / "absent", mount_), std::nullopt);
}

}  // namespace
}  // namespace tidewaiter::engine
