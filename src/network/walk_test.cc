#include "network/walk.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/random.h"
#include "network/naive_graph.h"

namespace tidewaiter::network {
namespace {

/// Follows the walker's chances, step by step, from a node without links back to the start.
std::vector<double> NaiveRank(const Matrix& chances, std::vector<double> start, double restart) {
  const size_t nodes = start.size();
  const double whole = std::accumulate(start.begin(), start.end(), 0.0);
  if (whole == 0) return start;
  for (double& share : start) share /= whole;
  std::vector<double> now = start;
  for (int step = 0; step < 2000; ++step) {
    std::vector<double> next(nodes, 0);
    double anew = 0;
    for (size_t node = 0; node < nodes; ++node) {
      const double leaving = std::accumulate(chances[node].begin(), chances[node].end(), 0.0);
      anew += now[node] * (leaving > 0.5 ? restart : 1);
      for (size_t target = 0; target < nodes; ++target)
        next[target] += (1 - restart) * now[node] * chances[node][target];
    }
    for (size_t node = 0; node < nodes; ++node) next[node] += anew * start[node];
    now = next;
  }
  return now;
}

RC_GTEST_PROP(WalkProperties, AgreesWithTheWalkerStepByStep, ()) {
  const RandomGraph random = AnyGraph();
  const Graph graph = random.Make();
  const std::vector<double> seeds = AnySeeds(random.nodes);
  const double restart = *rc::gen::inRange(5, 95) / 100.0;
  const std::vector<double> conduction = random.hub_weighting ? HubConduction(graph) : std::vector<double>();
  const Ranks ranks = *RankNodes(graph, seeds, {restart, conduction, 1}, {});
  const Matrix chances = NaiveChances(random);
  const std::vector<double> personalised = NaiveRank(chances, seeds, restart);
  const std::vector<double> plain = NaiveRank(chances, std::vector<double>(random.nodes, 1), restart);
  for (uint32_t node = 0; node < random.nodes; ++node) {
    RC_ASSERT(std::abs(ranks.personalised[node] - personalised[node]) < 1e-10);
    RC_ASSERT(std::abs(ranks.plain[node] - plain[node]) < 1e-10);
  }
}

/// Many small clusters, loosely tied: the walk mixes slowly.
EdgeList Clusters(uint32_t nodes, uint64_t seed) {
  Random random(seed);
  EdgeList edges;
  for (uint32_t edge = 0; edge < 4 * nodes; ++edge) {
    const uint32_t source = random.Below(nodes);
    const bool far = random.Below(50) == 0;
    edges.sources.push_back(source);
    edges.targets.push_back(far ? random.Below(nodes) : std::min(nodes - 1, source / 20 * 20 + random.Below(20)));
    edges.weights.push_back(1 + random.Below(1000));
  }
  return edges;
}

TEST(Walk, GivesTheSameBitsWhateverTheThreads) {
  constexpr uint32_t kNodes = 5000;
  for (const bool directed : {false, true}) {
    const Graph graph = *Graph::Make(kNodes, Clusters(kNodes, 7), {.directed = directed, .half_life_days = {}}, {});
    std::vector<double> seeds(kNodes, 0);
    seeds[17] = 1;
    const Ranks alone = *RankNodes(graph, seeds, {.threads = 1}, {});
    for (const int threads : {2, 3, 64}) {
      const Ranks together = *RankNodes(graph, seeds, {.threads = threads}, {});
      EXPECT_EQ(alone.personalised, together.personalised);
      EXPECT_EQ(alone.plain, together.plain);
    }
    EXPECT_LT(alone.steps, directed ? 200 : 60);
    EXPECT_NEAR(std::accumulate(alone.personalised.begin(), alone.personalised.end(), 0.0), 1, 1e-12);
  }
}

// The worked example of Brin & Page's formula: three pages, A → B, A → C, B → C, C → A, damping 0.5
// (values 14/39, 10/39, 15/39 of three pages' sum).
TEST(Walk, AgreesWithAWorkedExample) {
  const Graph graph =
      *Graph::Make(3, {{0, 0, 1, 2}, {1, 2, 2, 0}, {}, {}}, {.directed = true, .half_life_days = {}}, {});
  const Ranks ranks = *RankNodes(graph, std::vector<double>(3, 0), {.restart = 0.5}, {});
  EXPECT_NEAR(ranks.plain[0], 14.0 / 39, 1e-12);
  EXPECT_NEAR(ranks.plain[1], 10.0 / 39, 1e-12);
  EXPECT_NEAR(ranks.plain[2], 15.0 / 39, 1e-12);
}

TEST(Walk, IsZeroWithoutSeedsAndOutOfTheirReach) {
  const Graph graph = *Graph::Make(4, {{0, 2}, {1, 3}, {}, {}}, {}, {});
  EXPECT_EQ(RankNodes(graph, std::vector<double>(4, 0), {}, {})->personalised, std::vector<double>(4, 0));
  const Ranks ranks = *RankNodes(graph, std::vector<double>{2, 0, 0, 0}, {}, {});
  EXPECT_GT(ranks.personalised[0], ranks.personalised[1]);
  EXPECT_EQ(ranks.personalised[2], 0);
  EXPECT_EQ(RankNodes(*Graph::Make(0, {}, {}, {}), {}, {}, {})->plain.size(), 0U);
}

TEST(Walk, EndsWhereAllButOneEdgeHaveAged) {
  EdgeList edges;  // a hub of old links, and one link of a mistyped day far ahead
  for (uint32_t other = 1; other <= 20; ++other) {
    edges.sources.push_back(0);
    edges.targets.push_back(other);
    edges.weights.push_back(1);
    edges.days.push_back(0);
  }
  edges.sources.push_back(19);
  edges.targets.push_back(20);
  edges.weights.push_back(1);
  edges.days.push_back(330'000);
  const Graph graph = *Graph::Make(21, edges, {.half_life_days = 180}, {});
  const Ranks ranks = *RankNodes(graph, std::vector<double>(21, 1), {0.15, HubConduction(graph), 1}, {});
  EXPECT_NEAR(std::accumulate(ranks.personalised.begin(), ranks.personalised.end(), 0.0), 1, 1e-9);
}

TEST(Walk, StopsWhenAsked) {
  const Graph graph = *Graph::Make(2, {{0}, {1}, {}, {}}, {}, {});
  std::stop_source stop;
  stop.request_stop();
  const auto ranks = RankNodes(graph, std::vector<double>{1, 0}, {}, {.stop = stop.get_token()});
  ASSERT_FALSE(ranks.has_value());
  EXPECT_EQ(ranks.error().code, ErrorCode::kInterrupted);
}

}  // namespace
}  // namespace tidewaiter::network
