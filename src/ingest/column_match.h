#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "content/source.h"

namespace tidewaiter::ingest {

/// The columns of a file, as they stand and as SQL sees them: names of the file, blank ones as `column3`.
struct FileColumns {
  engine::Schema columns;

  /// Index of the column with this name, compared folded (case, width, white space); -1: none.
  int Find(std::string_view name) const;
  std::vector<std::string> Names() const;
};

/// Names of the first record. Doubled names are `load.column_doubled`.
Result<FileColumns> NameColumns(std::vector<std::string> header);

/// Names in double quotes in an SQL text: how expressions refer to the file's columns. Quoted text is left out.
std::vector<std::string> QuotedNames(std::string_view sql);

/// Columns that expressions may name although the file lacks them (an optional mapping names them): they read as NULL.
std::vector<std::string> AbsentOptionalColumns(const content::Feed& feed, const FileColumns& file);

/// Checks that the file has what the source needs: `load.column_missing` lists every missing one with its near name.
/// Returns warnings about columns that nothing maps.
Result<std::vector<std::string>> MatchColumns(const content::Source& source, const FileColumns& file);

}  // namespace tidewaiter::ingest
