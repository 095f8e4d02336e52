#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"
#include "learn/booster.h"
#include "learn/calibration.h"
#include "learn/encoder.h"
#include "learn/rows.h"
#include "learn/specification.h"

namespace tidewaiter::learn {

/// What is to be learned from: rows whose outcome is known, in the order of their days.
struct TrainingSet {
  std::vector<Dictionary> dictionaries;  ///< by category of the specification
  Rows rows;
};

struct TrainingOptions {
  uint64_t seed = 1;
  int threads = 1;               ///< to score with; trees are always grown by the same number (booster.h)
  std::string source_hash = {};  ///< of whatever makes the rows, kept with the facts: rows made otherwise are others
};

/// What a training saw and how far it can be trusted.
struct TrainingFacts {
  int64_t rows = 0;
  int64_t violations = 0;
  int64_t amounts = 0;  ///< violations with an amount above 0, behind the second head; 0: none was learned
  int32_t first_day = 0, last_day = 0;
  int32_t calibrated_since = 0;  ///< rows from this day on calibrate
  int64_t calibration_rows = 0;
  double earlier_rate = 0;    ///< share of violations before that day
  double latest_rate = 0;     ///< and from it on
  double rate_shift_z = 0;    ///< of their difference, two proportions; NaN without two parts
  Reliability reliability;    ///< on the calibration rows, each half judged by the other's calibration
  double validation_auc = 0;  ///< on the calibration rows; NaN with one class
  uint64_t seed = 0;
  std::string source_hash;
};

struct Score {
  double margin = 0;             ///< logarithm of the odds before calibration; orders equal chances
  double chance = 0;             ///< calibrated
  std::optional<double> amount;  ///< expected, if there is a violation
};

/// What the training rows with the same values tell of a row.
struct Peers {
  std::vector<std::pair<std::string, std::string>> items;  ///< field and value; a missing value is empty
  int64_t inspected = 0, violations = 0;
  int64_t others_inspected = 0, others_violations = 0;  ///< all other training rows
  /// Numbers only: the range of the peers.
  std::optional<std::string> number;
  double low = 0, high = 0;
};

/// One thing that an officer sees (a group of features), and how it moved the logarithm of the odds.
struct Reason {
  std::string group;
  double contribution = 0;
  Peers peers;  ///< of the combination, or number, that moved it most; no items and no number where none is known
};

struct Explanation {
  double base = 0;              ///< base + contributions = margin
  std::vector<Reason> reasons;  ///< every group, largest movement first
};

/// Rates, trees and calibration: all that scores a row. Immutable; one thread at a time.
class TrainedModel {
 public:
  /// `learn.too_few_outcomes` with fewer than the specification asks for, `learn.one_outcome` where all are alike.
  static Result<TrainedModel> Train(const Specification& specification, TrainingSet set, const TrainingOptions& options,
                                    const RunControl& control);

  const Specification& specification() const { return specification_; }
  const std::vector<Dictionary>& dictionaries() const { return dictionaries_; }
  const TrainingFacts& facts() const { return facts_; }
  const Encoder& encoder() const { return encoder_; }
  const Calibration& calibration() const { return calibration_; }

  /// Scores of all rows, whose codes are those of `dictionaries()`.
  Result<std::vector<Score>> ScoreRows(const Rows& rows, const RunControl& control) const;
  Result<std::vector<Explanation>> Explain(const Rows& rows, std::span<const uint32_t> wanted,
                                           const RunControl& control) const;

  /// The artefact: one file's bytes, which carry their own hash. The same training gives the same bytes.
  Result<std::string> Save() const;
  /// `artefact.damaged` when it was cut or changed, `artefact.other_version` from another version of the format.
  static Result<TrainedModel> Load(std::string_view bytes, int threads);

 private:
  TrainedModel(Specification specification, std::vector<Dictionary> dictionaries, Encoder encoder, Booster chance);
  static Result<TrainedModel> Restore(std::string_view document, int threads);
  Status LearnAmounts(const Rows& rows, const Matrix& encoded, std::span<const uint32_t> sample,
                      const TrainingOptions& options, const RunControl& control);
  std::string ValueText(const Rows& rows, size_t row, uint32_t field) const;
  Peers PeersOfCombination(size_t combination, const Rows& rows, size_t row) const;
  Peers PeersOfNumber(size_t number, const Rows& rows, size_t row) const;
  Explanation ExplainRow(const Rows& rows, size_t row, std::span<const float> contributions) const;
  void NameGroups();

  Specification specification_;
  std::vector<Dictionary> dictionaries_;
  Encoder encoder_;
  Booster chance_;
  std::optional<Booster> amount_;
  double paying_share_ = 1;  // of violations, those that brought an amount above 0
  Calibration calibration_;
  TrainingFacts facts_;
  std::vector<std::string> groups_;
  std::vector<size_t> group_of_feature_;
};

}  // namespace tidewaiter::learn
