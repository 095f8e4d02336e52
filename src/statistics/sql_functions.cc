#include "statistics/sql_functions.h"

#include <utility>

#include "base/mix.h"
#include "statistics/contingency.h"
#include "statistics/series_functions.h"

namespace tidewaiter::statistics {
namespace {

using engine::ColumnVector;
using engine::ScalarFunction;
using engine::Type;
using engine::TypeId;

bool AnyNull(std::span<const ColumnVector> arguments, size_t row) {
  for (const ColumnVector& argument : arguments) {
    if (argument.IsNull(row)) return true;
  }
  return false;
}

void FisherRows(std::span<const ColumnVector> arguments, size_t rows, std::span<double> result,
                std::span<uint8_t> valid) {
  const auto hits = arguments[0].integers();
  const auto drawn = arguments[1].integers();
  const auto marked = arguments[2].integers();
  const auto population = arguments[3].integers();
  for (size_t row = 0; row < rows; ++row) {
    valid[row] = AnyNull(arguments, row) ? 0 : 1;
    if (valid[row] != 0) result[row] = FisherExactLnP(hits[row], drawn[row], marked[row], population[row]);
  }
}

template <double (*Bound)(double, double, double)>
void WilsonRows(std::span<const ColumnVector> arguments, size_t rows, std::span<double> result,
                std::span<uint8_t> valid) {
  const auto hits = arguments[0].doubles();
  const auto trials = arguments[1].doubles();
  const auto z = arguments[2].doubles();
  for (size_t row = 0; row < rows; ++row) {
    valid[row] = AnyNull(arguments, row) ? 0 : 1;
    if (valid[row] != 0) result[row] = Bound(hits[row], trials[row], z[row]);
  }
}

/// Uniform in [0, 1), the same for the same seed and text on every machine: FNV-1a (Fowler, Noll, Vo) over the text,
/// then SplitMix64's finaliser.
double SeededUniform(int64_t seed, std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ULL ^ static_cast<uint64_t>(seed) * 0x9e3779b97f4a7c15ULL;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  return static_cast<double>(MixBits(hash) >> 11U) * 0x1p-53;
}

void SeededRows(std::span<const ColumnVector> arguments, size_t rows, std::span<double> result,
                std::span<uint8_t> valid) {
  for (size_t row = 0; row < rows; ++row) {
    valid[row] = AnyNull(arguments, row) ? 0 : 1;
    if (valid[row] != 0) result[row] = SeededUniform(arguments[0].integers()[row], arguments[1].texts()[row]);
  }
}

ScalarFunction Function(std::string name, size_t arguments, Type type, decltype(ScalarFunction::to_double) body) {
  ScalarFunction function;
  function.name = std::move(name);
  function.arguments.assign(arguments, type);
  function.result = Type{TypeId::kDouble};
  function.to_double = std::move(body);
  return function;
}

}  // namespace

Status RegisterSqlFunctions(engine::LocalSession& session) {
  const Type integer{TypeId::kInteger};
  const Type number{TypeId::kDouble};
  TRY(session.RegisterFunction(Function("fisher_exact_ln_p", 4, integer, FisherRows)));
  TRY(session.RegisterFunction(Function("wilson_lower", 3, number, WilsonRows<WilsonLower>)));
  TRY(session.RegisterFunction(Function("wilson_upper", 3, number, WilsonRows<WilsonUpper>)));
  ScalarFunction uniform = Function("seeded_uniform", 1, integer, SeededRows);
  uniform.arguments.push_back(Type{TypeId::kText});
  TRY(session.RegisterFunction(std::move(uniform)));
  return RegisterSeriesFunctions(session);
}

}  // namespace tidewaiter::statistics
