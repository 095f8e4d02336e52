#include "network/node_ids.h"

#include <algorithm>
#include <numeric>

namespace tidewaiter::network {
namespace {

constexpr size_t kChunk = 1U << 20U;

}  // namespace

std::string_view NodeIds::Keep(std::string_view id) {
  if (chunks_.empty() || chunks_.back().capacity() - chunks_.back().size() < id.size())
    chunks_.emplace_back().reserve(std::max(kChunk, id.size()));
  std::vector<char>& chunk = chunks_.back();
  const size_t begin = chunk.size();
  chunk.insert(chunk.end(), id.begin(), id.end());
  return {chunk.data() + begin, id.size()};
}

uint32_t NodeIds::Add(std::string_view id) {
  const size_t hash = std::hash<std::string_view>()(id);
  const auto known = numbers_.find(id, hash);
  if (known != numbers_.end()) return *known;
  const uint32_t number = size();
  texts_->push_back(Keep(id));
  numbers_.insert(number);
  return number;
}

std::optional<uint32_t> NodeIds::Find(std::string_view id) const {
  const auto known = numbers_.find(id);
  return known == numbers_.end() ? std::nullopt : std::optional(*known);
}

std::vector<uint32_t> NodeIds::Sort() {
  std::vector<uint32_t> order(size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) { return At(a) < At(b); });
  std::vector<uint32_t> places(size());
  Texts sorted;
  sorted.reserve(size());
  for (const uint32_t old : order) {
    places[old] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(At(old));
  }
  numbers_.clear();
  *texts_ = std::move(sorted);
  for (uint32_t number = 0; number < size(); ++number) numbers_.insert(number);
  return places;
}

}  // namespace tidewaiter::network
