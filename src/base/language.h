#pragma once

#include <string>
#include <string_view>

namespace tidewaiter {

enum class Language { kEnglish, kKorean };

/// The same sentence in both languages of the product.
struct LocalisedText {
  std::string en;
  std::string ko;

  const std::string& In(Language language) const { return language == Language::kKorean ? ko : en; }
  bool operator==(const LocalisedText&) const = default;
};

/// Language of a locale name such as `ko_KR.UTF-8`; English unless its language is `ko`.
Language LanguageOfLocale(std::string_view locale);

}  // namespace tidewaiter
