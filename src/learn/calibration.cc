#include "learn/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace tidewaiter::learn {
namespace {

constexpr size_t kFewestRows = 50;

/// Rows whose margins are neighbours.
struct Block {
  double weight = 0;
  double positive = 0;
  double margin_sum = 0;
  size_t rows = 0;
  Block operator+(const Block& other) const {
    return {weight + other.weight, positive + other.positive, margin_sum + other.margin_sum, rows + other.rows};
  }
  double share() const { return positive / weight; }
  /// Jeffreys' half a case on each side keeps the ends off 0 and 1.
  double chance() const { return (positive + 0.5) / (weight + 1); }
};

/// Neighbours are pooled until `value` rises from block to block.
std::vector<Block> Pool(const std::vector<Block>& blocks, double (Block::*value)() const) {
  std::vector<Block> pooled;
  for (Block block : blocks) {
    while (!pooled.empty() && (pooled.back().*value)() >= (block.*value)()) {
      block = block + pooled.back();
      pooled.pop_back();
    }
    pooled.push_back(block);
  }
  return pooled;
}

std::vector<size_t> OrderOf(std::span<const float> margins) {
  std::vector<size_t> order(margins.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return margins[a] < margins[b]; });
  return order;
}

std::vector<Block> PoolAdjacentViolators(std::span<const float> margins, std::span<const uint8_t> positive,
                                         std::span<const float> weights) {
  std::vector<Block> blocks;
  double last = std::numeric_limits<double>::quiet_NaN();
  for (const size_t row : OrderOf(margins)) {
    const double weight = weights[row];
    // Equal margins are one block from the start.
    if (margins[row] != last) blocks.emplace_back();
    last = margins[row];
    blocks.back().weight += weight;
    blocks.back().positive += weight * positive[row];
    blocks.back().margin_sum += weight * margins[row];
    ++blocks.back().rows;
  }
  return Pool(blocks, &Block::share);
}

/// Blocks of few rows say little: neighbours are joined until each has `kFewestRows`.
std::vector<Block> JoinSmall(const std::vector<Block>& blocks) {
  std::vector<Block> joined;
  for (const Block& block : blocks) {
    if (!joined.empty() && joined.back().rows < kFewestRows)
      joined.back() = joined.back() + block;
    else
      joined.push_back(block);
  }
  if (joined.size() > 1 && joined.back().rows < kFewestRows) {
    joined[joined.size() - 2] = joined[joined.size() - 2] + joined.back();
    joined.pop_back();
  }
  return joined;
}

/// Odds are cut where a double could no longer tell the chance from 0 or 1.
double Logistic(double log_odds) { return 1 / (1 + std::exp(-std::clamp(log_odds, -30.0, 30.0))); }

/// Past the outermost block nothing is known but the order: the odds go on with a tenth of the trees' zeal.
constexpr double kZealBeyond = 0.1;

double From(const Calibration::Knot& knot, double margin, double zeal) {
  return Logistic(std::log(knot.chance / (1 - knot.chance)) + (margin - knot.margin) * zeal);
}

}  // namespace

Calibration Calibration::Fit(std::span<const float> margins, std::span<const uint8_t> positive,
                             std::span<const float> weights) {
  const std::vector<Block> blocks = JoinSmall(PoolAdjacentViolators(margins, positive, weights));
  std::vector<Knot> knots;
  // The half cases move small blocks more than large ones, so that chances may fall where shares rise.
  for (const Block& block : Pool(blocks, &Block::chance)) {
    knots.push_back({block.margin_sum / block.weight, block.chance()});
  }
  return Calibration(std::move(knots));
}

double Calibration::Chance(double margin) const {
  if (knots_.empty()) return Logistic(margin);
  // One block says how common violations are, nothing of how far the trees exaggerate.
  if (knots_.size() == 1) return From(knots_.front(), margin, 1);
  const auto above = std::upper_bound(knots_.begin(), knots_.end(), margin,
                                      [](double value, const Knot& knot) { return value < knot.margin; });
  if (above == knots_.begin()) return From(knots_.front(), margin, kZealBeyond);
  if (above == knots_.end()) return From(knots_.back(), margin, kZealBeyond);
  const Knot& below = *(above - 1);
  const double share = (margin - below.margin) / (above->margin - below.margin);
  return below.chance + share * (above->chance - below.chance);
}

Reliability MeasureReliability(std::span<const double> chances, std::span<const uint8_t> positive,
                               std::span<const float> weights, size_t bins) {
  std::vector<size_t> order(chances.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return chances[a] < chances[b]; });
  Reliability reliability;
  double total = 0;
  for (size_t bin = 0; bin < bins; ++bin) {
    const size_t begin = order.size() * bin / bins;
    const size_t end = order.size() * (bin + 1) / bins;
    if (begin == end) continue;
    double weight = 0;
    double squares = 0;
    double said = 0;
    double came = 0;
    for (size_t i = begin; i < end; ++i) {
      const size_t row = order[i];
      const double miss = chances[row] - positive[row];
      weight += weights[row];
      squares += static_cast<double>(weights[row]) * weights[row];
      said += weights[row] * chances[row];
      came += weights[row] * positive[row];
      reliability.brier += weights[row] * miss * miss;
    }
    reliability.bins.push_back(
        {static_cast<int64_t>(end - begin), said / weight, came / weight, weight * weight / squares});
    reliability.calibration_error += std::abs(said - came);
    total += weight;
  }
  if (total > 0) {
    reliability.calibration_error /= total;
    reliability.brier /= total;
  }
  return reliability;
}

}  // namespace tidewaiter::learn
