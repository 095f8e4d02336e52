#include "cli/completion.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace tidewaiter::cli {
namespace {

/// One command as a shell sees it.
struct Level {
  std::string path;  ///< "", "models", "models test"
  const CLI::App* app = nullptr;
  std::vector<const CLI::App*> commands;
  std::vector<const CLI::Option*> options;  ///< its own and the global ones
};

std::vector<const CLI::Option*> OptionsOf(const CLI::App& app, const CLI::App& root) {
  const auto named = [](const CLI::Option* option) { return option->nonpositional(); };
  std::vector<const CLI::Option*> options = app.get_options(named);
  if (&app == &root) return options;
  for (const CLI::Option* option : root.get_options(named)) {
    const bool version_or_help = option->check_lname("version") || option->check_lname("help");
    if (!version_or_help) options.push_back(option);
  }
  return options;
}

void AppendLevels(const CLI::App& app, const CLI::App& root, const std::string& path, std::vector<Level>& levels) {
  levels.push_back({path, &app, app.get_subcommands(nullptr), OptionsOf(app, root)});
  for (const CLI::App* command : app.get_subcommands(nullptr)) {
    AppendLevels(*command, root, path.empty() ? command->get_name() : path + " " + command->get_name(), levels);
  }
}

std::vector<Level> LevelsOf(const CommandTree& tree) {
  std::vector<Level> levels;
  AppendLevels(tree.root(), tree.root(), "", levels);
  return levels;
}

std::vector<std::string> NamesOf(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  return names;
}

bool TakesValue(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

bool TakesPath(const CLI::Option& option) {
  return option.get_type_name() == "FILE" || option.get_type_name() == "DIR";
}

std::vector<std::string> WordsOf(const Level& level) {
  std::vector<std::string> words;
  for (const CLI::App* command : level.commands) words.push_back(command->get_name());
  for (const CLI::Option* option : level.options) words.push_back(NamesOf(*option).front());
  return words;
}

/// Every option with the values that it takes: a name means the same everywhere, but its closed list may be shorter.
std::string BashValueCases(const CommandTree& tree, const std::vector<Level>& levels) {
  std::string cases;
  for (const Level& level : levels) {
    for (const CLI::Option* option : level.options) {
      if (!TakesValue(*option)) continue;
      const std::string pattern = fmt::format("\"{}:{}\"", level.path, NamesOf(*option).front());
      const std::vector<std::string> choices = tree.ChoicesOf(option);
      const std::string reply =
          TakesPath(*option) ? "COMPREPLY=($(compgen -f -- \"$current\"))"
          : choices.empty()  ? "COMPREPLY=()"
                             : fmt::format("COMPREPLY=($(compgen -W \"{}\" -- \"$current\"))", Join(choices, " "));
      cases += fmt::format("    {}) {}; return ;;\n", pattern, reply);
    }
  }
  return cases;
}

std::string BashWordCases(const std::vector<Level>& levels) {
  std::string cases;
  for (const Level& level : levels) {
    cases += fmt::format("    \"{}\") words=\"{}\" ;;\n", level.path, Join(WordsOf(level), " "));
  }
  return cases;
}

/// The paths of all commands, to know which words of the line are commands.
std::string BashPaths(const std::vector<Level>& levels) {
  std::vector<std::string> paths;
  for (const Level& level : levels) {
    if (!level.path.empty()) paths.push_back(fmt::format("\"{}\"", level.path));
  }
  return Join(paths, "|");
}

std::string ZshQuoted(std::string text) {
  for (const char* const special : {"\\", "'", "[", "]", ":"}) {
    const std::string replaced = *special == '\'' ? "'\\''" : std::string("\\") + special;
    for (size_t at = text.find(special); at != std::string::npos; at = text.find(special, at + replaced.size())) {
      text.replace(at, 1, replaced);
    }
  }
  return text;
}

std::string ZshFunction(const std::string& path) {
  std::string name = "_tidewaiter";
  for (const std::string& word : Split(path, ' ')) {
    if (!word.empty()) name += "_" + word;
  }
  return name;
}

std::string ZshOption(const CommandTree& tree, const CLI::Option& option) {
  const std::string description = ZshQuoted(option.get_description());
  std::string value;
  const std::vector<std::string> choices = tree.ChoicesOf(&option);
  if (TakesValue(option))
    value = ":value:" + (TakesPath(option) ? std::string("_files")
                         : choices.empty() ? std::string()
                                           : fmt::format("({})", Join(choices, " ")));
  std::string lines;
  for (const std::string& name : NamesOf(option)) {
    lines +=
        fmt::format("    '{}{}[{}]{}' \\\n", option.get_items_expected_max() > 1 ? "*" : "", name, description, value);
  }
  return lines;
}

std::string ZshLevel(const CommandTree& tree, const Level& level) {
  std::string text = fmt::format("{}() {{\n  local context state line\n  _arguments -C \\\n", ZshFunction(level.path));
  for (const CLI::Option* option : level.options) text += ZshOption(tree, *option);
  if (level.commands.empty()) return text + "    '*:file:_files'\n}\n\n";
  text +=
      "    '1:command:->command' \\\n    '*::argument:->argument'\n  case $state in\n    command)\n      local -a "
      "commands\n      commands=(\n";
  for (const CLI::App* command : level.commands) {
    text += fmt::format("        '{}:{}'\n", command->get_name(), ZshQuoted(command->get_description()));
  }
  text += "      )\n      _describe command commands ;;\n    argument)\n      case $line[1] in\n";
  for (const CLI::App* command : level.commands) {
    const std::string path = level.path.empty() ? command->get_name() : level.path + " " + command->get_name();
    text += fmt::format("        {}) {} ;;\n", command->get_name(), ZshFunction(path));
  }
  return text + "      esac ;;\n  esac\n}\n\n";
}

std::string FishQuoted(std::string text) {
  for (const char* const special : {"\\", "'"}) {
    for (size_t at = text.find(special); at != std::string::npos; at = text.find(special, at + 2)) {
      text.insert(at, "\\");
    }
  }
  return text;
}

std::string FishLevel(const CommandTree& tree, const Level& level) {
  std::string text;
  const std::string condition = fmt::format("-n '__tidewaiter_at \"{}\"'", level.path);
  for (const CLI::App* command : level.commands) {
    text += fmt::format("complete -c tidewaiter {} -f -a {} -d '{}'\n", condition, command->get_name(),
                        FishQuoted(command->get_description()));
  }
  for (const CLI::Option* option : level.options) {
    const std::vector<std::string> choices = tree.ChoicesOf(option);
    std::string names;
    for (const std::string& name : option->get_lnames()) names += " -l " + name;
    for (const std::string& name : option->get_snames()) names += " -s " + name;
    std::string value;
    if (TakesValue(*option)) value = TakesPath(*option) ? " -r" : " -x";
    if (!choices.empty()) value += fmt::format(" -a '{}'", Join(choices, " "));
    text += fmt::format("complete -c tidewaiter {}{}{} -d '{}'\n", condition, names, value,
                        FishQuoted(option->get_description()));
  }
  return text;
}

}  // namespace

std::string BashCompletion(const CommandTree& tree) {
  const std::vector<Level> levels = LevelsOf(tree);
  std::string text = "# bash completion of tidewaiter: source <(tidewaiter completion bash)\n_tidewaiter() {\n";
  text +=
      "  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\" path=\"\" words=\"\" "
      "word\n";
  text += "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case \"${path:+$path }$word\" in\n";
  text += fmt::format("      {}) path=\"${{path:+$path }}$word\" ;;\n    esac\n  done\n", BashPaths(levels));
  text += "  case \"$path:$previous\" in\n" + BashValueCases(tree, levels) + "  esac\n";
  text += "  case \"$path\" in\n" + BashWordCases(levels) + "  esac\n";
  text += "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\n";
  return text + "complete -o default -F _tidewaiter tidewaiter\n";
}

std::string ZshCompletion(const CommandTree& tree) {
  std::string text =
      "#compdef tidewaiter\n# zsh completion of tidewaiter: tidewaiter completion zsh > _tidewaiter in a folder of "
      "$fpath\n\n";
  for (const Level& level : LevelsOf(tree)) text += ZshLevel(tree, level);
  return text +
         "if [ \"$funcstack[1]\" = \"_tidewaiter\" ]; then\n  _tidewaiter \"$@\"\nelse\n  compdef _tidewaiter "
         "tidewaiter\nfi\n";
}

std::string FishCompletion(const CommandTree& tree) {
  const std::vector<Level> levels = LevelsOf(tree);
  std::string paths;
  for (const Level& level : levels) {
    if (!level.path.empty()) paths += fmt::format(" '{}'", level.path);
  }
  std::string text = "# fish completion of tidewaiter: tidewaiter completion fish | source\n";
  text += fmt::format(
      "function __tidewaiter_at\n  set -l path\n  for word in (commandline -opc)[2..-1]\n"
      "    if contains -- (string join -- ' ' $path $word){}\n      set path $path $word\n    end\n  end\n"
      "  test \"$path\" = \"$argv[1]\"\nend\n",
      paths);
  for (const Level& level : levels) text += FishLevel(tree, level);
  return text;
}

}  // namespace tidewaiter::cli
