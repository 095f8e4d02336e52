#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter {

enum class Severity { kWarning, kError };

/// One fault in content or data, at a place that an editor can open.
struct Diagnostic {
  std::string file = {};
  int line = 0;    ///< 1-based; 0: the whole file
  int column = 0;  ///< 1-based; 0: the whole line
  Severity severity = Severity::kError;
  std::string code = {};     ///< permanent, e.g. `content.unknown_key`
  std::string message = {};  ///< one sentence
  std::string hint = {};     ///< what to do, often the near name; may be empty

  /// `file:line:column: error[code]: message` and, on a second line, the hint.
  std::string ToString() const;
};

using Diagnostics = std::vector<Diagnostic>;

bool HasErrors(const Diagnostics& diagnostics);

/// The candidate nearest to `name` by edit distance (ignoring case, `_`, `-` and space), if it is near enough
/// to be a slip: at most a third of the longer name. Empty when none is.
std::string NearName(std::string_view name, std::span<const std::string> candidates);

/// `did you mean "x"?`, or an empty text.
std::string NearNameHint(std::string_view name, std::span<const std::string> candidates);

}  // namespace tidewaiter
