#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/language.h"
#include "base/result.h"
#include "engine/value.h"

namespace tidewaiter::content {

enum class ParameterType { kDate, kInteger, kNumber, kShare, kText, kBoolean, kChoice };

/// A parameter of a model, enough to draw a form: typed, with range and help.
struct ModelParameter {
  std::string name;
  ParameterType type = ParameterType::kText;
  LocalisedText title;
  LocalisedText help;
  std::string unit;
  /// As written in model.toml, checked by type. A date may also be relative: `data_start`, `data_end` (first and last
  /// known_on day of the first input), `as_of` or another date parameter, with days, weeks, months or years added in
  /// turn: `data_end-90d`, `from-1y-1d`.
  std::optional<std::string> default_text;
  std::optional<double> min, max;  ///< numbers, integers; shares have 0 and 1 where the model says nothing
  std::vector<std::pair<std::string, LocalisedText>> choices;  ///< kChoice
  std::string choices_from;                                    ///< `dataset.column`: choices are the values found there
  int line = 0;
};

struct ModelInput {
  std::string dataset;
  std::vector<std::string> columns;  ///< the permission list: the model sees no others
  bool optional = false;             ///< the model works without its rows
  int line = 0;
};

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

/// Text of a reason with `{value}`, `{value:percent}`, `{value:items}`, `{value:krw}`, `{value:number}`,
/// `{value:date}`, `{value:country}` placeholders, filled from the columns of the `reasons` table.
struct ReasonTemplate {
  std::string code;
  LocalisedText text;
};

struct ModelEvidence {
  std::string name;
  LocalisedText title;
  std::filesystem::path sql_file;
  std::string sql;  ///< takes $subject_id (and the model's parameters); sees inputs and the run's kept tables
};

/// A letter that a finding drafts: Markdown with the placeholders of reasons, filled from one row; a line of its own
/// `{table:NAME}` stands for the evidence of this name, `{reasons}` for the reasons as a list.
struct ModelDocument {
  std::string name;
  LocalisedText title;
  LocalisedText text;
  std::filesystem::path sql_file;
  std::string sql;  ///< as evidence's; one row
};

struct ModelView {
  std::string name;
  std::string kind;  ///< bar | line | scatter | table | network
  LocalisedText title;
  std::string sql;
  std::filesystem::path sql_file;
  std::map<std::string, std::string> encoding;  ///< x, y, series, source, target, weight → column
};

struct ModelAssertion {
  std::string name;
  std::string sql;  ///< returns the number of rows that break it; 0 passes
};

struct ModelFindings {
  std::string subject_type;  ///< import_item, company, …
  LocalisedText subject_title;
  std::string tie_breaker;               ///< column(s) that order equal scores, stated; then subject_id
  LocalisedText alert_line;              ///< what `alert` means, in words
  std::vector<std::string> own_columns;  ///< extra columns after the fixed ones, in order
  std::map<std::string, LocalisedText> column_titles;
};

struct ModelEvaluation {
  std::string outcome_subject;  ///< inspection_result.subject_type to judge by; empty: only --truth
  LocalisedText simple_rule;    ///< name of the rule that stands beside the model
  std::filesystem::path simple_rule_file;
  std::string simple_rule_sql;  ///< subject_id, score
};

/// One table given to a model test, or expected from it.
struct TestTable {
  std::string dataset;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< as in CSV: empty = NULL
  std::string repeat_file;                     ///< the CSV beside the test that columns and rows were read from
};

struct ModelTest {
  std::filesystem::path file;
  std::string name;
  std::string says;  ///< what it proves, one sentence
  std::map<std::string, std::string> parameters;
  std::optional<Date> as_of;
  std::vector<TestTable> given;
  std::vector<std::string> must_hit;       ///< subject ids that stand above the model's line
  std::vector<std::string> must_not_hit;   ///< subject ids that do not (absent, or no alert)
  std::vector<std::string> ranked_before;  ///< pairs `a > b`
  std::optional<int64_t> findings;         ///< how many in all
  std::optional<int64_t> alerts;
  std::string error;  ///< name of the error code that the run must end with
};

/// models/<id>/: everything that a model is.
struct Model {
  std::string id;    ///< folder name
  std::string code;  ///< permanent, e.g. CRG-04
  LocalisedText title;
  LocalisedText question;
  std::string theme;   ///< cargo, foreign_exchange, price, origin_security, parcels, travellers, firms_economy
  std::string kind;    ///< rule | statistic | learned | network
  std::string status;  ///< experimental | stable
  int version = 1;
  std::filesystem::path folder;
  std::vector<ModelInput> inputs;
  std::vector<ModelParameter> parameters;
  std::vector<ModelStep> steps;
  ModelFindings findings;
  std::vector<ReasonTemplate> reasons;
  std::vector<ModelEvidence> evidence;
  std::vector<ModelDocument> documents;
  std::vector<ModelView> views;
  std::vector<ModelAssertion> assertions;
  ModelEvaluation evaluation;
  std::vector<std::string> references;
  LocalisedText card;  ///< card.md, card.ko.md
  std::vector<ModelTest> tests;
  std::string sha256;  ///< over all files of the folder (names and bytes)

  const ModelParameter* FindParameter(std::string_view name) const;
};

}  // namespace tidewaiter::content
