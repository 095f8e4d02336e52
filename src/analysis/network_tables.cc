#include "analysis/network_tables.h"

#include <fmt/format.h>

#include "analysis/batch_builder.h"

namespace tidewaiter::analysis {
namespace {

using engine::Value;

constexpr engine::Type kInteger{engine::TypeId::kInteger};
constexpr std::string_view kNumbers = "network numbers";  // no model's table can have these names
constexpr std::string_view kParties = "network parties";

Value Number(uint64_t number) { return static_cast<int64_t>(number); }

}  // namespace

Status NetworkTables::MakeTable(const std::string& name, engine::BatchStream& numbers, std::string_view sql) {
  TRY(session_.CreateTableFrom(kNumbers, numbers, control_));
  TRY(session_.CreateTable(name,
                           fmt::format(fmt::runtime(sql), fmt::arg("numbers", engine::QuoteIdentifier(kNumbers)),
                                       fmt::arg("ids", NetworkInput::Ids())),
                           {}, control_));
  return session_.DropTable(kNumbers);
}

Status NetworkTables::MakeNodes(const engine::Schema& columns,
                                const std::function<std::vector<Value>(uint32_t node)>& values) {
  engine::Schema schema = {{"number", kInteger}};
  schema.insert(schema.end(), columns.begin(), columns.end());
  MadeRows rows(std::move(schema), input_.nodes(), [&](size_t node, BatchBuilder& made) {
    std::vector<Value> row = {Number(node)};
    for (Value& value : values(static_cast<uint32_t>(node))) row.push_back(std::move(value));
    made.Append(std::move(row));
  });
  return MakeTable(step_.name, rows,
                   "select i.id as node, n.* exclude (number) from {numbers} as n join {ids} as i using (number) "
                   "order by number");
}

Status NetworkTables::MakePaths(const std::vector<std::vector<uint32_t>>& paths) {
  const engine::Schema schema = {
      {"number", kInteger}, {"position", kInteger}, {"party_number", kInteger}, {"from_number", kInteger}};
  MadeRows rows(schema, paths.size(), [&](size_t i, BatchBuilder& made) {
    const std::vector<uint32_t>& path = paths[i];
    for (size_t at = 0; at < path.size(); ++at)
      made.Append({Number(path[0]), Number(at), Number(path[at]), at == 0 ? Value() : Number(path[at - 1])});
  });
  // A path runs from the seed on: the link to the party before points at that party.
  TRY(MakeTable(std::string(kParties), rows,
                fmt::format("select w.number, n.id as node, position, p.id as party, {} as low, {} as high "
                            "from {{numbers}} as w join {{ids}} as n on n.number = w.number "
                            "join {{ids}} as p on p.number = party_number "
                            "left join {{ids}} as f on f.number = from_number",
                            network_.directed ? "p.id" : "case when f.id is not null then least(p.id, f.id) end",
                            network_.directed ? "f.id" : "case when f.id is not null then greatest(p.id, f.id) end")));
  const std::string parties = engine::QuoteIdentifier(kParties);
  const std::string pairs = fmt::format("(select distinct low, high from {} where position > 0)", parties);
  TRY(session_.CreateTable(step_.name,
                           fmt::format("select node, position, party, label as link, edges from {} left join {} as l "
                                       "using (low, high) order by number, position",
                                       parties, input_.LinksBetween(pairs)),
                           {}, control_));
  return session_.DropTable(kParties);
}

Status NetworkTables::MakeParties(const std::vector<network::Neighbourhood>& found) {
  const engine::Schema schema = {
      {"centre", kInteger}, {"number", kInteger}, {"hops", kInteger}, {"neighbours", kInteger}, {"hidden", kInteger}};
  MadeRows rows(schema, found.size(), [&](size_t i, BatchBuilder& made) {
    for (const network::Neighbourhood::Party& party : found[i].shown) {
      made.Append({Number(found[i].shown[0].node), Number(party.node), Number(party.hops), Number(party.neighbours),
                   Number(party.hidden)});
    }
  });
  return MakeTable(step_.name, rows,
                   "select c.id as node, p.id as party, hops, neighbours, hidden from {numbers} as w "
                   "join {ids} as c on c.number = w.centre join {ids} as p on p.number = w.number "
                   "order by centre, hops, w.number");
}

Status NetworkTables::MakeLinks(const std::vector<network::Neighbourhood>& found) {
  MadeRows rows({{"centre", kInteger}, {"a", kInteger}, {"b", kInteger}}, found.size(),
                [&](size_t i, BatchBuilder& made) {
                  for (const auto& [a, b] : found[i].links) {
                    made.Append({Number(found[i].shown[0].node), Number(a), Number(b)});
                    if (network_.directed) made.Append({Number(found[i].shown[0].node), Number(b), Number(a)});
                  }
                });
  // Numbers follow the order of ids: of a pair, a is the lower one.
  TRY(MakeTable(std::string(kParties), rows,
                "select centre, a, b, c.id as node, l.id as low, h.id as high from {numbers} join {ids} as c on "
                "c.number = centre join {ids} as l on l.number = a join {ids} as h on h.number = b"));
  const std::string parties = engine::QuoteIdentifier(kParties);
  TRY(session_.CreateTable(
      step_.name + "_links",
      fmt::format("select node, low as source, high as target, label as link, edges{} from {} join {} as l "
                  "using (low, high) order by centre, a, b",
                  network_.weight.empty() ? "" : ", weight", parties,
                  input_.LinksBetween(fmt::format("(select distinct low, high from {})", parties))),
      {}, control_));
  return session_.DropTable(kParties);
}

Status NetworkTables::MakeTotals(const std::vector<network::Neighbourhood>& found) {
  const engine::Schema schema = {{"number", kInteger},
                                 {"parties", kInteger},
                                 {"parties_shown", kInteger},
                                 {"links_shown", kInteger},
                                 {"links_hidden", kInteger}};
  MadeRows rows(schema, found.size(), [&](size_t i, BatchBuilder& made) {
    uint64_t hidden = 0;
    for (const network::Neighbourhood::Party& party : found[i].shown) hidden += party.hidden;
    made.Append({Number(found[i].shown[0].node), Number(found[i].parties), Number(found[i].shown.size()),
                 Number(found[i].links.size()), Number(hidden)});
  });
  return MakeTable(step_.name + "_totals", rows,
                   "select i.id as node, w.* exclude (number) from {numbers} as w join {ids} as i using (number) "
                   "order by number");
}

Status NetworkTables::MakeNeighbourhoods(const std::vector<network::Neighbourhood>& found) {
  TRY(MakeParties(found));
  TRY(MakeLinks(found));
  return MakeTotals(found);
}

}  // namespace tidewaiter::analysis
