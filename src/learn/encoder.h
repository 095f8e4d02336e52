#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"
#include "learn/matrix.h"
#include "learn/rate_table.h"
#include "learn/rows.h"
#include "learn/specification.h"

namespace tidewaiter::learn {

enum class FeatureKind { kRate, kCount, kRank, kRecency, kNumber };

struct Feature {
  FeatureKind kind = FeatureKind::kRate;
  size_t source = 0;  ///< the combination, category or number that it is made of
};

/// Tenths of a number's values in the training rows, with what inspections found in each.
struct NumberProfile {
  float least = 0, most = 0;
  std::vector<float> cuts;                      ///< the upper ends of all but the last
  std::vector<uint32_t> inspected, violations;  ///< one more than cuts
  uint32_t missing_inspected = 0, missing_violations = 0;

  size_t TenthOf(float value) const;
};

/// Turns rows into features. Everything that it knows comes from the training rows; for those themselves a rate is
/// that of the other folds, since a rate that holds a row's own outcome gives the outcome away. (The overall rate is
/// that of all rows: the same for each, it tells none from another.)
///
/// Features: for each combination its rate, shrunk to the overall one, and its count; a value never seen has the rate
/// of the widest declared combination within it, and the count 0. For each category its place in the order of values
/// and days since it was last seen, where asked for; the numbers.
class Encoder {
 public:
  /// Learns from the first `training_rows` rows, which stand in the order of their days, and encodes those that
  /// `sample` names (rising) out of fold.
  static Result<Encoder> Fit(const Specification& specification, const std::vector<Dictionary>& dictionaries,
                             const Rows& rows, size_t training_rows, std::span<const uint32_t> sample, uint64_t seed,
                             const RunControl& control, Matrix& encoded);
  /// For an artefact: tables as they were.
  Encoder(const Specification& specification, const std::vector<Dictionary>& dictionaries);

  const std::vector<Feature>& features() const { return features_; }
  /// Features of rows [begin, end) that were not learned from.
  Matrix Encode(const Rows& rows, size_t begin, size_t end) const;

  const std::vector<RateTable>& tables() const { return tables_; }
  std::vector<RateTable>& tables() { return tables_; }
  const std::vector<NumberProfile>& profiles() const { return profiles_; }
  std::vector<NumberProfile>& profiles() { return profiles_; }
  double base_rate() const { return base_rate_; }
  void set_base_rate(double rate) { base_rate_ = rate; }
  uint32_t inspected() const { return inspected_; }
  uint32_t violations() const { return violations_; }
  void set_totals(uint32_t inspected, uint32_t violations) { inspected_ = inspected, violations_ = violations; }

 private:
  struct Folds;
  struct Sums {
    double weight = 0;
    double positive_weight = 0;
  };
  static Sums Rest(const Tally& all, const Sums& own);
  void SetRate(size_t combination, const Sums& seen, std::span<float> features) const;
  void FitTable(size_t combination, const Rows& rows, const Folds& folds, Matrix& encoded);
  void EncodeRecency(size_t field, const Rows& rows, std::span<const uint32_t> sample, size_t column,
                     Matrix& encoded) const;
  void FitProfiles(const Rows& rows, size_t training_rows);
  void EncodeOwn(const Rows& rows, size_t row, std::span<float> features) const;

  Specification specification_;
  std::vector<Feature> features_;
  std::vector<size_t> rate_column_;                    // of a combination
  std::vector<std::optional<size_t>> recency_column_;  // of the combination of a category alone
  std::vector<int> wider_;                 // the combination that a combination falls back on; −1: the base rate
  std::vector<std::vector<float>> ranks_;  // by category and code
  std::vector<RateTable> tables_;
  std::vector<NumberProfile> profiles_;
  double base_rate_ = 0;
  uint32_t inspected_ = 0, violations_ = 0;
};

}  // namespace tidewaiter::learn
