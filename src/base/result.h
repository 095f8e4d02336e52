#pragma once

#include <string>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

#include "base/diagnostic.h"
#include "base/error_code.h"

namespace tidewaiter {

/// Why something could not be done. `message`: lowercase, no full stop, values last. `hint`: what to do.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kBug;
  std::string message = {};
  std::string hint = {};
  Diagnostics diagnostics = {};  ///< the single faults, when there are several (content, data)
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
  using tl::expected<T, Error>::expected;
};

using Status = Result<void>;

/// `return Fail(ErrorCode::kFileMissing, "no such file (a.csv)", "check the path");`
inline tl::unexpected<Error> Fail(ErrorCode code, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint), {}});
}

inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

namespace internal {
template <class T>
T Unwrap(tl::expected<T, Error>&& result) {
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}
}  // namespace internal

}  // namespace tidewaiter

/// Value of a Result (also of a move-only one), or return its error from the enclosing function. May be
/// nested.
#define TRY(...) TIDEWAITER_TRY_AS(TIDEWAITER_JOIN(try_result_, __COUNTER__), (__VA_ARGS__))

// A name of its own for each use, so that a nested TRY shadows nothing.
#define TIDEWAITER_JOIN_NOW(a, b) a##b
#define TIDEWAITER_JOIN(a, b) TIDEWAITER_JOIN_NOW(a, b)
// NOLINTBEGIN(bugprone-macro-parentheses): `result` is the name of a variable
#define TIDEWAITER_TRY_AS(result, expression)               \
  __extension__({                                           \
    auto result = expression;                               \
    if (!result) [[unlikely]]                               \
      return ::tidewaiter::Fail(std::move(result.error())); \
    ::tidewaiter::internal::Unwrap(std::move(result));      \
  })
// NOLINTEND(bugprone-macro-parentheses)
