#pragma once

#include <cstdint>

namespace tidewaiter {

/// SplitMix64's finaliser (Steele, Lea & Flood 2014): 64 bits in, 64 well mixed bits out, one to one. Not for secrets.
constexpr uint64_t MixBits(uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

}  // namespace tidewaiter
