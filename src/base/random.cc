#include "base/random.h"

#include <cmath>
#include <numbers>

#include <bit>

#include "base/mix.h"

namespace tidewaiter {
namespace {

uint64_t SplitMix(uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  return MixBits(state);
}

}  // namespace

Random::Random(uint64_t seed) {
  for (uint64_t& word : state_) word = SplitMix(seed);
}

uint64_t Random::Next() {
  const uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

uint32_t Random::NextHalf() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  const uint64_t bits = Next();
  spare_ = static_cast<uint32_t>(bits);
  has_spare_ = true;
  return static_cast<uint32_t>(bits >> 32U);
}

uint32_t Random::Below(uint32_t bound) {
  uint64_t product = uint64_t{NextHalf()} * bound;
  if (static_cast<uint32_t>(product) < bound) {
    const uint32_t threshold = (0U - bound) % bound;
    while (static_cast<uint32_t>(product) < threshold) product = uint64_t{NextHalf()} * bound;
  }
  return static_cast<uint32_t>(product >> 32U);
}

double Random::Normal() {
  const double radius = std::sqrt(-2 * std::log1p(-Uniform()));
  return radius * std::cos(2 * std::numbers::pi * Uniform());
}

}  // namespace tidewaiter
