#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"
#include "network/graph.h"

namespace tidewaiter::network {

/// A part of a network around a node, small enough to draw.
struct Neighbourhood {
  struct Party {
    uint32_t node = 0;
    uint32_t hops = 0;        ///< from the centre
    uint32_t neighbours = 0;  ///< in the whole network
    uint32_t hidden = 0;      ///< of them, those that are not shown
  };
  std::vector<Party> shown;                          ///< the centre first, then hop by hop
  std::vector<std::pair<uint32_t, uint32_t>> links;  ///< between those shown, the lower node first
  uint64_t parties = 0;                              ///< within the hops, shown or not, with the centre
};

struct Bounds {
  uint32_t hops = 2;
  uint32_t most_nodes = 50;  ///< with the centre
};

/// Draws neighbourhoods of an undirected graph one after the other. Parties are chosen hop by hop among the neighbours
/// of those chosen before, the most strongly linked with them first, equal ones by number. Time grows with the links of
/// all parties within the hops, shown or not. One thread.
class NeighbourhoodFinder {
 public:
  explicit NeighbourhoodFinder(const Graph& graph);
  Result<Neighbourhood> Around(uint32_t centre, const Bounds& bounds, const RunControl& control);

 private:
  Result<uint64_t> CountWithin(uint32_t centre, uint32_t hops, const RunControl& control);
  std::vector<uint32_t> StrongestBeside(const std::vector<uint32_t>& ring, size_t most);
  std::vector<uint32_t> ShownBeside(uint32_t node, const Neighbourhood& around) const;

  const Graph& graph_;
  std::vector<uint32_t> counted_;  ///< the round in which a node was counted last
  std::vector<uint32_t> chosen_;   ///< the round in which it was chosen last
  std::vector<double> strength_;   ///< 0 between rounds
  uint32_t round_ = 0;
};

}  // namespace tidewaiter::network
