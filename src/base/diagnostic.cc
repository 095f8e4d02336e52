#include "base/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace tidewaiter {
namespace {

std::u32string Key(std::string_view name) {
  std::u32string key = CodePoints(FoldForComparison(name));
  std::erase_if(key, [](char32_t c) { return c == U'_' || c == U'-' || c == U' '; });
  return key;
}

// Damerau–Levenshtein in its restricted form (optimal string alignment): a swap of neighbours is one edit.
size_t EditDistance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Diagnostic::ToString() const {
  std::string place = file;
  if (line > 0) place += fmt::format(":{}", line);
  if (line > 0 && column > 0) place += fmt::format(":{}", column);
  if (!place.empty()) place += ": ";
  const std::string_view word = severity == Severity::kError ? "error" : "warning";
  std::string text = fmt::format("{}{}[{}]: {}", place, word, code, message);
  if (!hint.empty()) text += "\n  hint: " + hint;
  return text;
}

bool HasErrors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::kError; });
}

std::string NearName(std::string_view name, std::span<const std::string> candidates) {
  const std::u32string key = Key(name);
  const std::string* nearest = nullptr;
  size_t nearest_distance = 0;
  for (const std::string& candidate : candidates) {
    const std::u32string other = Key(candidate);
    const size_t shorter = std::min(key.size(), other.size());
    const size_t longer = std::max(key.size(), other.size());
    const size_t allowed = longer / 3;
    // The lengths alone rule most names out, before the quadratic part.
    if (longer == 0 || longer - shorter > allowed) continue;
    const size_t distance = EditDistance(key, other);
    if (distance > allowed || (nearest && distance >= nearest_distance)) continue;
    nearest = &candidate;
    nearest_distance = distance;
  }
  return nearest ? *nearest : std::string();
}

std::string NearNameHint(std::string_view name, std::span<const std::string> candidates) {
  const std::string nearest = NearName(name, candidates);
  return nearest.empty() ? std::string() : fmt::format("did you mean \"{}\"?", nearest);
}

}  // namespace tidewaiter
