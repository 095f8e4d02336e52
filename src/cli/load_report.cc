#include "cli/load_report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/report_text.h"

namespace tidewaiter::cli {
namespace {

using ingest::FeedCounts;
using ingest::LoadReport;
using ingest::LoadState;
using ingest::RuleCount;

std::string StateSentence(const LoadReport& report, Language language) {
  switch (report.state) {
    case LoadState::kLoaded:
      return std::string(Say(Text::kLoaded, language));
    case LoadState::kUnchanged:
      return Say(Text::kUnchanged, language, {std::to_string(report.same_as)});
    case LoadState::kFailed:
      return std::string(Say(Text::kFailedLoad, language));
    case LoadState::kChecked:
      return std::string(Say(Text::kChecked, language));
    case LoadState::kUndone:
      break;
  }
  return std::string(Say(Text::kUndone, language));
}

std::string FeedLine(const FeedCounts& feed, Language language) {
  return Say(Text::kFeedCounts, language,
             {feed.dataset, WithThousands(feed.read), WithThousands(feed.inserted), WithThousands(feed.superseded),
              WithThousands(feed.unchanged), WithThousands(feed.rejected)});
}

std::string RuleLine(const RuleCount& rule, Language language) {
  const std::string_view kind = Say(rule.warning ? Text::kWarnedBy : Text::kRejectedBy, language);
  const std::string place = rule.column.empty() ? rule.dataset : rule.dataset + "." + rule.column;
  std::string line =
      fmt::format("{} {} × {} {}: {}", kind, WithThousands(rule.rows), place, rule.rule, Printable(rule.sentence));
  if (!rule.example.empty()) {
    line += fmt::format(" ({} {})", Say(Text::kExample, language), Printable(rule.example));
  }
  return line;
}

}  // namespace

std::string LoadReportText(const LoadReport& report, Language language) {
  const std::string id = report.id == 0 ? "" : fmt::format("#{} ", report.id);
  std::string text = fmt::format("{}{}: {}\n", id, Printable(report.file), StateSentence(report, language));
  for (const FeedCounts& feed : report.feeds) text += "  " + FeedLine(feed, language) + "\n";
  for (const RuleCount& rule : report.rules) text += "  " + RuleLine(rule, language) + "\n";
  for (const std::string& warning : report.warnings) {
    text += fmt::format("  {}: {}\n", Say(Text::kWarning, language), Printable(warning));
  }
  return text;
}

nlohmann::ordered_json ToJson(const LoadReport& report) {
  nlohmann::ordered_json json = {{"id", report.id},
                                 {"state", ingest::LoadStateName(report.state)},
                                 {"source", report.source},
                                 {"file", report.file},
                                 {"content_hash", report.content_hash},
                                 {"bytes", report.bytes},
                                 {"loaded_at", report.loaded_at.ToString()},
                                 {"same_as", report.same_as},
                                 {"encoding", report.encoding},
                                 {"feeds", nlohmann::ordered_json::array()},
                                 {"rules", nlohmann::ordered_json::array()},
                                 {"warnings", report.warnings}};
  for (const FeedCounts& feed : report.feeds) {
    json["feeds"].push_back({{"dataset", feed.dataset},
                             {"read", feed.read},
                             {"inserted", feed.inserted},
                             {"superseded", feed.superseded},
                             {"unchanged", feed.unchanged},
                             {"rejected", feed.rejected}});
  }
  for (const RuleCount& rule : report.rules) {
    json["rules"].push_back({{"dataset", rule.dataset},
                             {"column", rule.column},
                             {"rule", rule.rule},
                             {"warning", rule.warning},
                             {"rows", rule.rows},
                             {"sentence", rule.sentence},
                             {"example", rule.example}});
  }
  return json;
}

Status PrintReports(Context& context, const std::vector<LoadReport>& reports, const std::string& format) {
  context.ClearProgress();
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const LoadReport& report : reports) {
    if (format == "json") json.push_back(ToJson(report));
    if (format != "json") TRY(context.out().Write(LoadReportText(report, context.language())));
  }
  return format == "json" ? context.out().Write(JsonText(json)) : Status();
}

}  // namespace tidewaiter::cli
