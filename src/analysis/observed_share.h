#pragma once

#include "learn/calibration.h"
#include "learn/ranking_metrics.h"

namespace tidewaiter::analysis {

/// The share of violations that came in a bin of a reliability table, with Wilson's 95 % interval.
learn::Estimate ObservedShare(const learn::ReliabilityBin& bin);

}  // namespace tidewaiter::analysis
