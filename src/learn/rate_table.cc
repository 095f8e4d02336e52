#include "learn/rate_table.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace tidewaiter::learn {

RateTable::RateTable(std::vector<uint32_t> fields, std::vector<uint32_t> sizes)
    : fields_(std::move(fields)), sizes_(std::move(sizes)) {
  int bits = 0;
  for (const uint32_t size : sizes_) bits += static_cast<int>(std::bit_width(size));
  exact_ = bits <= 64;
}

std::optional<uint64_t> RateTable::KeyOf(const Rows& rows, size_t row) const {
  uint64_t key = 0;
  for (size_t i = 0; i < fields_.size(); ++i) {
    const uint32_t code = rows.categories[fields_[i]][row];
    if (code == Dictionary::kUnseen || code >= sizes_[i]) return std::nullopt;
    key = exact_ ? (key << std::bit_width(sizes_[i])) | code : MixBits(key ^ (code + 0x9e3779b97f4a7c15U));
  }
  return key;
}

std::vector<uint32_t> RateTable::Fit(const Rows& rows, size_t training_rows, size_t most_keys) {
  std::vector<uint32_t> places(training_rows);
  for (size_t row = 0; row < training_rows; ++row) {
    const std::optional<uint64_t> key = KeyOf(rows, row);
    if (!key) {
      places[row] = kDropped;
      continue;
    }
    const auto [entry, is_new] = places_.emplace(*key, static_cast<uint32_t>(tallies_.size()));
    if (is_new) tallies_.emplace_back();
    Tally& tally = tallies_[entry->second];
    places[row] = entry->second;
    tally.weight += rows.weights[row];
    ++tally.inspected;
    tally.last_day = rows.days[row];
    if (rows.positive[row] == 0) continue;
    tally.positive_weight += rows.weights[row];
    ++tally.violations;
  }
  if (tallies_.size() <= most_keys) return places;
  complete_ = false;
  const std::vector<uint32_t> moved = KeepMostFrequent(most_keys);
  for (uint32_t& place : places) place = place == kDropped ? kDropped : moved[place];
  return places;
}

/// Where each tally went.
std::vector<uint32_t> RateTable::KeepMostFrequent(size_t most_keys) {
  std::vector<uint32_t> order(tallies_.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto more = [this](uint32_t a, uint32_t b) {
    return tallies_[a].inspected != tallies_[b].inspected ? tallies_[a].inspected > tallies_[b].inspected : a < b;
  };
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(most_keys);
  std::nth_element(order.begin(), end, order.end(), more);
  order.erase(end, order.end());
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> moved(tallies_.size(), kDropped);
  std::vector<Tally> kept;
  kept.reserve(most_keys);
  for (const uint32_t place : order) {
    moved[place] = static_cast<uint32_t>(kept.size());
    kept.push_back(tallies_[place]);
  }
  tallies_ = std::move(kept);
  Places places;
  places.reserve(most_keys);
  for (const auto& [key, place] : places_) {
    if (moved[place] != kDropped) places.emplace(key, moved[place]);
  }
  places_ = std::move(places);
  return moved;
}

const Tally* RateTable::Find(const Rows& rows, size_t row) const {
  const std::optional<uint64_t> key = KeyOf(rows, row);
  if (!key) return nullptr;
  const auto found = places_.find(*key);
  return found == places_.end() ? nullptr : &tallies_[found->second];
}

bool RateTable::MayHaveDropped(const Rows& rows, size_t row) const {
  const std::optional<uint64_t> key = complete_ ? std::nullopt : KeyOf(rows, row);
  return key && !places_.contains(*key);
}

std::vector<uint64_t> RateTable::Keys() const {
  std::vector<uint64_t> keys(tallies_.size());
  for (const auto& [key, place] : places_) keys[place] = key;
  return keys;
}

void RateTable::Restore(std::span<const uint64_t> keys, std::vector<Tally> tallies, bool complete) {
  complete_ = complete;
  tallies_ = std::move(tallies);
  places_.clear();
  places_.reserve(keys.size());
  for (size_t place = 0; place < keys.size(); ++place) places_.emplace(keys[place], static_cast<uint32_t>(place));
}

}  // namespace tidewaiter::learn
