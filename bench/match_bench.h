#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace tidewaiter {

/// Matches so many payments with so many import lines made up for it (a firm for each 40 payments, heavy-tailed: the
/// largest has some 3 %; 2.5 lines a declaration; most payments for one declaration, some stating it, some of them
/// wrongly), and sorts the same rows by company and day with the engine, in turns. Prints seconds, CPU seconds, their
/// ratios, and how much was matched.
Status BenchMatching(int64_t payments, int64_t lines, int rounds, const std::filesystem::path& spill);

}  // namespace tidewaiter
