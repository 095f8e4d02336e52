#pragma once

#include <optional>
#include <string>

#include "engine/warehouse.h"
#include "ingest/loader.h"

namespace tidewaiter::ingest {

/// The warehouse's own record of its loads, changed in the same commit as the data.
/// `tidewaiter_load`: load_id, state, source, file, content_hash, bytes, loaded_at, report (JSON).
/// `tidewaiter_reject`: load_id, dataset, record, column_name, raw, rule, sentence.
Status EnsureLedger(engine::Commit& commit);

/// Adds the report, or replaces the one of the same id.
Status WriteLedger(engine::Commit& commit, const LoadReport& report);

struct LedgerQuery {
  engine::Session& session;
  std::string table;  ///< SQL name of tidewaiter_load
};

/// Highest load id so far; 0 in a new warehouse.
Result<int64_t> LastLoadId(const LedgerQuery& ledger);
/// The standing load of the same bytes through the same mapping, unless loading them again would change something: a
/// later load has replaced rows of the same datasets, or one was taken back since.
Result<std::optional<int64_t>> FindSameContent(const LedgerQuery& ledger, const LoadReport& report,
                                               const std::vector<std::string>& datasets);
Result<std::optional<LoadReport>> ReadReport(const LedgerQuery& ledger, int64_t id);

std::string ReportToJson(const LoadReport& report);
Result<LoadReport> ReportFromJson(const std::string& json);

}  // namespace tidewaiter::ingest
