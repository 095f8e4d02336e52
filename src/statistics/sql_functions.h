#pragma once

#include "engine/session.h"

namespace tidewaiter::statistics {

/// Registers the functions that local SQL steps may call (docs/concepts/sql.md tells how):
/// fisher_exact_ln_p(hits, drawn, marked, population bigint) → double, wilson_lower(hits, trials, z double) → double,
/// wilson_upper(hits, trials, z double) → double. NULL in, NULL out; impossible counts give NaN, which no threshold
/// passes.
Status RegisterSqlFunctions(engine::LocalSession& session);

}  // namespace tidewaiter::statistics
