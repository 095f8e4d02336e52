#include "statistics/tails.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace tidewaiter::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Nothing is thrown: what has no value is NaN.
using Quiet =
    boost::math::policies::policy<boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

}  // namespace

double ChiSquaredUpper(double value, double degrees) {
  if (!(degrees > 0) || std::isnan(value)) return kNaN;
  if (value <= 0) return 1;
  return std::isinf(value) ? 0 : boost::math::gamma_q(degrees / 2, value / 2, Quiet());
}

double NormalUpper(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

double PoissonUpper(double count, double mean) {
  if (!(mean >= 0) || std::isinf(mean) || std::isnan(count)) return kNaN;
  const double least = std::ceil(count);
  if (least <= 0) return 1;
  return mean == 0 ? 0 : boost::math::gamma_p(least, mean, Quiet());
}

double BinomialUpper(double hits, double trials, double share) {
  const bool possible = trials >= 0 && share >= 0 && share <= 1 && !std::isnan(hits);
  if (!possible) return kNaN;
  const double least = std::ceil(hits);
  if (least <= 0) return 1;
  if (least > trials) return 0;
  return boost::math::ibeta(least, trials - least + 1, share, Quiet());
}

}  // namespace tidewaiter::statistics
