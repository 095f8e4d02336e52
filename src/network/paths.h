#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"
#include "network/graph.h"
#include "network/walk.h"

namespace tidewaiter::network {

enum class Nearest {
  kByLinks,  ///< the fewest links; of equally few those that the walker takes with the greatest chance
  kByRank,   ///< the walker's likeliest way: the one that adds most to the personalised rank
};

/// The best way to each node from the seed that is nearest to it.
struct PathTree {
  static constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();

  std::vector<uint32_t> before;  ///< the node before it on its way; kNone: a seed, or out of reach
  std::vector<uint32_t> links;   ///< of its way; 0: a seed, kNone: out of reach

  /// From the node back to its seed, both included; empty where no seed reaches it.
  std::vector<uint32_t> PathOf(uint32_t node) const;
};

/// Dijkstra's algorithm from all seeds at once. A way's chance is that of its seed among the seeds, times (1 − restart)
/// and the chance of the link for each of its links. Equal ways: the lowest node before the end. `seeds`: a weight of 0
/// or above for each node. O(links · log nodes).
Result<PathTree> FindPaths(const Graph& graph, std::span<const double> seeds, const Walk& walk, Nearest nearest,
                           const RunControl& control);

}  // namespace tidewaiter::network
