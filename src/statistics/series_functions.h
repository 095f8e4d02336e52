#pragma once

#include "engine/session.h"

namespace tidewaiter::statistics {

/// Registers the functions of series (`double[]`) and the tails of distributions; docs/concepts/sql.md lists them.
/// RegisterSqlFunctions calls it.
Status RegisterSeriesFunctions(engine::LocalSession& session);

}  // namespace tidewaiter::statistics
