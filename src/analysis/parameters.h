#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/calendar.h"
#include "content/model.h"
#include "engine/value.h"
#include "store/run_store.h"

namespace tidewaiter::analysis {

/// Days that the model's data covers, for defaults relative to it.
struct DataPeriod {
  std::optional<Date> first, last;
};

/// Values of all parameters of a model, and `as_of`: what the user set, defaults for the rest, typed and checked
/// against range and choices. All faults are collected into one error (parameter.invalid, .out_of_range, .missing,
/// usage.unknown_name with the near name); the error's code is that of the first: unknown names, then the parameters in
/// the model's order.
///
/// Dates are ISO or relative, also when the user sets them: `data_start`, `data_end` (without data: as `as_of`),
/// `as_of` (today when not given) or another date parameter, then offsets such as `-90d`, `-2w`, `+3m`, `-1y`; a month
/// that is too short gives its last day. Shares lie within 0–1 and may be written `0.05` or `5%`. A number holds no
/// thousands separators. A choice outside the list, or a `from` after `to`, is out of range.
Result<engine::Parameters> ResolveParameters(const content::Model& model,
                                             const std::map<std::string, std::string>& given, const DataPeriod& period,
                                             std::optional<Date> as_of);

/// The texts of the values that a run recorded, without those of parameters that the model no longer has.
std::map<std::string, std::string> RecordedTexts(const content::Model& model, const store::RunRecord& run);

/// The value as the user would type it (for the run's record): reads back to the same value.
std::string ParameterText(const engine::Value& value);

}  // namespace tidewaiter::analysis
