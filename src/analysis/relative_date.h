#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"

namespace tidewaiter::analysis {

/// A day told from another one: `data_end-90d`, `from-1y-1d`.
struct RelativeDate {
  struct Offset {
    int amount = 0;
    char unit = 'd';  ///< d, w, m, y
  };
  std::string base;  ///< data_start, data_end, as_of, or a parameter
  std::vector<Offset> offsets;

  /// `parameter.invalid` for anything else; an ISO date is no relative one.
  static Result<RelativeDate> Parse(std::string_view text);
  /// The offsets in turn from the day that `base` stands for.
  Date From(Date day) const;
};

}  // namespace tidewaiter::analysis
