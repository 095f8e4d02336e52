#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/batch.h"
#include "learn/dictionary.h"
#include "learn/specification.h"

namespace tidewaiter::learn {

/// Rows to learn from or to score, column by column: 4 bytes a value.
struct Rows {
  std::vector<std::vector<uint32_t>> categories;  ///< codes, by field of the specification
  std::vector<std::vector<float>> numbers;        ///< not a number where missing
  std::vector<int32_t> days;                      ///< since 1970
  std::vector<uint8_t> positive;                  ///< training rows only: 1 where it was a violation
  std::vector<float> weights;                     ///< training rows only: above 0
  std::vector<float> emphases;                    ///< training rows only: further weight in the trees alone
  std::vector<float> amounts;                     ///< training rows only: not a number where unknown
  /// Rows to score only: by field, the values that the training rows lack. Their codes follow on the dictionary's.
  std::shared_ptr<std::vector<Dictionary>> unseen = std::make_shared<std::vector<Dictionary>>();

  size_t size() const { return days.size(); }
  /// Some of the rows, to score.
  Rows Pick(std::span<const uint32_t> wanted) const;
};

/// Names of the columns of a query that give rows; empty: absent.
struct RowColumns {
  std::string subject = "subject_id";
  std::string day = "day";
  std::string outcome;  ///< 1 or true: violation; never NULL: rows whose outcome is unknown are left out
  std::string weight;
  std::string emphasis;
  std::string amount;
};

/// Takes batches of a query apart. Columns are found by name in the schema; text, numbers and dates are converted,
/// a category that is no text takes its text as in CSV. `content.invalid` where a column is absent or no
/// number, or a day or an outcome is NULL.
class RowReader {
 public:
  static Result<RowReader> Make(const Specification& specification, const RowColumns& columns,
                                const engine::Schema& schema);

  /// Appends a batch to `rows`, adding new values to the dictionaries.
  Status Read(const engine::Batch& batch, std::vector<Dictionary>& dictionaries, Rows& rows) const;
  /// The same without adding to the dictionaries: values that they lack are kept beside the rows.
  Status ReadKnown(const engine::Batch& batch, const std::vector<Dictionary>& dictionaries, Rows& rows) const;

  size_t subject() const { return subject_; }  ///< place in the schema
  size_t day() const { return day_; }

 private:
  template <class Encode>
  Status ReadWith(const engine::Batch& batch, Rows& rows, const Encode& encode) const;

  size_t subject_ = 0, day_ = 0;
  std::vector<size_t> categories_, numbers_;
  std::optional<size_t> outcome_, weight_, emphasis_, amount_;
};

}  // namespace tidewaiter::learn
