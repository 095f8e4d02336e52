#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// A share of the values that is normal about `mean`.
struct MixtureComponent {
  double weight = 1;  ///< of all components together 1
  double mean = 0;
  double deviation = 0;  ///< standard; 0 only where all values are equal
};

/// The mixture of 1 to `most_components` (at most 3) normals with the best BIC, in rising order of their means; empty
/// for no values, or where one lies 1e100 deviations from the rest. Each count of components is fitted by EM
/// from a few fixed starts, nothing is drawn. A component's variance is held up by a prior worth five values, with a
/// ninth of the variance of a normal as wide as the middle half of all values, so that no heap of equal values becomes
/// a needle; k components are tried from 5 k values on. More than 20,000 values are stood for by as many of their
/// quantiles. Finite values only. A few thousand steps a value at most. Dempster, A. P., Laird, N. M., Rubin, D. B.
/// (1977), JRSS B 39; Schwarz, G. (1978), Annals of Statistics 6; the prior: Fraley, C., Raftery, A. E. (2007),
/// "Bayesian regularization for normal mixture estimation", Journal of Classification 24.
std::vector<MixtureComponent> FitMixture(std::span<const double> values, int most_components);

}  // namespace tidewaiter::statistics
