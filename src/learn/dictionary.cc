#include "learn/dictionary.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tidewaiter::learn {

Dictionary::Dictionary(const std::vector<std::string>& texts) {
  codes_.reserve(texts.size());
  for (const std::string& text : texts) Add(text);
}

uint32_t Dictionary::Add(std::string_view text) {
  const auto known = codes_.find(text);
  if (known != codes_.end()) return known->second;
  const uint32_t code = size();
  codes_.emplace(texts_.emplace_back(text), code);
  return code;
}

uint32_t Dictionary::Find(std::string_view text) const {
  const auto known = codes_.find(text);
  return known == codes_.end() ? kUnseen : known->second;
}

std::vector<float> Dictionary::Ranks() const {
  std::vector<uint32_t> order(texts_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) { return texts_[a] < texts_[b]; });
  std::vector<float> ranks(size(), std::numeric_limits<float>::quiet_NaN());
  for (size_t place = 0; place < order.size(); ++place) ranks[kFirst + order[place]] = static_cast<float>(place);
  return ranks;
}

}  // namespace tidewaiter::learn
