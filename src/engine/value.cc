#include "engine/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace tidewaiter::engine {
namespace {

__extension__ using UnsignedInt128 = unsigned __int128;

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

// Unsigned, because the least Int128 has no positive counterpart.
UnsignedInt128 Magnitude(Int128 number) {
  const auto bits = static_cast<UnsignedInt128>(number);
  return number < 0 ? ~bits + 1 : bits;
}

std::string Digits(UnsignedInt128 number) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(number % 10)));
    number /= 10;
  } while (number != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string DoubleText(double number) {
  // The sign of a NaN means nothing.
  if (std::isnan(number)) return "nan";
  const double size = std::abs(number);
  const bool plain = number == 0 || (size >= 1e-5 && size < 1e15);
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 plain ? std::chars_format::fixed : std::chars_format::scientific);
  return {buffer.data(), end.ptr};
}

std::string Quoted(std::string_view text, char quote) {
  std::string quoted(1, quote);
  for (const char c : text) {
    if (c == quote) quoted.push_back(quote);
    quoted.push_back(c);
  }
  quoted.push_back(quote);
  return quoted;
}

}  // namespace

double Decimal::ToDouble() const {
  constexpr std::array kExactPowers = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                       1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr UnsignedInt128 kExactIntegers = UnsignedInt128{1} << 53;
  // Both operands exact: the division rounds once, so the result is the nearest double.
  const auto power = static_cast<size_t>(scale);
  if (power < kExactPowers.size() && Magnitude(unscaled) <= kExactIntegers) {
    return static_cast<double>(unscaled) / kExactPowers[power];
  }
  const std::string text = ToString();
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string Decimal::ToString() const {
  std::string digits = Digits(Magnitude(unscaled));
  const auto after_point = static_cast<size_t>(std::max(scale, 0));
  if (digits.size() <= after_point) digits.insert(0, after_point + 1 - digits.size(), '0');
  if (after_point > 0) digits.insert(digits.size() - after_point, ".");
  return unscaled < 0 ? "-" + digits : digits;
}

std::string ToText(const Value& value) {
  return std::visit(Overloaded{
                        [](std::monostate) { return std::string(); },
                        [](bool truth) { return std::string(truth ? "true" : "false"); },
                        [](int64_t number) { return fmt::format("{}", number); },
                        [](double number) { return DoubleText(number); },
                        [](const std::string& text) { return text; },
                        [](const auto& other) { return other.ToString(); },
                    },
                    value);
}

double ToDouble(const Value& value) {
  return std::visit(Overloaded{
                        [](int64_t number) { return static_cast<double>(number); },
                        [](double number) { return number; },
                        [](const Decimal& number) { return number.ToDouble(); },
                        [](const auto&) { return std::numeric_limits<double>::quiet_NaN(); },
                    },
                    value);
}

std::string QuoteIdentifier(std::string_view name) { return Quoted(name, '"'); }

std::string QuoteText(std::string_view text) { return Quoted(text, '\''); }

}  // namespace tidewaiter::engine
