#include "analysis/observed_share.h"

#include "statistics/contingency.h"

namespace tidewaiter::analysis {

learn::Estimate ObservedShare(const learn::ReliabilityBin& bin) {
  constexpr double kZ = 1.959964;
  const auto rows = static_cast<double>(bin.rows);
  const double hits = bin.observed * rows;
  return {bin.observed, statistics::WilsonLower(hits, rows, kZ), statistics::WilsonUpper(hits, rows, kZ)};
}

}  // namespace tidewaiter::analysis
