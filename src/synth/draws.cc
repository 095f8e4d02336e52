#include "synth/draws.h"

#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "base/mix.h"

namespace tidewaiter::synth {
namespace {

constexpr uint64_t kGoldenGamma = 0x9e3779b97f4a7c15U;
constexpr uint64_t kSecondHalf = 0x5851f42d4c957f2dU;  ///< sets the angles' stream apart from the radii's

double UnitOf(uint64_t bits) { return static_cast<double>(bits >> 11U) * 0x1p-53; }

template <double (Draws::*Draw)(int64_t, int64_t) const>
engine::ScalarFunction Function(std::string name, Draws draws) {
  engine::ScalarFunction function;
  function.name = std::move(name);
  function.arguments.assign(2, engine::Type{engine::TypeId::kInteger});
  function.result = engine::Type{engine::TypeId::kDouble};
  function.to_double = [draws](std::span<const engine::ColumnVector> arguments, size_t rows, std::span<double> result,
                               std::span<uint8_t> valid) {
    const auto streams = arguments[0].integers();
    const auto numbers = arguments[1].integers();
    for (size_t row = 0; row < rows; ++row) {
      if (valid[row] != 0) result[row] = (draws.*Draw)(streams[row], numbers[row]);
    }
  };
  return function;
}

}  // namespace

uint64_t Draws::Bits(uint64_t stream, uint64_t row) const {
  const uint64_t begin = MixBits(MixBits(seed_ + kGoldenGamma) ^ (stream * kGoldenGamma));
  return MixBits(begin + (row + 1) * kGoldenGamma);
}

double Draws::Uniform(int64_t stream, int64_t row) const {
  return UnitOf(Bits(static_cast<uint64_t>(stream), static_cast<uint64_t>(row)));
}

double Draws::Gaussian(int64_t stream, int64_t row) const {
  const auto name = static_cast<uint64_t>(stream);
  const auto number = static_cast<uint64_t>(row);
  const double radius = std::sqrt(-2.0 * std::log1p(-UnitOf(Bits(name, number))));
  return radius * std::cos(2.0 * std::numbers::pi * UnitOf(Bits(name ^ kSecondHalf, number)));
}

Status RegisterDraws(engine::LocalSession& session, Draws draws) {
  TRY(session.RegisterFunction(Function<&Draws::Uniform>("uniform", draws)));
  return session.RegisterFunction(Function<&Draws::Gaussian>("gaussian", draws));
}

}  // namespace tidewaiter::synth
