#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/mix.h"
#include "learn/dictionary.h"
#include "learn/rows.h"

namespace tidewaiter::learn {

/// What was seen of one value of a combination in the training rows.
struct Tally {
  double weight = 0;           ///< sum of weights
  double positive_weight = 0;  ///< of the violations among them
  uint32_t inspected = 0;      ///< rows
  uint32_t violations = 0;
  int32_t last_day = 0;
  int32_t unused = 0;  ///< fills the eight bytes: the artefact holds tallies as they stand in memory
};

/// What was seen of each value of one combination of fields.
class RateTable {
 public:
  /// `sizes`: of the dictionaries of the combination's fields.
  RateTable(std::vector<uint32_t> fields, std::vector<uint32_t> sizes);

  const std::vector<uint32_t>& fields() const { return fields_; }

  /// Counts the first `training_rows` rows; keeps the `most_keys` most frequent values. Returns each row's place in
  /// the tallies, or `kDropped`.
  std::vector<uint32_t> Fit(const Rows& rows, size_t training_rows, size_t most_keys);
  static constexpr uint32_t kDropped = UINT32_MAX;

  /// nullptr where the row's value was never seen.
  const Tally* Find(const Rows& rows, size_t row) const;
  const std::vector<Tally>& tallies() const { return tallies_; }
  /// False where rarer values were dropped: what is not found may still have been seen.
  bool complete() const { return complete_; }
  /// Whether the row's value may be one that was dropped.
  bool MayHaveDropped(const Rows& rows, size_t row) const;

  /// For the artefact: keys in the order of the tallies.
  std::vector<uint64_t> Keys() const;
  void Restore(std::span<const uint64_t> keys, std::vector<Tally> tallies, bool complete);

 private:
  /// Many keys agree in their lowest bits, which are the last field's code; unmixed they would fall on one another.
  struct Mixing {
    uint64_t operator()(uint64_t key) const { return MixBits(key); }
  };
  using Places = tsl::robin_map<uint64_t, uint32_t, Mixing>;

  std::optional<uint64_t> KeyOf(const Rows& rows, size_t row) const;
  std::vector<uint32_t> KeepMostFrequent(size_t most_keys);

  std::vector<uint32_t> fields_;
  std::vector<uint32_t> sizes_;
  bool exact_ = true;  // codes side by side fit 64 bits; else they are mixed
  bool complete_ = true;
  Places places_;
  std::vector<Tally> tallies_;
};

}  // namespace tidewaiter::learn
