#pragma once

#include "content/catalogue.h"
#include "content/source.h"
#include "content/table_reader.h"

namespace tidewaiter::content {

/// One `[[feeds]]` of a source whose file keys have been read.
Feed ReadFeed(const TomlNode& node, const Source& source, const Datasets& datasets, Faults& faults);

}  // namespace tidewaiter::content
