#include "cli/report_text.h"

#include <algorithm>

#include "base/text.h"

namespace tidewaiter::cli {

std::string LabelledLines(const std::vector<std::pair<std::string, std::string>>& lines) {
  int width = 0;
  for (const auto& [label, value] : lines) {
    if (!value.empty()) width = std::max(width, DisplayWidth(label));
  }
  std::string text;
  for (const auto& [label, value] : lines) {
    if (!value.empty()) text += PadToWidth(label, width + 2, Align::kLeft) + Printable(value) + "\n";
  }
  return text;
}

std::string Wrapped(std::string_view text, int width, std::string_view first, int indent) {
  std::string lines(first);
  int used = DisplayWidth(first);
  bool fresh = true;
  for (const std::string& word : Split(text, ' ')) {
    const int size = DisplayWidth(word);
    if (!fresh && used + 1 + size > width) {
      lines += "\n" + std::string(static_cast<size_t>(indent), ' ');
      used = indent;
    } else if (!fresh) {
      lines += ' ';
      ++used;
    }
    lines += word;
    used += size;
    fresh = false;
  }
  return lines + "\n";
}

std::string ReasonLines(std::string_view reasons, int width) {
  constexpr std::string_view kSeparator = " · ";
  std::string lines;
  while (!reasons.empty()) {
    const size_t end = std::min(reasons.find(kSeparator), reasons.size());
    lines += Wrapped(reasons.substr(0, end), width, "       • ", 9);
    reasons.remove_prefix(std::min(end + kSeparator.size(), reasons.size()));
  }
  return lines;
}

std::string JsonText(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

engine::Table TableOf(const std::vector<std::pair<std::string, engine::TypeId>>& columns) {
  engine::Table table;
  for (const auto& [name, type] : columns) table.schema.push_back({name, {type, 0, 0}});
  return table;
}

nlohmann::ordered_json ToJson(const LocalisedText& text) { return {{"en", text.en}, {"ko", text.ko}}; }

}  // namespace tidewaiter::cli
