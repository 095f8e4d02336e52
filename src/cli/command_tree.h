#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"

namespace tidewaiter::cli {

using Action = std::function<Status(Context&)>;

/// What the command line asks for: something to print at once (help, version), or an action.
struct Invocation {
  std::string print;
  Action action;
};

/// All commands with their options, and what each does. Built once, then asked to parse, or to describe itself.
class CommandTree {
 public:
  explicit CommandTree(Language language);
  CommandTree(const CommandTree&) = delete;
  CommandTree& operator=(const CommandTree&) = delete;

  CLI::App& root() { return root_; }
  const CLI::App& root() const { return root_; }
  const GlobalOptions& globals() const { return globals_; }
  Language language() const { return language_; }

  /// A command below `parent`. `examples`: one command line a line.
  CLI::App& Add(CLI::App& parent, const std::string& name, Text title, std::string_view examples, Action action);

  /// An option with a closed list of values.
  CLI::Option* AddChoice(CLI::App& app, const std::string& name, std::string& value, const std::string& help,
                         const std::vector<std::string>& choices);
  /// Values of an option with a closed list; none otherwise.
  std::vector<std::string> ChoicesOf(const CLI::Option* option) const;

  /// An error is `usage` or `usage.unknown_name`, with the near name where there is one.
  Result<Invocation> Parse(int argc, const char* const* argv);

 private:
  Error ErrorOf(const CLI::ParseError& failure) const;
  Error UnknownError(const CLI::App& command, const std::string& unknown) const;
  const CLI::App& Chosen() const;

  Language language_;
  CLI::App root_;
  GlobalOptions globals_;
  std::map<const CLI::App*, Action> actions_;
  std::map<const CLI::Option*, std::vector<std::string>> choices_;
};

/// Checks that an option is a whole number not below `least`.
CLI::Validator AtLeast(int64_t least);

/// `--set NAME=VALUE`, repeatable; and its values: `usage` for a text without `=` or a name given twice.
void AddSettings(CLI::App& command, std::vector<std::string>& settings);
Result<std::map<std::string, std::string>> ParseSettings(const std::vector<std::string>& settings);

/// Every command. One file per group defines them.
void AddCommands(CommandTree& tree);
void AddInitCommand(CommandTree& tree);
void AddDatasetCommands(CommandTree& tree);
void AddSourceCommands(CommandTree& tree);
void AddLoadCommands(CommandTree& tree);
void AddModelCommands(CommandTree& tree);
void AddRunCommand(CommandTree& tree);
void AddScoreCommands(CommandTree& tree);
void AddRunsCommands(CommandTree& tree);
void AddEvaluateCommand(CommandTree& tree);
void AddQueryCommand(CommandTree& tree);
void AddExportCommand(CommandTree& tree);
void AddSynthCommand(CommandTree& tree);
void AddDoctorCommand(CommandTree& tree);
void AddCompletionCommand(CommandTree& tree);

/// `tidewaiter models test`: the words that lead to a command.
std::string CommandPath(const CLI::App& app);

}  // namespace tidewaiter::cli
