#include "network/neighbourhood.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "network/naive_graph.h"

namespace tidewaiter::network {
namespace {

/// Hops from the centre to each node.
std::vector<uint32_t> NaiveHops(const Matrix& weights, uint32_t centre) {
  std::vector<uint32_t> hops(weights.size(), 1000);
  hops[centre] = 0;
  for (size_t round = 0; round < weights.size(); ++round) {
    for (size_t a = 0; a < weights.size(); ++a) {
      for (size_t b = 0; b < weights.size(); ++b)
        if (weights[a][b] > 0) hops[b] = std::min(hops[b], hops[a] + 1);
    }
  }
  return hops;
}

RC_GTEST_PROP(NeighbourhoodProperties, ShowsWhatIsNearAndCountsTheRest, ()) {
  RandomGraph random = AnyGraph();
  random.options.directed = false;
  const Graph graph = random.Make();
  const Matrix weights = NaiveWeights(random);
  const Bounds bounds{*rc::gen::inRange<uint32_t>(1, 4), *rc::gen::inRange<uint32_t>(2, 13)};
  NeighbourhoodFinder finder(graph);
  for (uint32_t centre = 0; centre < random.nodes; ++centre) {
    const Neighbourhood around = *finder.Around(centre, bounds, {});
    const std::vector<uint32_t> hops = NaiveHops(weights, centre);
    const auto within =
        static_cast<uint64_t>(std::count_if(hops.begin(), hops.end(), [&](uint32_t h) { return h <= bounds.hops; }));
    RC_ASSERT(around.parties == within);
    RC_ASSERT(around.shown.size() <= std::min<uint64_t>(within, bounds.most_nodes));
    RC_ASSERT(around.shown.size() == within || around.shown.size() == bounds.most_nodes);
    size_t links = 0;
    for (const auto& party : around.shown) {
      RC_ASSERT(party.hops == hops[party.node]);
      uint32_t shown = 0;
      for (const auto& other : around.shown) shown += weights[party.node][other.node] > 0 ? 1U : 0U;
      links += shown;
      RC_ASSERT(party.neighbours - party.hidden == shown);
    }
    RC_ASSERT(links == 2 * around.links.size());
  }
}

TEST(Neighbourhood, OfAHubIsBoundedAndSaysSo) {
  EdgeList edges;
  for (uint32_t node = 1; node <= 10'000; ++node) {
    edges.sources.push_back(0);
    edges.targets.push_back(node);
    edges.weights.push_back(node);
  }
  const Graph graph = *Graph::Make(10'001, edges, {}, {});
  NeighbourhoodFinder finder(graph);
  const Neighbourhood around = *finder.Around(7, {.hops = 2, .most_nodes = 5}, {});
  EXPECT_EQ(around.parties, 10'001U);
  ASSERT_EQ(around.shown.size(), 5U);
  EXPECT_EQ(around.shown[1].node, 0U);
  EXPECT_EQ(around.shown[1].hidden, 9996U);
  EXPECT_EQ(around.shown[2].node, 10'000U);
  EXPECT_EQ(around.links.size(), 4U);
}

}  // namespace
}  // namespace tidewaiter::network
