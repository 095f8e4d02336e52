#pragma once

#include <memory>

#include "engine/warehouse.h"

namespace tidewaiter::cli {

/// The whole program behind `main`: reads the command line, runs one command, tells what came of it; the exit code.
int Main(int argc, const char* const* argv, std::unique_ptr<engine::EngineFactory> engines);

/// Tells on stderr that the program itself has a fault; the exit code 70 (4 when memory ran out).
int ReportBug(const std::exception* exception);

}  // namespace tidewaiter::cli
