#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "engine/session.h"

namespace tidewaiter::content {

/// How a dataset column comes from the file's columns. Exactly one of from, constant, expression is set.
struct ColumnMapping {
  std::string column;             ///< of the dataset
  std::vector<std::string> from;  ///< names in the file, the first that is there (compared folded: case, width, space)
  std::optional<std::string> constant;
  std::string expression;  ///< SQL over the file's columns as "Name"; its value is cast to the column's type
  std::string format;      ///< dates: strptime, e.g. `%d/%m/%Y`; empty = ISO
  std::string decimal_separator = ".";
  std::string thousands_separator;         ///< removed before the number is read
  std::map<std::string, std::string> map;  ///< value in the file → code; a value not listed stays as it is
  std::optional<std::string> map_other;    ///< what a value not listed becomes
  double scale = 1;                        ///< number × scale = the dataset's unit (1000 for tonnes → kg)
  bool optional = false;                   ///< the file may lack the column
  int line = 0;                            ///< in source.toml, for diagnostics
};

/// Wide columns turned into rows: for each of `columns` a row with the column's name and its value.
struct Unpivot {
  std::vector<std::string> columns;
  std::string name_as;   ///< name by which expressions and `from` see the column's name
  std::string value_as;  ///< … and its value; rows with an empty value are left out
};

/// One dataset that a file feeds.
struct Feed {
  std::string dataset;
  std::string when;  ///< SQL condition over the file's columns; rows where it is not true are left out on purpose
  std::optional<Unpivot> unpivot;
  std::vector<ColumnMapping> columns;
  int line = 0;
};

/// sources/<name>/source.toml: how a real-world file becomes rows of datasets.
struct Source {
  std::string name;
  LocalisedText title;
  LocalisedText description;
  std::string licence;
  std::string provenance;  ///< where the file comes from
  std::filesystem::path folder;
  std::optional<engine::FileFormat> format;  ///< empty: by the file's name
  std::string encoding;                      ///< `utf-8`, `utf-16`, `cp949`; empty: recognised
  std::string delimiter;                     ///< one character; empty: recognised among , ; tab |
  bool header = true;
  std::string sheet;
  std::string query;                 ///< PostgreSQL
  std::vector<std::string> columns;  ///< names when the file has no header
  std::vector<std::string> ignore;   ///< columns that are left out on purpose, so that no warning is given
  std::vector<Feed> feeds;
};

}  // namespace tidewaiter::content
