#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/text.h"

namespace tidewaiter {
namespace {

struct LevelName {
  LogLevel level;
  std::string_view name;
  spdlog::level::level_enum spdlog_level;
};

// In the order of the enumeration.
constexpr std::array kLevels = {
    LevelName{LogLevel::kDebug, "debug", spdlog::level::debug},
    LevelName{LogLevel::kInfo, "info", spdlog::level::info},
    LevelName{LogLevel::kWarning, "warning", spdlog::level::warn},
    LevelName{LogLevel::kError, "error", spdlog::level::err},
    LevelName{LogLevel::kOff, "off", spdlog::level::off},
};

const LevelName& EntryOf(LogLevel level) { return kLevels[static_cast<size_t>(level)]; }

spdlog::logger MakeLogger() {
  spdlog::logger logger("tidewaiter", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger.set_pattern("%v");
  logger.set_level(spdlog::level::warn);
  logger.flush_on(spdlog::level::trace);
  logger.set_error_handler([](const std::string&) {});
  return logger;
}

spdlog::logger& Logger() {
  static spdlog::logger logger = MakeLogger();
  return logger;
}

std::string IsoInstant(Timestamp timestamp) {
  std::string text = timestamp.ToString();
  text[text.find(' ')] = 'T';
  return text + "Z";
}

std::string Line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  nlohmann::ordered_json line;
  line["time"] = IsoInstant(Timestamp::Now());
  line["level"] = EntryOf(level).name;
  line["event"] = event;
  for (const auto& [name, value] : fields) line.emplace(std::string(name), value);
  // Replace, not strict: a field may hold bytes of a broken file.
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

Result<LogLevel> ParseLogLevel(std::string_view name) {
  std::vector<std::string> names;
  for (const LevelName& entry : kLevels) {
    if (entry.name == name) return entry.level;
    names.emplace_back(entry.name);
  }
  return Fail(ErrorCode::kParameterInvalid, fmt::format("no such log level ({})", Printable(name)),
              fmt::format("one of {}", Join(names, ", ")));
}

void SetLogLevel(LogLevel level) { Logger().set_level(EntryOf(level).spdlog_level); }

void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) noexcept {
  // A failing log (memory, a closed stderr) must not fail the work that it tells about.
  try {
    const spdlog::level::level_enum spdlog_level = EntryOf(level).spdlog_level;
    if (level == LogLevel::kOff || !Logger().should_log(spdlog_level)) return;
    Logger().log(spdlog_level, spdlog::string_view_t(Line(level, event, fields)));
  } catch (...) {
    return;
  }
}

}  // namespace tidewaiter
