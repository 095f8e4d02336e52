#pragma once

#include <array>
#include <cstdint>

namespace tidewaiter {

/// Pseudo-random numbers that are the same on every machine and library: xoshiro256++ (Blackman & Vigna 2019), its
/// state filled by SplitMix64 from the seed. Not for secrets. One thread.
class Random {
 public:
  explicit Random(uint64_t seed);

  /// 64 random bits.
  uint64_t Next();
  /// Uniform in 0 … bound − 1, without bias (Lemire 2019); `bound` ≥ 1.
  uint32_t Below(uint32_t bound);
  /// Uniform in [0, 1), in steps of 2⁻⁵³.
  double Uniform() { return static_cast<double>(Next() >> 11U) * 0x1p-53; }
  /// Standard normal (Box and Muller 1958).
  double Normal();

 private:
  uint32_t NextHalf();

  std::array<uint64_t, 4> state_{};
  uint32_t spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace tidewaiter
