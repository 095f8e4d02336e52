#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"
#include "network/graph.h"

namespace tidewaiter::network {

/// Nodes put into groups, each into one. Groups are numbered from 0 by size, the largest first, equal ones by their
/// lowest node.
struct Groups {
  std::vector<uint32_t> of_node;
  std::vector<uint32_t> sizes;
};

/// Those connected by links, in however many steps; in a directed graph those who reach one another both ways (strong
/// components). Linear.
Result<Groups> FindComponents(const Graph& graph, const RunControl& control);

struct CommunityOptions {
  double resolution = 1;  ///< above 0; more gives smaller communities
  int iterations = 2;     ///< at most
  uint64_t random_seed = 1;
};

/// Communities by modularity (Leiden: Traag, Waltman, van Eck 2019, From Louvain to Leiden, Scientific Reports 9), each
/// connected within itself. The graph is undirected. The same seed gives the same communities.
struct Communities {
  Groups groups;
  double modularity = 0;
};
Result<Communities> FindCommunities(const Graph& graph, const CommunityOptions& options, const RunControl& control);

}  // namespace tidewaiter::network
