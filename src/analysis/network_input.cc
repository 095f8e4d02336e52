#include "analysis/network_input.h"

#include <fmt/format.h>

#include <limits>

namespace tidewaiter::analysis {
namespace {

using engine::QuoteIdentifier;

constexpr std::string_view kIds = "network ids";  // no model's table can have this name

std::string Text(const std::string& column) { return fmt::format("cast({} as varchar)", QuoteIdentifier(column)); }

/// Conditions that an edge must hold to be one, and to conduct.
std::string HasEnds(const content::ModelNetwork& network) {
  return fmt::format("{} is not null and {} is not null", QuoteIdentifier(network.source),
                     QuoteIdentifier(network.target));
}

std::string HasWeight(const std::string& column) {
  if (column.empty()) return "true";
  const std::string weight = QuoteIdentifier(column);
  return fmt::format("coalesce({0} > 0 and isfinite(cast({0} as double)), false)", weight);
}

int64_t IntegerAt(const engine::Table& table, size_t column) { return std::get<int64_t>(table.rows[0][column]); }

}  // namespace

std::string NetworkInput::LinksBetween(const std::string& pairs) const {
  const std::string source = Text(network_.source);
  const std::string target = Text(network_.target);
  const std::string ends = network_.directed
                               ? fmt::format("{} as low, {} as high", source, target)
                               : fmt::format("least({0}, {1}) as low, greatest({0}, {1}) as high", source, target);
  const std::string edges =
      fmt::format("select {}, {} as label, {} as weight from {} where {} and {}", ends,
                  network_.label.empty() ? "cast(null as varchar)" : Text(network_.label),
                  network_.weight.empty() ? "1e0" : fmt::format("cast({} as double)", QuoteIdentifier(network_.weight)),
                  QuoteIdentifier(network_.edges), HasEnds(network_), HasWeight(network_.weight));
  const std::string labels = fmt::format(
      "select low, high, label, count(*) as n, sum(weight order by weight) as w from ({}) as e semi join {} as p "
      "using (low, high) group by low, high, label",
      edges, pairs);
  return fmt::format(
      "(select low, high, label, edges, weight from (select low, high, label, cast(sum(n) over pair as bigint) as "
      "edges, "
      "sum(w) over (partition by low, high order by label rows between unbounded preceding and unbounded following) as "
      "weight, row_number() over (partition by low, high order by n desc, label) as place from ({}) as l "
      "window pair as (partition by low, high)) as best where place = 1)",
      labels);
}

std::string_view NetworkInput::Ids() { return R"("network ids")"; }

Result<NetworkInput> NetworkInput::Number(engine::LocalSession& session, const content::ModelNetwork& network,
                                          const RunControl& control) {
  NetworkInput input(session, network);
  std::string ids = fmt::format("select {} as id from {} where {} union select {} from {} where {}",
                                Text(network.source), QuoteIdentifier(network.edges), HasEnds(network),
                                Text(network.target), QuoteIdentifier(network.edges), HasEnds(network));
  if (!network.nodes.empty()) {
    ids += fmt::format(" union select {0} from {1} where {0} is not null", Text(network.node),
                       QuoteIdentifier(network.nodes));
  }
  const int64_t nodes = TRY(session.CreateTable(
      kIds, fmt::format("select id, row_number() over (order by id) - 1 as number from ({}) as ends", ids), {},
      control));
  if (nodes >= std::numeric_limits<uint32_t>::max()) {
    return Fail(ErrorCode::kMemoryLimit, fmt::format("the network has too many nodes ({})", nodes));
  }
  input.nodes_ = static_cast<uint32_t>(nodes);
  TRY(input.CountLeftOut(control));
  return input;
}

NetworkInput::NetworkInput(NetworkInput&& other) noexcept
    : session_(std::exchange(other.session_, nullptr)),
      network_(other.network_),
      nodes_(other.nodes_),
      warnings_(std::move(other.warnings_)) {}

NetworkInput::~NetworkInput() {
  if (session_ != nullptr) (void)session_->DropTable(kIds);
}

Status NetworkInput::CountLeftOut(const RunControl& control) {
  const engine::Table left_out = TRY(session_->QueryTable(
      fmt::format("select count(*) filter (where not ({0})), count(*) filter (where {0} and not {1}) from {2}",
                  HasEnds(network_), HasWeight(network_.weight), QuoteIdentifier(network_.edges)),
      {}, control));
  const int64_t endless = IntegerAt(left_out, 0);
  const int64_t weightless = IntegerAt(left_out, 1);
  if (endless > 0) warnings_.push_back(fmt::format("edges without both ends are left out ({})", endless));
  if (weightless > 0) warnings_.push_back(fmt::format("edges without a weight above 0 are left out ({})", weightless));
  return {};
}

Result<network::EdgeList> NetworkInput::Edges(const RunControl& control) {
  std::string columns = "s.number, t.number";
  const bool weighted = !network_.weight.empty();
  const bool dated = network_.half_life_days.has_value();
  if (weighted) columns += fmt::format(", cast({} as double)", "e." + QuoteIdentifier(network_.weight));
  if (dated) columns += fmt::format(", cast({} as date)", "e." + QuoteIdentifier(network_.day));
  const std::string sql = fmt::format(
      "select {0} from (select * from {1} where {2} and {3}) as e join {4} as s on s.id = cast(e.{5} as varchar) "
      "join {4} as t on t.id = cast(e.{6} as varchar)",
      columns, QuoteIdentifier(network_.edges), HasEnds(network_), HasWeight(network_.weight), Ids(),
      QuoteIdentifier(network_.source), QuoteIdentifier(network_.target));
  network::EdgeList edges;
  const auto stream = TRY(session_->Query(sql, {}, control));
  while (const auto batch = TRY(stream->Next())) {
    for (const int64_t source : batch->columns[0].integers()) edges.sources.push_back(static_cast<uint32_t>(source));
    for (const int64_t target : batch->columns[1].integers()) edges.targets.push_back(static_cast<uint32_t>(target));
    if (weighted) {
      const std::span<const double> weights = batch->columns[2].doubles();
      edges.weights.insert(edges.weights.end(), weights.begin(), weights.end());
    }
    if (!dated) continue;
    const engine::ColumnVector& days = batch->columns.back();
    for (size_t row = 0; row < batch->rows; ++row)
      edges.days.push_back(days.IsNull(row) ? network::EdgeList::kNoDay : days.dates()[row]);
  }
  return edges;
}

Result<std::vector<double>> NetworkInput::Seeds(const RunControl& control) {
  const bool weighted = !network_.seed_weight.empty();
  const std::string sql = fmt::format(
      "select number, weight from (select {0} as id, {1} as weight from {2} where {0} is not null and {3}) as s "
      "left join {4} using (id) order by number, weight",
      Text(network_.seed_node),
      weighted ? fmt::format("cast({} as double)", QuoteIdentifier(network_.seed_weight)) : "cast(1 as double)",
      QuoteIdentifier(network_.seeds), HasWeight(network_.seed_weight), Ids());
  std::vector<double> seeds(nodes_, 0);
  int64_t strangers = 0;
  int64_t known = 0;
  const auto stream = TRY(session_->Query(sql, {}, control));
  while (const auto batch = TRY(stream->Next())) {
    for (size_t row = 0; row < batch->rows; ++row) {
      const bool stranger = batch->columns[0].IsNull(row);
      ++(stranger ? strangers : known);
      if (!stranger) seeds[static_cast<size_t>(batch->columns[0].integers()[row])] += batch->columns[1].doubles()[row];
    }
  }
  if (strangers > 0) warnings_.push_back(fmt::format("seeds that no edge reaches are left out ({})", strangers));
  if (known == 0) warnings_.emplace_back("the network has no seeds");
  return seeds;
}

Result<std::vector<uint32_t>> NetworkInput::Nodes(const RunControl& control) {
  const std::string sql =
      fmt::format("select distinct number from (select {} as id from {}) as n join {} using (id) order by number",
                  Text(network_.node), QuoteIdentifier(network_.nodes), Ids());
  std::vector<uint32_t> nodes;
  const auto stream = TRY(session_->Query(sql, {}, control));
  while (const auto batch = TRY(stream->Next())) {
    for (const int64_t number : batch->columns[0].integers()) nodes.push_back(static_cast<uint32_t>(number));
  }
  return nodes;
}

}  // namespace tidewaiter::analysis
