#include "network/paths.h"

#include <cmath>
#include <numeric>
#include <queue>
#include <tuple>
#include <utility>

namespace tidewaiter::network {
namespace {

constexpr size_t kNodesBetweenChecks = 1U << 14U;

/// How far a way leads: compared by `first`, then by `second`.
struct Length {
  double first = std::numeric_limits<double>::infinity();
  double second = 0;
  auto operator<=>(const Length&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs
};

class PathSearch {
 public:
  PathSearch(const Graph& graph, const Walk& walk, Nearest nearest)
      : graph_(graph), walk_(walk), nearest_(nearest), lengths_(graph.nodes()), done_(graph.nodes(), 0) {
    tree_.before.assign(graph.nodes(), PathTree::kNone);
    tree_.links.assign(graph.nodes(), PathTree::kNone);
  }

  void BeginAt(std::span<const double> seeds) {
    const double whole = std::accumulate(seeds.begin(), seeds.end(), 0.0);
    for (uint32_t node = 0; node < graph_.nodes(); ++node) {
      if (seeds[node] > 0) Reach(node, LengthOf(0, -std::log(seeds[node] / whole)), PathTree::kNone, 0);
    }
  }

  Result<PathTree> Run(const RunControl& control) {
    for (size_t steps = 0; !open_.empty(); ++steps) {
      if (steps % kNodesBetweenChecks == 0) TRY(control.Check());
      const uint32_t node = open_.top().second;
      open_.pop();
      if (!std::exchange(done_[node], 1)) Leave(node);
    }
    return std::move(tree_);
  }

 private:
  using Entry = std::pair<Length, uint32_t>;

  Length LengthOf(double links, double cost) const {
    return nearest_ == Nearest::kByLinks ? Length{links, cost} : Length{cost, links};
  }

  double Conduction(uint32_t node) const { return walk_.conduction.empty() ? 1 : walk_.conduction[node]; }

  void Leave(uint32_t node) {
    const std::span<const uint32_t> targets = graph_.Targets(node);
    const std::span<const double> weights = graph_.Weights(node);
    double outflow = 0;
    for (size_t i = 0; i < targets.size(); ++i) outflow += weights[i] * Conduction(targets[i]);
    for (size_t i = 0; i < targets.size(); ++i) {
      if (done_[targets[i]]) continue;
      const double chance = (1 - walk_.restart) * (weights[i] * Conduction(targets[i]) / outflow);
      const Length link = LengthOf(1, -std::log(chance));
      const Length length{lengths_[node].first + link.first, lengths_[node].second + link.second};
      Reach(targets[i], length, node, tree_.links[node] + 1);
    }
  }

  void Reach(uint32_t node, const Length& length, uint32_t before, uint32_t links) {
    if (std::tie(lengths_[node], tree_.before[node]) <= std::tie(length, before)) return;
    const bool shorter = length < lengths_[node];
    lengths_[node] = length;
    tree_.before[node] = before;
    tree_.links[node] = links;
    if (shorter) open_.emplace(length, node);
  }

  const Graph& graph_;
  const Walk& walk_;
  Nearest nearest_;
  PathTree tree_;
  std::vector<Length> lengths_;
  std::vector<uint8_t> done_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open_;
};

}  // namespace

std::vector<uint32_t> PathTree::PathOf(uint32_t node) const {
  std::vector<uint32_t> path;
  if (links[node] == kNone) return path;
  for (; node != kNone; node = before[node]) path.push_back(node);
  return path;
}

Result<PathTree> FindPaths(const Graph& graph, std::span<const double> seeds, const Walk& walk, Nearest nearest,
                           const RunControl& control) {
  PathSearch search(graph, walk, nearest);
  search.BeginAt(seeds);
  return search.Run(control);
}

}  // namespace tidewaiter::network
