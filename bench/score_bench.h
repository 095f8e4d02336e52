#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace tidewaiter {

/// Times a trained model by its C++ calls: a record after the other, and many at once, on one core. `records`: a file
/// of JSON lines. Prints milliseconds and rows a second.
Status BenchScoring(const std::filesystem::path& workspace, const std::string& model,
                    const std::filesystem::path& records);

}  // namespace tidewaiter
