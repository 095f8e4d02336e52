#include "ingest/column_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"

namespace tidewaiter::ingest {
namespace {

constexpr double kWeak = 0.3;        // words that many columns share
constexpr double kBracketed = 0.5;   // share of a word in brackets
constexpr double kHangulPair = 0.5;  // two syllables of a Korean word
constexpr double kFormName = 0.95;   // a form's name is shorter than a title, so it says less

struct Word {
  std::u32string_view written;
  std::u32string_view means;
  double weight;
};

constexpr std::array kWords = {
    Word{U"price", U"value", 1},
    Word{U"weight", U"mass", 1},
    Word{U"wt", U"mass", 1},
    Word{U"qty", U"quantity", 1},
    Word{U"cnt", U"count", 1},
    Word{U"desc", U"description", 1},
    Word{U"duty", U"tax", 1},
    Word{U"tariff", U"tax", 1},
    Word{U"supplier", U"seller", 1},
    Word{U"vendor", U"seller", 1},
    Word{U"broker", U"declarant", 1},
    Word{U"indicator", U"marking", 1},
    Word{U"mark", U"marking", 1},
    Word{U"ccy", U"currency", 1},
    Word{U"curr", U"currency", 1},
    Word{U"cur", U"currency", 1},
    Word{U"nation", U"country", 1},
    Word{U"commodity", U"hs", 1},
    Word{U"on", U"date", 1},
    Word{U"day", U"date", 1},
    Word{U"dt", U"date", 1},
    Word{U"at", U"time", 1},
    Word{U"datetime", U"time", 1},
    Word{U"timestamp", U"time", 1},
    Word{U"amt", U"amount", 1},
    Word{U"rate", U"rate", 1},
    Word{U"type", U"type", 0.7},
    Word{U"kind", U"type", 0.7},
    Word{U"hscode", U"hs", 1.3},
    Word{U"hsk", U"hs", 1},
    Word{U"arrived", U"arrival", 1},
    Word{U"departed", U"departure", 1},
    Word{U"destn", U"destination", 1},
    Word{U"orig", U"origin", 1},
    Word{U"of", U"", 0},
    Word{U"the", U"", 0},
    Word{U"as", U"", 0},
    Word{U"and", U"", 0},
    Word{U"a", U"", 0},
    Word{U"in", U"", 0},
    Word{U"s", U"", 0},
    Word{U"code", U"code", kWeak},
    Word{U"cd", U"code", kWeak},
    Word{U"id", U"id", kWeak},
    Word{U"identifier", U"id", kWeak},
    Word{U"no", U"number", kWeak},
    Word{U"nr", U"number", kWeak},
    Word{U"num", U"number", kWeak},
    Word{U"number", U"number", kWeak},
    Word{U"key", U"id", kWeak},
    Word{U"pid", U"id", kWeak},
    Word{U"customs", U"customs", kWeak},
    Word{U"kg", U"kg", kWeak},
    Word{U"kgs", U"kg", kWeak},
    Word{U"krw", U"krw", kWeak},
    Word{U"won", U"krw", kWeak},
    Word{U"usd", U"usd", kWeak},
    Word{U"pct", U"pct", kWeak},
    Word{U"percent", U"pct", kWeak},
    Word{U"name", U"name", 0.7},
};

/// Parts of Korean compound words, longer ones before those that begin the same.
constexpr std::array kHangulWords = {
    Word{U"품목번호", U"hs", 1},     Word{U"세번부호", U"hs", 1},
    Word{U"세번", U"hs", 1},         Word{U"중량", U"mass", 1},
    Word{U"수량", U"quantity", 1},   Word{U"일자", U"date", 1},
    Word{U"일시", U"time", 1},       Word{U"날짜", U"date", 1},
    Word{U"코드", U"code", kWeak},   Word{U"부호", U"code", kWeak},
    Word{U"번호", U"number", kWeak}, Word{U"구분", U"type", 0.7},
    Word{U"유형", U"", 0},           Word{U"유무", U"", 0},
    Word{U"여부", U"", 0},           Word{U"단위", U"unit", kWeak},
    Word{U"가명", U"", 0},           Word{U"원화", U"krw", kWeak},
    Word{U"미화", U"usd", kWeak},    Word{U"국가", U"국", kHangulPair},
};

enum class Kind { kSeparator, kLetter, kDigit, kHangul };

Kind KindOf(char32_t c) {
  if (c >= U'0' && c <= U'9') return Kind::kDigit;
  if (c >= 0xAC00 && c <= 0xD7A3) return Kind::kHangul;
  if (c >= U'a' && c <= U'z') return Kind::kLetter;
  return c > 0x2E80 || (c >= 0xC0 && c < 0x2000) ? Kind::kLetter : Kind::kSeparator;
}

/// What a name says: words with their weights.
class Words {
 public:
  explicit Words(std::string_view name) {
    const std::u32string text = CodePoints(FoldForComparison(WithWordBreaks(name)));
    int brackets = 0;
    for (size_t at = 0; at < text.size();) {
      const Kind kind = KindOf(text[at]);
      if (text[at] == U'(') ++brackets;
      if (text[at] == U')') --brackets;
      size_t end = at + 1;
      while (kind != Kind::kSeparator && end < text.size() && KindOf(text[end]) == kind) ++end;
      factor_ = brackets > 0 ? kBracketed : 1;
      AddRun(kind, std::u32string_view(text).substr(at, end - at));
      at = end;
    }
  }

  double Likeness(const Words& other) const {
    const double all = Total() + other.Total();
    double shared = 0;
    for (const auto& [word, weight] : weights_)
      if (const auto found = other.weights_.find(word); found != other.weights_.end())
        shared += std::min(weight, found->second);
    return all > 0 ? 2 * shared / all : 0;
  }

 private:
  /// `declarationId` → `declaration Id`.
  static std::string WithWordBreaks(std::string_view name) {
    const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
    std::string text;
    for (const char c : name) {
      if (c >= 'A' && c <= 'Z' && !text.empty() && lower(text.back())) text.push_back(' ');
      text.push_back(c);
    }
    return text;
  }

  double Total() const {
    double total = 0;
    for (const auto& [word, weight] : weights_) total += weight;
    return total;
  }

  void Add(std::u32string_view word, double weight) {
    if (word.empty()) return;
    double& known = weights_[std::u32string(word)];
    known = std::max(known, weight * factor_);
  }

  void AddRun(Kind kind, std::u32string_view run) {
    if (kind == Kind::kDigit) Add(run, kWeak);
    if (kind == Kind::kHangul) AddHangul(run);
    if (kind != Kind::kLetter) return;
    const auto known =
        std::find_if(kWords.begin(), kWords.end(), [&](const Word& word) { return word.written == run; });
    if (known == kWords.end()) return Add(run, 1);
    Add(known->means, known->weight);
  }

  void AddHangul(std::u32string_view run) {
    size_t begin = 0;  // of the part that is no known word
    for (size_t at = 0; at < run.size();) {
      const auto known = std::find_if(kHangulWords.begin(), kHangulWords.end(),
                                      [&](const Word& word) { return run.substr(at).starts_with(word.written); });
      if (known == kHangulWords.end()) {
        ++at;
        continue;
      }
      AddPairs(run.substr(begin, at - begin));
      Add(known->means, known->weight);
      begin = at += known->written.size();
    }
    AddPairs(run.substr(begin));
  }

  void AddPairs(std::u32string_view part) {
    if (part.size() > 1 && part.back() == U'일') {  // 신고일
      Add(U"date", 1);
      part.remove_suffix(1);
    }
    if (part.size() == 1) Add(part, kHangulPair);
    for (size_t at = 0; at + 1 < part.size(); ++at) Add(part.substr(at, 2), kHangulPair);
  }

  std::map<std::u32string, double> weights_;
  double factor_ = 1;
};

/// Names on a form, as the column's `standard` lists them: `UNI-PASS import form: 품명, 거래품명; …`.
std::vector<std::string> FormNames(const std::string& standard) {
  constexpr std::string_view kForm = "form: ";
  const size_t begin = standard.find(kForm);
  if (begin == std::string::npos) return {};
  const size_t end = std::min(standard.find(';', begin), standard.size());
  return Split(std::string_view(standard).substr(begin + kForm.size(), end - begin - kForm.size()), ',');
}

std::string WithoutSeparators(std::string_view name) {
  std::string key = FoldForComparison(name);
  std::erase_if(key, [](char c) { return c == ' ' || c == '_' || c == '-'; });
  return key;
}

}  // namespace

double NameLikeness(std::string_view file_column, const content::DatasetColumn& column) {
  const Words words(file_column);
  const std::string key = WithoutSeparators(file_column);
  double best = 0;
  for (const std::string* name : {&column.name, &column.title.en, &column.title.ko}) {
    if (WithoutSeparators(*name) == key) return 1;
    best = std::max(best, words.Likeness(Words(*name)));
  }
  for (const std::string& name : FormNames(column.standard))
    best = std::max(best, kFormName * words.Likeness(Words(name)));
  return best;
}

}  // namespace tidewaiter::ingest
