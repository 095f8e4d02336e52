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
#include "content/model_step.h"
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
  std::vector<std::string> columns;           ///< the permission list: the model sees no others
  std::optional<LocalisedText> without = {};  ///< which part it leaves out without its rows; none: it needs them
  int line = 0;
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
