#include "matching/transport.h"

#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "matching/terms.h"

namespace tidewaiter::matching {
namespace {

using Graph = lemon::StaticDigraph;
using Solver = lemon::NetworkSimplex<Graph, int64_t, int64_t>;

/// Payments, then lines, then the node for what stays open: each payment may send there, and it may send to each line.
class Network {
 public:
  Network(std::span<const int64_t> payments, std::span<const int64_t> lines, std::span<const Route> routes)
      : open_(static_cast<int>(payments.size() + lines.size())) {
    std::vector<std::pair<int, int>> arcs;
    arcs.reserve(routes.size() + payments.size() + lines.size());
    places_.reserve(routes.size());
    const auto first_line = static_cast<int>(payments.size());
    size_t next = 0;
    for (uint32_t payment = 0; payment < payments.size(); ++payment) {
      for (; next < routes.size() && routes[next].payment == payment; ++next) {
        places_.push_back(static_cast<int>(arcs.size()));
        arcs.emplace_back(payment, first_line + static_cast<int>(routes[next].line));
      }
      openings_.push_back(static_cast<int>(arcs.size()));
      arcs.emplace_back(payment, open_);
    }
    for (int line = first_line; line < open_; ++line) arcs.emplace_back(open_, line);
    graph_.build(open_ + 1, arcs.begin(), arcs.end());
  }

  std::vector<int64_t> Solve(std::span<const int64_t> payments, std::span<const int64_t> lines,
                             std::span<const Route> routes) {
    Graph::ArcMap<int64_t> prices(graph_, 0);
    Graph::NodeMap<int64_t> supplies(graph_, 0);
    for (size_t i = 0; i < routes.size(); ++i) prices[Graph::arc(places_[i])] = routes[i].price;
    for (const int opening : openings_) prices[Graph::arc(opening)] = kOpenPrice;
    int64_t surplus = 0;
    int node = 0;
    for (const int64_t amount : payments) supplies[Graph::node(node++)] = amount, surplus += amount;
    for (const int64_t amount : lines) supplies[Graph::node(node++)] = -amount, surplus -= amount;
    supplies[Graph::node(open_)] = -surplus;
    Solver solver(graph_);
    solver.costMap(prices).supplyMap(supplies).run();
    std::vector<int64_t> flow;
    flow.reserve(routes.size());
    for (const int place : places_) flow.push_back(solver.flow(Graph::arc(place)));
    return flow;
  }

 private:
  Graph graph_;
  int open_;
  std::vector<int> places_;    ///< arc of each route
  std::vector<int> openings_;  ///< arc of each payment that leaves it open
};

}  // namespace

std::vector<int64_t> CheapestFlow(std::span<const int64_t> payments, std::span<const int64_t> lines,
                                  std::span<const Route> routes) {
  if (routes.empty()) return {};
  return Network(payments, lines, routes).Solve(payments, lines, routes);
}

std::vector<int64_t> GreedyFlow(std::span<int64_t> payments_left, std::span<int64_t> lines_left,
                                std::span<const Route> routes) {
  std::vector<uint32_t> order(routes.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return routes[a].price < routes[b].price; });
  std::vector<int64_t> flow(routes.size(), 0);
  for (const uint32_t place : order) {
    int64_t& payment = payments_left[routes[place].payment];
    int64_t& line = lines_left[routes[place].line];
    flow[place] = std::min(payment, line);
    payment -= flow[place];
    line -= flow[place];
  }
  return flow;
}

}  // namespace tidewaiter::matching
