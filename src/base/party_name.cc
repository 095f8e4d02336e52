#include "base/party_name.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "base/text.h"

namespace tidewaiter {
namespace {

using Replacement = std::pair<std::string_view, std::string_view>;

/// Korean legal forms, and words of business that a firm's English name translates instead of spelling.
constexpr std::array<Replacement, 31> kKoreanWords = {{
    {"주식회사", " "},
    {"유한책임회사", " "},
    {"유한회사", " "},
    {"합자회사", " "},
    {"합명회사", " "},
    {"(주)", " "},
    {"(유)", " "},
    {"인터내셔날", " international "},
    {"인터내셔널", " international "},
    {"인터내쇼날", " international "},
    {"글로벌", " global "},
    {"트레이딩", " trading "},
    {"무역", " trading "},
    {"통상", " trading "},
    {"상사", " trading "},
    {"전자", " electronics "},
    {"전기", " electric "},
    {"산업", " industry "},
    {"화학", " chemical "},
    {"제약", " pharmaceutical "},
    {"기계", " machinery "},
    {"정밀", " precision "},
    {"금속", " metal "},
    {"철강", " steel "},
    {"건설", " construction "},
    {"식품", " food "},
    {"섬유", " textile "},
    {"물류", " logistics "},
    {"해운", " shipping "},
    {"코리아", " korea "},
    {"그룹", " group "},
}};

/// Legal forms as they stand after romanising.
constexpr std::array<std::string_view, 32> kLegalForms = {
    "co",   "ltd", "limited", "inc", "incorporated", "corp", "corporation", "company",   "llc",    "llp",        "plc",
    "gmbh", "ag",  "kg",      "sa",  "sas",          "sarl", "srl",         "spa",       "bv",     "nv",         "oy",
    "ab",   "as",  "pte",     "pty", "sdn",          "bhd",  "kk",          "kabushiki", "kaisha", "jusikhoesa",
};

std::string WithKoreanWordsInEnglish(std::string name) {
  for (const auto& [korean, english] : kKoreanWords) {
    for (size_t at = name.find(korean); at != std::string::npos; at = name.find(korean, at + english.size()))
      name.replace(at, korean.size(), english);
  }
  return name;
}

/// Letters and digits in lower case; all else parts words.
std::vector<std::string> WordsOf(std::string_view ascii) {
  std::vector<std::string> words(1);
  for (const char letter : ToLowerAscii(ascii)) {
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    if (kept) words.back() += letter;
    // An apostrophe or a dot stands within a word: l'oreal, s.a.
    if (!kept && letter != '\'' && letter != '.' && !words.back().empty()) words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

/// The class of a consonant, by one letter of it; 0 for vowels and half vowels.
char ConsonantClass(char letter) {
  switch (letter) {
    case 'g':
    case 'c':
    case 'q':
      return 'k';
    case 'd':
      return 't';
    case 'b':
    case 'f':
    case 'v':
      return 'p';
    case 'r':
      return 'l';
    case 'z':
      return 'j';
    case 'x':
      return 's';
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y':
    case 'w':
      return 0;
    default:
      return letter;
  }
}

std::string ConsonantsOf(std::string_view romanised) {
  std::string key;
  for (size_t i = 0; i < romanised.size(); ++i) {
    const bool chi = romanised.substr(i, 2) == "ch";
    const bool mute =
        romanised[i] == 'h' && i > 0 && std::string_view("cstpkg").find(romanised[i - 1]) != std::string_view::npos;
    const char letter = chi ? 'j' : mute || romanised[i] == ' ' ? '\0' : ConsonantClass(romanised[i]);
    if (letter != 0 && (key.empty() || key.back() != letter)) key += letter;
  }
  return key;
}

/// Pairs of neighbours, with a mark at both ends so that short texts have some; sorted.
std::vector<std::pair<char, char>> PairsOf(std::string_view text) {
  std::vector<std::pair<char, char>> pairs;
  char before = '^';
  for (const char letter : text) {
    if (letter == ' ') continue;
    pairs.emplace_back(before, letter);
    before = letter;
  }
  pairs.emplace_back(before, '$');
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

/// Dice, L. R. (1945), "Measures of the amount of ecologic association between species", Ecology 26.
double Dice(std::string_view first, std::string_view second) {
  const auto one = PairsOf(first);
  const auto other = PairsOf(second);
  std::vector<std::pair<char, char>> common;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) / static_cast<double>(one.size() + other.size());
}

}  // namespace

class PartyNameReader::Romaniser {
 public:
  Romaniser() {
    UErrorCode code = U_ZERO_ERROR;
    rules_.reset(icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, code));
    // Fails only for want of ICU's data, with which no text of ours would be right.
    if (U_FAILURE(code)) std::abort();
  }

  std::string ToAscii(std::string_view text) const {
    icu::UnicodeString letters =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    rules_->transliterate(letters);
    std::string ascii;
    letters.toUTF8String(ascii);
    return ascii;
  }

 private:
  std::unique_ptr<icu::Transliterator> rules_;
};

PartyNameReader::PartyNameReader() : romaniser_(std::make_unique<Romaniser>()) {}
PartyNameReader::~PartyNameReader() = default;

std::string PartyNameReader::Romanised(std::string_view name) const {
  std::vector<std::string> words = WordsOf(romaniser_->ToAscii(WithKoreanWordsInEnglish(Nfkc(name))));
  std::erase_if(words, [](const std::string& word) {
    return std::find(kLegalForms.begin(), kLegalForms.end(), word) != kLegalForms.end();
  });
  return Join(words, " ");
}

double PartyNameReader::Likeness(std::string_view first, std::string_view second) const {
  const std::string one = Romanised(first);
  const std::string other = Romanised(second);
  if (one.empty() || other.empty()) return 0;
  return (Dice(one, other) + Dice(ConsonantsOf(one), ConsonantsOf(other))) / 2;
}

}  // namespace tidewaiter
