#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/language.h"

namespace tidewaiter::content {

enum class StepKind { kSql, kLearn, kNetwork, kMatch };
enum class StepStage { kWarehouse, kLocal };

/// A field that a learn step takes from its rows, and the thing that an officer sees it as.
struct LearnField {
  std::string name;
  std::string group;
};

/// A learn step: trees on the rows of an earlier step whose outcome is known score those that are marked. Besides its
/// own table it makes `<name>_reasons`, `<name>_contributions`, `<name>_calibration` and `<name>_training`
/// (docs/concepts/learning.md). Columns are named; empty: absent.
struct ModelLearning {
  std::string rows;      ///< table of an earlier step
  std::string subject;   ///< text, one row each
  std::string day;       ///< date; rows are learned from in its order
  std::string outcome;   ///< 1 or true: violation, NULL: not known
  std::string scored;    ///< boolean: score this row
  std::string weight;    ///< of a row in rates, trees and calibration
  std::string emphasis;  ///< further weight in the trees alone
  std::string amount;    ///< second head: what a violation brings
  std::string seed;      ///< integer parameter
  std::vector<LearnField> categories, numbers;
  std::vector<std::string> recency, ranked;                   ///< categories
  std::vector<std::vector<std::string>> combinations;         ///< of categories, with two fields or more
  std::vector<std::pair<std::string, LocalisedText>> groups;  ///< in the order of precedence
  int64_t trees = 200, depth = 6, folds = 10;
  double learning_rate = 0.05, row_share = 0.8, column_share = 0.5, min_child_weight = 1, ridge = 1;
  bool rising_rates = true;
  double prior_weight = 1, calibration_share = 0.2;
  int64_t most_tree_rows = 1'000'000, most_keys = 1'000'000, explained_rows = 20'000, fewest_outcomes = 200;
};

enum class NetworkOperation { kComponents, kPagerank, kCommunities, kPaths, kNeighbourhood };
enum class PathPreference { kLinks, kRank };

/// A network step: the edges of an earlier step's table as a graph, and what one operation finds in it
/// (docs/concepts/network.md). Tables and columns are named; empty: absent.
struct ModelNetwork {
  NetworkOperation operation = NetworkOperation::kComponents;
  std::string edges;               ///< table of an earlier step
  std::string source, target;      ///< its columns: ids, any type by its text
  std::string weight, day, label;  ///< number; date; text
  std::string nodes, node;         ///< table of an earlier step and its column: nodes asked for, or nodes without edges
  std::string seeds, seed_node, seed_weight;  ///< table of an earlier step and its columns
  bool directed = false, hub_weighting = false;
  std::optional<double> half_life_days;  ///< none: edges do not age
  double restart = 0.15;
  PathPreference prefer = PathPreference::kLinks;
  double resolution = 1;
  std::string random_seed;  ///< integer parameter; empty: 1
  int64_t iterations = 2, hops = 2, most_links = 12, most_nodes = 50, most_centres = 1000;
};

/// A number that the model folder states, or the parameter that holds it.
struct ModelSetting {
  double number = 0;
  std::string parameter;  ///< empty: `number` holds
};

/// One side of a match step. Columns of the table are named; empty: absent.
struct MatchSide {
  std::string table;         ///< of an earlier step
  std::string id;            ///< of a payment, of a line
  std::string company;       ///< only rows of one company are matched with each other
  std::string day;           ///< date
  std::string value;         ///< number, in one money for all rows of both tables
  std::string amount;        ///< number, in `currency`
  std::string currency;      ///< text
  std::string counterparty;  ///< text
  std::string reference;     ///< text: the declaration that the payment states; that the line belongs to
};

/// A match step: payments to lines of import declarations. Besides its own table it makes `<name>_payments` and
/// `<name>_imports` (docs/concepts/matching.md).
struct ModelMatching {
  MatchSide payments, imports;
  ModelSetting tolerance{0.03, {}}, largest_advance_days{365, {}}, largest_arrears_days{365, {}};
  double pair = 0.3, lag = 0.5, unknown_counterparty = 0.1, other_counterparty = 0.5, other_currency = 0.15;
  double by_reference = 0.1, by_amount = 0.3;
  int64_t most_pairs = 200'000;
};

struct ModelStep {
  std::string name;  ///< the table it makes
  StepKind kind = StepKind::kSql;
  StepStage stage = StepStage::kWarehouse;  ///< local steps may call statistics functions
  LocalisedText title;                      ///< for progress
  std::filesystem::path sql_file;           ///< kSql
  std::string sql;
  std::optional<ModelLearning> learning;  ///< kLearn
  std::optional<ModelNetwork> network;    ///< kNetwork
  std::optional<ModelMatching> matching;  ///< kMatch
  bool keep = false;                      ///< stored with the run (besides findings and reasons)

  /// The tables that it makes: its own, and those beside it.
  std::vector<std::string> Tables() const;
  /// The tables of earlier steps that it declares to read; SQL declares none.
  std::vector<std::string> Reads() const;
};

}  // namespace tidewaiter::content
