#include "network/groups.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "network/igraph_call.h"

namespace tidewaiter::network {
namespace {

/// Groups by igraph's numbers, numbered anew.
Groups GroupsOf(IgraphIntegers& numbers, uint32_t nodes, size_t groups) {
  std::vector<uint32_t> sizes(groups, 0);
  std::vector<uint32_t> lowest(groups, std::numeric_limits<uint32_t>::max());
  for (uint32_t node = 0; node < nodes; ++node) {
    const auto group = static_cast<size_t>(numbers[node]);
    ++sizes[group];
    lowest[group] = std::min(lowest[group], node);
  }
  std::vector<uint32_t> order(groups);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](uint32_t a, uint32_t b) { return sizes[a] != sizes[b] ? sizes[a] > sizes[b] : lowest[a] < lowest[b]; });
  std::vector<uint32_t> places(groups);
  for (uint32_t place = 0; place < groups; ++place) places[order[place]] = place;
  Groups result;
  result.of_node.reserve(nodes);
  for (uint32_t node = 0; node < nodes; ++node) result.of_node.push_back(places[static_cast<size_t>(numbers[node])]);
  for (const uint32_t group : order) result.sizes.push_back(sizes[group]);
  return result;
}

}  // namespace

Result<Groups> FindComponents(const Graph& graph, const RunControl& control) {
  if (graph.nodes() == 0) return Groups();
  const IgraphCall call = TRY(IgraphCall::Begin(control));
  IgraphGraph copy;
  TRY(copy.Make(call, graph));
  IgraphIntegers numbers;
  TRY(numbers.Make(call, 0));
  igraph_integer_t count = 0;
  const auto kind = graph.directed() ? IGRAPH_STRONG : IGRAPH_WEAK;
  TRY(call.Check(igraph_connected_components(copy.get(), numbers.get(), nullptr, &count, kind)));
  return GroupsOf(numbers, graph.nodes(), static_cast<size_t>(count));
}

Result<Communities> FindCommunities(const Graph& graph, const CommunityOptions& options, const RunControl& control) {
  if (graph.nodes() == 0) return Communities();
  const IgraphCall call = TRY(IgraphCall::Begin(control));
  IgraphGraph copy;
  IgraphNumbers weights;
  TRY(copy.Make(call, graph, &weights));
  IgraphNumbers strengths;
  TRY(strengths.Make(call, graph.nodes()));
  double whole = 0;
  for (uint32_t node = 0; node < graph.nodes(); ++node) {
    const std::span<const double> row = graph.Weights(node);
    whole += strengths[node] = std::accumulate(row.begin(), row.end(), 0.0);
  }
  IgraphIntegers numbers;
  TRY(numbers.Make(call, 0));
  igraph_integer_t count = 0;
  Communities communities;
  TRY(call.Check(igraph_rng_seed(igraph_rng_default(), options.random_seed)));
  TRY(call.Check(igraph_community_leiden(copy.get(), weights.get(), strengths.get(),
                                         whole > 0 ? options.resolution / whole : 0, 0.01, false, options.iterations,
                                         numbers.get(), &count, &communities.modularity)));
  if (whole == 0) communities.modularity = 0;
  communities.groups = GroupsOf(numbers, graph.nodes(), static_cast<size_t>(count));
  return communities;
}

}  // namespace tidewaiter::network
