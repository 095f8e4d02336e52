#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidewaiter::learn {

/// A column of text whose values are categories.
struct CategoryField {
  std::string name;
  std::string group;     ///< what an officer sees it as: route, goods, importer, …
  bool recency = false;  ///< days since the value was last seen are a feature too
  bool rank = false;     ///< and so is its place in the order of the values, for codes whose neighbours are alike
  bool operator==(const CategoryField&) const = default;
};

/// A column of numbers.
struct NumberField {
  std::string name;
  std::string group;
  bool operator==(const NumberField&) const = default;
};

/// Categories that together have a rate of violations. One field alone is a combination too.
struct Combination {
  std::vector<uint32_t> fields;  ///< places in Specification::categories
  bool operator==(const Combination&) const = default;
};

/// Gradient-boosted trees; names as in XGBoost's documentation.
struct TreeSettings {
  int trees = 200;
  int depth = 6;
  double learning_rate = 0.05;
  double row_share = 0.8;       ///< subsample
  double column_share = 0.5;    ///< colsample_bytree
  double min_child_weight = 1;  ///< least sum of second derivatives in a leaf
  double ridge = 1;             ///< lambda
  bool rising_rates = true;     ///< a higher rate of violations never lowers the chance (monotone_constraints)
  bool operator==(const TreeSettings&) const = default;
};

/// What a learn step of a model folder declares.
struct Specification {
  std::vector<CategoryField> categories;
  std::vector<NumberField> numbers;
  std::vector<std::string> groups;        ///< in the order of precedence
  std::vector<Combination> combinations;  ///< first each category alone, in their order; then those with fewer fields
  double prior_weight = 1;                ///< inspections' worth of the overall rate in each rate
  int folds = 10;                         ///< of the out-of-fold rates
  TreeSettings trees;
  double calibration_share = 0.2;      ///< the latest part of the training rows, to calibrate on
  bool predicts_amount = false;        ///< second head: the amount, where there is a violation
  int64_t most_tree_rows = 1'000'000;  ///< trees are grown on a random sample of so many rows; rates see them all
  int64_t most_keys = 1'000'000;       ///< a combination keeps its most frequent values; rarer ones fall back
  int64_t explained_rows = 20'000;     ///< the highest so many scored rows get reasons
  int64_t fewest_outcomes = 200;       ///< with fewer known outcomes nothing is learned
  bool operator==(const Specification&) const = default;
};

}  // namespace tidewaiter::learn
