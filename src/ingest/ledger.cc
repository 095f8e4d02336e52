#include "ingest/ledger.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tidewaiter::ingest {
namespace {

using engine::TypeId;
using nlohmann::json;

constexpr std::array kStates = {LoadState::kLoaded, LoadState::kUnchanged, LoadState::kFailed, LoadState::kChecked,
                                LoadState::kUndone};

LoadState StateOf(const std::string& name) {
  for (const LoadState state : kStates)
    if (LoadStateName(state) == name) return state;
  return LoadState::kLoaded;
}

json FeedsToJson(const LoadReport& report) {
  json feeds = json::array();
  for (const FeedCounts& feed : report.feeds)
    feeds.push_back({{"dataset", feed.dataset},
                     {"read", feed.read},
                     {"inserted", feed.inserted},
                     {"superseded", feed.superseded},
                     {"unchanged", feed.unchanged},
                     {"rejected", feed.rejected}});
  return feeds;
}

json RulesToJson(const LoadReport& report) {
  json rules = json::array();
  for (const RuleCount& rule : report.rules)
    rules.push_back({{"dataset", rule.dataset},
                     {"column", rule.column},
                     {"rule", rule.rule},
                     {"warning", rule.warning},
                     {"rows", rule.rows},
                     {"sentence", rule.sentence},
                     {"example", rule.example}});
  return rules;
}

/// Whether a load, or taking it back, changed rows of the datasets after `same` was loaded.
bool ChangedSince(const LoadReport& other, const LoadReport& same, const std::vector<std::string>& datasets) {
  const bool undone_since = other.state == LoadState::kUndone && other.undone_at > same.loaded_at;
  const bool loaded_since = other.state == LoadState::kLoaded && other.id > same.id;
  if (!undone_since && !loaded_since) return false;
  return std::any_of(other.feeds.begin(), other.feeds.end(), [&](const FeedCounts& feed) {
    return (undone_since || feed.superseded > 0) &&
           std::find(datasets.begin(), datasets.end(), feed.dataset) != datasets.end();
  });
}

}  // namespace

std::string_view LoadStateName(LoadState state) {
  switch (state) {
    case LoadState::kLoaded:
      return "loaded";
    case LoadState::kUnchanged:
      return "unchanged";
    case LoadState::kFailed:
      return "failed";
    case LoadState::kChecked:
      return "checked";
    case LoadState::kUndone:
      break;
  }
  return "undone";
}

std::string ReportToJson(const LoadReport& report) {
  return json{{"id", report.id},
              {"state", LoadStateName(report.state)},
              {"source", report.source},
              {"file", report.file},
              {"content_hash", report.content_hash},
              {"mapping_hash", report.mapping_hash},
              {"undone_at", report.undone_at.microseconds_since_epoch},
              {"bytes", report.bytes},
              {"loaded_at", report.loaded_at.microseconds_since_epoch},
              {"same_as", report.same_as},
              {"encoding", report.encoding},
              {"warnings", report.warnings},
              {"feeds", FeedsToJson(report)},
              {"rules", RulesToJson(report)}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<LoadReport> ReportFromJson(const std::string& text) {
  const json parsed = json::parse(text, nullptr, false);
  if (!parsed.is_object()) return Fail(ErrorCode::kWorkspaceDamaged, "the record of a load cannot be read");
  LoadReport report;
  report.id = parsed.value("id", int64_t{0});
  report.state = StateOf(parsed.value("state", ""));
  report.source = parsed.value("source", "");
  report.file = parsed.value("file", "");
  report.content_hash = parsed.value("content_hash", "");
  report.mapping_hash = parsed.value("mapping_hash", "");
  report.undone_at = {parsed.value("undone_at", int64_t{0})};
  report.bytes = parsed.value("bytes", int64_t{0});
  report.loaded_at = {parsed.value("loaded_at", int64_t{0})};
  report.same_as = parsed.value("same_as", int64_t{0});
  report.encoding = parsed.value("encoding", "");
  report.warnings = parsed.value("warnings", std::vector<std::string>{});
  for (const json& feed : parsed.value("feeds", json::array()))
    report.feeds.push_back({feed.value("dataset", ""), feed.value("read", int64_t{0}),
                            feed.value("inserted", int64_t{0}), feed.value("superseded", int64_t{0}),
                            feed.value("unchanged", int64_t{0}), feed.value("rejected", int64_t{0})});
  for (const json& rule : parsed.value("rules", json::array()))
    report.rules.push_back({rule.value("dataset", ""), rule.value("column", ""), rule.value("rule", ""),
                            rule.value("warning", false), rule.value("rows", int64_t{0}), rule.value("sentence", ""),
                            rule.value("example", "")});
  return report;
}

Status EnsureLedger(engine::Commit& commit) {
  TRY(commit.EnsureTable(kLoadTable, {{"load_id", {TypeId::kInteger}},
                                      {"state", {TypeId::kText}},
                                      {"source", {TypeId::kText}},
                                      {"file", {TypeId::kText}},
                                      {"content_hash", {TypeId::kText}},
                                      {"bytes", {TypeId::kInteger}},
                                      {"loaded_at", {TypeId::kTimestamp}},
                                      {"report", {TypeId::kText}}}));
  return commit.EnsureTable(kRejectTable, {{"load_id", {TypeId::kInteger}},
                                           {"dataset", {TypeId::kText}},
                                           {"record", {TypeId::kInteger}},
                                           {"column_name", {TypeId::kText}},
                                           {"raw", {TypeId::kText}},
                                           {"rule", {TypeId::kText}},
                                           {"sentence", {TypeId::kText}}});
}

Status WriteLedger(engine::Commit& commit, const LoadReport& report) {
  const std::string table = commit.TableName(kLoadTable);
  TRY(commit.session().Execute("delete from " + table + " where load_id = $id", {{"id", report.id}}, {}));
  TRY(commit.session().Execute("insert into " + table +
                                   " (load_id, state, source, file, content_hash, bytes, loaded_at, report) "
                                   "values ($id, $state, $source, $file, $hash, $bytes, $at, $report)",
                               {{"id", report.id},
                                {"state", std::string(LoadStateName(report.state))},
                                {"source", report.source},
                                {"file", report.file},
                                {"hash", report.content_hash},
                                {"bytes", report.bytes},
                                {"at", report.loaded_at},
                                {"report", ReportToJson(report)}},
                               {}));
  return {};
}

Result<int64_t> LastLoadId(const LedgerQuery& ledger) {
  const auto table = TRY(ledger.session.QueryTable("select coalesce(max(load_id), 0) from " + ledger.table));
  return std::get<int64_t>(table.rows[0][0]);
}

Result<std::optional<int64_t>> FindSameContent(const LedgerQuery& ledger, const LoadReport& report,
                                               const std::vector<std::string>& datasets) {
  const auto table = TRY(ledger.session.QueryTable("select report from " + ledger.table + " order by load_id"));
  std::optional<LoadReport> same;
  for (const auto& row : table.rows) {
    LoadReport other = TRY(ReportFromJson(engine::ToText(row[0])));
    if (other.state == LoadState::kLoaded && other.source == report.source &&
        other.content_hash == report.content_hash && other.mapping_hash == report.mapping_hash)
      same = std::move(other);
  }
  if (!same) return std::nullopt;
  for (const auto& row : table.rows)
    if (ChangedSince(TRY(ReportFromJson(engine::ToText(row[0]))), *same, datasets)) return std::nullopt;
  return same->id;
}

Result<std::optional<LoadReport>> ReadReport(const LedgerQuery& ledger, int64_t id) {
  const auto table =
      TRY(ledger.session.QueryTable("select report from " + ledger.table + " where load_id = $id", {{"id", id}}));
  if (table.rows.empty()) return std::nullopt;
  return TRY(ReportFromJson(engine::ToText(table.rows[0][0])));
}

}  // namespace tidewaiter::ingest
