#include "network/graph.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "network/naive_graph.h"

namespace tidewaiter::network {
namespace {

Matrix MatrixOf(const Graph& graph) {
  Matrix matrix(graph.nodes(), std::vector<double>(graph.nodes(), 0));
  for (uint32_t node = 0; node < graph.nodes(); ++node) {
    for (size_t i = 0; i < graph.Targets(node).size(); ++i)
      matrix[node][graph.Targets(node)[i]] = graph.Weights(node)[i];
  }
  return matrix;
}

RC_GTEST_PROP(GraphProperties, HoldsWhatTheTableOfEdgesSays, ()) {
  const RandomGraph random = AnyGraph();
  Matrix expected = NaiveWeights(random);
  const std::vector<double>& weights = random.edges.weights;
  const double largest = weights.empty() ? 1 : *std::max_element(weights.begin(), weights.end());
  const Matrix made = MatrixOf(random.Make());
  for (uint32_t row = 0; row < random.nodes; ++row) {
    for (uint32_t column = 0; column < random.nodes; ++column)
      RC_ASSERT(std::abs(made[row][column] - expected[row][column] / largest) < 1e-12);
  }
}

RC_GTEST_PROP(GraphProperties, HasTheSameBitsInWhateverOrderTheEdgesCome, ()) {
  RandomGraph random = AnyGraph();
  const Matrix before = MatrixOf(random.Make());
  std::reverse(random.edges.sources.begin(), random.edges.sources.end());
  std::reverse(random.edges.targets.begin(), random.edges.targets.end());
  std::reverse(random.edges.weights.begin(), random.edges.weights.end());
  std::reverse(random.edges.days.begin(), random.edges.days.end());
  RC_ASSERT(MatrixOf(random.Make()) == before);
}

RC_GTEST_PROP(GraphProperties, TurnsRoundAndCountsNeighbours, ()) {
  const RandomGraph random = AnyGraph();
  const Graph graph = random.Make();
  const Matrix there = MatrixOf(graph);
  const Matrix back = MatrixOf(graph.Reversed());
  const std::vector<uint32_t> degrees = graph.Degrees();
  for (uint32_t row = 0; row < random.nodes; ++row) {
    uint32_t degree = 0;
    for (uint32_t column = 0; column < random.nodes; ++column) {
      RC_ASSERT(back[column][row] == there[row][column]);
      degree += there[row][column] > 0 || there[column][row] > 0 ? 1U : 0U;
    }
    RC_ASSERT(degrees[row] == degree);
  }
}

TEST(Graph, TakesWeightsAndAgesOfAnySize) {
  EdgeList edges{{0, 1, 1}, {1, 2, 2}, {1e308, 1e-308, 1e308}, {20'000, -20'000, EdgeList::kNoDay}};
  const Graph graph = *Graph::Make(3, edges, {.directed = true, .half_life_days = 0.01}, {});
  EXPECT_EQ(graph.Weights(0)[0], 1);
  EXPECT_EQ(graph.Weights(1)[0], 1);  // the other is next to nothing
  const Graph alone = *Graph::Make(2, {{0}, {1}, {1e-300}, {}}, {}, {});
  EXPECT_EQ(alone.Weights(0)[0], 1);
}

TEST(Graph, IsEmptyWithoutNodesOrEdges) {
  EXPECT_EQ(Graph::Make(0, {}, {}, {})->nodes(), 0U);
  const Graph lonely = *Graph::Make(2, {{1}, {1}, {}, {}}, {}, {});
  EXPECT_EQ(lonely.entries(), 0U);
  EXPECT_EQ(HubConduction(lonely), (std::vector<double>{1, 1}));
}

TEST(Graph, LetsAHubConductLittle) {
  EdgeList star;
  for (uint32_t node = 1; node <= 10'000; ++node) {
    star.sources.push_back(node);
    star.targets.push_back(0);
  }
  const std::vector<double> conduction = HubConduction(*Graph::Make(10'001, star, {.directed = true}, {}));
  EXPECT_NEAR(conduction[0], 0.0753, 0.0001);
  EXPECT_EQ(conduction[1], 1);
}

}  // namespace
}  // namespace tidewaiter::network
