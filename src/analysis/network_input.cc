#include "analysis/network_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidewaiter::analysis {
namespace {

using engine::QuoteIdentifier;

std::string Text(const std::string& column) { return fmt::format("cast({} as varchar)", QuoteIdentifier(column)); }
std::string Number(const std::string& column) {
  return column.empty() ? "1e0" : fmt::format("cast({} as double)", QuoteIdentifier(column));
}

/// Above 0 and finite, or nothing.
std::optional<double> WeightAt(const engine::ColumnVector& column, size_t row) {
  if (column.IsNull(row)) return std::nullopt;
  const double weight = column.doubles()[row];
  return weight > 0 && std::isfinite(weight) ? std::optional(weight) : std::nullopt;
}

class NetworkReader {
 public:
  NetworkReader(engine::LocalSession& session, const content::ModelNetwork& network, const RunControl& control)
      : session_(session), network_(network), control_(control) {}

  Result<NetworkInput> Read() {
    TRY(ReadEdges());
    if (!network_.nodes.empty()) TRY(ReadNodes());
    SortIds();
    if (!network_.seeds.empty()) TRY(ReadSeeds());
    return std::move(input_);
  }

 private:
  Status ReadEdges() {
    const bool dated = network_.half_life_days.has_value();
    const std::string sql = fmt::format(
        "select {}, {}, {}{} from {}", Text(network_.source), Text(network_.target), Number(network_.weight),
        dated ? fmt::format(", cast({} as date)", QuoteIdentifier(network_.day)) : std::string(),
        QuoteIdentifier(network_.edges));
    const auto stream = TRY(session_.Query(sql, {}, control_));
    while (const auto batch = TRY(stream->Next())) {
      for (size_t row = 0; row < batch->rows; ++row) AddEdge(*batch, row);
    }
    if (endless_ > 0) Warn("edges without both ends are left out", network_.edges, endless_);
    if (weightless_ > 0) Warn("edges without a weight above 0 are left out", network_.edges, weightless_);
    return {};
  }

  void AddEdge(const engine::Batch& batch, size_t row) {
    if (batch.columns[0].IsNull(row) || batch.columns[1].IsNull(row)) {
      ++endless_;
      return;
    }
    const uint32_t source = input_.ids.Add(batch.columns[0].texts()[row]);
    const uint32_t target = input_.ids.Add(batch.columns[1].texts()[row]);
    const auto weight = WeightAt(batch.columns[2], row);
    if (!weight) {
      ++weightless_;
      return;
    }
    input_.edges.sources.push_back(source);
    input_.edges.targets.push_back(target);
    if (!network_.weight.empty()) input_.edges.weights.push_back(*weight);
    if (!network_.half_life_days) return;
    const engine::ColumnVector& days = batch.columns[3];
    input_.edges.days.push_back(days.IsNull(row) ? network::EdgeList::kNoDay : days.dates()[row]);
  }

  Status ReadNodes() {
    const auto stream = TRY(session_.Query(
        fmt::format("select {} from {}", Text(network_.node), QuoteIdentifier(network_.nodes)), {}, control_));
    while (const auto batch = TRY(stream->Next())) {
      for (size_t row = 0; row < batch->rows; ++row) {
        if (!batch->columns[0].IsNull(row)) input_.asked.push_back(input_.ids.Add(batch->columns[0].texts()[row]));
      }
    }
    return {};
  }

  void SortIds() {
    const std::vector<uint32_t> places = input_.ids.Sort();
    for (auto* numbers : {&input_.edges.sources, &input_.edges.targets, &input_.asked}) {
      for (uint32_t& number : *numbers) number = places[number];
    }
    std::sort(input_.asked.begin(), input_.asked.end());
    input_.asked.erase(std::unique(input_.asked.begin(), input_.asked.end()), input_.asked.end());
  }

  Status ReadSeeds() {
    const auto stream = TRY(session_.Query(fmt::format("select {}, {} from {}", Text(network_.seed_node),
                                                       Number(network_.seed_weight), QuoteIdentifier(network_.seeds)),
                                           {}, control_));
    std::vector<std::pair<uint32_t, double>> known;
    int64_t strangers = 0;
    while (const auto batch = TRY(stream->Next())) {
      for (size_t row = 0; row < batch->rows; ++row) {
        const auto weight = WeightAt(batch->columns[1], row);
        if (!weight || batch->columns[0].IsNull(row)) continue;
        const auto node = input_.ids.Find(batch->columns[0].texts()[row]);
        if (node) known.emplace_back(*node, *weight);
        strangers += node ? 0 : 1;
      }
    }
    std::sort(known.begin(), known.end());  // so that sums do not hang on the order of rows
    input_.seeds.assign(input_.ids.size(), 0);
    for (const auto& [node, weight] : known) input_.seeds[node] += weight;
    if (strangers > 0) Warn("seeds that are no node are left out", network_.seeds, strangers);
    if (known.empty()) input_.warnings.push_back(fmt::format("the network has no seeds ({})", network_.seeds));
    return {};
  }

  void Warn(std::string_view what, const std::string& table, int64_t rows) {
    input_.warnings.push_back(fmt::format("{} (table {}, {} rows)", what, table, rows));
  }

  engine::LocalSession& session_;
  const content::ModelNetwork& network_;
  const RunControl& control_;
  NetworkInput input_;
  int64_t endless_ = 0, weightless_ = 0;
};

}  // namespace

Result<NetworkInput> ReadNetwork(engine::LocalSession& session, const content::ModelNetwork& network,
                                 const RunControl& control) {
  return NetworkReader(session, network, control).Read();
}

std::string LinksBetween(const std::string& pairs, const content::ModelNetwork& network) {
  const std::string source = Text(network.source);
  const std::string target = Text(network.target);
  const std::string ends = network.directed
                               ? fmt::format("{} as low, {} as high", source, target)
                               : fmt::format("least({0}, {1}) as low, greatest({0}, {1}) as high", source, target);
  const std::string edges =
      fmt::format("select {}, {} as label, {} as weight from {} where {} is not null and {} is not null", ends,
                  network.label.empty() ? "cast(null as varchar)" : Text(network.label), Number(network.weight),
                  QuoteIdentifier(network.edges), source, target);
  const std::string labels = fmt::format(
      "select low, high, label, count(*) as n, sum(weight order by weight) as w from ({}) as e semi join {} as p "
      "using (low, high) where weight > 0 and isfinite(weight) group by low, high, label",
      edges, pairs);
  return fmt::format(
      "(select low, high, label, edges, weight from (select low, high, label, "
      "cast(sum(n) over (partition by low, high) as bigint) as edges, sum(w) over (partition by low, high "
      "order by label rows between unbounded preceding and unbounded following) as weight, "
      "row_number() over (partition by low, high order by n desc, label) as place from ({}) as l) as best "
      "where place = 1)",
      labels);
}

}  // namespace tidewaiter::analysis
