#include "base/language.h"

#include <gtest/gtest.h>

namespace tidewaiter {
namespace {

TEST(Language, ComesFromTheLocale) {
  for (const char* korean : {"ko", "ko_KR.UTF-8", "ko-KR", "KO_kr", "ko.UTF-8", "ko@euro"}) {
    EXPECT_EQ(LanguageOfLocale(korean), Language::kKorean) << korean;
  }
  for (const char* other : {"", "C", "POSIX", "en_GB.UTF-8", "kok_IN", "de_KO"}) {
    EXPECT_EQ(LanguageOfLocale(other), Language::kEnglish) << other;
  }
}

TEST(LocalisedText, GivesTheAskedLanguage) {
  const LocalisedText text{"customs", "세관"};
  EXPECT_EQ(text.In(Language::kEnglish), "customs");
  EXPECT_EQ(text.In(Language::kKorean), "세관");
}

}  // namespace
}  // namespace tidewaiter
