#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/warehouse.h"
#include "ingest/feed_sql.h"
#include "ingest/loader.h"

namespace tidewaiter::ingest {

/// Rows of one feed, read, typed, checked and pseudonymised, waiting in a table of the session; and its rejects in
/// another. Tables: `staged_<n>` (FeedSql's staged rows), `rejected_<n>` (record, column_name, raw, rule, sentence),
/// `unloadable_<n>` (rid of the staged rows that do not enter: repeated keys, unchanged rows).
class FeedStage {
 public:
  FeedStage(engine::LocalSession& session, const content::Dataset& dataset, FeedSql sql, int number)
      : session_(session), dataset_(dataset), sql_(std::move(sql)), number_(number) {}

  /// Reads the file. `relation`: SQL of its reader.
  Status Read(const std::string& relation, const RunControl& control);
  /// Takes note of records that the reader could not parse. `mask`: keep no raw text.
  Status AddUnparsed(const std::vector<engine::UnparsedRecord>& unparsed, int64_t total, bool mask);
  /// Writes the rejects of rows that break a rule, and of keys that come twice in the file.
  Status FindFaults(const RunControl& control);
  /// Compares with what stands in `table` (SQL name; empty: nothing yet): unchanged and superseding rows. A key that
  /// another feed of the same load has written is rejected.
  Status CompareWith(const std::string& table, int64_t load_id, const RunControl& control);
  /// Moves superseded rows to history and adds the new ones, inside an open commit.
  Status Write(engine::Commit& commit, int64_t load_id, const RunControl& control);
  /// Copies the rejects into the warehouse's table.
  Status WriteRejects(engine::Commit& commit, int64_t load_id, const RunControl& control);
  /// Rejects and warnings by rule.
  Result<std::vector<RuleCount>> CountRules(const content::Datasets& datasets, const RunControl& control);

  const FeedCounts& counts() const { return counts_; }
  const content::Dataset& dataset() const { return dataset_; }

 private:
  std::string Staged() const { return "staged_" + std::to_string(number_); }
  std::string Rejected() const { return "rejected_" + std::to_string(number_); }
  std::string Unloadable() const { return "unloadable_" + std::to_string(number_); }
  std::string Superseding() const { return "superseding_" + std::to_string(number_); }
  /// SQL of the record number of a staged row.
  std::string RecordNumber() const;
  std::string Loadable(const std::string& alias) const;
  Result<int64_t> CountOf(const std::string& query, const RunControl& control);
  Status ExplainFaults(const RunControl& control);
  Status FindRepeatedKeys(const RunControl& control);
  Status RejectOwnKeys(const RunControl& control);
  Status SetAsideMatches(const RunControl& control);
  /// SQL of the key as people read it, over a staged row `s`.
  std::string ShownKey() const;
  /// Rejects the rows of a table (rid, record, raw) because their key stands already.
  Status RejectKeys(const std::string& table, const std::string& sentence, int64_t rows, const RunControl& control);
  Status CountWarningChecks(std::vector<RuleCount>& counts, const RunControl& control);
  Status CountUnknownCodes(const content::Datasets& datasets, std::vector<RuleCount>& counts,
                           const RunControl& control);

  engine::LocalSession& session_;
  const content::Dataset& dataset_;
  FeedSql sql_;
  int number_;
  FeedCounts counts_;
  bool has_unparsed_ = false;
  bool some_unloadable_ = false;
};

}  // namespace tidewaiter::ingest
