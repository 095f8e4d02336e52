#pragma once

#include <filesystem>

#include "synth/nation.h"

namespace tidewaiter::synth {

/// Writes README.md (English and Korean) and the marker nation.json: that the data is synthetic, how it was made, how
/// to load it.
Status WriteLabels(const std::filesystem::path& folder, const NationRequest& request, const WrittenNation& nation);

}  // namespace tidewaiter::synth
