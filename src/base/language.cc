#include "base/language.h"

#include "base/text.h"

namespace tidewaiter {

Language LanguageOfLocale(std::string_view locale) {
  const std::string_view language = locale.substr(0, locale.find_first_of("_-.@"));
  return ToLowerAscii(language) == "ko" ? Language::kKorean : Language::kEnglish;
}

}  // namespace tidewaiter
