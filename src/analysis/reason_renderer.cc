#include "analysis/reason_renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/findings.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

constexpr std::string_view kNothing = "–";

struct Placeholder {
  std::string name;
  std::string_view format;
};

/// The first placeholder at or after `at`: its braces' places.
std::optional<std::pair<size_t, size_t>> FindPlaceholder(std::string_view text, size_t at) {
  const size_t open = text.find('{', at);
  const size_t close = open == std::string_view::npos ? open : text.find('}', open);
  if (close == std::string_view::npos) return std::nullopt;
  return std::pair(open, close);
}

Placeholder Parse(std::string_view inside) {
  const size_t colon = inside.find(':');
  if (colon == std::string_view::npos) return {std::string(inside), {}};
  return {std::string(inside.substr(0, colon)), inside.substr(colon + 1)};
}

std::string WithoutTrailingZeros(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string Percent(double share) {
  if (!std::isfinite(share)) return std::string(kNothing);
  const double percent = share * 100;
  if (percent > 0 && percent < 0.05) return "<0.1%";
  return WithoutTrailingZeros(fmt::format("{:.1f}", percent)) + "%";
}

/// Whole, with thousands; a number that no integer holds stays as it is.
std::string Whole(double number) {
  if (!std::isfinite(number)) return std::string(kNothing);
  if (std::abs(number) >= 9e18) return engine::ToText(number);
  return WithThousands(std::llround(number));
}

/// Large numbers whole, others with two decimals, small ones with three digits that count.
std::string Number(double number) {
  const double size = std::abs(number);
  if (!std::isfinite(number) || size >= 1000 || number == std::floor(number)) return Whole(number);
  if (size >= 1) return WithoutTrailingZeros(fmt::format("{:.2f}", number));
  return fmt::format("{:.3g}", number);
}

std::string Day(const engine::Value& value) {
  if (const auto* instant = std::get_if<Timestamp>(&value)) return instant->date().ToString();
  return engine::ToText(value);
}

/// A value in which the signs of a list of items were written %25, %3B and %3D.
std::string Unescaped(std::string text) {
  for (const auto& [escape, sign] : {std::pair("%3D", "="), std::pair("%3B", ";"), std::pair("%25", "%")}) {
    for (size_t at = text.find(escape); at != std::string::npos; at = text.find(escape, at + 1))
      text.replace(at, 3, sign);
  }
  return text;
}

/// A title in the middle of a sentence: "Country of origin" → "country of origin", but "HS code" stays.
std::string InSentence(std::string title) {
  const auto is_upper = [&](size_t i) { return i < title.size() && title[i] >= 'A' && title[i] <= 'Z'; };
  if (is_upper(0) && !is_upper(1)) title[0] = static_cast<char>(title[0] - 'A' + 'a');
  return title;
}

}  // namespace

const content::DatasetColumn* ReasonRenderer::Column(const std::string& name) {
  const auto known = columns_.find(name);
  if (known != columns_.end()) return known->second;
  const content::DatasetColumn* found = nullptr;
  for (const content::Dataset& dataset : datasets_.all) {
    const content::DatasetColumn* const column = dataset.Find(name);
    // Of several columns of one name the one that can name its codes says most.
    const bool better = column != nullptr && (found == nullptr || (found->list.empty() && found->values.empty()));
    if (better) found = column;
  }
  columns_.emplace(name, found);
  return found;
}

const std::string& ReasonRenderer::CodeTitle(const std::string& column, const std::string& code) {
  const auto [place, is_new] = titles_.try_emplace(column);
  std::unordered_map<std::string, std::string>& titles = place->second;
  if (is_new) {
    const content::DatasetColumn* const contract = Column(column);
    const bool has_list = contract != nullptr && !contract->list.empty();
    if (const content::CodeList* const list = datasets_.FindList(has_list ? contract->list : column)) {
      for (const content::ListedCode& listed : list->codes) titles[listed.code] = listed.title.In(language_);
    }
    if (contract != nullptr) {
      for (const auto& [value, title] : contract->values) titles[value] = title.In(language_);
    }
  }
  static const std::string kNoTitle;
  const auto title = titles.find(code);
  return title == titles.end() ? kNoTitle : title->second;
}

std::string ReasonRenderer::Title(const std::string& column) {
  const auto own = own_.find(column);
  const content::DatasetColumn* const contract = Column(column);
  std::string name = column;
  if (own != own_.end())
    name = own->second.In(language_);
  else if (contract != nullptr)
    name = contract->title.In(language_);
  else
    std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// As it stands in a sentence.
std::string ReasonRenderer::TitleOf(const std::string& column) {
  std::string name = Title(column);
  return language_ == Language::kEnglish ? InSentence(std::move(name)) : name;
}

std::string ReasonRenderer::Item(std::string_view column, const std::string& code) {
  const std::string name = TitleOf(std::string(column));
  if (code.empty()) return fmt::format("{} {}", name, kNothing);
  const std::string& title = CodeTitle(std::string(column), code);
  return title.empty() ? fmt::format("{} {}", name, code) : fmt::format("{} {} ({})", name, title, code);
}

std::string ReasonRenderer::Items(std::string_view items) {
  std::vector<std::string> rendered;
  for (const std::string& item : Split(items, ';')) {
    const size_t equals = item.find('=');
    if (equals == std::string::npos) {
      if (!item.empty()) rendered.push_back(TitleOf(item));
      continue;
    }
    rendered.push_back(Item(std::string_view(item).substr(0, equals), Unescaped(item.substr(equals + 1))));
  }
  return Join(rendered, ", ");
}

std::string ReasonRenderer::Format(const engine::Value& value, std::string_view format) {
  if (engine::IsNull(value)) return std::string(kNothing);
  if (format == "percent") return Percent(engine::ToDouble(value));
  if (format == "krw") return Whole(engine::ToDouble(value));
  if (format == "number") return Number(engine::ToDouble(value));
  if (format == "date") return Day(value);
  const std::string text = engine::ToText(value);
  if (format == "items") return Items(text);
  if (format != "country") return text;
  const std::string& title = CodeTitle("country", text);
  return title.empty() ? text : fmt::format("{} ({})", title, text);
}

std::string ReasonRenderer::Render(std::string_view text, const ValueOf& value_of) {
  std::string rendered;
  size_t at = 0;
  while (const auto braces = FindPlaceholder(text, at)) {
    const auto [open, close] = *braces;
    rendered += text.substr(at, open - at);
    const Placeholder placeholder = Parse(text.substr(open + 1, close - open - 1));
    const auto value = value_of(placeholder.name);
    // A name without a value stays visible: a fault that a reader can report.
    rendered += value ? Format(*value, placeholder.format) : std::string(text.substr(open, close - open + 1));
    at = close + 1;
  }
  rendered += text.substr(at);
  return rendered;
}

std::string ReasonRenderer::RenderCode(const std::vector<content::ReasonTemplate>& reasons, const std::string& code,
                                       const ValueOf& value_of) {
  const auto found = std::ranges::find(reasons, code, &content::ReasonTemplate::code);
  return found == reasons.end() ? code : Render(found->text.In(language_), value_of);
}

std::vector<std::string> PlaceholderNames(std::string_view text) {
  std::vector<std::string> names;
  size_t at = 0;
  while (const auto braces = FindPlaceholder(text, at)) {
    names.push_back(Parse(text.substr(braces->first + 1, braces->second - braces->first - 1)).name);
    at = braces->second + 1;
  }
  return names;
}

std::string RenderReason(const std::string& text, const std::map<std::string, engine::Value>& values,
                         const content::Datasets& datasets, Language language) {
  return ReasonRenderer(datasets, language).Render(text, [&](const std::string& name) {
    const auto value = values.find(name);
    return value == values.end() ? std::nullopt : std::optional(value->second);
  });
}

}  // namespace tidewaiter::analysis
