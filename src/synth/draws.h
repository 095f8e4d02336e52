#pragma once

#include <cstdint>

#include "engine/session.h"

namespace tidewaiter::synth {

/// Random numbers by counter: a value depends on seed, stream and row alone, never on the order of rows or the number
/// of threads. A stream is one question asked of every row ("which port?"); streams are independent. The bits are those
/// of SplitMix64 (Steele, Lea & Flood 2014), begun for each stream at a mixed seed. Not for secrets.
class Draws {
 public:
  explicit Draws(uint64_t seed) : seed_(seed) {}

  /// Uniform in [0, 1), in steps of 2^-53.
  double Uniform(int64_t stream, int64_t row) const;
  /// Normal with mean 0 and standard deviation 1 (Box & Muller 1958, the cosine half).
  double Gaussian(int64_t stream, int64_t row) const;

 private:
  uint64_t Bits(uint64_t stream, uint64_t row) const;

  uint64_t seed_;
};

/// Registers `uniform(stream bigint, row bigint)` and `gaussian(stream bigint, row bigint)`, both double, NULL in NULL
/// out. The macros of nation/draws.sql give streams names.
Status RegisterDraws(engine::LocalSession& session, Draws draws);

}  // namespace tidewaiter::synth
