#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tidewaiter::cli {

/// `4GB`, `512MiB`, `1.5 TB`, `50%` (of `machine_bytes`) in bytes. KB, MB, GB, TB count in thousands, KiB, MiB, GiB,
/// TiB in 1024s; upper or lower case. At least 64 MB; above the machine's memory is an error too (`parameter.invalid`,
/// `parameter.out_of_range`).
Result<uint64_t> ParseMemorySize(std::string_view text, uint64_t machine_bytes);

/// `4.0 GB`, `512 MB`.
std::string HumanBytes(uint64_t bytes);

}  // namespace tidewaiter::cli
