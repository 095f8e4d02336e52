#include "cli/cell_text.h"

#include <fmt/format.h>

#include <cmath>

#include "base/calendar.h"
#include "base/text.h"
#include "engine/value.h"

namespace tidewaiter::cli {
namespace {

using engine::TypeId;

engine::Decimal DecimalAt(const engine::ColumnVector& column, size_t row) {
  return {column.decimals()[row], column.type().scale};
}

bool IsLabel(std::string_view name) {
  return name == "rank" || name == "year" || name == "id" || name == "item" || name.ends_with("_id") ||
         name.ends_with("_no") || name.ends_with("_version");
}

/// Separators into the whole part of a written number.
std::string Grouped(std::string_view number) {
  const size_t first = number.starts_with('-') ? 1 : 0;
  const size_t whole = std::min(number.find('.'), number.size());
  std::string grouped(number.substr(0, first));
  for (size_t i = first; i < whole; ++i) {
    if (i > first && (whole - i) % 3 == 0) grouped += ',';
    grouped += number[i];
  }
  return grouped.append(number.substr(whole));
}

std::string_view ShortEscape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return {};
  }
}

}  // namespace

void AppendPlain(std::string& text, const engine::ColumnVector& column, size_t row) {
  if (column.IsNull(row)) return;
  switch (column.type().id) {
    case TypeId::kText:
      text += column.texts()[row];
      return;
    case TypeId::kInteger:
      fmt::format_to(std::back_inserter(text), "{}", column.integers()[row]);
      return;
    case TypeId::kDecimal:
      text += DecimalAt(column, row).ToString();
      return;
    case TypeId::kDouble:
      text += engine::ToText(column.doubles()[row]);
      return;
    case TypeId::kDate:
      text += Date{column.dates()[row]}.ToString();
      return;
    case TypeId::kTimestamp:
      text += Timestamp{column.integers()[row]}.ToString();
      return;
    case TypeId::kBoolean:
      text += column.booleans()[row] != 0 ? "true" : "false";
      return;
  }
}

void AppendJsonText(std::string& text, std::string_view value) {
  text += '"';
  for (const char c : value) {
    const std::string_view escape = ShortEscape(c);
    if (!escape.empty()) {
      text += escape;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(text), "\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      text += c;
    }
  }
  text += '"';
}

void AppendJson(std::string& text, const engine::ColumnVector& column, size_t row) {
  const TypeId type = column.type().id;
  if (column.IsNull(row) || (type == TypeId::kDouble && !std::isfinite(column.doubles()[row]))) {
    text += "null";
  } else if (type == TypeId::kText) {
    AppendJsonText(text, column.texts()[row]);
  } else if (type == TypeId::kDate || type == TypeId::kTimestamp) {
    text += '"';
    AppendPlain(text, column, row);
    text += '"';
  } else {
    AppendPlain(text, column, row);
  }
}

std::string DisplayNumber(double number) {
  const double size = std::fabs(number);
  if (!std::isfinite(number)) return engine::ToText(number);
  if (size != 0 && (size < 1e-4 || size >= 1e15)) return fmt::format("{:.3g}", number);
  std::string text = fmt::format("{:.{}f}", number, size >= 1000 ? 2 : 4);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return Grouped(text == "-0" ? "0" : text);
}

std::string DisplayText(const engine::ColumnVector& column, std::string_view name, size_t row) {
  if (column.IsNull(row)) return {};
  if (column.type().id == TypeId::kDouble) return DisplayNumber(column.doubles()[row]);
  std::string text;
  AppendPlain(text, column, row);
  if (!column.type().IsNumeric()) return Printable(text);
  return IsLabel(name) ? text : Grouped(text);
}

}  // namespace tidewaiter::cli
