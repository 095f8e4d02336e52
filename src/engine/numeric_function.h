#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tidewaiter::engine {

/// In SQL: `double`, `bigint`, `double[]`.
enum class NumericKind { kNumber, kInteger, kList };

/// One argument of one row; what its kind says is set. A list lives as long as the call; a NULL within it is NaN.
struct NumericArgument {
  double number = 0;
  int64_t integer = 0;
  std::span<const double> list = {};
};

/// A number, or a list of numbers, for each row; C++ called from SQL. A row with a NULL argument gives NULL and is not
/// passed. Called from several threads at once.
struct NumericFunction {
  std::string name = {};
  std::vector<NumericKind> arguments = {};
  NumericKind result = NumericKind::kNumber;  ///< or kList
  /// Appends the row's result: one number, or as many as the list has.
  std::function<void(std::span<const NumericArgument> arguments, std::vector<double>& result)> call = {};
};

namespace numeric_detail {

template <class T>
constexpr NumericKind kKindOf = std::is_same_v<T, double>    ? NumericKind::kNumber
                                : std::is_same_v<T, int64_t> ? NumericKind::kInteger
                                                             : NumericKind::kList;

template <class T>
T Take(const NumericArgument& argument) {
  if constexpr (kKindOf<T> == NumericKind::kNumber) return argument.number;
  if constexpr (kKindOf<T> == NumericKind::kInteger) return argument.integer;
  if constexpr (kKindOf<T> == NumericKind::kList) return argument.list;
}

inline void Append(double number, std::vector<double>& result) { result.push_back(number); }
inline void Append(const std::vector<double>& list, std::vector<double>& result) {
  result.insert(result.end(), list.begin(), list.end());
}

}  // namespace numeric_detail

/// A C++ function under a name of SQL: its arguments are `double`, `int64_t` or `std::span<const double>`, its result
/// `double` or `std::vector<double>`.
template <class R, class... Arguments>
NumericFunction MakeNumericFunction(const std::string& name, R (*body)(Arguments...)) {
  NumericFunction function{.name = name, .arguments = {numeric_detail::kKindOf<Arguments>...}};
  function.result = numeric_detail::kKindOf<R>;
  function.call = [body](std::span<const NumericArgument> given, std::vector<double>& result) {
    [&]<size_t... kIndex>(std::index_sequence<kIndex...>) {
      numeric_detail::Append(body(numeric_detail::Take<Arguments>(given[kIndex])...), result);
    }
    (std::index_sequence_for<Arguments...>{});
  };
  return function;
}

}  // namespace tidewaiter::engine
