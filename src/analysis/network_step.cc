#include "analysis/network_step.h"

#include <fmt/format.h>

#include <optional>

#include "analysis/batch_builder.h"
#include "analysis/network_input.h"
#include "network/groups.h"
#include "network/walk.h"

namespace tidewaiter::analysis {
namespace {

using content::ModelNetwork;
using content::NetworkOperation;
using engine::Value;

constexpr std::string_view kNumbers = "network numbers";
constexpr engine::Type kInteger{engine::TypeId::kInteger};
constexpr engine::Type kDouble{engine::TypeId::kDouble};
constexpr engine::Type kBoolean{engine::TypeId::kBoolean};

/// A network step while it runs.
class NetworkRun {
 public:
  NetworkRun(engine::LocalSession& session, const content::ModelStep& step, NetworkInput& input,
             const RunControl& control)
      : session_(session), step_(step), network_(*step.network), input_(input), control_(control) {}

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
    const std::vector<double> seeds = TRY(input_.Seeds(control_));
    const network::Graph graph = TRY(MakeGraph(network_.directed));
    const std::vector<double> conduction = Conduction(graph);
    const network::Walk walk{network_.restart, conduction, session_.Threads()};
    const network::Ranks ranks = TRY(network::RankNodes(graph, seeds, walk, control_));
    return MakeNodeTable({{"seed", kBoolean}, {"personalised", kDouble}, {"plain", kDouble}, {"ratio", kDouble}},
                         [&](uint32_t node) -> std::vector<Value> {
                           return {seeds[node] > 0, ranks.personalised[node], ranks.plain[node],
                                   ranks.personalised[node] / ranks.plain[node]};
                         });
  }

 private:
  Result<network::Graph> MakeGraph(bool directed) {
    const network::EdgeList edges = TRY(input_.Edges(control_));
    return network::Graph::Make(input_.nodes(), edges, {directed, network_.half_life_days}, control_);
  }

  std::vector<double> Conduction(const network::Graph& graph) const {
    return network_.hub_weighting ? network::HubConduction(graph) : std::vector<double>();
  }

  Status MakeGroups(const std::string& name, const network::Groups& groups) {
    return MakeNodeTable({{name, kInteger}, {"size", kInteger}}, [&](uint32_t node) -> std::vector<Value> {
      const uint32_t group = groups.of_node[node];
      return {static_cast<int64_t>(group) + 1, static_cast<int64_t>(groups.sizes[group])};
    });
  }

  /// The step's table: a row for each node, its id and then the values.
  Status MakeNodeTable(const engine::Schema& columns, const std::function<std::vector<Value>(uint32_t node)>& values) {
    engine::Schema schema = {{"number", kInteger}};
    schema.insert(schema.end(), columns.begin(), columns.end());
    MadeRows rows(schema, input_.nodes(), [&](size_t node, BatchBuilder& made) {
      std::vector<Value> row = {static_cast<int64_t>(node)};
      for (Value& value : values(static_cast<uint32_t>(node))) row.push_back(std::move(value));
      made.Append(std::move(row));
    });
    TRY(session_.CreateTableFrom(kNumbers, rows, control_));
    TRY(session_.CreateTable(
        step_.name,
        fmt::format("select id as node, n.* exclude (number) from {} as n join {} as i using (number) order by number",
                    engine::QuoteIdentifier(kNumbers), NetworkInput::Ids()),
        {}, control_));
    return session_.DropTable(kNumbers);
  }

  engine::LocalSession& session_;
  const content::ModelStep& step_;
  const ModelNetwork& network_;
  NetworkInput& input_;
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
    case NetworkOperation::kNeighbourhood:
      break;
  }
  return Fail(ErrorCode::kBug, "not built");
}

}  // namespace

Result<std::vector<std::string>> RunNetworkStep(engine::LocalSession& session, const content::ModelStep& step,
                                                const engine::Parameters& parameters, const RunControl& control) {
  NetworkInput input = TRY(NetworkInput::Number(session, *step.network, control));
  NetworkRun run(session, step, input, control);
  TRY(RunOperation(run, *step.network, parameters));
  return input.warnings();
}

}  // namespace tidewaiter::analysis
