#pragma once

#include <string>
#include <vector>

#include "content/dataset.h"
#include "content/source.h"
#include "ingest/column_match.h"

namespace tidewaiter::ingest {

/// One rule over a staged row: `sql` is true where the row breaks it. Refers to the dataset's columns by name and to
/// the text as it stood in the file as `raw_<index>`.
struct RowRule {
  std::string column;    ///< empty: the whole row
  std::string rule;      ///< `required`, `type`, `values`, `range.min`, `range.max`, `format`, `check.<name>`, …
  std::string sentence;  ///< English, for the report
  std::string sql;
  int raw = -1;  ///< index of the raw text; -1: none
};

/// What is unusual about this file's text, so that rows are checked for it only where needed.
struct TextFaults {
  bool nul = false;
  bool broken = false;  ///< U+FFFD stands where bytes could not be read
  /// Some column of the source holds persons: a text in the wrong column may be theirs, so only texts that were read as
  /// a number, day or truth value are kept in the report.
  bool may_show_persons = false;
};

/// The SQL that turns a file's rows into staged rows of one dataset:
///   parsed: each dataset column, typed, NULL where it cannot be read; `raw_<i>`: the text; `kept`: not left out by
///   `when` staged: the columns with persons as pseudonyms; `faulty`: some rule is broken; `raw`: the texts of faulty
///   rows only
///           (personal ones masked); `key_hash`
/// Both are projections over the reader, so raw personal text is never stored, not even in a spill file.
class FeedSql {
 public:
  FeedSql(const content::Dataset& dataset, const content::Feed& feed, const FileColumns& file, bool excel,
          TextFaults faults);

  /// Query of the staged rows over `relation` (SQL of a reader).
  std::string StagedQuery(const std::string& relation) const;
  /// Rules that reject a row, over a staged row of `raw` texts.
  const std::vector<RowRule>& rejecting() const { return rejecting_; }
  /// Conditions that only warn, over a staged row.
  const std::vector<RowRule>& warning() const { return warning_; }
  /// Rows of the staged table for each record of the file (more than one where wide columns become rows).
  int rows_per_record() const { return rows_per_record_; }
  /// SQL of the text of raw index `index` in a staged row.
  static std::string RawText(int index) { return "raw[" + std::to_string(index + 1) + "]"; }

 private:
  struct Parsed {
    const content::DatasetColumn* column;
    std::string typed;  ///< SQL over the file's columns
    std::string raw;    ///< SQL of the text; empty for constants
    bool masked;        ///< raw text must not be kept
    int raw_index;
  };

  void ParseColumns(const content::Feed& feed, const FileColumns& file, bool excel);
  void AddRules(const Parsed& parsed, TextFaults faults);
  void AddChecks();
  std::string ParsedQuery(const std::string& relation) const;
  std::string Relation(const std::string& relation) const;
  std::string KeptText(const Parsed& parsed, const std::string& raw) const;

  const content::Dataset& dataset_;
  const content::Feed& feed_;
  const FileColumns& file_;
  bool may_show_persons_;
  bool excel_;
  std::vector<Parsed> parsed_;
  std::vector<RowRule> rejecting_, warning_;
  int rows_per_record_ = 1;
};

/// SQL of the columns of a table, quoted, with a prefix such as `s.`.
std::string ColumnList(const std::vector<std::string>& columns, const std::string& prefix = "");

/// SQL condition that two rows have the same values in these columns (NULL equals NULL).
std::string SameValues(const std::vector<std::string>& columns, const std::string& left, const std::string& right);

}  // namespace tidewaiter::ingest
