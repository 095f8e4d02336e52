#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"
#include "network/graph.h"
#include "network/node_ids.h"

namespace tidewaiter::analysis {

/// The tables of a network step as numbers.
struct NetworkInput {
  network::NodeIds ids;         ///< ends of edges and nodes of the nodes' table; numbered in their order
  network::EdgeList edges;      ///< those that have both ends and a weight above 0
  std::vector<uint32_t> asked;  ///< the nodes' table, each once, by number
  std::vector<double> seeds;    ///< by node: the sum of its weights above 0 in the seeds' table; empty without that
  std::vector<std::string> warnings;  ///< what was left out, a sentence each
};

/// Reads them batch by batch: of texts only the ids stay, each once. Errors are the engine's: `sql.invalid` where a
/// column is absent.
Result<NetworkInput> ReadNetwork(engine::LocalSession& session, const content::ModelNetwork& network,
                                 const RunControl& control);

/// A relation of SQL: the links between pairs of ids (a relation `low`, `high`, each pair once: source and target, or
/// the lower and the higher id where edges have no direction), with `label` (of most of its edges, of equals the
/// lowest), `edges` (how many) and `weight` (their sum).
std::string LinksBetween(const std::string& pairs, const content::ModelNetwork& network);

}  // namespace tidewaiter::analysis
