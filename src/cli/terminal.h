#pragma once

#include <string>
#include <string_view>

namespace tidewaiter::cli {

/// What the program writes to: asked once, at the start.
struct Terminal {
  bool output_is_terminal = false;  ///< stdout
  bool error_is_terminal = false;   ///< stderr
  bool bold = false;                ///< stdout is a terminal and NO_COLOR is not set
  int width = 80;                   ///< columns; 100 when stdout is no terminal

  static Terminal Detect();

  /// The text in bold where that is wanted.
  std::string Bold(std::string_view text) const;
};

/// Writes to stderr; a stderr that nobody reads is no fault.
void PrintError(std::string_view text);

}  // namespace tidewaiter::cli
