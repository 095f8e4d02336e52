#pragma once

#include <memory>
#include <string>

#include "analysis/findings.h"

namespace tidewaiter::analysis {

/// A session that sees what a run saw and made, and the parameters that SQL about one of its findings takes.
struct FindingSession {
  std::unique_ptr<engine::LocalSession> session;
  engine::Parameters parameters;  ///< the run's, `as_of`, and `subject_id`
};

/// `usage.unknown_name` when no finding has this rank.
Result<FindingSession> OpenFinding(const store::Workspace& workspace, engine::Warehouse& warehouse,
                                   const content::Model& model, const content::Datasets& datasets,
                                   const store::RunRecord& run, int64_t rank, const RunControl& control);

/// The first rows of a query; 0: a million.
Result<engine::Table> FirstRows(engine::LocalSession& session, const std::string& sql,
                                const engine::Parameters& parameters, int64_t limit, const RunControl& control);

/// Rows of one evidence; errors name it.
Result<Evidence> FetchOne(FindingSession& finding, const content::Model& model, const content::ModelEvidence& part,
                          int64_t limit, const RunControl& control);

}  // namespace tidewaiter::analysis
