#pragma once

#include <string>

#include "cli/command_tree.h"

namespace tidewaiter::cli {

/// Scripts that complete commands, options and closed lists of values, made from the tree of commands.
std::string BashCompletion(const CommandTree& tree);
std::string ZshCompletion(const CommandTree& tree);
std::string FishCompletion(const CommandTree& tree);

}  // namespace tidewaiter::cli
