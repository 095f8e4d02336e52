#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// One of the normal distributions that values are a mixture of.
struct MixtureComponent {
  double weight = 0, mean = 0, deviation = 0;
};

/// One to `most` normal components (three at most), by rising mean: as many as the Bayesian information criterion asks
/// for. Fitted by expectation and maximisation from quantiles as starts, the same each time; deviations are at least a
/// twentieth of the robust deviation of all values, so that no component falls into a point. At most 2,000 evenly
/// spaced of the sorted values are used. Empty for fewer than 5 values; a value that is no number is left out.
/// Dempster, Laird, Rubin (1977), JRSS B 39; Schwarz (1978), Annals of Statistics 6.
std::vector<MixtureComponent> FitMixture(std::span<const double> values, int most);

/// The component that a value most likely came from.
size_t ComponentOf(double value, std::span<const MixtureComponent> components);

}  // namespace tidewaiter::statistics
