#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/run_control.h"
#include "content/source.h"
#include "engine/session.h"
#include "ingest/column_match.h"
#include "ingest/file_facts.h"
#include "ingest/utf8_pipe.h"

namespace tidewaiter::ingest {

/// A file, or the result of a database's query, ready to be read by the engine once for each feed.
class FileReading {
 public:
  /// Inspects the file and names its columns. `file` may be a `postgresql://…` address for a source of that format.
  static Result<FileReading> Open(const std::string& file, const content::Source& source,
                                  const std::filesystem::path& temporary, engine::LocalSession& session,
                                  const RunControl& control);

  const FileFacts& facts() const { return facts_; }
  const FileColumns& columns() const { return columns_; }
  const std::string& name() const { return name_; }
  bool is_csv() const { return facts_.format == engine::FileFormat::kCsv; }

  /// SQL of a relation that reads it from its beginning. The one before must have been read.
  Result<std::string> Relation(engine::LocalSession& session);
  /// After the relation was read: the file is still the one that was inspected, and all of it was read.
  Status CheckWholeFileWasRead() const;
  /// The engine's error while the relation was read; `source.unreachable` where a database's query failed half-way.
  Error RefusedByDatabase(Error error) const;

 private:
  Status NameTheColumns(const content::Source& source, engine::LocalSession& session, const RunControl& control);
  /// The engine's error in terms of a file or database.
  Error Unreadable(Error error) const;

  std::string file_;
  std::string name_;  ///< without folder; for a database without user and password
  std::filesystem::path temporary_;
  FileFacts facts_;
  FileColumns columns_;
  engine::FileScan scan_;
  std::unique_ptr<Utf8Pipe> pipe_;
};

}  // namespace tidewaiter::ingest
