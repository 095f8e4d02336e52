#include "cli/main.h"

#include <fmt/format.h>

#include <cstdlib>
#include <new>
#include <string>

#include "cli/command_tree.h"
#include "cli/signals.h"

namespace tidewaiter::cli {
namespace {

/// The language is needed before the options are read: help is written in it.
Language LanguageOf(int argc, const char* const* argv) {
  constexpr std::string_view kOption = "--language";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") break;
    if (word == kOption && i + 1 < argc) return LanguageOfLocale(argv[i + 1]);
    if (word.starts_with(kOption) && word.substr(kOption.size()).starts_with('=')) {
      return LanguageOfLocale(word.substr(kOption.size() + 1));
    }
  }
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const locale = std::getenv(name);
    if (locale != nullptr && *locale != '\0') return LanguageOfLocale(locale);
  }
  return Language::kEnglish;
}

Status Finish(Context& context, const Status& status) {
  const Status flushed = context.out().Flush();
  context.ClearProgress();
  return status ? flushed : status;
}

int Report(const Error& error) {
  PrintError(ErrorText(error));
  return ExitCode(Entry(error.code).kind);
}

int RunAction(const CommandTree& tree, const Invocation& invocation, engine::EngineFactory& engines) {
  const std::stop_source stop;
  const SignalWatcher signals(stop);
  const Result<std::unique_ptr<Context>> made =
      Context::Make(tree.globals(), tree.language(), engines, stop.get_token());
  if (!made) return Report(made.error());
  Context& context = **made;
  const Status done = Finish(context, invocation.action(context));
  if (done || context.out().reader_gone()) return 0;
  return Report(done.error());
}

}  // namespace

int Main(int argc, const char* const* argv, std::unique_ptr<engine::EngineFactory> engines) {
  CommandTree tree(LanguageOf(argc, argv));
  AddCommands(tree);
  if (argc < 2) {
    PrintError(tree.root().help());
    return ExitCode(ErrorKind::kUsage);
  }
  const Result<Invocation> invocation = tree.Parse(argc, argv);
  if (!invocation) return Report(invocation.error());
  if (invocation->action) return RunAction(tree, *invocation, *engines);
  std::fwrite(invocation->print.data(), 1, invocation->print.size(), stdout);
  return 0;
}

int ReportBug(const std::exception* exception) {
  const bool no_memory = dynamic_cast<const std::bad_alloc*>(exception) != nullptr;
  if (no_memory) {
    return Report({ErrorCode::kMemoryLimit, "the memory of this process is used up", "give more with --memory", {}});
  }
  return Report(
      {ErrorCode::kBug,
       fmt::format("a fault of the program itself ({})", exception == nullptr ? "unknown" : exception->what()),
       "please report it with the command that you ran",
       {}});
}

}  // namespace tidewaiter::cli
