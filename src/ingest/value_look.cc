#include "ingest/value_look.h"

#include <algorithm>
#include <array>
#include <functional>
#include <regex>
#include <set>

#include "base/text.h"
#include "engine/value.h"

namespace tidewaiter::ingest {
namespace {

using content::DatasetColumn;
using content::ValueFormat;
using engine::QuoteIdentifier;
using engine::QuoteText;
using engine::TypeId;

/// A share of values that makes a shape the shape of the column: some rows are always wrong.
constexpr double kMost = 0.95;

using Test = std::function<bool(const std::string&)>;

double ShareOf(const ValueLook& look, const Test& test) {
  int64_t rows = 0;
  for (const auto& [value, times] : look.values) rows += test(value) ? times : 0;
  return static_cast<double>(rows) / static_cast<double>(look.filled);
}

Test Matches(const char* pattern) {
  // std::regex goes one call deeper for each character, and nothing long has any of these shapes.
  constexpr size_t kLongest = 64;
  return [expression = std::regex(pattern)](const std::string& value) {
    return value.size() <= kLongest && std::regex_match(value, expression);
  };
}

ValueFit FitDay(const ValueLook& look) {
  ValueFit fit{.readable = 0};
  std::vector<std::string> also;
  for (const std::string& format : DayFormats()) {
    const double share = static_cast<double>(look.days.at(format)) / static_cast<double>(look.filled);
    if (share > fit.readable) {
      fit.readable = share;
      fit.reading.format = format;
      also.clear();
    } else if (share == fit.readable && share > 0) {
      also.push_back(format);
    }
  }
  const std::string other = fit.reading.format == "%d/%m/%Y" ? "%m/%d/%Y" : "%m-%d-%Y";
  if (std::find(also.begin(), also.end(), other) != also.end() && fit.reading.format.starts_with("%d"))
    fit.remark = "or " + other + ": both fit";
  const double serials = look.excel ? ShareOf(look, Matches(R"([2-5]\d{4}(\.\d+)?)")) : 0;
  if (serials > fit.readable) fit = {.readable = serials};
  fit.telling = fit.readable >= kMost;
  return fit;
}

struct NumberStyle {
  const char* pattern;
  const char* integer_pattern;
  const char* decimal;
  const char* thousands;
};

ValueFit FitNumber(const ValueLook& look, bool integer) {
  static constexpr std::array kStyles = {
      NumberStyle{R"([+-]?\d*\.?\d+([eE][+-]?\d+)?|[+-]?\d+\.)", R"([+-]?\d+(\.0+)?)", ".", ""},
      NumberStyle{R"([+-]?\d{1,3}(,\d{3})*(\.\d+)?|[+-]?\d+(\.\d+)?)", R"([+-]?\d{1,3}(,\d{3})*|[+-]?\d+)", ".", ","},
      NumberStyle{R"([+-]?\d+(,\d+)?)", R"([+-]?\d+)", ",", ""},
      NumberStyle{R"([+-]?\d{1,3}(\.\d{3})*(,\d+)?|[+-]?\d+(,\d+)?)", R"([+-]?\d{1,3}(\.\d{3})*|[+-]?\d+)", ",", "."},
      NumberStyle{R"([+-]?\d{1,3}( \d{3})*(,\d+)?|[+-]?\d+(,\d+)?)", R"([+-]?\d{1,3}( \d{3})*|[+-]?\d+)", ",", " "},
  };
  ValueFit fit{.readable = 0};
  for (const NumberStyle& style : kStyles) {
    const double share = ShareOf(look, Matches(integer ? style.integer_pattern : style.pattern));
    if (share <= fit.readable) continue;
    fit.readable = share;
    fit.reading.decimal_separator = style.decimal;
    fit.reading.thousands_separator = style.thousands;
  }
  return fit;
}

/// Values that are no codes become codes through `find`, which gives an empty text where it knows none.
ValueFit FitCodes(const ValueLook& look, const std::function<std::string(const std::string&)>& find) {
  ValueFit fit;
  fit.readable = ShareOf(look, [&](const std::string& value) { return !find(value).empty(); });
  fit.telling = fit.readable >= kMost && look.values.size() > 1;
  for (const auto& [value, times] : look.values)
    if (const std::string code = find(value); !code.empty() && code != value) fit.reading.map.emplace(value, code);
  return fit;
}

ValueFit FitClosedList(const ValueLook& look, const DatasetColumn& column) {
  return FitCodes(look, [&](const std::string& value) -> std::string {
    if (column.values.contains(value)) return value;
    const std::string folded = FoldForComparison(value);
    for (const auto& [code, title] : column.values)
      for (const std::string& name : {code, title.en, title.ko})
        if (FoldForComparison(name) == folded) return code;
    return "";
  });
}

ValueFit FitBoolean(const ValueLook& look) {
  static const std::set<std::string> kRead = {"true", "false", "t", "f", "yes", "no", "y", "n", "1", "0"};
  static const std::map<std::string, std::string> kKorean = {{"예", "true"},  {"아니오", "false"}, {"여", "true"},
                                                             {"부", "false"}, {"유", "true"},      {"무", "false"}};
  ValueFit fit = FitCodes(look, [](const std::string& value) -> std::string {
    if (kRead.contains(ToLowerAscii(value))) return value;
    const auto korean = kKorean.find(value);
    return korean == kKorean.end() ? "" : korean->second;
  });
  fit.telling = false;
  return fit;
}

ValueFit FitHsCode(const ValueLook& look, const std::string& file_column, ValueFormat format) {
  const auto undotted = [](const std::string& value) {
    std::string digits = value;
    std::erase(digits, '.');
    return digits;
  };
  const Test fits = Matches(format == ValueFormat::kHs6 ? R"(\d{6})" : R"(\d{2,10})");
  ValueFit fit;
  fit.readable = ShareOf(look, fits);
  const double without_dots = ShareOf(look, [&](const std::string& value) { return fits(undotted(value)); });
  if (without_dots > fit.readable && file_column.find('"') == std::string::npos) {
    fit.readable = without_dots;
    fit.reading.expression = "replace(" + QuoteIdentifier(file_column) + ", '.', '')";
  }
  const Test usual = Matches(R"((0[1-9]|[1-8]\d|9[0-7])(\d{2}|\d{4}|\d{6}|\d{8}))");
  const bool repeated = static_cast<int64_t>(look.values.size()) * 10 < look.filled * 9;  // no serial number
  fit.telling = repeated && ShareOf(look, [&](const std::string& value) { return usual(undotted(value)); }) >= kMost;
  if (ShareOf(look, Matches(R"(\d{3}|\d{5}|\d{7}|\d{9})")) > 0)
    fit.remark = "some codes have an odd number of digits: a leading zero may be lost";
  return fit;
}

ValueFit FitOpenList(const ValueLook& look, const content::CodeList& list) {
  const double known = ShareOf(look, [&](const std::string& value) {
    return std::any_of(list.codes.begin(), list.codes.end(),
                       [&](const content::ListedCode& code) { return code.code == value; });
  });
  // Codes outside an open list load all the same, but make this reading less likely.
  return {.readable = std::max(known, 0.5), .telling = known >= kMost && look.values.size() > 1};
}

}  // namespace

const std::vector<std::string>& DayFormats() {
  static const std::vector<std::string> kFormats = {
      "",         "%Y%m%d",   "%Y.%m.%d", "%Y. %m. %d.", "%d/%m/%Y",  "%m/%d/%Y",       "%d-%m-%Y",
      "%m-%d-%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %b %Y",    "%b %d, %Y", "%Y년 %m월 %d일", "%Y%m%d%H%M%S"};
  return kFormats;
}

Result<std::vector<ValueLook>> LookAtValues(FileReading& reading, int64_t rows, engine::LocalSession& session,
                                            const RunControl& control) {
  const std::vector<std::string> names = reading.columns().Names();
  std::string list;
  for (size_t index = 0; index < names.size(); ++index)
    list += (index == 0 ? "" : ", ") + ("nullif(left(trim(cast(" + QuoteIdentifier(names[index]) +
                                        " as varchar)), 100), '') as c" + std::to_string(index));
  TRY(session.CreateTable(
      "first_rows", "select " + list + " from " + TRY(reading.Relation(session)) + " limit " + std::to_string(rows), {},
      control));
  std::vector<ValueLook> looks(names.size());
  for (size_t index = 0; index < names.size(); ++index) {
    const std::string name = "c" + std::to_string(index);
    std::string days;
    for (const std::string& format : DayFormats())
      days += ", " + (format.empty() ? "try_cast(v as timestamp)" : "try_strptime(v, " + QuoteText(format) + ")") +
              " is not null";
    const engine::Table table =
        TRY(session.QueryTable("select v, n" + days + " from (select " + name +
                                   " as v, count(*) as n from first_rows where " + name + " is not null group by v)",
                               {}, control));
    ValueLook& look = looks[index];
    look.excel = reading.facts().format == engine::FileFormat::kXlsx;
    for (const std::string& format : DayFormats()) look.days[format] = 0;
    for (const auto& row : table.rows) {
      const int64_t times = std::get<int64_t>(row[1]);
      look.values.emplace(engine::ToText(row[0]), times);
      look.filled += times;
      for (size_t format = 0; format < DayFormats().size(); ++format)
        look.days[DayFormats()[format]] += std::get<bool>(row[2 + format]) ? times : 0;
    }
  }
  return looks;
}

ValueFit FitValues(const ValueLook& look, const std::string& file_column, const DatasetColumn& column,
                   const content::Datasets& datasets) {
  if (look.filled == 0) return {};
  if (!column.values.empty()) return FitClosedList(look, column);
  switch (column.type.id) {
    case TypeId::kDate:
    case TypeId::kTimestamp:
      return FitDay(look);
    case TypeId::kBoolean:
      return FitBoolean(look);
    case TypeId::kInteger:
      return FitNumber(look, true);
    case TypeId::kDecimal:
    case TypeId::kDouble:
      return FitNumber(look, false);
    case TypeId::kText:
      break;
  }
  if (column.format == ValueFormat::kHsCode || column.format == ValueFormat::kHs6)
    return FitHsCode(look, file_column, column.format);
  if (column.format == ValueFormat::kPeriod) {
    const double share = ShareOf(look, Matches(R"(\d{4}-(0[1-9]|1[0-2]))"));
    return {.readable = share, .telling = share >= kMost};
  }
  const content::CodeList* codes = column.list.empty() ? nullptr : datasets.FindList(column.list);
  return codes != nullptr ? FitOpenList(look, *codes) : ValueFit{};
}

}  // namespace tidewaiter::ingest
