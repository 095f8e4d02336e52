#pragma once

#include <memory>

#include "engine/warehouse.h"

namespace tidewaiter::engine {

/// DuckDB in this process over a DuckLake whose catalogue is SQLite. Extensions are read from TIDEWAITER_EXTENSIONS,
/// else ../lib/tidewaiter/extensions beside the program, else the folder that the build used.
std::unique_ptr<EngineFactory> MakeDuckDbEngines();

}  // namespace tidewaiter::engine
