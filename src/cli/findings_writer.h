#pragma once

#include <memory>

#include "base/language.h"
#include "cli/row_writer.h"
#include "content/model.h"

namespace tidewaiter::cli {

/// Findings as an officer reads them: for each a line with rank, subject, score, alert and amount, under it the reasons
/// in words, the members of a group and the model's own columns, wrapped to the terminal. The stream has the columns of
/// analysis::OpenFindings.
std::unique_ptr<RowWriter> MakeFindingsWriter(ByteSink& sink, const Terminal& terminal, const content::Model& model,
                                              Language language);

}  // namespace tidewaiter::cli
