#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/random.h"
#include "learn/rows.h"
#include "learn/trained_model.h"

namespace tidewaiter::learn {

/// A row to learn from or to score, as a test writes it. An empty category is NULL.
struct PlainRow {
  std::vector<std::string> categories;
  std::vector<float> numbers = {};
  int32_t day = 0;
  bool positive = false;
  float weight = 1;
  float amount = std::numeric_limits<float>::quiet_NaN();
};

/// What PlainRows of three categories (origin, goods, importer) and one number are learned by: few shallow trees.
inline Specification PlainSpecification(int trees, int depth, double learning_rate) {
  Specification specification;
  specification.categories = {{"origin", "route"}, {"goods", "goods", false, true}, {"importer", "importer", true}};
  specification.numbers = {{"value", "price"}};
  specification.groups = {"route", "goods", "price", "importer"};
  specification.combinations = {{{0}}, {{1}}, {{2}}, {{0, 1}}};
  specification.trees.trees = trees;
  specification.trees.depth = depth;
  specification.trees.learning_rate = learning_rate;
  return specification;
}

inline void AppendPlain(const PlainRow& from, Rows& rows) {
  rows.numbers.resize(from.numbers.size());
  for (size_t i = 0; i < from.numbers.size(); ++i) rows.numbers[i].push_back(from.numbers[i]);
  rows.days.push_back(from.day);
  rows.positive.push_back(from.positive ? 1 : 0);
  rows.weights.push_back(from.weight);
  rows.emphases.push_back(1);
  rows.amounts.push_back(from.amount);
}

/// What RowReader::Read makes of the rows.
inline TrainingSet ReadPlain(const std::vector<PlainRow>& plain) {
  TrainingSet set;
  set.dictionaries.resize(plain.empty() ? 0 : plain.front().categories.size());
  set.rows.categories.resize(set.dictionaries.size());
  for (const PlainRow& row : plain) {
    for (size_t i = 0; i < row.categories.size(); ++i) {
      const std::string& text = row.categories[i];
      set.rows.categories[i].push_back(text.empty() ? Dictionary::kMissing : set.dictionaries[i].Add(text));
    }
    AppendPlain(row, set.rows);
  }
  return set;
}

/// What RowReader::ReadKnown makes of the rows.
inline Rows ReadPlainKnown(const std::vector<PlainRow>& plain, const std::vector<Dictionary>& dictionaries) {
  Rows rows;
  rows.categories.resize(dictionaries.size());
  rows.unseen->resize(dictionaries.size());
  const auto code_of = [&](size_t field, const std::string& text) {
    const uint32_t known = text.empty() ? Dictionary::kMissing : dictionaries[field].Find(text);
    if (known != Dictionary::kUnseen) return known;
    return dictionaries[field].size() + (*rows.unseen)[field].Add(text) - Dictionary::kFirst;
  };
  for (const PlainRow& row : plain) {
    for (size_t i = 0; i < row.categories.size(); ++i) rows.categories[i].push_back(code_of(i, row.categories[i]));
    AppendPlain(row, rows);
  }
  return rows;
}

/// Uniform between 0 and 1, neither of them.
inline double Uniform(Random& random) { return (random.Below(1'000'000) + 0.5) / 1'000'000; }

/// One of `count` values, the earlier ones more often: `C0`, `C1`, …
inline std::string SkewedValue(Random& random, const std::string& prefix, double count) {
  const double uniform = Uniform(random);
  return prefix + std::to_string(static_cast<int>(count * uniform * uniform));
}

}  // namespace tidewaiter::learn
