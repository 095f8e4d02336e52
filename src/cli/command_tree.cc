#include "cli/command_tree.h"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "base/text.h"

namespace tidewaiter::cli {
namespace {

constexpr int kHelpColumn = 34;

/// Long names of the options that a command takes, its own and the global ones.
std::vector<std::string> OptionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::vector<std::string> SubcommandNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* app : command.get_subcommands(nullptr)) names.push_back(app->get_name());
  return names;
}

void AddGlobalOptions(CLI::App& root, CommandTree& tree, GlobalOptions& globals) {
  root.add_option("--workspace", globals.workspace, "Folder of the workspace (default ./tidewaiter-data)")
      ->type_name("DIR")
      ->envname("TIDEWAITER_WORKSPACE");
  tree.AddChoice(root, "--language", globals.language, "Language for people: en or ko (default from the locale)",
                 {"en", "ko"});
  root.add_option("--memory", globals.memory, "Memory limit: 4GB, 512MiB, 50% (default 60% of the machine)")
      ->type_name("SIZE");
  tree.AddChoice(root, "--engine", globals.engine, "SQL engine: duckdb or trino (default duckdb)", {"duckdb", "trino"});
  root.add_option("--engine-url", globals.engine_url, "Address of the engine trino")->type_name("URL");
  root.add_option("--threads", globals.threads, "Threads for work (default one per core)")->type_name("N");
  root.add_flag("--quiet", globals.quiet, "No progress and no notes on stderr");
  tree.AddChoice(root, "--log-level", globals.log_level, "Log lines on stderr from this level on (default warning)",
                 {"debug", "info", "warning", "error", "off"});
}

std::string LowerFirst(std::string text) {
  const bool word = text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z';
  if (word) text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

std::string CommandPath(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name() : CommandPath(*app.get_parent()) + " " + app.get_name();
}

CLI::Validator AtLeast(int64_t least) {
  return CLI::Validator(
      [least](const std::string& given) {
        int64_t number = 0;
        const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
        const bool whole = error == std::errc() && end == given.data() + given.size();
        if (whole && number >= least) return std::string();
        return fmt::format("must be a whole number of {} or more ({})", least, Printable(given));
      },
      "");
}

CommandTree::CommandTree(Language language)
    : language_(language), root_(std::string(Say(Text::kProgram, language)), "tidewaiter") {
  auto formatter = std::make_shared<CLI::Formatter>();
  formatter->column_width(kHelpColumn);
  formatter->label("Usage", std::string(Say(Text::kUsage, language)));
  formatter->label("Positionals", std::string(Say(Text::kArguments, language)));
  formatter->label("SUBCOMMAND", "COMMAND");
  root_.formatter(formatter);
  root_.option_defaults()->group(std::string(Say(Text::kGlobalOptions, language)));
  root_.set_help_flag("-h,--help", "Print this help and exit");
  root_.set_version_flag("--version", std::string("tidewaiter ") + TIDEWAITER_VERSION, "Print the version and exit");
  AddGlobalOptions(root_, *this, globals_);
  root_.option_defaults()->group(std::string(Say(Text::kOptions, language)));
  root_.require_subcommand(0, 1);
  root_.footer(fmt::format("{}: tidewaiter COMMAND --help", Say(Text::kExamples, language)));
}

CLI::App& CommandTree::Add(CLI::App& parent, const std::string& name, Text title, std::string_view examples,
                           Action action) {
  CLI::App* const command = parent.add_subcommand(name, std::string(Say(title, language_)));
  command->group(std::string(Say(Text::kCommands, language_)));
  command->fallthrough();
  command->require_subcommand(0, 1);
  std::string footer = fmt::format("{}:\n", Say(Text::kExamples, language_));
  for (const std::string& line : Split(examples, '\n')) footer += fmt::format("  {}\n", line);
  command->footer(footer + fmt::format("{}: tidewaiter --help", Say(Text::kGlobalOptions, language_)));
  actions_[command] = std::move(action);
  return *command;
}

CLI::Option* CommandTree::AddChoice(CLI::App& app, const std::string& name, std::string& value, const std::string& help,
                                    const std::vector<std::string>& choices) {
  CLI::Option* const option = app.add_option(name, value, help);
  option->type_name("NAME");
  option->check(
      [choices](const std::string& given) {
        for (const std::string& choice : choices) {
          if (choice == given) return std::string();
        }
        return fmt::format("unknown value ({}); one of {}", Printable(given), Join(choices, ", "));
      },
      "");
  choices_[option] = choices;
  return option;
}

std::vector<std::string> CommandTree::ChoicesOf(const CLI::Option* option) const {
  const auto found = choices_.find(option);
  return found == choices_.end() ? std::vector<std::string>() : found->second;
}

const CLI::App& CommandTree::Chosen() const {
  const CLI::App* app = &root_;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return *app;
}

Error CommandTree::UnknownError(const CLI::App& command, const std::string& unknown) const {
  const std::string help = fmt::format("see `{} --help`", CommandPath(command));
  const bool option = unknown.starts_with('-');
  const std::vector<std::string> names = option ? OptionNames(command) : SubcommandNames(command);
  const std::string near = NearNameHint(Split(unknown, '=').front(), names);
  const std::string hint = near.empty() ? help : near;
  if (option) return {ErrorCode::kUnknownName, fmt::format("unknown option ({})", Printable(unknown)), hint, {}};
  if (!names.empty())
    return {ErrorCode::kUnknownName, fmt::format("unknown command ({})", Printable(unknown)), hint, {}};
  return {ErrorCode::kUsage, fmt::format("one argument too many ({})", Printable(unknown)), help, {}};
}

Error CommandTree::ErrorOf(const CLI::ParseError& failure) const {
  const std::vector<std::string> unknown = root_.remaining(true);
  if (!unknown.empty()) return UnknownError(Chosen(), unknown.front());
  return {ErrorCode::kUsage, LowerFirst(failure.what()), fmt::format("see `{} --help`", CommandPath(Chosen())), {}};
}

Result<Invocation> CommandTree::Parse(int argc, const char* const* argv) {
  try {
    root_.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Invocation{root_.help(), nullptr};
  } catch (const CLI::CallForVersion& version) {
    return Invocation{std::string(version.what()) + "\n", nullptr};
  } catch (const CLI::ParseError& failure) {
    return Fail(ErrorOf(failure));
  }
  const auto action = actions_.find(&Chosen());
  if (action != actions_.end()) return Invocation{"", action->second};
  return Fail(ErrorCode::kUsage, "no command given", "`tidewaiter --help` lists them");
}

void AddCommands(CommandTree& tree) {
  AddInitCommand(tree);
  AddDatasetCommands(tree);
  AddSourceCommands(tree);
  AddLoadCommands(tree);
  AddModelCommands(tree);
  AddRunCommand(tree);
  AddScoreCommands(tree);
  AddRunsCommands(tree);
  AddEvaluateCommand(tree);
  AddQueryCommand(tree);
  AddExportCommand(tree);
  AddSynthCommand(tree);
  AddDoctorCommand(tree);
  AddCompletionCommand(tree);
}

}  // namespace tidewaiter::cli
