#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

bool IsNumber(ParameterType type) {
  return type == ParameterType::kInteger || type == ParameterType::kNumber || type == ParameterType::kShare;
}

void ReadRange(TableReader& table, ModelParameter& parameter) {
  parameter.min = table.Number("min");
  parameter.max = table.Number("max");
  if ((parameter.min || parameter.max) && !IsNumber(parameter.type)) {
    table.faults().Add(table.PlaceOf(parameter.min ? "min" : "max"), "range",
                       fmt::format("{} has a range, but is no number", table.what()));
  }
  if (parameter.type == ParameterType::kShare) {
    parameter.min = parameter.min.value_or(0);
    parameter.max = parameter.max.value_or(1);
    if (*parameter.min < 0 || *parameter.max > 1) {
      table.faults().Add(table.place(), "range", fmt::format("{} is a share, so it lies within 0 and 1", table.what()));
    }
  }
  if (parameter.min && parameter.max && *parameter.min > *parameter.max) {
    table.faults().Add(table.PlaceOf("min"), "range", fmt::format("{} has a min above its max", table.what()));
  }
}

void CheckChoicesFrom(TableReader& table, const ModelParameter& parameter, const Datasets& datasets) {
  if (parameter.choices_from.empty()) return;
  const Place place = table.PlaceOf("choices_from");
  const std::vector<std::string> parts = Split(parameter.choices_from, '.');
  if (parts.size() != 2) {
    table.faults().Add(place, "choices", "\"choices_from\" must be written as dataset.column");
    return;
  }
  const Dataset* dataset = datasets.Find(parts[0]);
  if (dataset == nullptr) {
    table.faults().Unknown(place, "unknown_dataset", "dataset", parts[0], datasets.Names());
  } else if (dataset->Find(parts[1]) == nullptr) {
    table.faults().Unknown(place, "unknown_column", "column", parts[1], dataset->ColumnNames());
  }
}

void ReadChoices(TableReader& table, const Datasets& datasets, ModelParameter& parameter) {
  if (const TomlEntry* entry = table.Table("choices", Need::kOptional)) {
    TableReader choices(entry->value, fmt::format("the choices of {}", table.what()), table.faults());
    for (const TomlEntry& choice : entry->value.entries) {
      parameter.choices.emplace_back(choice.key, choices.Localised(choice.key, Need::kRequired));
    }
  }
  parameter.choices_from = table.Text("choices_from", Need::kOptional);
  CheckChoicesFrom(table, parameter, datasets);
  const bool closed = !parameter.choices.empty();
  const bool open = !parameter.choices_from.empty();
  if (parameter.type == ParameterType::kChoice && closed == open) {
    table.faults().Add(table.place(), "choices",
                       fmt::format("{} must have exactly one of choices and choices_from", table.what()));
  }
  const bool may_choose =
      parameter.type == ParameterType::kChoice || (parameter.type == ParameterType::kText && !closed);
  if ((closed || open) && !may_choose) {
    table.faults().Add(table.place(), "choices", fmt::format("{} has choices, but is no choice", table.what()));
  }
}

bool KindFits(TomlKind kind, ParameterType type) {
  switch (type) {
    case ParameterType::kDate:
      return kind == TomlKind::kDate || kind == TomlKind::kText;
    case ParameterType::kInteger:
      return kind == TomlKind::kInteger;
    case ParameterType::kNumber:
    case ParameterType::kShare:
      return kind == TomlKind::kInteger || kind == TomlKind::kNumber;
    case ParameterType::kBoolean:
      return kind == TomlKind::kBoolean;
    case ParameterType::kText:
    case ParameterType::kChoice:
      break;
  }
  return kind == TomlKind::kText;
}

void CheckNumberDefault(TableReader& table, const ModelParameter& parameter, Place place) {
  const std::string& text = *parameter.default_text;
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  const bool below = parameter.min && value < *parameter.min;
  const bool above = parameter.max && value > *parameter.max;
  const bool turned = parameter.min && parameter.max && *parameter.min > *parameter.max;
  if ((below || above) && !turned) {
    table.faults().Add(place, "default", fmt::format("the default of {} lies outside its range", table.what()));
  }
}

void ReadDefault(TableReader& table, ModelParameter& parameter) {
  const TomlEntry* entry = table.Scalar("default");
  if (entry == nullptr) return;
  const Place place = entry->value.place;
  if (!KindFits(entry->value.kind, parameter.type)) {
    table.faults().Add(place, "default",
                       fmt::format("the default of {} is {}", table.what(), KindName(entry->value.kind)));
    return;
  }
  parameter.default_text = entry->value.text;
  if (IsNumber(parameter.type)) CheckNumberDefault(table, parameter, place);
  const auto is_default = [&](const auto& choice) { return choice.first == entry->value.text; };
  if (!parameter.choices.empty() && std::ranges::none_of(parameter.choices, is_default)) {
    std::vector<std::string> codes;
    for (const auto& [code, title] : parameter.choices) codes.push_back(code);
    table.faults().Unknown(place, "default", "choice", entry->value.text, codes);
  }
}

ModelParameter ReadParameter(const TomlEntry& entry, const Datasets& datasets, Faults& faults) {
  ModelParameter parameter;
  parameter.name = entry.key;
  parameter.line = entry.place.line;
  TableReader table(entry.value, fmt::format("the parameter \"{}\"", entry.key), faults);
  const auto type = table.Choice<std::optional<ParameterType>>("type", Need::kRequired,
                                                               {{"date", ParameterType::kDate},
                                                                {"integer", ParameterType::kInteger},
                                                                {"number", ParameterType::kNumber},
                                                                {"share", ParameterType::kShare},
                                                                {"text", ParameterType::kText},
                                                                {"boolean", ParameterType::kBoolean},
                                                                {"choice", ParameterType::kChoice}},
                                                               std::nullopt);
  parameter.title = table.Localised("title", Need::kRequired);
  parameter.help = table.Localised("help", Need::kRequired);
  parameter.unit = table.Text("unit", Need::kOptional);
  // The rest hangs on the type; without one it is not judged.
  if (!type) return parameter;
  parameter.type = *type;
  ReadRange(table, parameter);
  ReadChoices(table, datasets, parameter);
  ReadDefault(table, parameter);
  table.Finish();
  return parameter;
}

/// `from` of `from-1y-1d`; empty when the text has another shape.
std::string RelativeBase(std::string_view text) {
  const std::string base(text.substr(0, text.find_first_of("+-")));
  text.remove_prefix(base.size());
  while (!text.empty()) {
    const size_t digits = std::min(text.find_first_not_of("0123456789", 1), text.size()) - 1;
    const bool signed_number = (text.front() == '+' || text.front() == '-') && digits > 0 && digits < 6;
    const size_t unit = digits + 1;
    if (!signed_number || unit == text.size() || std::string_view("dwmy").find(text[unit]) == std::string_view::npos) {
      return {};
    }
    text.remove_prefix(unit + 1);
  }
  return IsIdentifier(base) ? base : std::string();
}

/// Follows `from-1y` → `from` → … ; false when it never ends or names no date parameter.
bool DefaultEnds(const Model& model, const ModelParameter& parameter) {
  const ModelParameter* at = &parameter;
  for (size_t hops = 0; hops <= model.parameters.size(); ++hops) {
    if (!at->default_text || Date::Parse(*at->default_text)) return true;
    const std::string base = RelativeBase(*at->default_text);
    if (base == "data_start" || base == "data_end" || base == "as_of") return true;
    at = model.FindParameter(base);
    if (at == nullptr || at->type != ParameterType::kDate) return false;
  }
  return false;
}

void CheckDateDefaults(const TomlNode& parameters, ModelDraft& draft) {
  for (const ModelParameter& parameter : draft.model.parameters) {
    if (parameter.type != ParameterType::kDate || DefaultEnds(draft.model, parameter)) continue;
    const TomlEntry* entry = parameters.Find(parameter.name);
    draft.faults.Add(
        entry->value.Find("default")->value.place, "default",
        fmt::format("the default of the parameter \"{}\" is no day (\"{}\")", parameter.name, *parameter.default_text),
        "write YYYY-MM-DD, or data_start, data_end, as_of or another date parameter, with -90d, -2w, -3m, -1y if "
        "needed");
  }
}

}  // namespace

void ReadParameters(TableReader& top, ModelDraft& draft) {
  const TomlEntry* parameters = top.Table("params", Need::kOptional);
  if (parameters == nullptr) return;
  for (const TomlEntry& entry : parameters->value.entries) {
    if (entry.value.kind != TomlKind::kTable) {
      draft.faults.Add(entry.value.place, "wrong_type", fmt::format("the parameter \"{}\" must be a table", entry.key));
      continue;
    }
    if (!IsIdentifier(entry.key) || entry.key == "as_of" || entry.key == "subject_id") {
      draft.faults.Add(entry.place, "name", fmt::format("no parameter may be called \"{}\"", entry.key));
    }
    draft.model.parameters.push_back(ReadParameter(entry, draft.datasets, draft.faults));
  }
  CheckDateDefaults(parameters->value, draft);
}

}  // namespace tidewaiter::content
