#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/context.h"
#include "ingest/loader.h"

namespace tidewaiter::cli {

/// A load as people read it: what came of it, counts, and the broken rules.
std::string LoadReportText(const ingest::LoadReport& report, Language language);

/// The same as an object for scripts.
nlohmann::ordered_json ToJson(const ingest::LoadReport& report);

/// Reports of one command, in one of both formats.
Status PrintReports(Context& context, const std::vector<ingest::LoadReport>& reports, const std::string& format);

}  // namespace tidewaiter::cli
