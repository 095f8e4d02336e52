#include "analysis/network_tables.h"

#include <fmt/format.h>

#include "analysis/batch_builder.h"
#include "analysis/network_input.h"

namespace tidewaiter::analysis {
namespace {

using engine::Value;

constexpr engine::Type kText{engine::TypeId::kText};
constexpr engine::Type kInteger{engine::TypeId::kInteger};
constexpr std::string_view kPairs = "network pairs";  // no model's table can have this name

Value Number(uint64_t number) { return static_cast<int64_t>(number); }

}  // namespace

Status NetworkTables::MakeNodes(const engine::Schema& columns,
                                const std::function<std::vector<Value>(uint32_t node)>& values) {
  engine::Schema schema = {{"node", kText}};
  schema.insert(schema.end(), columns.begin(), columns.end());
  MadeRows rows(std::move(schema), ids_.size(), [&](size_t place, BatchBuilder& made) {
    const auto node = static_cast<uint32_t>(place);
    std::vector<Value> row = values(node);
    row.insert(row.begin(), Id(node));
    made.Append(std::move(row));
  });
  TRY(session_.CreateTableFrom(step_.name, rows, control_));
  return {};
}

Status NetworkTables::MakePaths(const std::vector<std::vector<uint32_t>>& paths) {
  const engine::Schema schema = {{"row", kInteger}, {"node", kText}, {"position", kInteger},
                                 {"party", kText},  {"low", kText},  {"high", kText}};
  int64_t count = 0;
  MadeRows rows(schema, paths.size(), [&](size_t i, BatchBuilder& made) {
    const std::vector<uint32_t>& path = paths[i];
    made.Append({++count, Id(path[0]), Number(0), Id(path[0]), Value(), Value()});
    for (size_t at = 1; at < path.size(); ++at) {
      // Paths run from the seed on. Numbers are in the order of ids.
      const bool rising = network_.directed || path[at] < path[at - 1];
      made.Append({++count, Id(path[0]), Number(at), Id(path[at]), Id(rising ? path[at] : path[at - 1]),
                   Id(rising ? path[at - 1] : path[at])});
    }
  });
  TRY(session_.CreateTableFrom(kPairs, rows, control_));
  const std::string pairs = fmt::format("(select distinct low, high from \"{}\" where low is not null)", kPairs);
  TRY(session_.CreateTable(step_.name,
                           fmt::format("select node, position, party, label as link, edges from \"{}\" left join {} "
                                       "as l using (low, high) order by \"row\"",
                                       kPairs, LinksBetween(pairs, network_)),
                           {}, control_));
  return session_.DropTable(kPairs);
}

Status NetworkTables::MakeParties(const std::vector<network::Neighbourhood>& found) {
  const engine::Schema schema = {
      {"node", kText}, {"party", kText}, {"hops", kInteger}, {"neighbours", kInteger}, {"hidden", kInteger}};
  MadeRows rows(schema, found.size(), [&](size_t i, BatchBuilder& made) {
    for (const network::Neighbourhood::Party& party : found[i].shown) {
      made.Append({Id(found[i].shown[0].node), Id(party.node), Number(party.hops), Number(party.neighbours),
                   Number(party.hidden)});
    }
  });
  TRY(session_.CreateTableFrom(step_.name, rows, control_));
  return {};
}

Status NetworkTables::MakeLinks(const std::vector<network::Neighbourhood>& found) {
  const engine::Schema schema = {{"row", kInteger}, {"node", kText}, {"low", kText}, {"high", kText}};
  int64_t count = 0;
  MadeRows rows(schema, found.size(), [&](size_t i, BatchBuilder& made) {
    const uint32_t centre = found[i].shown[0].node;
    for (const auto& [a, b] : found[i].links) {
      made.Append({++count, Id(centre), Id(a), Id(b)});
      if (network_.directed) made.Append({++count, Id(centre), Id(b), Id(a)});
    }
  });
  TRY(session_.CreateTableFrom(kPairs, rows, control_));
  const std::string pairs = fmt::format("(select distinct low, high from \"{}\")", kPairs);
  TRY(session_.CreateTable(
      step_.name + "_links",
      fmt::format("select node, low as source, high as target, label as link, edges{} from \"{}\" join {} as l "
                  "using (low, high) order by \"row\"",
                  network_.weight.empty() ? "" : ", weight", kPairs, LinksBetween(pairs, network_)),
      {}, control_));
  return session_.DropTable(kPairs);
}

Status NetworkTables::MakeTotals(const std::vector<network::Neighbourhood>& found) {
  const engine::Schema schema = {{"node", kText},
                                 {"parties", kInteger},
                                 {"parties_shown", kInteger},
                                 {"links_shown", kInteger},
                                 {"links_hidden", kInteger}};
  MadeRows rows(schema, found.size(), [&](size_t i, BatchBuilder& made) {
    uint64_t hidden = 0;
    for (const network::Neighbourhood::Party& party : found[i].shown) hidden += party.hidden;
    made.Append({Id(found[i].shown[0].node), Number(found[i].parties), Number(found[i].shown.size()),
                 Number(found[i].links.size()), Number(hidden)});
  });
  TRY(session_.CreateTableFrom(step_.name + "_totals", rows, control_));
  return {};
}

Status NetworkTables::MakeNeighbourhoods(const std::vector<network::Neighbourhood>& found) {
  TRY(MakeParties(found));
  TRY(MakeLinks(found));
  return MakeTotals(found);
}

}  // namespace tidewaiter::analysis
