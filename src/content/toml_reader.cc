#include "content/toml_reader.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/calendar.h"
#include "base/text.h"

namespace tidewaiter::content {
namespace {

Place PlaceOf(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

std::string NumberText(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

Date DateOf(const toml::date& date) { return Date::Of(date.year, date.month, date.day); }

std::string TimestampText(const toml::date_time& value) {
  constexpr int64_t kSecond = 1'000'000;
  const int64_t minutes = value.time.hour * 60 + value.time.minute - (value.offset ? value.offset->minutes : 0);
  const int64_t seconds = DateOf(value.date).days_since_epoch * int64_t{86'400} + minutes * 60 + value.time.second;
  return Timestamp{seconds * kSecond + value.time.nanosecond / 1000}.ToString();
}

std::string TimeText(const toml::time& time) {
  return TimestampText({toml::date{1970, 1, 1}, time}).substr(sizeof("1970-01-01"));
}

TomlNode Convert(const toml::node& node);

TomlNode ConvertTable(const toml::table& table) {
  TomlNode result;
  for (const auto& [key, value] : table) {
    result.entries.push_back({std::string(key.str()), PlaceOf(key.source()), Convert(value)});
  }
  std::ranges::stable_sort(result.entries, [](const TomlEntry& a, const TomlEntry& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  return result;
}

TomlNode ConvertArray(const toml::array& array) {
  TomlNode result{.kind = TomlKind::kArray, .place = {}, .text = {}, .items = {}, .entries = {}};
  result.items.reserve(array.size());
  for (const toml::node& item : array) result.items.push_back(Convert(item));
  return result;
}

TomlNode Scalar(TomlKind kind, std::string text) {
  return {.kind = kind, .place = {}, .text = std::move(text), .items = {}, .entries = {}};
}

TomlNode ConvertScalar(const toml::node& node) {
  if (const auto* text = node.as_string()) return Scalar(TomlKind::kText, text->get());
  if (const auto* integer = node.as_integer()) return Scalar(TomlKind::kInteger, std::to_string(integer->get()));
  if (const auto* number = node.as_floating_point()) return Scalar(TomlKind::kNumber, NumberText(number->get()));
  if (const auto* boolean = node.as_boolean()) return Scalar(TomlKind::kBoolean, boolean->get() ? "true" : "false");
  if (const auto* date = node.as_date()) return Scalar(TomlKind::kDate, DateOf(date->get()).ToString());
  if (const auto* time = node.as_time()) return Scalar(TomlKind::kTime, TimeText(time->get()));
  const auto* timestamp = node.as_date_time();
  return Scalar(TomlKind::kTimestamp, timestamp != nullptr ? TimestampText(timestamp->get()) : "");
}

TomlNode Convert(const toml::node& node) {
  TomlNode result = node.is_table()   ? ConvertTable(*node.as_table())
                    : node.is_array() ? ConvertArray(*node.as_array())
                                      : ConvertScalar(node);
  result.place = PlaceOf(node.source());
  return result;
}

/// Line of the first byte that is no UTF-8; 0 when all is well.
int LineOfBrokenUtf8(std::string_view text) {
  if (IsValidUtf8(text)) return 0;
  int line = 1;
  while (true) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos || !IsValidUtf8(text.substr(0, end))) return line;
    text.remove_prefix(end + 1);
    ++line;
  }
}

}  // namespace

std::string_view KindName(TomlKind kind) {
  switch (kind) {
    case TomlKind::kText:
      return "a text";
    case TomlKind::kInteger:
      return "an integer";
    case TomlKind::kNumber:
      return "a number";
    case TomlKind::kBoolean:
      return "a boolean";
    case TomlKind::kDate:
      return "a date";
    case TomlKind::kTime:
      return "a time";
    case TomlKind::kTimestamp:
      return "a timestamp";
    case TomlKind::kArray:
      return "an array";
    case TomlKind::kTable:
      break;
  }
  return "a table";
}

const TomlEntry* TomlNode::Find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &TomlEntry::key);
  return found == entries.end() ? nullptr : &*found;
}

std::optional<TomlNode> ParseToml(std::string_view text, const std::string& file, Diagnostics& diagnostics) {
  if (const int line = LineOfBrokenUtf8(text); line > 0) {
    diagnostics.push_back(
        {file, line, 0, Severity::kError, "content.encoding", "the line is not valid UTF-8", "save the file as UTF-8"});
    return std::nullopt;
  }
  toml::parse_result parsed = toml::parse(text, std::string_view(file));
  if (parsed) return Convert(parsed.table());
  const toml::parse_error& error = parsed.error();
  const Place place = PlaceOf(error.source());
  std::string message = Printable(error.description());
  if (!message.empty()) message.replace(0, 1, ToLowerAscii(message.substr(0, 1)));
  diagnostics.push_back({file, place.line, place.column, Severity::kError, "content.syntax", std::move(message), ""});
  return std::nullopt;
}

}  // namespace tidewaiter::content
