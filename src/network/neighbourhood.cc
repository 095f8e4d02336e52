#include "network/neighbourhood.h"

#include <algorithm>
#include <utility>

namespace tidewaiter::network {

NeighbourhoodFinder::NeighbourhoodFinder(const Graph& graph)
    : graph_(graph), counted_(graph.nodes(), 0), chosen_(graph.nodes(), 0), strength_(graph.nodes(), 0) {}

Result<uint64_t> NeighbourhoodFinder::CountWithin(uint32_t centre, uint32_t hops, const RunControl& control) {
  std::vector<uint32_t> ring = {centre};
  counted_[centre] = round_;
  uint64_t count = 1;
  for (uint32_t hop = 0; hop < hops && !ring.empty(); ++hop) {
    TRY(control.Check());
    std::vector<uint32_t> next;
    const auto add = [&](uint32_t target) {
      if (std::exchange(counted_[target], round_) != round_) next.push_back(target);
    };
    for (const uint32_t node : ring) {
      for (const uint32_t target : graph_.Targets(node)) add(target);
    }
    count += next.size();
    ring = std::move(next);
  }
  return count;
}

std::vector<uint32_t> NeighbourhoodFinder::StrongestBeside(const std::vector<uint32_t>& ring, size_t most) {
  std::vector<uint32_t> beside;
  for (const uint32_t node : ring) {
    const std::span<const uint32_t> targets = graph_.Targets(node);
    for (size_t i = 0; i < targets.size(); ++i) {
      if (chosen_[targets[i]] == round_) continue;
      if (strength_[targets[i]] == 0) beside.push_back(targets[i]);
      strength_[targets[i]] += graph_.Weights(node)[i];
    }
  }
  std::sort(beside.begin(), beside.end(), [this](uint32_t a, uint32_t b) {
    return strength_[a] != strength_[b] ? strength_[a] > strength_[b] : a < b;
  });
  for (const uint32_t node : beside) strength_[node] = 0;
  beside.resize(std::min(beside.size(), most));
  for (const uint32_t node : beside) chosen_[node] = round_;
  return beside;
}

/// Looks each shown one up in a long row, and goes through a short one.
std::vector<uint32_t> NeighbourhoodFinder::ShownBeside(uint32_t node, const Neighbourhood& around) const {
  constexpr size_t kLongRow = 16;
  const std::span<const uint32_t> row = graph_.Targets(node);
  std::vector<uint32_t> beside;
  if (row.size() <= kLongRow * around.shown.size()) {
    for (const uint32_t target : row) {
      if (chosen_[target] == round_) beside.push_back(target);
    }
    return beside;
  }
  for (const Neighbourhood::Party& party : around.shown) {
    if (std::binary_search(row.begin(), row.end(), party.node)) beside.push_back(party.node);
  }
  return beside;
}

Result<Neighbourhood> NeighbourhoodFinder::Around(uint32_t centre, const Bounds& bounds, const RunControl& control) {
  ++round_;
  Neighbourhood around;
  around.parties = TRY(CountWithin(centre, bounds.hops, control));
  chosen_[centre] = round_;
  std::vector<uint32_t> ring = {centre};
  for (uint32_t hop = 0; !ring.empty(); ++hop) {
    for (const uint32_t node : ring)
      around.shown.push_back({node, hop, static_cast<uint32_t>(graph_.Targets(node).size()), 0});
    if (hop == bounds.hops) break;
    ring = StrongestBeside(ring, bounds.most_nodes - around.shown.size());
  }
  for (Neighbourhood::Party& party : around.shown) {
    const std::vector<uint32_t> beside = ShownBeside(party.node, around);
    party.hidden = party.neighbours - static_cast<uint32_t>(beside.size());
    for (const uint32_t other : beside) {
      if (party.node < other) around.links.emplace_back(party.node, other);
    }
  }
  std::sort(around.links.begin(), around.links.end());
  return around;
}

}  // namespace tidewaiter::network
