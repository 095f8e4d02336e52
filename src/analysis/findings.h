#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/run_control.h"
#include "content/catalogue.h"
#include "engine/session.h"
#include "engine/warehouse.h"
#include "store/run_store.h"
#include "store/workspace.h"

namespace tidewaiter::analysis {

/// Fills a reason's template: `{name}` as in CSV; `{name:percent}` 0.125 → "12.5%"; `{name:krw}` whole, with thousands
/// and without a unit; `{name:number}` with thousands and the decimals that matter; `{name:date}`; `{name:country}`
/// "Belgium (BE)"; `{name:items}` (`hs_code=440890;country_origin=BE` → "HS code 440890, country of origin Belgium
/// (BE)", with titles from the datasets and code lists). NULL is "–"; a name without a value stays as it is written.
std::string RenderReason(const std::string& text, const std::map<std::string, engine::Value>& values,
                         const content::Datasets& datasets, Language language);

/// Findings of a run as the columns of the command line's contract: rank, subject_type, subject_id, score, alert,
/// amount_at_stake_krw, reasons, reason_codes, members, then the model's own. `reasons` is text in `language`, several
/// joined by ` · `, `reason_codes` in the same order joined by `;`. Ordered by rank; `limit` 0: all. Streamed: memory
/// holds one batch. `run.unfinished` before the run is done. All that is passed must outlive the stream.
Result<std::unique_ptr<engine::BatchStream>> OpenFindings(const store::Workspace& workspace,
                                                          engine::LocalSession& session, const content::Model& model,
                                                          const content::Datasets& datasets,
                                                          const store::RunRecord& run, Language language, int64_t limit,
                                                          const RunControl& control);

/// Rows of evidence for the finding at `rank`: one table for each [[evidence]] of the model, its first `limit` rows (0:
/// a million). The evidence's SQL sees what the run saw: inputs at its snapshot and horizon, its parameters (with
/// `$as_of` and `$subject_id`), and the run's kept tables, findings and reasons. `model.unsupported` when the model has
/// no evidence, `usage.unknown_name` when no finding has this rank.
struct Evidence {
  LocalisedText title;
  engine::Table rows;
};
Result<std::vector<Evidence>> FetchEvidence(const store::Workspace& workspace, engine::Warehouse& warehouse,
                                            const content::Model& model, const content::Datasets& datasets,
                                            const store::RunRecord& run, int64_t rank, int64_t limit,
                                            const RunControl& control);

}  // namespace tidewaiter::analysis
