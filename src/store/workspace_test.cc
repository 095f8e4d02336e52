#include "store/workspace.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "store/process.h"
#include "store/system_error.h"
#include "support/temporary_folder.h"

namespace tidewaiter::store {
namespace {

namespace fs = std::filesystem;

mode_t ModeOf(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 0777U;
}

class NoteSink : public ProgressSink {
 public:
  void Begin(const LocalisedText&) override {}
  void Advance(double) override {}
  void Note(const LocalisedText& sentence) override { notes.push_back(sentence); }
  std::vector<LocalisedText> notes;
};

TEST(WorkspaceTest, CreatedFolderIsPrivateAndOpens) {
  const TemporaryFolder folder;
  const fs::path root = folder.path() / "deep" / "data";
  ASSERT_TRUE(Workspace::Create(root));
  EXPECT_EQ(ModeOf(root), 0700U);
  EXPECT_EQ(ModeOf(root / "secret.key"), 0600U);
  const Result<Workspace> opened = Workspace::Open(root);
  ASSERT_TRUE(opened);
  EXPECT_TRUE(opened->Key());
}

TEST(WorkspaceTest, EmptyFolderIsFine) {
  const TemporaryFolder folder;
  EXPECT_TRUE(Workspace::Create(folder.path()));
}

TEST(WorkspaceTest, ForeignFolderAndSecondCreationAreRefused) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "thesis.txt") << "mine";
  EXPECT_EQ(Workspace::Create(folder.path()).error().code, ErrorCode::kWorkspaceForeign);
  EXPECT_EQ(Workspace::Create(folder.path() / "thesis.txt").error().code, ErrorCode::kWorkspaceForeign);
  ASSERT_TRUE(Workspace::Create(folder.path() / "data"));
  EXPECT_EQ(Workspace::Create(folder.path() / "data").error().code, ErrorCode::kWorkspaceForeign);
}

TEST(WorkspaceTest, MissingDamagedAndNewerAreToldApart) {
  const TemporaryFolder folder;
  const fs::path root = folder.path() / "data";
  EXPECT_EQ(Workspace::Open(root).error().code, ErrorCode::kWorkspaceMissing);
  ASSERT_TRUE(Workspace::Create(root));
  fs::rename(root / "secret.key", root / "elsewhere");
  EXPECT_EQ(Workspace::Open(root).error().code, ErrorCode::kWorkspaceDamaged);
  fs::rename(root / "elsewhere", root / "secret.key");
  std::ofstream(root / "tidewaiter.toml") << "format_version = 99\n";
  EXPECT_EQ(Workspace::Open(root).error().code, ErrorCode::kWorkspaceVersion);
  std::ofstream(root / "tidewaiter.toml") << "format_version = x\n";
  EXPECT_EQ(Workspace::Open(root).error().code, ErrorCode::kWorkspaceDamaged);
}

TEST(WorkspaceTest, TemporaryFoldersOfDeadProcessesVanish) {
  const TemporaryFolder folder;
  const Workspace workspace = *Workspace::Create(folder.path());
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  fs::create_directory(folder.path() / "tmp" / std::to_string(child));
  fs::create_directory(folder.path() / "tmp" / "1");         // alive: the first process
  fs::create_directory(folder.path() / "tmp" / "not_ours");  // no process at all
  EXPECT_EQ(workspace.Leftovers().size(), 1U);
  const Result<fs::path> own = workspace.TemporaryDirectory();
  ASSERT_TRUE(own);
  EXPECT_EQ(*own, *workspace.TemporaryDirectory());
  EXPECT_FALSE(fs::exists(folder.path() / "tmp" / std::to_string(child)));
  EXPECT_TRUE(fs::exists(folder.path() / "tmp" / "1"));
  EXPECT_TRUE(fs::exists(folder.path() / "tmp" / "not_ours"));
  workspace.RemoveTemporaryDirectory();
  EXPECT_FALSE(fs::exists(*own));
}

TEST(WorkspaceTest, FolderOfAnEarlierProcessWithOurNumberIsCleared) {
  const TemporaryFolder folder;
  const Workspace workspace = *Workspace::Create(folder.path());
  const fs::path own = folder.path() / "tmp" / std::to_string(OwnProcessId());
  fs::create_directory(own);
  std::ofstream(own / ".process-start") << "12";
  std::ofstream(own / "spill") << "old";
  ASSERT_TRUE(workspace.TemporaryDirectory());
  EXPECT_FALSE(fs::exists(own / "spill"));
}

TEST(WriteLockTest, HolderIsNamedAndTheLockFreedWithIt) {
  const TemporaryFolder folder;
  const Workspace workspace = *Workspace::Create(folder.path());
  EXPECT_FALSE(workspace.CurrentWriter());
  {
    const Result<WriteLock> lock = workspace.AcquireWriteLock("load of a.csv", {});
    ASSERT_TRUE(lock);
    const std::optional<Writer> writer = workspace.CurrentWriter();
    ASSERT_TRUE(writer);
    EXPECT_EQ(writer->process_id, OwnProcessId());
    EXPECT_EQ(writer->purpose, "load of a.csv");
    const Result<WriteLock> second = workspace.AcquireWriteLock("load of b.csv", {}, 0);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kWorkspaceLocked);
    EXPECT_EQ(workspace.CurrentWriter()->purpose, "load of a.csv");
  }
  EXPECT_FALSE(workspace.CurrentWriter());
  EXPECT_TRUE(workspace.AcquireWriteLock("load of b.csv", {}, 0));
}

TEST(WriteLockTest, WaitsItsTurnAndSaysForWhom) {
  const TemporaryFolder folder;
  const Workspace workspace = *Workspace::Create(folder.path());
  std::optional<WriteLock> first = *workspace.AcquireWriteLock("load of a.csv", {});
  NoteSink sink;
  RunControl control;
  control.progress = &sink;
  std::jthread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    first.reset();
  });
  EXPECT_TRUE(workspace.AcquireWriteLock("load of b.csv", control));
  ASSERT_EQ(sink.notes.size(), 1U);
  EXPECT_NE(sink.notes[0].en.find("load of a.csv"), std::string::npos);
  EXPECT_NE(sink.notes[0].ko.find("load of a.csv"), std::string::npos);
}

TEST(WriteLockTest, WaitingCanBeInterrupted) {
  const TemporaryFolder folder;
  const Workspace workspace = *Workspace::Create(folder.path());
  const Result<WriteLock> first = workspace.AcquireWriteLock("load of a.csv", {});
  std::stop_source source;
  RunControl control;
  control.stop = source.get_token();
  source.request_stop();
  EXPECT_EQ(workspace.AcquireWriteLock("load of b.csv", control).error().code, ErrorCode::kInterrupted);
}

TEST(WriteLockTest, FreedWhenTheHolderIsKilled) {
  const TemporaryFolder folder;
  const Workspace workspace = *Workspace::Create(folder.path());
  const pid_t child = ::fork();
  if (child == 0) {
    const Result<WriteLock> lock = workspace.AcquireWriteLock("load of a.csv", {});
    ::raise(SIGKILL);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_FALSE(workspace.CurrentWriter());
  EXPECT_TRUE(workspace.AcquireWriteLock("load of b.csv", {}, 0));
}

TEST(SystemErrorTest, MapsToOurCodes) {
  EXPECT_EQ(SystemError(ENOSPC, "cannot write", "a").code, ErrorCode::kDiskFull);
  EXPECT_EQ(SystemError(EACCES, "cannot write", "a").code, ErrorCode::kPermission);
  EXPECT_EQ(SystemError(ENOENT, "cannot read", "a").code, ErrorCode::kFileMissing);
  EXPECT_EQ(SystemError(EIO, "cannot read", "a").code, ErrorCode::kInputOutput);
}

}  // namespace
}  // namespace tidewaiter::store
