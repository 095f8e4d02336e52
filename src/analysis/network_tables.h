#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"
#include "network/neighbourhood.h"
#include "network/node_ids.h"

namespace tidewaiter::analysis {

/// Makes the tables of a network step out of what was found by number (docs/concepts/network.md says their columns).
class NetworkTables {
 public:
  NetworkTables(engine::LocalSession& session, const content::ModelStep& step, const network::NodeIds& ids,
                const RunControl& control)
      : session_(session), step_(step), network_(*step.network), ids_(ids), control_(control) {}

  /// A row for each node: its id as `node`, and then the values.
  Status MakeNodes(const engine::Schema& columns,
                   const std::function<std::vector<engine::Value>(uint32_t node)>& values);
  /// From the node asked for to its seed, each.
  Status MakePaths(const std::vector<std::vector<uint32_t>>& paths);
  Status MakeNeighbourhoods(const std::vector<network::Neighbourhood>& found);

 private:
  Status MakeParties(const std::vector<network::Neighbourhood>& found);
  Status MakeLinks(const std::vector<network::Neighbourhood>& found);
  Status MakeTotals(const std::vector<network::Neighbourhood>& found);
  engine::Value Id(uint32_t node) const { return std::string(ids_.At(node)); }

  engine::LocalSession& session_;
  const content::ModelStep& step_;
  const content::ModelNetwork& network_;
  const network::NodeIds& ids_;
  const RunControl& control_;
};

}  // namespace tidewaiter::analysis
