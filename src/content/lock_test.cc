#include <gtest/gtest.h>

#include "content/test_folder.h"

namespace tidewaiter::content {
namespace {

Model Make(const std::string& id, int version, char digit) {
  Model model;
  model.id = id;
  model.version = version;
  model.folder = "models/" + id;
  model.sha256 = std::string(64, digit);
  return model;
}

TEST(Lock, WritesWhatItReads) {
  const TestFolder root;
  const auto none = ReadLock(root.path());
  ASSERT_TRUE(none.has_value());
  EXPECT_TRUE(none->empty());
  const std::vector<Model> models = {Make("zebra", 2, 'a'), Make("apple", 1, 'b')};
  ASSERT_TRUE(WriteLock(root.path(), models).has_value());
  const auto lock = ReadLock(root.path());
  ASSERT_TRUE(lock.has_value());
  ASSERT_EQ(lock->size(), 2U);
  EXPECT_EQ(lock->at(0).id, "apple");
  EXPECT_EQ(lock->at(1).version, 2);
  EXPECT_EQ(lock->at(1).sha256, std::string(64, 'a'));
  EXPECT_TRUE(CheckLock(models, *lock).empty());
}

TEST(Lock, FindsMissingStaleGoneAndUnchangedVersions) {
  const std::vector<LockEntry> lock = {
      {"changed", 1, std::string(64, 'a')}, {"gone", 1, std::string(64, 'a')}, {"risen", 1, std::string(64, 'a')}};
  const Diagnostics faults = CheckLock({Make("changed", 1, 'b'), Make("missing", 1, 'a'), Make("risen", 2, 'b')}, lock);
  EXPECT_EQ(faults.size(), 4U) << AllText(faults);
  const Diagnostic* version = FindFault(faults, "content.lock_version", "changed");
  ASSERT_NE(version, nullptr);
  EXPECT_EQ(version->file, "models/changed/model.toml");
  EXPECT_NE(FindFault(faults, "content.lock_missing", "missing"), nullptr);
  EXPECT_NE(FindFault(faults, "content.lock_gone", "gone"), nullptr);
  EXPECT_NE(FindFault(faults, "content.lock_stale", "risen"), nullptr);
}

TEST(Lock, RefusesAChangeWithoutAVersion) {
  const TestFolder root;
  ASSERT_TRUE(WriteLock(root.path(), {Make("a", 1, 'a')}).has_value());
  const auto refused = WriteLock(root.path(), {Make("a", 1, 'b')});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::kContentLock);
  EXPECT_EQ(ReadLock(root.path())->at(0).sha256, std::string(64, 'a'));
  EXPECT_TRUE(WriteLock(root.path(), {Make("a", 2, 'b')}).has_value());
  EXPECT_TRUE(WriteLock(root.path(), {Make("a", 2, 'c')}, UnchangedVersion::kAccept).has_value());
  EXPECT_EQ(ReadLock(root.path())->at(0).sha256, std::string(64, 'c'));
}

TEST(Lock, ReportsBrokenLines) {
  const TestFolder root;
  const std::string hash(64, 'a');
  root.Write("models.lock", "# header\na 1 " + hash + "\nb one " + hash + "\na 1 " + hash + "\nc 1 short\n");
  const auto lock = ReadLock(root.path());
  ASSERT_FALSE(lock.has_value());
  EXPECT_EQ(lock.error().code, ErrorCode::kContentLock);
  ASSERT_EQ(lock.error().diagnostics.size(), 3U);
  EXPECT_EQ(lock.error().diagnostics.front().line, 3);
}

}  // namespace
}  // namespace tidewaiter::content
