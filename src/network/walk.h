#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"
#include "network/graph.h"

namespace tidewaiter::network {

/// A walker who at each node begins anew with chance `restart`, and else takes one of the links that leave it, by its
/// weight times what its end conducts. From a node that no link leaves he begins anew.
struct Walk {
  double restart = 0.15;                 ///< 1 − damping; above 0, below 1
  std::span<const double> conduction{};  ///< of each node, above 0; empty: 1 (HubConduction gives one)
  int threads = 1;
};

/// Shares of the walker's time at each node. Each sums to 1.
struct Ranks {
  std::vector<double> personalised;  ///< he begins at the seeds by their weights; all 0 where there is no seed
  std::vector<double> plain;         ///< he begins anywhere: PageRank
  int steps = 0;                     ///< of the iteration
};

/// Personalised PageRank (Haveliwala 2002, Topic-sensitive PageRank, WWW) and the plain one beside it, on the same
/// links, to an error of at most 10⁻¹² of the whole (L1). `seeds`: a weight of 0 or above for each node.
///
/// Solves x = r·v + (1 − r)·Pᵀx by power iteration. On an undirected graph P is similar to a symmetric matrix (whatever
/// the nodes conduct), so that Chebyshev's semi-iteration (Golub, Varga 1961) needs a third of the steps. The same bits
/// whatever the threads. igraph's solver is not used: built with OpenMP its last bits differ from run to run, it
/// cannot be stopped, and it takes one vector at a time.
Result<Ranks> RankNodes(const Graph& graph, std::span<const double> seeds, const Walk& walk, const RunControl& control);

}  // namespace tidewaiter::network
