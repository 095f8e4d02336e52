#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tidewaiter {

/// Names of parties in Korean, Latin and other scripts, made comparable. For *hints* only: many firms share a name, and
/// one firm is written in many ways, so that a name never says that two parties are one.
/// Costs about a millisecond to make; not for several threads at once.
class PartyNameReader {
 public:
  PartyNameReader();
  ~PartyNameReader();
  PartyNameReader(const PartyNameReader&) = delete;
  PartyNameReader& operator=(const PartyNameReader&) = delete;

  /// In lower-case ASCII letters and digits, words parted by spaces: NFKC, romanised by ICU's rules, without marks and
  /// without the legal form (Ltd, GmbH, 주식회사 …); usual Korean words of business stand in English (무역 is trading).
  /// Empty where nothing is left.
  std::string Romanised(std::string_view name) const;

  /// 0 (nothing alike) to 1 (the same letters), symmetric: the mean of Dice's coefficient over the pairs of
  /// neighbouring letters of both romanised names, and over those of their consonants, in which k and g, t and d, p, b
  /// and f, r and l, j, z and ch, s and x are one (romanisations differ in these). 0 when a name is empty.
  double Likeness(std::string_view first, std::string_view second) const;

 private:
  class Romaniser;
  std::unique_ptr<Romaniser> romaniser_;
};

}  // namespace tidewaiter
