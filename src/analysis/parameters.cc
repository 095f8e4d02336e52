#include "analysis/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "analysis/relative_date.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using content::ModelParameter;
using content::ParameterType;
using engine::Value;

/// A whole text as a number, without sign tricks, thousands or hexadecimal digits.
template <class Number>
std::optional<Number> ReadNumber(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || rest != end) return std::nullopt;
  return number;
}

tl::unexpected<Error> Invalid(const ModelParameter& parameter, std::string_view kind, std::string_view text,
                              std::string hint) {
  return Fail(ErrorCode::kParameterInvalid,
              fmt::format("parameter {} must be {} (\"{}\")", parameter.name, kind, Printable(text)), std::move(hint));
}

std::string NumberHint(std::string_view text, std::string_view example) {
  if (text.find(',') == std::string_view::npos) return fmt::format("write it like {}", example);
  std::string plain(text);
  std::erase(plain, ',');
  return fmt::format("write it without separators: {}", plain);
}

std::string RangeText(const ModelParameter& parameter) {
  const std::string low = parameter.min ? engine::ToText(*parameter.min) : "";
  const std::string high = parameter.max ? engine::ToText(*parameter.max) : "";
  if (!parameter.max) return fmt::format("{} or more", low);
  if (!parameter.min) return fmt::format("up to {}", high);
  return fmt::format("between {} and {}", low, high);
}

Status CheckRange(ModelParameter parameter, double number, std::string_view text) {
  if (parameter.type == ParameterType::kShare) {
    parameter.min = parameter.min.value_or(0);
    parameter.max = parameter.max.value_or(1);
  }
  const bool below = parameter.min && number < *parameter.min;
  const bool above = parameter.max && number > *parameter.max;
  if (!below && !above) return {};
  const bool percent_meant = parameter.type == ParameterType::kShare && number > 1 && number <= 100;
  return Fail(ErrorCode::kParameterOutOfRange,
              fmt::format("parameter {} must be {} (\"{}\")", parameter.name, RangeText(parameter), Printable(text)),
              percent_meant ? fmt::format("did you mean {}%?", text) : std::string());
}

Result<Value> ReadInteger(const ModelParameter& parameter, std::string_view text) {
  const auto number = ReadNumber<int64_t>(text);
  if (!number) return Invalid(parameter, "a whole number", text, NumberHint(text, "1000"));
  TRY(CheckRange(parameter, static_cast<double>(*number), text));
  return Value(*number);
}

Result<Value> ReadReal(const ModelParameter& parameter, std::string_view text) {
  const bool share = parameter.type == ParameterType::kShare;
  const bool percent = share && text.ends_with('%');
  const std::string_view digits = percent ? Trim(text.substr(0, text.size() - 1)) : text;
  const auto number = ReadNumber<double>(digits);
  if (!number || !std::isfinite(*number)) {
    return Invalid(parameter, share ? "a share" : "a number", text, NumberHint(text, share ? "0.05 or 5%" : "1000.5"));
  }
  // Through the text, so that 5% is the double of 0.05 and not of 5/100 rounded twice.
  const double value = percent ? ReadNumber<double>(fmt::format("{}e-2", digits)).value_or(*number / 100) : *number;
  TRY(CheckRange(parameter, value, text));
  return Value(value);
}

Result<Value> ReadBoolean(const ModelParameter& parameter, std::string_view text) {
  const std::string lower = ToLowerAscii(text);
  if (lower != "true" && lower != "false") return Invalid(parameter, "true or false", text, "write true or false");
  return Value(lower == "true");
}

Result<Value> ReadChoice(const ModelParameter& parameter, std::string_view text) {
  std::vector<std::string> codes;
  for (const auto& [code, title] : parameter.choices) {
    if (code == text) return Value(code);
    codes.push_back(code);
  }
  if (codes.empty() && !text.empty()) return Value(std::string(text));
  std::string hint = NearNameHint(text, codes);
  if (hint.empty()) hint = fmt::format("one of {}", Join(codes, ", "));
  return Fail(ErrorCode::kParameterOutOfRange,
              fmt::format("parameter {} has no such choice (\"{}\")", parameter.name, Printable(text)),
              std::move(hint));
}

class Resolver {
 public:
  Resolver(const content::Model& model, const std::map<std::string, std::string>& given, const DataPeriod& period,
           std::optional<Date> as_of)
      : model_(model), given_(given), period_(period), as_of_(as_of.value_or(Today())) {}

  Result<engine::Parameters> Run();

 private:
  Result<std::string> TextOf(const ModelParameter& parameter) const;
  Result<Value> Read(const ModelParameter& parameter) const;
  Result<Date> ReadDate(const ModelParameter& parameter, std::set<std::string> asked) const;
  Result<Date> BaseDay(const ModelParameter& parameter, const std::string& base, std::set<std::string> asked) const;
  void CheckNames();
  void CheckPeriodOrder(const engine::Parameters& values);
  Error AllFaults() &&;

  const content::Model& model_;
  const std::map<std::string, std::string>& given_;
  const DataPeriod& period_;
  Date as_of_;
  /// A default that hangs on a wrong parameter has the same fault; once is enough.
  void AddOnce(Error fault) {
    const auto same = [&](const Error& other) { return other.message == fault.message; };
    if (std::none_of(faults_.begin(), faults_.end(), same)) faults_.push_back(std::move(fault));
  }

  std::vector<Error> faults_;
};

void Resolver::CheckNames() {
  std::vector<std::string> names;
  for (const ModelParameter& parameter : model_.parameters) names.push_back(parameter.name);
  for (const auto& [name, text] : given_) {
    if (model_.FindParameter(name) != nullptr) continue;
    std::string hint = NearNameHint(name, names);
    if (hint.empty()) {
      hint = names.empty() ? "the model has no parameters" : fmt::format("it has {}", Join(names, ", "));
    }
    faults_.push_back({ErrorCode::kUnknownName,
                       fmt::format("model {} has no such parameter (\"{}\")", model_.id, Printable(name)),
                       std::move(hint),
                       {}});
  }
}

Result<std::string> Resolver::TextOf(const ModelParameter& parameter) const {
  const auto found = given_.find(parameter.name);
  if (found != given_.end()) return found->second;
  if (parameter.default_text) return *parameter.default_text;
  return Fail(ErrorCode::kParameterMissing, fmt::format("parameter {} must be given", parameter.name),
              fmt::format("add --set {}=…", parameter.name));
}

Result<Value> Resolver::Read(const ModelParameter& parameter) const {
  const std::string whole = TRY(TextOf(parameter));
  const std::string_view text = Trim(whole);
  switch (parameter.type) {
    case ParameterType::kDate:
      return Value(TRY(ReadDate(parameter, {})));
    case ParameterType::kInteger:
      return ReadInteger(parameter, text);
    case ParameterType::kNumber:
    case ParameterType::kShare:
      return ReadReal(parameter, text);
    case ParameterType::kBoolean:
      return ReadBoolean(parameter, text);
    case ParameterType::kChoice:
      return ReadChoice(parameter, text);
    case ParameterType::kText:
      break;
  }
  return Value(whole);
}

Result<Date> Resolver::ReadDate(const ModelParameter& parameter, std::set<std::string> asked) const {
  const std::string whole = TRY(TextOf(parameter));
  const std::string_view text = Trim(whole);
  if (const auto iso = Date::Parse(text)) return *iso;
  const auto relative = RelativeDate::Parse(text);
  if (!relative) return Invalid(parameter, "a day", text, relative.error().hint);
  if (!asked.insert(parameter.name).second) {
    return Invalid(parameter, "a day that does not depend on itself", text, "give it a date");
  }
  return relative->From(TRY(BaseDay(parameter, relative->base, std::move(asked))));
}

Result<Date> Resolver::BaseDay(const ModelParameter& parameter, const std::string& base,
                               std::set<std::string> asked) const {
  if (base == "data_start") return period_.first.value_or(as_of_);
  if (base == "data_end") return period_.last.value_or(as_of_);
  if (base == "as_of") return as_of_;
  const ModelParameter* const other = model_.FindParameter(base);
  if (other == nullptr || other->type != ParameterType::kDate) {
    return Invalid(parameter, "a day", base, "write YYYY-MM-DD, data_end, as_of or another date parameter");
  }
  return ReadDate(*other, std::move(asked));
}

void Resolver::CheckPeriodOrder(const engine::Parameters& values) {
  const auto from = values.find("from");
  const auto to = values.find("to");
  if (from == values.end() || to == values.end()) return;
  const auto* const first = std::get_if<Date>(&from->second);
  const auto* const last = std::get_if<Date>(&to->second);
  if (first == nullptr || last == nullptr || *first <= *last) return;
  faults_.push_back({ErrorCode::kParameterOutOfRange,
                     fmt::format("the period ends before it begins ({} to {})", first->ToString(), last->ToString()),
                     "set from and to",
                     {}});
}

Error Resolver::AllFaults() && {
  if (faults_.size() == 1) return std::move(faults_.front());
  Error error{faults_.front().code, fmt::format("several parameters are wrong ({})", faults_.size()), {}, {}};
  for (Error& fault : faults_) {
    error.diagnostics.push_back({.file = {},
                                 .line = 0,
                                 .column = 0,
                                 .severity = Severity::kError,
                                 .code = std::string(Entry(fault.code).name),
                                 .message = std::move(fault.message),
                                 .hint = std::move(fault.hint)});
  }
  return error;
}

Result<engine::Parameters> Resolver::Run() {
  CheckNames();
  engine::Parameters values;
  for (const ModelParameter& parameter : model_.parameters) {
    auto value = Read(parameter);
    if (value) {
      values.emplace(parameter.name, std::move(*value));
    } else {
      AddOnce(std::move(value.error()));
    }
  }
  CheckPeriodOrder(values);
  if (!faults_.empty()) return Fail(std::move(*this).AllFaults());
  return values;
}

}  // namespace

Result<engine::Parameters> ResolveParameters(const content::Model& model,
                                             const std::map<std::string, std::string>& given, const DataPeriod& period,
                                             std::optional<Date> as_of) {
  engine::Parameters parameters = TRY(Resolver(model, given, period, as_of).Run());
  parameters.emplace("as_of", as_of.value_or(Today()));
  return parameters;
}

std::map<std::string, std::string> RecordedTexts(const content::Model& model, const store::RunRecord& run) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, text] : run.parameters) {
    if (model.FindParameter(name) != nullptr) texts.emplace(name, text);
  }
  return texts;
}

std::string ParameterText(const engine::Value& value) { return engine::ToText(value); }

}  // namespace tidewaiter::analysis
