#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"
#include "network/graph.h"

namespace tidewaiter::analysis {

/// The tables of a network step as numbers. Ids never leave the engine: while this lives, the session has a table `ids`
/// that gives each node its number, from 0 in the order of the ids, and results are joined to it.
class NetworkInput {
 public:
  /// Numbers the nodes: all ends of edges, and those of the nodes' table. Rows without both ends are left out. Errors
  /// are the engine's: `sql.invalid` where a column is absent.
  static Result<NetworkInput> Number(engine::LocalSession& session, const content::ModelNetwork& network,
                                     const RunControl& control);
  NetworkInput(NetworkInput&& other) noexcept;
  NetworkInput& operator=(NetworkInput&&) = delete;
  NetworkInput(const NetworkInput&) = delete;
  NetworkInput& operator=(const NetworkInput&) = delete;
  ~NetworkInput();

  uint32_t nodes() const { return nodes_; }

  /// Edges whose weight is a number above 0; 20 bytes an edge.
  Result<network::EdgeList> Edges(const RunControl& control);
  /// By node: the sum of the weights above 0 that the seeds' table gives it, or how often it stands there.
  Result<std::vector<double>> Seeds(const RunControl& control);
  /// The nodes' table, each once, by number.
  Result<std::vector<uint32_t>> Nodes(const RunControl& control);

  void Warn(std::string sentence) { warnings_.push_back(std::move(sentence)); }
  /// What was left out, a sentence each.
  const std::vector<std::string>& warnings() const { return warnings_; }

  /// A relation of SQL: the links between pairs of ids (a relation `low`, `high`, each pair once: source and target, or
  /// the lower and the higher id where edges have no direction), with `label` (of most of its edges, of equals the
  /// lowest), `edges` (how many) and `weight` (their sum).
  std::string LinksBetween(const std::string& pairs) const;

  /// The table of ids, for SQL after `from`: columns `id`, `number`.
  static std::string_view Ids();

 private:
  NetworkInput(engine::LocalSession& session, const content::ModelNetwork& network)
      : session_(&session), network_(network) {}
  Status CountLeftOut(const RunControl& control);

  engine::LocalSession* session_;
  const content::ModelNetwork& network_;
  uint32_t nodes_ = 0;
  std::vector<std::string> warnings_;
};

}  // namespace tidewaiter::analysis
