#pragma once

#include <memory>

#include "engine/batch.h"

namespace tidewaiter::cli {

/// A small table as a stream, so that lists take the same way out as data. Each value must be NULL or of its column's
/// type.
std::unique_ptr<engine::BatchStream> StreamOf(engine::Table table);

}  // namespace tidewaiter::cli
