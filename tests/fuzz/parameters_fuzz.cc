#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/parameters.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

content::ModelParameter Parameter(const char* name, content::ParameterType type) {
  content::ModelParameter parameter;
  parameter.name = name;
  parameter.type = type;
  return parameter;
}

/// A parameter of each type, as a user may set it.
content::Model AnyModel() {
  using enum content::ParameterType;
  content::Model model;
  model.code = "fuzz";
  model.parameters = {Parameter("from", kDate),    Parameter("to", kDate),      Parameter("days", kInteger),
                      Parameter("limit", kNumber), Parameter("share", kShare),  Parameter("word", kText),
                      Parameter("flag", kBoolean), Parameter("choice", kChoice)};
  for (content::ModelParameter& parameter : model.parameters) {
    if (parameter.type == kShare) parameter.min = 0, parameter.max = 1;
    if (parameter.type == kInteger) parameter.min = -1000, parameter.max = 1e9;
    if (parameter.type == kChoice) parameter.choices = {{"a", {}}, {"b", {}}};
  }
  const auto text = [](content::ParameterType type) -> std::string {
    switch (type) {
      case kDate:
        return "data_end";
      case kBoolean:
        return "true";
      case kChoice:
        return "a";
      case kText:
        return "x";
      default:
        return "1";
    }
  };
  for (content::ModelParameter& parameter : model.parameters) parameter.default_text = text(parameter.type);
  return model;
}

/// `name=value` a line.
std::map<std::string, std::string> Given(std::string_view text) {
  std::map<std::string, std::string> given;
  for (const std::string& line : Split(text, '\n'))
    if (const size_t equals = line.find('='); equals != std::string::npos)
      given[line.substr(0, equals)] = line.substr(equals + 1);
  return given;
}

std::optional<Date> Day(const char* text) { return Date::Parse(text).value(); }

void Require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace
}  // namespace tidewaiter::analysis

/// Any texts as parameters: values that read back as themselves, or a coded error.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  namespace analysis = tidewaiter::analysis;
  static const tidewaiter::content::Model kModel = analysis::AnyModel();
  const analysis::DataPeriod period{analysis::Day("2020-01-01"), analysis::Day("2021-12-31")};
  const auto as_of = analysis::Day("2022-02-28");
  const auto given = analysis::Given({reinterpret_cast<const char*>(data), size});
  const auto values = analysis::ResolveParameters(kModel, given, period, as_of);
  if (!values) {
    analysis::Require(values.error().code != tidewaiter::ErrorCode::kBug && !values.error().message.empty());
    return 0;
  }
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : *values) texts[name] = analysis::ParameterText(value);
  const auto again = analysis::ResolveParameters(kModel, texts, period, as_of);
  analysis::Require(again.has_value() && *again == *values);
  return 0;
}
