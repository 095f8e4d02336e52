#pragma once

#include "learn/calibration.h"
#include "learn/ranking_metrics.h"

namespace tidewaiter::analysis {

/// The share of `hits` in `trials` (may be means over several lists) with Wilson's 95 % interval; NaN without trials.
learn::Estimate ObservedShare(double hits, double trials);
/// The share of violations that came in a bin of a reliability table.
learn::Estimate ObservedShare(const learn::ReliabilityBin& bin);

}  // namespace tidewaiter::analysis
