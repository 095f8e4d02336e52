#include "analysis/network_step.h"

#include <fmt/format.h>

#include <utility>

#include "analysis/network_input.h"
#include "analysis/network_tables.h"
#include "network/groups.h"
#include "network/neighbourhood.h"
#include "network/paths.h"
#include "network/walk.h"

namespace tidewaiter::analysis {
namespace {

using content::ModelNetwork;
using content::NetworkOperation;
using engine::Value;

constexpr engine::Type kInteger{engine::TypeId::kInteger};
constexpr engine::Type kDouble{engine::TypeId::kDouble};
constexpr engine::Type kBoolean{engine::TypeId::kBoolean};

/// A network step while it runs.
class NetworkRun {
 public:
  NetworkRun(engine::LocalSession& session, const content::ModelStep& step, NetworkInput& input,
             const RunControl& control)
      : network_(*step.network),
        input_(input),
        tables_(session, step, input.ids, control),
        threads_(session.Threads()),
        control_(control) {}

  Status Components() {
    const network::Graph graph = TRY(MakeGraph(network_.directed));
    return MakeGroups("component", TRY(network::FindComponents(graph, control_)));
  }

  Status Communities(uint64_t random_seed) {
    const network::Graph graph = TRY(MakeGraph(false));
    const network::CommunityOptions options{network_.resolution, static_cast<int>(network_.iterations), random_seed};
    return MakeGroups("community", TRY(network::FindCommunities(graph, options, control_)).groups);
  }

  Status Pagerank() {
    const std::vector<double>& seeds = input_.seeds;
    const network::Graph graph = TRY(MakeGraph(network_.directed));
    const std::vector<double> conduction = Conduction(graph);
    const network::Walk walk{network_.restart, conduction, threads_};
    const network::Ranks ranks = TRY(network::RankNodes(graph, seeds, walk, control_));
    return tables_.MakeNodes({{"seed", kBoolean}, {"personalised", kDouble}, {"plain", kDouble}, {"ratio", kDouble}},
                             [&](uint32_t node) -> std::vector<Value> {
                               const double personalised = ranks.personalised[node];
                               const double plain = ranks.plain[node];
                               return {seeds[node] > 0, personalised, plain, plain > 0 ? personalised / plain : 0};
                             });
  }

  Status Paths() {
    const std::vector<double>& seeds = input_.seeds;
    const network::Graph graph = TRY(MakeGraph(network_.directed));
    const std::vector<double> conduction = Conduction(graph);
    const auto nearest =
        network_.prefer == content::PathPreference::kLinks ? network::Nearest::kByLinks : network::Nearest::kByRank;
    const network::PathTree tree =
        TRY(network::FindPaths(graph, seeds, {network_.restart, conduction, 1}, nearest, control_));
    std::vector<std::vector<uint32_t>> paths;
    size_t too_long = 0;
    for (const uint32_t node : input_.asked) {
      const bool reached = tree.links[node] != network::PathTree::kNone;
      const bool told = tree.links[node] <= static_cast<uint32_t>(network_.most_links);
      if (reached && told) paths.push_back(tree.PathOf(node));
      if (reached && !told) ++too_long;
    }
    if (too_long > 0)
      input_.warnings.push_back(
          fmt::format("paths of more than {} links are left out ({})", network_.most_links, too_long));
    return tables_.MakePaths(paths);
  }

  Status Neighbourhoods() {
    std::vector<uint32_t> centres = input_.asked;
    const auto most = static_cast<size_t>(network_.most_centres);
    if (centres.size() > most) {
      input_.warnings.push_back(
          fmt::format("only the first {} of {} nodes have a neighbourhood (most_centres)", most, centres.size()));
      centres.resize(most);
    }
    const network::Graph graph = TRY(MakeGraph(false));
    network::NeighbourhoodFinder finder(graph);
    const network::Bounds bounds{static_cast<uint32_t>(network_.hops), static_cast<uint32_t>(network_.most_nodes)};
    std::vector<network::Neighbourhood> found;
    for (const uint32_t centre : centres) found.push_back(TRY(finder.Around(centre, bounds, control_)));
    return tables_.MakeNeighbourhoods(found);
  }

 private:
  Result<network::Graph> MakeGraph(bool directed) {
    const network::EdgeList edges = std::exchange(input_.edges, {});
    return network::Graph::Make(input_.ids.size(), edges, {directed, network_.half_life_days}, control_);
  }

  std::vector<double> Conduction(const network::Graph& graph) const {
    return network_.hub_weighting ? network::HubConduction(graph) : std::vector<double>();
  }

  Status MakeGroups(const std::string& name, const network::Groups& groups) {
    return tables_.MakeNodes({{name, kInteger}, {"size", kInteger}}, [&](uint32_t node) -> std::vector<Value> {
      const uint32_t group = groups.of_node[node];
      return {static_cast<int64_t>(group) + 1, static_cast<int64_t>(groups.sizes[group])};
    });
  }

  const ModelNetwork& network_;
  NetworkInput& input_;
  NetworkTables tables_;
  int threads_;
  const RunControl& control_;
};

uint64_t RandomSeed(const ModelNetwork& network, const engine::Parameters& parameters) {
  const auto seed = parameters.find(network.random_seed);
  const auto* const number = seed == parameters.end() ? nullptr : std::get_if<int64_t>(&seed->second);
  return number == nullptr ? 1 : static_cast<uint64_t>(*number);
}

Status RunOperation(NetworkRun& run, const ModelNetwork& network, const engine::Parameters& parameters) {
  switch (network.operation) {
    case NetworkOperation::kComponents:
      return run.Components();
    case NetworkOperation::kPagerank:
      return run.Pagerank();
    case NetworkOperation::kCommunities:
      return run.Communities(RandomSeed(network, parameters));
    case NetworkOperation::kPaths:
      return run.Paths();
    case NetworkOperation::kNeighbourhood:
      return run.Neighbourhoods();
  }
  return Fail(ErrorCode::kBug, "an operation of networks that nobody runs");
}

}  // namespace

Result<std::vector<std::string>> RunNetworkStep(engine::LocalSession& session, const content::ModelStep& step,
                                                const engine::Parameters& parameters, const RunControl& control) {
  NetworkInput input = TRY(ReadNetwork(session, *step.network, control));
  NetworkRun run(session, step, input, control);
  TRY(RunOperation(run, *step.network, parameters));
  return std::move(input.warnings);
}

}  // namespace tidewaiter::analysis
