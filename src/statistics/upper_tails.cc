#include "statistics/upper_tails.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace tidewaiter::statistics {
namespace {

namespace policies = boost::math::policies;
using Quiet =
    policies::policy<policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
                     policies::overflow_error<policies::ignore_error>,
                     policies::underflow_error<policies::ignore_error>, policies::denorm_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double ChiSquaredUpper(double x, double degrees) {
  if (!(x >= 0) || !(degrees > 0) || std::isinf(degrees)) return kNan;
  if (std::isinf(x)) return 0;
  return boost::math::gamma_q(degrees / 2, x / 2, Quiet());
}

double BinomialUpper(int64_t hits, int64_t trials, double share) {
  if (trials < 0 || !(share >= 0 && share <= 1)) return kNan;
  if (hits <= 0) return 1;
  if (hits > trials) return 0;
  return boost::math::ibeta(static_cast<double>(hits), static_cast<double>(trials - hits) + 1, share, Quiet());
}

double PoissonUpper(int64_t count, double mean) {
  if (!(mean >= 0) || std::isinf(mean)) return kNan;
  if (count <= 0) return 1;
  return boost::math::gamma_p(static_cast<double>(count), mean, Quiet());
}

double NormalUpper(double z) { return std::erfc(z / std::numbers::sqrt2) / 2; }

}  // namespace tidewaiter::statistics
