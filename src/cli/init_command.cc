#include <array>
#include <system_error>

#include "cli/command_tree.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;

/// Takes back a creation that did not come to its end. Only names that it makes itself.
void RemoveCreated(const fs::path& root, bool folder_too) {
  constexpr std::array kNames = {"lake",         "lake.sqlite",      "lake.sqlite-wal",  "lake.sqlite-shm",
                                 "state.sqlite", "state.sqlite-wal", "state.sqlite-shm", "runs",
                                 "secret.key",   "tidewaiter.toml",  "write.lock",       "tmp"};
  std::error_code error;
  for (const char* const name : kNames) fs::remove_all(root / name, error);
  if (folder_too) fs::remove(root, error);
}

Status MakeWarehouse(Context& context) {
  const store::Workspace workspace = TRY(context.OpenWorkspace());
  const engine::EngineOptions options = TRY(context.EngineOptions());
  TRY(context.engines().CreateWarehouse(workspace.root(), options));
  TRY(store::RunStore::Open(workspace.state_file()));
  return context.Control().Check();
}

Status Init(Context& context) {
  const fs::path root = context.workspace_path();
  std::error_code error;
  const bool fresh = !fs::exists(root, error);
  TRY(store::Workspace::Create(root));
  Status made = MakeWarehouse(context);
  if (!made) {
    RemoveCreated(root, fresh);
    return made;
  }
  return context.Print(context.Say(Text::kWorkspaceMade, {fs::absolute(root, error).lexically_normal().string()}));
}

}  // namespace

void AddInitCommand(CommandTree& tree) {
  tree.Add(tree.root(), "init", Text::kInit, "tidewaiter --workspace /srv/customs init", Init);
}

}  // namespace tidewaiter::cli
