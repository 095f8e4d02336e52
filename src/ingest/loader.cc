#include "ingest/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/log.h"
#include "base/text.h"
#include "ingest/address.h"
#include "ingest/file_reading.h"
#include "ingest/ledger.h"
#include "ingest/mapping_hash.h"
#include "ingest/pseudonym.h"
#include "ingest/stage.h"

namespace tidewaiter::ingest {
namespace {

/// More records than any file has: every one that the reader cannot parse is kept.
constexpr int64_t kEveryRecord = INT64_MAX;

/// A quote that opens and never closes swallows the lines after it, and nobody can say how many rows they were.
Status RefuseSwallowedLines(const std::vector<engine::UnparsedRecord>& unparsed) {
  for (const engine::UnparsedRecord& record : unparsed) {
    if (record.raw.find('\n') == std::string::npos) continue;
    return Fail(ErrorCode::kFileUnreadable,
                "a quote in the file opens and does not close as it should, so that lines run together (record " +
                    std::to_string(record.record) + ")",
                "correct the quotes of that record; a quote inside a value is written twice");
  }
  return {};
}

bool HoldsPersons(const content::Source& source, const content::Datasets& datasets) {
  return std::any_of(source.feeds.begin(), source.feeds.end(), [&](const content::Feed& feed) {
    const content::Dataset* dataset = datasets.Find(feed.dataset);
    return std::any_of(dataset->columns.begin(), dataset->columns.end(), [](const content::DatasetColumn& column) {
      return column.pseudonym != content::PseudonymKind::kNone;
    });
  });
}

/// Reads and checks all feeds of a source from one file into staged tables of the session.
class Staging {
 public:
  Staging(engine::LocalSession& session, const content::Datasets& datasets, const content::Source& source)
      : session_(session), datasets_(datasets), source_(source) {}

  Status Read(FileReading& reading, const RunControl& control) {
    for (const content::Feed& feed : source_.feeds) TRY(ReadFeed(feed, reading, control));
    return {};
  }

  std::vector<FeedStage>& stages() { return stages_; }

  /// The feed whose share of rejected rows is above the limit, if any.
  const FeedStage* OverLimit(double max_share) const {
    for (const FeedStage& stage : stages_) {
      const auto& counts = stage.counts();
      if (static_cast<double>(counts.rejected) > max_share * static_cast<double>(counts.read)) return &stage;
    }
    return nullptr;
  }

  Status Fill(LoadReport& report, const RunControl& control) {
    for (FeedStage& stage : stages_) {
      report.feeds.push_back(stage.counts());
      for (RuleCount& rule : TRY(stage.CountRules(datasets_, control))) report.rules.push_back(std::move(rule));
    }
    return {};
  }

 private:
  Status ReadFeed(const content::Feed& feed, FileReading& reading, const RunControl& control) {
    const content::Dataset& dataset = *datasets_.Find(feed.dataset);
    control.progress->Begin(
        {"reading " + reading.name() + " into " + dataset.name, reading.name() + " 읽는 중 (" + dataset.name + ")"});
    const bool excel = reading.facts().format == engine::FileFormat::kXlsx;
    FeedSql sql(dataset, feed, reading.columns(), excel,
                {.nul = reading.facts().has_nul,
                 .broken = reading.facts().broken_text,
                 .may_show_persons = HoldsPersons(source_, datasets_)});
    const auto number = static_cast<int>(stages_.size());
    FeedStage& stage = stages_.emplace_back(session_, dataset, std::move(sql), number);
    const std::string relation = TRY(reading.Relation(session_));
    auto read = stage.Read(relation, control);
    if (!read) return Fail(reading.RefusedByDatabase(std::move(read.error())));
    TRY(reading.CheckWholeFileWasRead());
    if (reading.is_csv()) {
      const auto [unparsed, total] = TRY(session_.TakeUnparsed(kEveryRecord));
      TRY(RefuseSwallowedLines(unparsed));
      TRY(stage.AddUnparsed(unparsed, total, HoldsPersons(source_, datasets_)));
    }
    control.progress->Begin({"checking " + dataset.name, dataset.name + " 오류 검사 중"});
    return stage.FindFaults(control);
  }

  engine::LocalSession& session_;
  const content::Datasets& datasets_;
  const content::Source& source_;
  std::vector<FeedStage> stages_;
};

std::vector<std::string> FedDatasets(const content::Source& source) {
  std::vector<std::string> names;
  for (const content::Feed& feed : source.feeds) names.push_back(feed.dataset);
  return names;
}

LoadReport NewReport(const content::Source& source, const FileReading& reading) {
  LoadReport report;
  report.source = source.name;
  report.file = reading.name();
  report.content_hash = reading.facts().content_hash;
  report.bytes = reading.facts().bytes;
  report.encoding = reading.is_csv() ? std::string(EncodingName(reading.facts().encoding)) : "";
  report.loaded_at = Timestamp::Now();
  if (reading.facts().broken_text)
    report.warnings.push_back("some bytes fit no encoding; the rows that hold them were rejected");
  return report;
}

std::string Percent(double share) { return fmt::format("{:.1f} %", share * 100); }

tl::unexpected<Error> OverLimitError(const FeedStage& stage, const LoadReport& report, double limit) {
  const FeedCounts& counts = stage.counts();
  const double share = static_cast<double>(counts.rejected) / static_cast<double>(counts.read);
  const std::string see =
      report.id > 0 ? "see tidewaiter loads rejects " + std::to_string(report.id) : "see the rules above";
  return Fail(ErrorCode::kRejectsOverLimit,
              "too many rows of " + counts.dataset + " were refused, nothing was loaded (" +
                  WithThousands(counts.rejected) + " of " + WithThousands(counts.read) + " = " + Percent(share) +
                  ", limit " + Percent(limit) + ")",
              see + "; correct the file or the source, or raise --max-reject-share");
}

Status WriteStage(engine::Commit& commit, FeedStage& stage, int64_t load_id, const RunControl& control) {
  const content::Dataset& dataset = stage.dataset();
  engine::Schema schema = dataset.Schema();
  schema.push_back({"load_id", {engine::TypeId::kInteger}});
  TRY(commit.EnsureTable(dataset.name, schema));
  control.progress->Begin({"comparing " + dataset.name, dataset.name + " 기존 자료와 비교 중"});
  TRY(stage.CompareWith(commit.TableName(dataset.name), load_id, control));
  control.progress->Begin({"writing " + dataset.name, dataset.name + " 저장 중"});
  return stage.Write(commit, load_id, control);
}

/// All that one commit writes for a load. The state of the report decides whether rows enter.
Status WriteLoad(engine::Commit& commit, Staging& staging, LoadReport& report, const RunControl& control) {
  TRY(commit.Begin());
  TRY(EnsureLedger(commit));
  if (report.state == LoadState::kLoaded) {
    for (FeedStage& stage : staging.stages()) TRY(WriteStage(commit, stage, report.id, control));
  }
  for (FeedStage& stage : staging.stages()) TRY(stage.WriteRejects(commit, report.id, control));
  TRY(staging.Fill(report, control));
  TRY(WriteLedger(commit, report));
  TRY(control.Check());
  TRY(commit.Finish("load " + std::to_string(report.id) + ": " + report.file));
  return {};
}

}  // namespace

Result<LoadReport> Loader::Load(const content::Source& source, const std::string& file, const LoadOptions& options,
                                const RunControl& control) {
  auto report = LoadOnce(source, file, options, control);
  if (!report) return Fail(WithoutSecrets(std::move(report.error()), file));
  return report;
}

Result<LoadReport> Loader::LoadOnce(const content::Source& source, const std::string& file, const LoadOptions& options,
                                    const RunControl& control) {
  const std::string shown = ShownAddress(file);
  std::optional<store::WriteLock> lock;
  if (!options.check_only) lock = TRY(workspace_.AcquireWriteLock("load of " + shown, control));
  const auto commit = TRY(warehouse_.BeginCommit());
  engine::LocalSession& session = commit->session();
  TRY(RegisterPseudonyms(session, TRY(workspace_.Key())));

  control.progress->Begin({"inspecting " + shown, shown + " 살펴보는 중"});
  FileReading reading = TRY(FileReading::Open(file, source, TRY(workspace_.TemporaryDirectory()), session, control));
  LoadReport report = NewReport(source, reading);
  report.mapping_hash = MappingHash(source, datasets_);
  for (std::string& warning : TRY(MatchColumns(source, reading.columns())))
    report.warnings.push_back(std::move(warning));

  if (!options.check_only) {
    // Files that a killed writer left behind; nobody else writes while we hold the lock.
    TRY(warehouse_.RemoveOrphans());
    const LedgerQuery ledger{session, commit->TableName(kLoadTable)};
    const engine::SnapshotId snapshot = TRY(warehouse_.CurrentSnapshot());
    const bool new_warehouse = TRY(warehouse_.Tables(snapshot)).empty();
    report.id = new_warehouse ? 1 : TRY(LastLoadId(ledger)) + 1;
    const auto same = new_warehouse ? std::nullopt : TRY(FindSameContent(ledger, report, FedDatasets(source)));
    if (same) {
      report.id = 0;
      report.state = LoadState::kUnchanged;
      report.same_as = *same;
      return report;
    }
  }

  Staging staging(session, datasets_, source);
  TRY(staging.Read(reading, control));
  const FeedStage* over = staging.OverLimit(options.max_reject_share);
  if (options.check_only) {
    report.state = LoadState::kChecked;
    for (FeedStage& stage : staging.stages()) TRY(stage.CompareWith("", 0, control));
    TRY(staging.Fill(report, control));
    return report;
  }
  report.state = over == nullptr ? LoadState::kLoaded : LoadState::kFailed;
  TRY(WriteLoad(*commit, staging, report, control));
  if (over != nullptr) return OverLimitError(*over, report, options.max_reject_share);
  return report;
}

content::Source ContractSource(const content::Dataset& dataset) {
  content::Source source;
  source.name = dataset.name;
  source.title = dataset.title;
  content::Feed feed;
  feed.dataset = dataset.name;
  for (const content::DatasetColumn& column : dataset.columns) {
    content::ColumnMapping mapping;
    mapping.column = column.name;
    mapping.from = {column.name};
    mapping.optional = !column.required && !column.empty_in_key;
    feed.columns.push_back(std::move(mapping));
  }
  source.feeds.push_back(std::move(feed));
  return source;
}

std::string HistoryTable(std::string_view dataset) { return "tidewaiter_history_" + std::string(dataset); }

}  // namespace tidewaiter::ingest
