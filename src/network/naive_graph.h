#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>
#include <vector>

#include "network/graph.h"

namespace tidewaiter::network {

using Matrix = std::vector<std::vector<double>>;

/// For tests: a small table of edges with parallel edges, edges from a node to itself, nodes without edges, hubs, and
/// sometimes weights and days; and the options to read it with.
struct RandomGraph {
  uint32_t nodes = 0;
  EdgeList edges;
  GraphOptions options;
  bool hub_weighting = false;

  Graph Make() const { return *Graph::Make(nodes, edges, options, {}); }
};

inline RandomGraph AnyGraph() {
  RandomGraph graph;
  graph.nodes = *rc::gen::inRange<uint32_t>(1, 13);
  graph.options.directed = *rc::gen::arbitrary<bool>();
  graph.hub_weighting = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) graph.options.half_life_days = *rc::gen::inRange(1, 400);
  const bool weighted = *rc::gen::arbitrary<bool>();
  const auto edges = *rc::gen::container<std::vector<std::tuple<uint32_t, uint32_t, int, int>>>(
      rc::gen::tuple(rc::gen::inRange<uint32_t>(0, graph.nodes), rc::gen::inRange<uint32_t>(0, graph.nodes),
                     rc::gen::inRange(1, 1000), rc::gen::inRange(-1, 700)));
  for (const auto& [source, target, weight, day] : edges) {
    graph.edges.sources.push_back(source);
    graph.edges.targets.push_back(target);
    if (weighted) graph.edges.weights.push_back(weight);
    if (graph.options.half_life_days) graph.edges.days.push_back(day < 0 ? EdgeList::kNoDay : day);
  }
  return graph;
}

inline std::vector<double> AnySeeds(uint32_t nodes) {
  std::vector<double> seeds(nodes, 0);
  for (double& seed : seeds) seed = std::max(0, *rc::gen::inRange(-9, 5));
  return seeds;
}

/// What the table of edges says, without cleverness: weights aged and added up; 0: no link.
inline Matrix NaiveWeights(const RandomGraph& graph) {
  Matrix weights(graph.nodes, std::vector<double>(graph.nodes, 0));
  int32_t latest = EdgeList::kNoDay;
  for (const int32_t day : graph.edges.days) latest = std::max(latest, day);
  for (size_t edge = 0; edge < graph.edges.size(); ++edge) {
    const uint32_t source = graph.edges.sources[edge];
    const uint32_t target = graph.edges.targets[edge];
    if (source == target) continue;
    double weight = graph.edges.weights.empty() ? 1 : graph.edges.weights[edge];
    const int32_t day = graph.edges.days.empty() ? EdgeList::kNoDay : graph.edges.days[edge];
    if (day != EdgeList::kNoDay) weight *= std::pow(0.5, (latest - day) / *graph.options.half_life_days);
    weights[source][target] += weight;
    if (!graph.options.directed) weights[target][source] += weight;
  }
  return weights;
}

/// Chances of the walker's next link; a row without links is 0.
inline Matrix NaiveChances(const RandomGraph& graph) {
  Matrix chances = NaiveWeights(graph);
  const Matrix weights = chances;
  for (uint32_t target = 0; target < graph.nodes && graph.hub_weighting; ++target) {
    double degree = 0;
    for (uint32_t other = 0; other < graph.nodes; ++other)
      degree += weights[other][target] > 0 || weights[target][other] > 0 ? 1 : 0;
    for (std::vector<double>& row : chances) row[target] *= degree == 0 ? 1 : 1 / std::log2(1 + degree);
  }
  for (std::vector<double>& row : chances) {
    const double whole = std::accumulate(row.begin(), row.end(), 0.0);
    for (double& chance : row) chance = whole > 0 ? chance / whole : 0;
  }
  return chances;
}

}  // namespace tidewaiter::network
