#include "statistics/contingency.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace tidewaiter::statistics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kLnTwoPi = 1.8378770664093454836;

/// ln n! less Stirling's formula √(2πn) (n/e)ⁿ, for n ≥ 1; full relative accuracy.
double StirlingError(double n) {
  static constexpr std::array kSmall = {
      0.0,
      0.08106146679532725822,
      0.041340695955409294094,
      0.027677925684998339149,
      0.020790672103765093112,
      0.016644691189821192163,
      0.013876128823070747999,
      0.011896709945891770095,
      0.010411265261972096497,
      0.0092554621827127329177,
      0.0083305634333628712565,
      0.007573675487951840795,
      0.0069428401072095298657,
      0.0064089941880042070684,
      0.0059513701127588477356,
      0.005554733551962801371,
  };
  if (n < static_cast<double>(kSmall.size())) return kSmall[static_cast<size_t>(n)];
  const double square = n * n;
  return (1.0 / 12 - (1.0 / 360 -
                      (1.0 / 1260 - (1.0 / 1680 - (1.0 / 1188 - 691.0 / 360360 / square) / square) / square) / square) /
                         square) /
         n;
}

/// x ln(x/m) + m − x for x, m > 0, without cancellation where x is near m.
double Deviance(double x, double m) {
  const double gap = x - m;
  if (std::abs(gap) >= 0.1 * (x + m)) return x * std::log(x / m) + m - x;
  const double v = gap / (x + m);
  double sum = gap * v;
  double power = 2 * x * v;
  for (int divisor = 3;; divisor += 2) {
    power *= v * v;
    const double next = sum + power / divisor;
    if (next == sum) return sum;
    sum = next;
  }
}

/// ln of the binomial probability of x hits in n trials of chance p, where q = 1 − p (Loader 2000).
double LnBinomial(double x, double n, double p, double q) {
  if (x == 0) return n == 0 ? 0 : (p < 0.1 ? -Deviance(n, n * q) - n * p : n * std::log(q));
  if (x == n) return q < 0.1 ? -Deviance(n, n * p) - n * q : n * std::log(p);
  const double stirling = StirlingError(n) - StirlingError(x) - StirlingError(n - x);
  const double scale = kLnTwoPi + std::log(x) + std::log1p(-x / n);
  return stirling - Deviance(x, n * p) - Deviance(n - x, n * q) - scale / 2;
}

/// ln P[X = hits]: the hypergeometric as a quotient of binomials, so that nothing large cancels.
double LnProbability(double hits, double drawn, double marked, double population) {
  const double p = drawn / population;
  const double q = (population - drawn) / population;
  return LnBinomial(hits, marked, p, q) + LnBinomial(drawn - hits, population - marked, p, q) -
         LnBinomial(drawn, population, p, q);
}

/// Σ P[X = k] / P[X = hits] over k ≥ hits; terms fall from the first on where `hits` lies above the mode.
double UpperTail(double hits, double drawn, double marked, double population) {
  const double last = std::min(drawn, marked);
  double term = 1;
  double sum = 1;
  for (double k = hits; k < last && term > sum * 1e-18; ++k) {
    term *= (marked - k) / (k + 1) * ((drawn - k) / (population - marked - drawn + k + 1));
    sum += term;
  }
  return sum;
}

/// Σ P[X = k] / P[X = hits] over k ≤ hits, for `hits` below the mode.
double LowerTail(double hits, double drawn, double marked, double population) {
  const double first = std::max(0.0, drawn + marked - population);
  double term = 1;
  double sum = 1;
  for (double k = hits; k > first && term > sum * 1e-18; --k) {
    term *= k / (marked - k + 1) * ((population - marked - drawn + k) / (drawn - k + 1));
    sum += term;
  }
  return sum;
}

}  // namespace

double FisherExactLnP(int64_t hits, int64_t drawn, int64_t marked, int64_t population) {
  if (hits < 0 || drawn < 0 || marked < 0 || drawn > population || marked > population) return kNan;
  const int64_t fewest = std::max<int64_t>(0, drawn - (population - marked));
  if (hits < fewest || hits > std::min(drawn, marked)) return kNan;
  if (hits == fewest) return 0;
  const auto x = static_cast<double>(hits);
  const auto n = static_cast<double>(drawn);
  const auto m = static_cast<double>(marked);
  const auto all = static_cast<double>(population);
  const double mode = std::floor((n + 1) / (all + 2) * (m + 1));
  if (x > mode) return std::min(0.0, LnProbability(x, n, m, all) + std::log(UpperTail(x, n, m, all)));
  const double below = std::exp(LnProbability(x - 1, n, m, all)) * LowerTail(x - 1, n, m, all);
  return std::log1p(-std::min(below, 1.0));
}

double WilsonLower(double hits, double trials, double z) {
  if (!(hits >= 0 && trials >= hits) || std::isinf(trials) || std::isnan(z)) return kNan;
  if (hits == 0) return 0;
  const double square = z * z;
  const double spread = std::abs(z) * std::sqrt(square + 4 * hits * (1 - hits / trials));
  // The textbook's (2h + z² − spread) / 2(n + z²), rationalised: no cancellation for a small share.
  return 2 * hits * (hits / trials) / (2 * hits + square + spread);
}

double WilsonUpper(double hits, double trials, double z) { return 1 - WilsonLower(trials - hits, trials, z); }

}  // namespace tidewaiter::statistics
