#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

const std::vector<std::string>& FixedColumns() {
  static const std::vector<std::string> columns = {"rank",    "subject_type", "subject_id",
                                                   "score",   "alert",        "amount_at_stake_krw",
                                                   "reasons", "reason_codes", "members"};
  return columns;
}

bool IsInputColumn(const Model& model, const std::string& column) {
  return std::ranges::any_of(model.inputs, [&](const ModelInput& input) { return Contains(input.columns, column); });
}

void CheckOwnColumns(TableReader& table, const ModelDraft& draft) {
  const ModelFindings& findings = draft.model.findings;
  for (const std::string& column : findings.own_columns) {
    if (Contains(FixedColumns(), column)) {
      table.faults().Add(table.PlaceOf("own_columns"), "own_column",
                         fmt::format("every model has the column \"{}\" already", column));
    } else if (!findings.column_titles.contains(column) && !IsInputColumn(draft.model, column)) {
      table.faults().Add(table.PlaceOf("own_columns"), "own_column",
                         fmt::format("the column \"{}\" of the findings has no title", column),
                         "add it to [findings.column_titles]");
    }
  }
}

/// The `{…}` of a reason; reports unknown formats, and braces without a partner (then empty).
std::optional<std::set<std::string>> Placeholders(std::string_view text, Place place, Faults& faults) {
  const std::vector<std::string> formats = {"percent", "items", "krw", "number", "date", "country"};
  std::set<std::string> found;
  while (true) {
    const size_t open = text.find_first_of("{}");
    if (open == std::string_view::npos) return found;
    const size_t close = text.find_first_of("{}", open + 1);
    if (text[open] != '{' || close == std::string_view::npos || text[close] != '}') {
      faults.Add(place, "placeholder", "a brace in the reason has no partner");
      return std::nullopt;
    }
    const std::string inner(text.substr(open + 1, close - open - 1));
    const size_t colon = inner.find(':');
    if (!IsIdentifier(inner.substr(0, colon))) {
      faults.Add(place, "placeholder", fmt::format("the placeholder \"{{{}}}\" names no column", inner));
    }
    if (colon != std::string::npos && !Contains(formats, inner.substr(colon + 1))) {
      faults.Unknown(place, "placeholder", "format called", inner.substr(colon + 1), formats);
    }
    found.insert(inner);
    text.remove_prefix(close + 1);
  }
}

void CheckReason(const TomlEntry& entry, const ReasonTemplate& reason, Faults& faults) {
  const auto place_of = [&](std::string_view language) {
    const TomlEntry* text = entry.value.Find(language);
    return text == nullptr ? entry.place : text->value.place;
  };
  const auto en = Placeholders(reason.text.en, place_of("en"), faults);
  const auto ko = Placeholders(reason.text.ko, place_of("ko"), faults);
  if (!en || !ko || en == ko || reason.text.en.empty() || reason.text.ko.empty()) return;
  faults.Add(place_of("ko"), "placeholder",
             fmt::format("the reason \"{}\" has other placeholders in Korean than in English", entry.key));
}

}  // namespace

void ReadFindings(TableReader& top, ModelDraft& draft) {
  const TomlEntry* entry = top.Table("findings", Need::kRequired);
  if (entry == nullptr) return;
  TableReader table(entry->value, "the table of findings", draft.faults);
  ModelFindings& findings = draft.model.findings;
  findings.subject_type = table.Text("subject_type", Need::kRequired);
  findings.subject_title = table.Localised("subject_title", Need::kRequired);
  findings.tie_breaker = table.Text("tie_breaker", Need::kRequired);
  findings.alert_line = table.Localised("alert_line", Need::kRequired);
  findings.own_columns = table.Texts("own_columns", Need::kOptional);
  if (const TomlEntry* titles = table.Table("column_titles", Need::kOptional)) {
    TableReader columns(titles->value, "the titles of the columns", draft.faults);
    for (const TomlEntry& title : titles->value.entries) {
      findings.column_titles.emplace(title.key, columns.Localised(title.key, Need::kRequired));
    }
  }
  table.Finish();
  CheckOwnColumns(table, draft);
}

void ReadReasons(TableReader& top, ModelDraft& draft) {
  const TomlEntry* entry = top.Table("reasons", Need::kRequired);
  if (entry == nullptr) return;
  TableReader table(entry->value, "the reasons", draft.faults);
  for (const TomlEntry& text : entry->value.entries) {
    ReasonTemplate reason{text.key, table.Localised(text.key, Need::kRequired)};
    if (!IsIdentifier(text.key)) {
      draft.faults.Add(text.place, "name",
                       fmt::format("the reason \"{}\" must have a name of a–z, 0–9 and _", text.key));
    }
    CheckReason(text, reason, draft.faults);
    draft.model.reasons.push_back(std::move(reason));
  }
  if (draft.model.reasons.empty()) draft.faults.Add(entry->place, "empty_text", "the model has no reasons");
  const std::vector<ModelStep>& steps = draft.model.steps;
  if (!steps.empty() && std::ranges::find(steps, "reasons", &ModelStep::name) == steps.end()) {
    draft.faults.Add(entry->place, "step_order", "the model has reasons, but no step makes the table reasons");
  }
}

}  // namespace tidewaiter::content
