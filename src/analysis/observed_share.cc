#include "analysis/observed_share.h"

#include <limits>

#include "statistics/contingency.h"

namespace tidewaiter::analysis {

learn::Estimate ObservedShare(double hits, double trials) {
  constexpr double kZ = 1.959964;
  const double share = trials > 0 ? hits / trials : std::numeric_limits<double>::quiet_NaN();
  return {share, statistics::WilsonLower(hits, trials, kZ), statistics::WilsonUpper(hits, trials, kZ)};
}

learn::Estimate ObservedShare(const learn::ReliabilityBin& bin) {
  return ObservedShare(bin.observed * bin.effective_rows, bin.effective_rows);
}

}  // namespace tidewaiter::analysis
