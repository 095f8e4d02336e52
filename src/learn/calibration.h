#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tidewaiter::learn {

/// Turns margins into chances by isotonic regression (Ayer et al. 1955) in its centred form (Oron & Flournoy 2017):
/// each pooled block stands at its mean margin, with straight lines between, so that different margins keep different
/// chances and none is 0 or 1.
class Calibration {
 public:
  struct Knot {
    double margin = 0;
    double chance = 0;
  };

  /// Without rows: the logistic function. `weights` above 0.
  static Calibration Fit(std::span<const float> margins, std::span<const uint8_t> positive,
                         std::span<const float> weights);
  explicit Calibration(std::vector<Knot> knots) : knots_(std::move(knots)) {}
  Calibration() = default;

  /// Rises with the margin, and lies between 0 and 1. Past the outermost blocks it rises very slowly. A single block
  /// shifts the odds of all.
  double Chance(double margin) const;
  const std::vector<Knot>& knots() const { return knots_; }

 private:
  std::vector<Knot> knots_;  // rising in both
};

/// Rows of like chance: what was said and what came.
struct ReliabilityBin {
  int64_t rows = 0;
  double mean_chance = 0;
  double observed = 0;        ///< weighted share of violations
  double effective_rows = 0;  ///< rows of equal weight that would say as much: (Σw)² / Σw² (Kish 1965)
};

struct Reliability {
  std::vector<ReliabilityBin> bins;  ///< of equal counts, lowest chance first
  double calibration_error = 0;      ///< mean of |mean_chance − observed| over the bins, by weight (ECE)
  double brier = 0;                  ///< mean of (chance − outcome)², by weight (Brier 1950)
};

Reliability MeasureReliability(std::span<const double> chances, std::span<const uint8_t> positive,
                               std::span<const float> weights, size_t bins = 10);

}  // namespace tidewaiter::learn
