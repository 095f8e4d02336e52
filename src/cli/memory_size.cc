#include "cli/memory_size.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "base/text.h"

namespace tidewaiter::cli {
namespace {

constexpr double kSmallest = 64e6;

std::optional<double> BytesOfUnit(std::string_view unit, uint64_t machine_bytes) {
  constexpr std::array<std::pair<std::string_view, double>, 9> kUnits = {{{"b", 1},
                                                                          {"kb", 1e3},
                                                                          {"mb", 1e6},
                                                                          {"gb", 1e9},
                                                                          {"tb", 1e12},
                                                                          {"kib", 1024.0},
                                                                          {"mib", 1048576.0},
                                                                          {"gib", 1073741824.0},
                                                                          {"tib", 1099511627776.0}}};
  if (unit == "%") return static_cast<double>(machine_bytes) / 100;
  for (const auto& [name, bytes] : kUnits) {
    if (name == unit) return bytes;
  }
  return std::nullopt;
}

}  // namespace

Result<uint64_t> ParseMemorySize(std::string_view text, uint64_t machine_bytes) {
  const std::string lower = ToLowerAscii(Trim(text));
  double number = 0;
  const auto [end, error] =
      std::from_chars(lower.data(), lower.data() + lower.size(), number, std::chars_format::fixed);
  const std::string_view unit = Trim(std::string_view(end, static_cast<size_t>(lower.data() + lower.size() - end)));
  const std::optional<double> factor = BytesOfUnit(unit, machine_bytes);
  if (error != std::errc() || !factor || !(number > 0) || !std::isfinite(number)) {
    return Fail(ErrorCode::kParameterInvalid, fmt::format("not an amount of memory ({})", Printable(text)),
                "write a number and a unit: 4GB, 512MB, 2GiB, 50%");
  }
  const double bytes = number * *factor;
  if (bytes < kSmallest) {
    return Fail(ErrorCode::kParameterOutOfRange, fmt::format("too little memory to work with ({})", Printable(text)),
                "give at least 64MB");
  }
  if (bytes > static_cast<double>(machine_bytes)) {
    return Fail(
        ErrorCode::kParameterOutOfRange,
        fmt::format("more memory than this machine has ({}, of {})", Printable(text), HumanBytes(machine_bytes)),
        "give less, for example 60%");
  }
  return static_cast<uint64_t>(bytes);
}

std::string HumanBytes(uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kNames = {"B", "KB", "MB", "GB", "TB"};
  double amount = static_cast<double>(bytes);
  size_t unit = 0;
  while (amount >= 1000 && unit + 1 < kNames.size()) {
    amount /= 1000;
    ++unit;
  }
  return unit == 0 || amount >= 100 ? fmt::format("{:.0f} {}", amount, kNames.at(unit))
                                    : fmt::format("{:.1f} {}", amount, kNames.at(unit));
}

}  // namespace tidewaiter::cli
