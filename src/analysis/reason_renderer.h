#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/language.h"
#include "content/catalogue.h"
#include "engine/value.h"

namespace tidewaiter::analysis {

/// Fills the templates of reasons in one language; keeps the titles that it has looked up, so that a million reasons
/// cost a million lookups in a table. One thread. The datasets must outlive it.
class ReasonRenderer {
 public:
  /// Value of a placeholder's name; nullopt: there is none of this name.
  using ValueOf = std::function<std::optional<engine::Value>(const std::string& name)>;

  using Titles = std::map<std::string, LocalisedText>;

  /// `own`: titles of columns that the model makes itself; they come before those of the datasets.
  ReasonRenderer(const content::Datasets& datasets, Language language, const Titles& own = {})
      : datasets_(datasets), language_(language), own_(own) {}

  /// Title of a column as it stands in a heading.
  std::string Title(const std::string& column);
  std::string Render(std::string_view text, const ValueOf& value_of);
  /// The text of a code among `reasons`, filled; the code itself where it has none.
  std::string RenderCode(const std::vector<content::ReasonTemplate>& reasons, const std::string& code,
                         const ValueOf& value_of);

 private:
  std::string Format(const engine::Value& value, std::string_view format);
  std::string Items(std::string_view items);
  std::string Item(std::string_view column, const std::string& code);
  std::string TitleOf(const std::string& column);
  /// Title of a code of a column or list, empty when it has none.
  const std::string& CodeTitle(const std::string& column, const std::string& code);
  const content::DatasetColumn* Column(const std::string& name);

  const content::Datasets& datasets_;
  Language language_;
  Titles own_;
  std::unordered_map<std::string, const content::DatasetColumn*> columns_;
  std::unordered_map<std::string, std::unordered_map<std::string, std::string>> titles_;
};

/// Names of the placeholders in a template.
std::vector<std::string> PlaceholderNames(std::string_view text);

}  // namespace tidewaiter::analysis
