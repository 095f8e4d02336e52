#include "statistics/medcouple.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "statistics/robust_scale.h"

namespace tidewaiter::statistics {
namespace {

/// The kernel of all pairs as a matrix that falls along each row and column.
class Pairs {
 public:
  explicit Pairs(const std::vector<double>& sorted) {
    const double median = QuantileOfSorted(sorted, 0.5);
    for (auto value = sorted.rbegin(); value != sorted.rend(); ++value) {
      if (*value >= median) above_.push_back(*value - median);
      if (*value <= median) below_.push_back(*value - median);
    }
    first_tie_ = static_cast<size_t>(std::find(above_.begin(), above_.end(), 0.0) - above_.begin());
  }

  size_t size() const { return above_.size() * below_.size(); }

  /// How many are at least this.
  size_t CountFrom(double bound) const {
    size_t count = 0;
    size_t columns = below_.size();
    for (size_t row = 0; row < above_.size() && columns > 0; ++row) {
      while (columns > 0 && At(row, columns - 1) < bound) --columns;
      count += columns;
    }
    return count;
  }

 private:
  double At(size_t row, size_t column) const {
    const double a = above_[row];
    const double b = below_[column];
    if (a > b) return (a + b) / (a - b);
    // Both are the median: the ties are paired so that they are symmetric.
    const size_t ties = above_.size() - first_tie_;
    const size_t sum = row - first_tie_ + column + 1;
    return sum < ties ? 1 : (sum == ties ? 0 : -1);
  }

  std::vector<double> above_;  // less the median, falling
  std::vector<double> below_;
  size_t first_tie_ = 0;  // row
};

/// The largest but `rank`, counted from 1: the greatest number that at least `rank` pairs reach.
double Ranked(const Pairs& pairs, size_t rank) {
  double low = -1;
  double high = 1;
  if (pairs.CountFrom(high) >= rank) return high;
  while (true) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high || high - low < 1e-16) return low;
    (pairs.CountFrom(middle) >= rank ? low : high) = middle;
  }
}

}  // namespace

double Medcouple(std::span<const double> values) {
  std::vector<double> sorted = SortedFinite(values);
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double widest = std::max(std::abs(sorted.front()), std::abs(sorted.back()));
  if (widest > 1e300) {
    for (double& value : sorted) value /= 1e10;  // so that no sum of two is infinite
  }
  const Pairs pairs(sorted);
  const size_t half = (pairs.size() + 1) / 2;
  const double upper = Ranked(pairs, half);
  return pairs.size() % 2 == 1 ? upper : (upper + Ranked(pairs, half + 1)) / 2;
}

Fences AdjustedFences(std::span<const double> values) {
  const std::vector<double> sorted = SortedFinite(values);
  const double first = QuantileOfSorted(sorted, 0.25);
  const double third = QuantileOfSorted(sorted, 0.75);
  const double skewness = Medcouple(sorted);
  const double reach = 1.5 * (third - first);
  return {first - reach * std::exp(skewness >= 0 ? -4 * skewness : -3 * skewness),
          third + reach * std::exp(skewness >= 0 ? 3 * skewness : 4 * skewness)};
}

}  // namespace tidewaiter::statistics
