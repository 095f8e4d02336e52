#include "network/paths.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "network/naive_graph.h"

namespace tidewaiter::network {
namespace {

using Length = std::pair<double, double>;

/// Bellman & Ford: lengths of the best ways, links and −ln chance in the order of `nearest`.
std::vector<Length> NaiveLengths(const Matrix& chances, const std::vector<double>& seeds, double restart,
                                 Nearest nearest) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  const auto length = [&](double links, double cost) {
    return nearest == Nearest::kByLinks ? Length(links, cost) : Length(cost, links);
  };
  const double whole = std::accumulate(seeds.begin(), seeds.end(), 0.0);
  std::vector<Length> lengths(seeds.size(), {kFar, 0});
  for (size_t node = 0; node < seeds.size(); ++node) {
    if (seeds[node] > 0) lengths[node] = length(0, -std::log(seeds[node] / whole));
  }
  const auto relax = [&](size_t a, size_t b) {
    if (chances[a][b] == 0 || lengths[a].first == kFar) return;
    const Length link = length(1, -std::log((1 - restart) * chances[a][b]));
    lengths[b] = std::min(lengths[b], Length(lengths[a].first + link.first, lengths[a].second + link.second));
  };
  for (size_t round = 0; round < seeds.size(); ++round) {
    for (size_t a = 0; a < seeds.size(); ++a) {
      for (size_t b = 0; b < seeds.size(); ++b) relax(a, b);
    }
  }
  return lengths;
}

RC_GTEST_PROP(PathProperties, AreTheBestThereAre, ()) {
  const RandomGraph random = AnyGraph();
  const Graph graph = random.Make();
  const std::vector<double> seeds = AnySeeds(random.nodes);
  const Nearest nearest = *rc::gen::element(Nearest::kByLinks, Nearest::kByRank);
  const std::vector<double> conduction = random.hub_weighting ? HubConduction(graph) : std::vector<double>();
  const Walk walk{.restart = *rc::gen::inRange(5, 95) / 100.0, .conduction = conduction};
  const PathTree tree = *FindPaths(graph, seeds, walk, nearest, {});
  const Matrix chances = NaiveChances(random);
  const std::vector<Length> expected = NaiveLengths(chances, seeds, walk.restart, nearest);
  const double whole = std::accumulate(seeds.begin(), seeds.end(), 0.0);
  for (uint32_t node = 0; node < random.nodes; ++node) {
    const std::vector<uint32_t> path = tree.PathOf(node);
    RC_ASSERT(path.empty() == std::isinf(expected[node].first));
    if (path.empty()) continue;
    RC_ASSERT(path.front() == node);
    RC_ASSERT(seeds[path.back()] > 0);
    RC_ASSERT(tree.links[node] + 1 == path.size());
    double cost = -std::log(seeds[path.back()] / whole);
    for (size_t i = 1; i < path.size(); ++i) cost -= std::log((1 - walk.restart) * chances[path[i]][path[i - 1]]);
    const bool by_links = nearest == Nearest::kByLinks;
    RC_ASSERT(std::abs(cost - (by_links ? expected[node].second : expected[node].first)) < 1e-9);
    RC_ASSERT(!by_links || expected[node].first == tree.links[node]);
  }
}

TEST(Paths, AvoidAHubWhenTheyFollowTheRank) {
  EdgeList edges{{0, 1, 0, 2, 3}, {1, 4, 2, 3, 4}, {}, {}};  // 0–1–4, and 0–2–3–4
  for (uint32_t other = 5; other < 1000; ++other) {
    edges.sources.push_back(1);
    edges.targets.push_back(other);
  }
  const Graph graph = *Graph::Make(1000, edges, {}, {});
  std::vector<double> seeds(1000, 0);
  seeds[0] = 1;
  EXPECT_EQ(FindPaths(graph, seeds, {}, Nearest::kByLinks, {})->PathOf(4), (std::vector<uint32_t>{4, 1, 0}));
  EXPECT_EQ(FindPaths(graph, seeds, {}, Nearest::kByRank, {})->PathOf(4), (std::vector<uint32_t>{4, 3, 2, 0}));
}

TEST(Paths, EqualOnesGoByTheLowestNode) {
  const Graph graph = *Graph::Make(4, {{0, 0, 1, 2}, {2, 1, 3, 3}, {}, {}}, {}, {});
  for (const Nearest nearest : {Nearest::kByLinks, Nearest::kByRank}) {
    EXPECT_EQ(FindPaths(graph, std::vector<double>{1, 0, 0, 0}, {}, nearest, {})->PathOf(3),
              (std::vector<uint32_t>{3, 1, 0}));
  }
}

}  // namespace
}  // namespace tidewaiter::network
