#include "synth/nation_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/must.h"
#include "support/temporary_folder.h"

namespace tidewaiter::synth {
namespace {

namespace fs = std::filesystem;

TEST(NationFolderTest, LeavesNothingWithoutPublish) {
  const TemporaryFolder parent;
  {
    const NationFolder folder = Must(NationFolder::Begin(parent.path() / "nation"));
    EXPECT_TRUE(fs::exists(folder.stage()));
  }
  EXPECT_TRUE(fs::is_empty(parent.path()));
}

TEST(NationFolderTest, RefusesAForeignFolderAndKeepsIt) {
  const TemporaryFolder parent;
  std::ofstream(parent.path() / "thesis.txt") << "mine";
  const auto folder = NationFolder::Begin(parent.path());
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error().code, ErrorCode::kForeignFolder);
  EXPECT_TRUE(fs::exists(parent.path() / "thesis.txt"));
}

TEST(NationFolderTest, ReplacesAnOlderNation) {
  const TemporaryFolder parent;
  const fs::path place = parent.path() / "nation";
  for (const char* const file : {"old.csv", "new.csv"}) {
    NationFolder folder = Must(NationFolder::Begin(place));
    std::ofstream(folder.draft() / kMarkerFile) << "{}";
    std::ofstream(folder.draft() / file) << "rows";
    Must(folder.Publish());
  }
  EXPECT_FALSE(fs::exists(place / "old.csv"));
  EXPECT_TRUE(fs::exists(place / "new.csv"));
  EXPECT_FALSE(fs::exists(place / ".stage"));
}

}  // namespace
}  // namespace tidewaiter::synth
