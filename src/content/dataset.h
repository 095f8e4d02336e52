#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "engine/type.h"

namespace tidewaiter::content {

enum class Sensitivity { kPublic, kInternal, kConfidential, kPersonal };

/// What is normalised and pseudonymised while loading, each in its own way, so that equal values still join.
enum class PseudonymKind { kNone, kPerson, kPhone, kAddress, kName };

/// Shape rules: a value that breaks one is a rejected row.
enum class ValueFormat { kNone, kHsCode, kHs6, kPeriod };

struct DatasetColumn {
  std::string name;
  engine::Type type;
  bool required = false;
  bool empty_in_key = false;   ///< part of the key, yet may be empty
  bool after_outcome = false;  ///< tells the result of an inspection: never a feature for learning
  LocalisedText title;
  LocalisedText description;
  std::string unit;
  std::optional<double> min, max;  ///< inclusive
  ValueFormat format = ValueFormat::kNone;
  std::string list;                             ///< open code list: an unknown code is a warning
  std::map<std::string, LocalisedText> values;  ///< closed list: a value outside is a rejected row
  Sensitivity sensitivity = Sensitivity::kInternal;
  PseudonymKind pseudonym = PseudonymKind::kNone;
  std::string pseudonym_when;  ///< SQL condition on the row; empty = always
  std::string known_on;        ///< date column before which a run as of a day sees NULL here
  std::string standard;

  /// `cast(null as …) as name`: the column of a row that does not know it.
  std::string NullSql() const;
};

struct DatasetCheck {
  std::string name;
  std::string sql;     ///< true or NULL for a good row
  bool reject = true;  ///< false: only a warning
  LocalisedText sentence;
};

/// When the fact of a row could first be known.
struct KnownOn {
  enum class Rule { kColumn, kEndOfMonth, kEndOfYear, kAlways };
  Rule rule = Rule::kAlways;
  std::string column;            ///< empty for kAlways
  bool is_timestamp = false;     ///< kColumn: the column is a timestamp, not a date
  bool empty_is_always = false;  ///< kColumn: the column may be empty, and such a row was known always

  /// Portable SQL condition: the row was known on the day `as_of_literal` (an SQL date expression). Empty:
  /// always.
  std::string SqlCondition(std::string_view as_of_literal) const;
};

/// One table of the data contract: datasets/<name>.toml.
struct Dataset {
  std::string name;
  LocalisedText title;
  LocalisedText description;
  std::string subject_area;
  std::vector<std::string> key;
  KnownOn known_on;
  LocalisedText known_on_note;
  std::vector<DatasetColumn> columns;
  std::vector<DatasetCheck> checks;

  const DatasetColumn* Find(std::string_view column) const;
  std::vector<std::string> ColumnNames() const;
  /// The columns as an engine sees them, in contract order, without bookkeeping columns.
  engine::Schema Schema() const;
  /// A query for the dataset's rows as the contract says today, whatever was stored: columns that `stored` lacks are
  /// NULL, others are cast to the contract's type. `relation` stands after FROM; empty (never loaded): no rows.
  std::string RowsSql(const engine::Schema& stored, std::string_view relation) const;
};

/// One code of datasets/lists/<list>.csv.
struct ListedCode {
  std::string code;
  LocalisedText title;
};
struct CodeList {
  std::string name;
  std::vector<ListedCode> codes;
};

}  // namespace tidewaiter::content
