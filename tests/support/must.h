#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace tidewaiter {

/// The value of a Result, or a failed test with its error.
template <class T>
T Must(Result<T> result) {
  if (!result) {
    std::string text = std::string(Entry(result.error().code).name) + ": " + result.error().message;
    for (const Diagnostic& fault : result.error().diagnostics) text += "\n" + fault.ToString();
    ADD_FAILURE() << text;
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace tidewaiter
