#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace tidewaiter::cli {
namespace {

constexpr int kNarrowest = 40;
constexpr int kWidthWithoutTerminal = 100;

int TerminalWidth(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<int>(size.ws_col, kNarrowest);
  return 80;
}

}  // namespace

Terminal Terminal::Detect() {
  Terminal terminal;
  terminal.output_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  terminal.error_is_terminal = ::isatty(STDERR_FILENO) == 1;
  const char* const no_color = std::getenv("NO_COLOR");
  terminal.bold = terminal.output_is_terminal && (no_color == nullptr || *no_color == '\0');
  terminal.width = terminal.output_is_terminal ? TerminalWidth(STDOUT_FILENO) : kWidthWithoutTerminal;
  return terminal;
}

std::string Terminal::Bold(std::string_view text) const {
  if (!bold || text.empty()) return std::string(text);
  return "\x1b[1m" + std::string(text) + "\x1b[0m";
}

void PrintError(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace tidewaiter::cli
