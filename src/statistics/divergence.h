#pragma once

#include <cstdint>
#include <span>

namespace tidewaiter::statistics {

/// How far two mixes (counts by kind, both in the same order of kinds) lie apart.
struct Divergence {
  double bits = 0;  ///< Jensen–Shannon, each mix weighted by its size: 0 where both are alike, at most 1
  double bias = 0;  ///< bits that two samples of one and the same mix show on average: (K − 1) / (2 N ln 2)
};

/// Of two samples of counts; K kinds that occur, N counts in all. NaN where a mix is empty or a count is negative.
/// Lin, J. (1991), "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37;
/// with sizes as weights it is the mutual information of kind and sample, whose bias is Miller's (1955).
Divergence JensenShannon(std::span<const int64_t> first, std::span<const int64_t> second);

/// Chance that two samples of these sizes lie at least as far apart when the kinds are dealt to them at random:
/// (1 + deals as far) / (1 + deals). The same for the same `seed` everywhere. NaN where JensenShannon is. Takes
/// deals × N steps; N below 2³².
double PermutationP(std::span<const int64_t> first, std::span<const int64_t> second, int deals, uint64_t seed);

}  // namespace tidewaiter::statistics
