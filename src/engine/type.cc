#include "engine/type.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "base/diagnostic.h"
#include "base/text.h"

namespace tidewaiter::engine {
namespace {

constexpr int kMaxPrecision = 38;

struct TypeName {
  TypeId id;
  std::string_view name;
  std::string_view sql;
};

// In the order of the enumeration.
constexpr std::array kNames = {
    TypeName{TypeId::kText, "text", "varchar"},       TypeName{TypeId::kInteger, "integer", "bigint"},
    TypeName{TypeId::kDecimal, "decimal", "decimal"}, TypeName{TypeId::kDouble, "double", "double"},
    TypeName{TypeId::kDate, "date", "date"},          TypeName{TypeId::kTimestamp, "timestamp", "timestamp"},
    TypeName{TypeId::kBoolean, "boolean", "boolean"},
};

const TypeName& NameOf(TypeId id) { return kNames[static_cast<size_t>(id)]; }

std::string WithDigits(std::string_view name, const Type& type) {
  if (type.id != TypeId::kDecimal) return std::string(name);
  return fmt::format("{}({},{})", name, type.precision, type.scale);
}

std::optional<int> ParseNumber(std::string_view text) {
  text = Trim(text);
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<Type> ParseDecimal(std::string_view text) {
  constexpr std::string_view kStart = "decimal(";
  const std::string_view digits =
      text.size() > kStart.size() ? text.substr(kStart.size(), text.size() - kStart.size() - 1) : "";
  const size_t comma = digits.find(',');
  const bool shape = text.starts_with(kStart) && text.ends_with(')') && comma != std::string_view::npos;
  const auto precision = shape ? ParseNumber(digits.substr(0, comma)) : std::nullopt;
  const auto scale = shape ? ParseNumber(digits.substr(comma + 1)) : std::nullopt;
  const bool fits =
      precision && scale && *precision >= 1 && *precision <= kMaxPrecision && *scale >= 0 && *scale <= *precision;
  if (!fits) {
    return Fail(ErrorCode::kParameterInvalid, fmt::format("not a decimal type ({})", Printable(text)),
                fmt::format("write decimal(18,2): digits in all (1–{}), then digits after the point", kMaxPrecision));
  }
  return Type{TypeId::kDecimal, *precision, *scale};
}

}  // namespace

Result<Type> Type::Parse(std::string_view text) {
  if (text.starts_with("decimal")) return ParseDecimal(text);
  std::vector<std::string> known;
  for (const TypeName& entry : kNames) {
    if (entry.name == text) return Type{entry.id, 0, 0};
    known.emplace_back(entry.name);
  }
  const std::string near_name = NearNameHint(text, known);
  return Fail(ErrorCode::kParameterInvalid, fmt::format("no such type ({})", Printable(text)),
              near_name.empty() ? fmt::format("one of {}", Join(known, ", ")) : near_name);
}

std::string Type::ToString() const { return WithDigits(NameOf(id).name, *this); }

std::string Type::Sql() const { return WithDigits(NameOf(id).sql, *this); }

}  // namespace tidewaiter::engine
