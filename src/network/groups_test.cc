#include "network/groups.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <thread>

#include "base/random.h"
#include "network/naive_graph.h"

namespace tidewaiter::network {
namespace {

/// Which node reaches which, along the links.
std::vector<std::vector<bool>> Reach(const Matrix& weights) {
  const size_t nodes = weights.size();
  std::vector<std::vector<bool>> reach(nodes, std::vector<bool>(nodes, false));
  for (size_t a = 0; a < nodes; ++a) {
    for (size_t b = 0; b < nodes; ++b) reach[a][b] = a == b || weights[a][b] > 0;
  }
  for (size_t k = 0; k < nodes; ++k) {
    for (size_t a = 0; a < nodes; ++a) {
      for (size_t b = 0; b < nodes; ++b) reach[a][b] = reach[a][b] || (reach[a][k] && reach[k][b]);
    }
  }
  return reach;
}

void ExpectNumberedBySize(const Groups& groups) {
  for (size_t group = 1; group < groups.sizes.size(); ++group)
    RC_ASSERT(groups.sizes[group - 1] >= groups.sizes[group]);
  for (uint32_t group = 0; group < groups.sizes.size(); ++group)
    RC_ASSERT(std::count(groups.of_node.begin(), groups.of_node.end(), group) == groups.sizes[group]);
}

RC_GTEST_PROP(ComponentProperties, JoinsThoseWhoReachOneAnother, ()) {
  const RandomGraph random = AnyGraph();
  const Groups groups = *FindComponents(random.Make(), {});
  const auto reach = Reach(NaiveWeights(random));
  for (uint32_t a = 0; a < random.nodes; ++a) {
    for (uint32_t b = 0; b < random.nodes; ++b)
      RC_ASSERT((groups.of_node[a] == groups.of_node[b]) == (reach[a][b] && reach[b][a]));
  }
  ExpectNumberedBySize(groups);
}

double Modularity(const Matrix& weights, const Groups& groups) {
  const size_t nodes = weights.size();
  std::vector<double> strengths;
  for (const auto& row : weights) strengths.push_back(std::accumulate(row.begin(), row.end(), 0.0));
  const double whole = std::accumulate(strengths.begin(), strengths.end(), 0.0);
  double sum = 0;
  for (size_t a = 0; a < nodes && whole > 0; ++a) {
    for (size_t b = 0; b < nodes; ++b) {
      if (groups.of_node[a] == groups.of_node[b]) sum += weights[a][b] - strengths[a] * strengths[b] / whole;
    }
  }
  return whole > 0 ? sum / whole : 0;
}

RC_GTEST_PROP(CommunityProperties, AreConnectedAndNoWorseThanComponents, ()) {
  RandomGraph random = AnyGraph();
  random.options.directed = false;
  const Graph graph = random.Make();
  const Communities found = *FindCommunities(graph, {}, {});
  const Matrix weights = NaiveWeights(random);
  RC_ASSERT(std::abs(found.modularity - Modularity(weights, found.groups)) < 1e-9);
  RC_ASSERT(found.modularity >= Modularity(weights, *FindComponents(graph, {})) - 1e-9);
  Matrix within = weights;
  for (uint32_t a = 0; a < random.nodes; ++a) {
    for (uint32_t b = 0; b < random.nodes; ++b)
      if (found.groups.of_node[a] != found.groups.of_node[b]) within[a][b] = 0;
  }
  const auto reach = Reach(within);
  for (uint32_t a = 0; a < random.nodes; ++a) {
    for (uint32_t b = 0; b < random.nodes; ++b)
      RC_ASSERT(reach[a][b] == (found.groups.of_node[a] == found.groups.of_node[b]));
  }
  ExpectNumberedBySize(found.groups);
  RC_ASSERT(FindCommunities(graph, {}, {})->groups.of_node == found.groups.of_node);
}

/// Rings of cliques: what communities are, without doubt.
EdgeList Cliques(uint32_t cliques, uint32_t size) {
  EdgeList edges;
  const auto link = [&](uint32_t a, uint32_t b) {
    edges.sources.push_back(a);
    edges.targets.push_back(b);
  };
  for (uint32_t clique = 0; clique < cliques; ++clique) {
    const uint32_t first = clique * size;
    for (uint32_t a = first; a < first + size; ++a) {
      for (uint32_t b = a + 1; b < first + size; ++b) link(a, b);
    }
    link(first, (first + size) % (cliques * size));
  }
  return edges;
}

TEST(Communities, FindsCliques) {
  const Graph graph = *Graph::Make(60, Cliques(10, 6), {}, {});
  const Communities found = *FindCommunities(graph, {}, {});
  EXPECT_EQ(found.groups.sizes, std::vector<uint32_t>(10, 6));
  for (uint32_t node = 0; node < 60; ++node) EXPECT_EQ(found.groups.of_node[node], node / 6);
}

TEST(Communities, OfManyThreadsDoNotDisturbOneAnother) {
  const Graph graph = *Graph::Make(120, Cliques(30, 4), {}, {});
  const std::vector<uint32_t> expected = FindCommunities(graph, {}, {})->groups.of_node;
  std::vector<std::vector<uint32_t>> found(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : found) threads.emplace_back([&] { mine = FindCommunities(graph, {}, {})->groups.of_node; });
  }
  for (const auto& mine : found) EXPECT_EQ(mine, expected);
}

TEST(Groups, OfNothingAreNone) {
  EXPECT_TRUE(FindComponents(*Graph::Make(0, {}, {}, {}), {})->sizes.empty());
  EXPECT_TRUE(FindCommunities(*Graph::Make(0, {}, {}, {}), {}, {})->groups.sizes.empty());
  const Graph lonely = *Graph::Make(3, {}, {}, {});
  EXPECT_EQ(FindComponents(lonely, {})->sizes, (std::vector<uint32_t>{1, 1, 1}));
  EXPECT_EQ(FindCommunities(lonely, {}, {})->groups.sizes, (std::vector<uint32_t>{1, 1, 1}));
}

TEST(Groups, StopWhenAsked) {
  Random random(3);
  EdgeList edges;
  for (int edge = 0; edge < 2'000'000; ++edge) {
    edges.sources.push_back(random.Below(400'000));
    edges.targets.push_back(random.Below(400'000));
  }
  const Graph graph = *Graph::Make(400'000, edges, {}, {});
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    stop.request_stop();
  });
  const auto started = std::chrono::steady_clock::now();
  const auto found = FindCommunities(graph, {.resolution = 1, .iterations = 1000}, {.stop = stop.get_token()});
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, ErrorCode::kInterrupted);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(60));
  EXPECT_TRUE(FindComponents(*Graph::Make(2, {{0}, {1}, {}, {}}, {}, {}), {}).has_value());
}

}  // namespace
}  // namespace tidewaiter::network
