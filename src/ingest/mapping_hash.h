#pragma once

#include <string>

#include "content/catalogue.h"

namespace tidewaiter::ingest {

/// SHA-256 over all that decides what a file becomes: the source's mapping and the contracts of the datasets that it
/// feeds. The same bytes through another mapping are another load.
std::string MappingHash(const content::Source& source, const content::Datasets& datasets);

}  // namespace tidewaiter::ingest
