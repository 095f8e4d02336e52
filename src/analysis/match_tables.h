#pragma once

#include <span>
#include <string>

#include "analysis/match_rows.h"
#include "base/run_control.h"
#include "matching/matcher.h"

namespace tidewaiter::analysis {

/// One part of the companies, matched.
struct MatchedPart {
  const MatchRows &payments, &imports;
  const PartCodes& codes;
  std::span<const matching::Pair> pairs;  ///< places in the whole part; by payment
  double tolerance = 0;
};

/// Adds the part to the step's three tables; `first`: makes them.
Status AddMatchTables(engine::LocalSession& session, const std::string& name, const MatchedPart& part, bool first,
                      const RunControl& control);

}  // namespace tidewaiter::analysis
