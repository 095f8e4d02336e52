#pragma once

#include <string>

#include "analysis/findings.h"

namespace tidewaiter::analysis {

/// Drafts a model's document about the finding at `rank`, as Markdown in `language`: `{column:format}` as in reasons,
/// from the row of the document's SQL and from `run_id`, `model_code`, `model_version`, `run_day`, `rank` and
/// `subject_id`; a line `{reasons}` is their list, a line `{table:NAME}` the first 60 rows of the evidence. Values
/// are escaped: what somebody declared is no markup. `usage.unknown_name` for a document or rank that is none,
/// `model.unsupported` where the model drafts none.
Result<std::string> DraftDocument(const store::Workspace& workspace, engine::Warehouse& warehouse,
                                  const content::Model& model, const content::Datasets& datasets,
                                  const store::RunRecord& run, int64_t rank, const std::string& name, Language language,
                                  const RunControl& control);

/// Markdown (CommonMark with tables, no raw HTML) as one HTML page without outside parts, laid out for A4.
Result<std::string> PrintablePage(const std::string& markdown, const std::string& title, Language language);

}  // namespace tidewaiter::analysis
