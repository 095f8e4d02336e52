#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace tidewaiter {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

/// `debug`, `info`, `warning`, `error`, `off`; anything else is `parameter.invalid`.
Result<LogLevel> ParseLogLevel(std::string_view name);

/// Structured log lines on stderr, one JSON object a line: time, level, event, then the fields (which never
/// replace those three). Never put a secret or a personal identifier into a field. Set once, before threads
/// start; until then warnings and errors are written.
void SetLogLevel(LogLevel level);

using LogField = std::pair<std::string_view, std::string_view>;
/// Never throws: a line that cannot be written is lost.
void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {}) noexcept;

}  // namespace tidewaiter
