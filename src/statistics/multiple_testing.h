#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// For each p its q: the smallest share of false alarms among all that are called at which it is called too. In the
/// order of the p; a p that is not a number has such a q and does not count as a test. O(n log n).
/// Benjamini, Y., Hochberg, Y. (1995), "Controlling the false discovery rate", JRSS B 57: holds for tests that are
/// independent or move together.
std::vector<double> FalseDiscoveryRates(std::span<const double> ps);

}  // namespace tidewaiter::statistics
