#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace tidewaiter {

/// Times one operation of a network step on edges made for it: half of them within clusters of about 40, the others to
/// a heavy-tailed choice of hubs, with weights and days; ids are text. `read` times only the engine's reading of the
/// same columns, to the last row. Prints seconds, edges a second and the peak memory of the process.
Status BenchNetwork(const std::string& operation, int64_t edges);

}  // namespace tidewaiter
