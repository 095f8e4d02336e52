#pragma once

#include "engine/session.h"

namespace tidewaiter::statistics {

/// Registers the functions that local SQL steps may call (docs/concepts/sql.md names them all and tells how). NULL in,
/// NULL out; a NULL within a list is no number. What cannot be gives NaN (in DuckDB above every number).
Status RegisterSqlFunctions(engine::LocalSession& session);

}  // namespace tidewaiter::statistics
