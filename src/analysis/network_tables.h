#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/network_input.h"
#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"
#include "network/neighbourhood.h"
#include "network/paths.h"

namespace tidewaiter::analysis {

/// Makes the tables of a network step out of what was found by number (docs/concepts/network.md says their columns).
class NetworkTables {
 public:
  NetworkTables(engine::LocalSession& session, const content::ModelStep& step, const NetworkInput& input,
                const RunControl& control)
      : session_(session), step_(step), network_(*step.network), input_(input), control_(control) {}

  /// A row for each node: its id as `node`, and then the values.
  Status MakeNodes(const engine::Schema& columns,
                   const std::function<std::vector<engine::Value>(uint32_t node)>& values);
  /// The paths of the nodes asked for, those that have one.
  Status MakePaths(const std::vector<std::vector<uint32_t>>& paths);
  Status MakeNeighbourhoods(const std::vector<network::Neighbourhood>& found);

 private:
  Status MakeParties(const std::vector<network::Neighbourhood>& found);
  Status MakeLinks(const std::vector<network::Neighbourhood>& found);
  Status MakeTotals(const std::vector<network::Neighbourhood>& found);
  /// Stores rows of numbers, then makes a table of the query over them: `{numbers}` and `{ids}` stand for the tables.
  Status MakeTable(const std::string& name, engine::BatchStream& numbers, std::string_view sql);

  engine::LocalSession& session_;
  const content::ModelStep& step_;
  const content::ModelNetwork& network_;
  const NetworkInput& input_;
  const RunControl& control_;
};

}  // namespace tidewaiter::analysis
