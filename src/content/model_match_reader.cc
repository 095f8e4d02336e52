#include <fmt/format.h>

#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

constexpr double kMostDays = 36'500;

/// A number within a range, or the name of a parameter that is a number.
void ReadSettingOrParameter(TableReader& table, std::string_view key, SettingRange range, const ModelDraft& draft,
                            ModelSetting& setting) {
  const TomlEntry* const entry = table.Scalar(key);
  if (entry == nullptr) return;
  if (entry->value.kind != TomlKind::kText) return ReadSetting(table, key, range, setting.number);
  setting.parameter = entry->value.text;
  const ModelParameter* const parameter = draft.model.FindParameter(setting.parameter);
  std::vector<std::string> names;
  for (const ModelParameter& known : draft.model.parameters) names.push_back(known.name);
  if (parameter == nullptr)
    return table.faults().Unknown(entry->value.place, "unknown_parameter", "parameter", setting.parameter, names);
  const bool is_number = parameter->type == ParameterType::kInteger || parameter->type == ParameterType::kNumber ||
                         parameter->type == ParameterType::kShare;
  if (is_number) return;
  table.faults().Add(entry->value.place, "wrong_type",
                     fmt::format("the parameter \"{}\" must be a number", setting.parameter));
}

MatchSide ReadSide(TableReader& step, std::string_view key) {
  MatchSide side;
  const TomlEntry* const entry = step.Table(key, Need::kRequired);
  if (entry == nullptr) return side;
  TableReader table(entry->value, fmt::format("the {} of {}", key, step.what()), step.faults());
  side.table = table.Text("table", Need::kRequired);
  side.id = table.Text("id", Need::kRequired);
  side.company = table.Text("company", Need::kRequired);
  side.day = table.Text("day", Need::kRequired);
  side.value = table.Text("value", Need::kRequired);
  const Need together = table.Has("amount") || table.Has("currency") ? Need::kRequired : Need::kOptional;
  side.amount = table.Text("amount", together);
  side.currency = table.Text("currency", together);
  side.counterparty = table.Text("counterparty", Need::kOptional);
  side.reference = table.Text("reference", Need::kOptional);
  table.Finish();
  return side;
}

}  // namespace

ModelMatching ReadMatching(TableReader& table, const ModelDraft& draft) {
  ModelMatching matching;
  matching.payments = ReadSide(table, "payments");
  matching.imports = ReadSide(table, "imports");
  ReadSettingOrParameter(table, "tolerance", {0, 0.5}, draft, matching.tolerance);
  ReadSettingOrParameter(table, "largest_advance_days", {0, kMostDays}, draft, matching.largest_advance_days);
  ReadSettingOrParameter(table, "largest_arrears_days", {0, kMostDays}, draft, matching.largest_arrears_days);
  ReadSetting(table, "pair", {0, 10}, matching.pair);
  ReadSetting(table, "lag", {0, 10}, matching.lag);
  ReadSetting(table, "unknown_counterparty", {0, 10}, matching.unknown_counterparty);
  ReadSetting(table, "other_counterparty", {0, 10}, matching.other_counterparty);
  ReadSetting(table, "other_currency", {0, 10}, matching.other_currency);
  ReadSetting(table, "by_reference", {0, 1}, matching.by_reference);
  ReadSetting(table, "by_amount", {0, 1}, matching.by_amount);
  ReadSetting(table, "most_pairs", {0, 1e7}, matching.most_pairs);
  return matching;
}

}  // namespace tidewaiter::content
