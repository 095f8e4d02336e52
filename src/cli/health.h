#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"

namespace tidewaiter::cli {

enum class Health { kOk, kWarn, kFail };
std::string_view HealthName(Health health);

/// One thing that was looked at.
struct HealthFinding {
  std::string check;
  Health health = Health::kOk;
  std::string found;
  std::string what_to_do;  ///< empty when all is well
};

/// Looks at the machine, the content, the workspace and the engine. Changes nothing; what cannot be looked at is a
/// failure among the findings.
std::vector<HealthFinding> ExamineAll(Context& context);

}  // namespace tidewaiter::cli
