#include "cli/completion.h"

namespace tidewaiter::cli {

void AddCompletionCommand(CommandTree& tree) {
  CLI::App& completion =
      tree.Add(tree.root(), "completion", Text::kCompletion,
               "source <(tidewaiter completion bash)\ntidewaiter completion fish | source",
               [](Context&) -> Status { return Fail(ErrorCode::kUsage, "name the shell", "bash, zsh or fish"); });
  tree.Add(completion, "bash", Text::kCompletion, "source <(tidewaiter completion bash)",
           [&tree](Context& context) { return context.out().Write(BashCompletion(tree)); });
  tree.Add(completion, "zsh", Text::kCompletion, "tidewaiter completion zsh > ~/.zfunc/_tidewaiter",
           [&tree](Context& context) { return context.out().Write(ZshCompletion(tree)); });
  tree.Add(completion, "fish", Text::kCompletion, "tidewaiter completion fish | source",
           [&tree](Context& context) { return context.out().Write(FishCompletion(tree)); });
}

}  // namespace tidewaiter::cli
