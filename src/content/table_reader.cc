#include "content/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

#include "base/text.h"

namespace tidewaiter::content {
namespace {

bool IsBlank(std::string_view text) { return Trim(text).empty(); }

template <class T>
std::optional<T> ParseWhole(const std::string& text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

}  // namespace

void Faults::Add(Place place, std::string_view code, const std::string& message, const std::string& hint) {
  diagnostics_->push_back({file_, place.line, place.column, Severity::kError, fmt::format("content.{}", code),
                           Printable(message), Printable(hint)});
}

void Faults::Warn(Place place, std::string_view code, const std::string& message, const std::string& hint) {
  Add(place, code, message, hint);
  diagnostics_->back().severity = Severity::kWarning;
}

void Faults::Unknown(Place place, std::string_view code, std::string_view what, std::string_view name,
                     const std::vector<std::string>& known) {
  Add(place, code, fmt::format("there is no {} \"{}\"", what, name), NearNameHint(name, known));
}

TableReader::TableReader(const TomlNode& table, std::string what, Faults& faults)
    : table_(&table), what_(std::move(what)), faults_(&faults) {}

const TomlEntry* TableReader::Any(std::string_view key, Need need) {
  known_.emplace_back(key);
  const TomlEntry* entry = table_->Find(key);
  if (entry == nullptr && need == Need::kRequired) {
    faults_->Add(place(), "missing_key", fmt::format("{} lacks the key \"{}\"", what_, key));
  }
  return entry;
}

void TableReader::WrongType(const TomlEntry& entry, std::string_view expected) {
  faults_->Add(
      entry.value.place, "wrong_type",
      fmt::format("\"{}\" of {} is {}, but must be {}", entry.key, what_, KindName(entry.value.kind), expected));
}

const TomlEntry* TableReader::OfKind(std::string_view key, Need need, TomlKind kind) {
  const TomlEntry* entry = Any(key, need);
  if (entry == nullptr || entry->value.kind == kind) return entry;
  WrongType(*entry, KindName(kind));
  return nullptr;
}

std::string TableReader::Text(std::string_view key, Need need) {
  const TomlEntry* entry = OfKind(key, need, TomlKind::kText);
  if (entry == nullptr) return {};
  if (need == Need::kRequired && IsBlank(entry->value.text)) {
    faults_->Add(entry->value.place, "empty_text", fmt::format("\"{}\" of {} is empty", key, what_));
  }
  return entry->value.text;
}

bool TableReader::Boolean(std::string_view key, bool otherwise) {
  const TomlEntry* entry = OfKind(key, Need::kOptional, TomlKind::kBoolean);
  return entry == nullptr ? otherwise : entry->value.text == "true";
}

std::optional<int64_t> TableReader::Integer(std::string_view key, Need need) {
  const TomlEntry* entry = OfKind(key, need, TomlKind::kInteger);
  return entry == nullptr ? std::nullopt : ParseWhole<int64_t>(entry->value.text);
}

std::optional<double> TableReader::Number(std::string_view key) {
  const TomlEntry* entry = Any(key, Need::kOptional);
  if (entry == nullptr) return std::nullopt;
  const TomlKind kind = entry->value.kind;
  if (kind == TomlKind::kInteger || kind == TomlKind::kNumber) {
    const auto value = ParseWhole<double>(entry->value.text);
    if (value && std::isfinite(*value)) return value;
  }
  WrongType(*entry, "a finite number");
  return std::nullopt;
}

std::optional<Date> TableReader::Day(std::string_view key) {
  const TomlEntry* entry = Any(key, Need::kOptional);
  if (entry == nullptr) return std::nullopt;
  const TomlKind kind = entry->value.kind;
  if (kind == TomlKind::kDate || kind == TomlKind::kText) {
    if (const auto date = Date::Parse(entry->value.text)) return *date;
  }
  WrongType(*entry, "a date (YYYY-MM-DD)");
  return std::nullopt;
}

LocalisedText TableReader::Localised(std::string_view key, Need need) {
  const TomlEntry* entry = Any(key, need);
  if (entry == nullptr) return {};
  if (entry->value.kind != TomlKind::kTable) {
    WrongType(*entry, "{ en = \"…\", ko = \"…\" }");
    return {};
  }
  TableReader languages(entry->value, fmt::format("\"{}\" of {}", key, what_), *faults_);
  LocalisedText text;
  text.en = languages.Text("en", Need::kRequired);
  text.ko = languages.Text("ko", Need::kRequired);
  languages.Finish();
  return text;
}

std::vector<std::string> TableReader::Texts(std::string_view key, Need need) {
  const TomlEntry* entry = OfKind(key, need, TomlKind::kArray);
  if (entry == nullptr) return {};
  std::vector<std::string> texts;
  std::vector<std::pair<std::string, Place>> places;
  for (const TomlNode& item : entry->value.items) {
    if (item.kind != TomlKind::kText || IsBlank(item.text)) {
      faults_->Add(item.place, "wrong_type",
                   fmt::format("\"{}\" of {} may hold only texts that are not empty", key, what_));
      continue;
    }
    texts.push_back(item.text);
    places.emplace_back(item.text, item.place);
  }
  ReportDoubled(places, fmt::format("\"{}\" of {}", key, what_), *faults_);
  if (entry->value.items.empty() && need == Need::kRequired) {
    faults_->Add(entry->value.place, "empty_text", fmt::format("\"{}\" of {} is empty", key, what_));
  }
  return texts;
}

std::vector<const TomlEntry*> TableReader::Scalars(std::string_view key) {
  const TomlEntry* table = Table(key, Need::kOptional);
  if (table == nullptr) return {};
  std::vector<const TomlEntry*> result;
  for (const TomlEntry& entry : table->value.entries) {
    if (entry.value.IsScalar()) {
      result.push_back(&entry);
    } else {
      WrongType(entry, "a single value");
    }
  }
  return result;
}

const TomlEntry* TableReader::Scalar(std::string_view key) {
  const TomlEntry* entry = Any(key, Need::kOptional);
  if (entry == nullptr || entry->value.IsScalar()) return entry;
  WrongType(*entry, "a single value");
  return nullptr;
}

const TomlEntry* TableReader::Table(std::string_view key, Need need) { return OfKind(key, need, TomlKind::kTable); }

std::vector<const TomlNode*> TableReader::Tables(std::string_view key, Need need) {
  const TomlEntry* entry = Any(key, need);
  if (entry == nullptr) return {};
  std::vector<const TomlNode*> tables;
  if (entry->value.kind != TomlKind::kArray) {
    WrongType(*entry, fmt::format("an array of tables ([[{}]])", key));
    return tables;
  }
  for (const TomlNode& item : entry->value.items) {
    if (item.kind == TomlKind::kTable) {
      tables.push_back(&item);
    } else {
      faults_->Add(item.place, "wrong_type",
                   fmt::format("\"{}\" of {} holds {}, but must hold tables", key, what_, KindName(item.kind)));
    }
  }
  return tables;
}

std::string TableReader::Word(std::string_view key, Need need, const std::vector<std::string>& words) {
  const std::string text = Text(key, need);
  if (text.empty() || Contains(words, text)) return text;
  const std::string near = NearNameHint(text, words);
  faults_->Add(PlaceOf(key), "unknown_word", fmt::format("\"{}\" of {} cannot be \"{}\"", key, what_, text),
               near.empty() ? fmt::format("write one of: {}", Join(words, ", ")) : near);
  return {};
}

Place TableReader::PlaceOf(std::string_view key) const {
  const TomlEntry* entry = table_->Find(key);
  return entry == nullptr ? place() : entry->value.place;
}

void TableReader::Finish() {
  for (const TomlEntry& entry : table_->entries) {
    if (Contains(known_, entry.key)) continue;
    faults_->Add(entry.place, "unknown_key", fmt::format("{} has the unknown key \"{}\"", what_, entry.key),
                 NearNameHint(entry.key, known_));
  }
}

bool IsIdentifier(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::ranges::all_of(text, fits);
}

bool Contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void ReportDoubled(const std::vector<std::pair<std::string, Place>>& names, std::string_view what, Faults& faults) {
  std::set<std::string_view> seen;
  for (const auto& [name, place] : names) {
    if (name.empty() || seen.insert(name).second) continue;
    faults.Add(place, "doubled", fmt::format("\"{}\" stands twice in {}", name, what));
  }
}

void SortByPlace(Diagnostics& diagnostics) {
  const auto key = [](const Diagnostic& d) { return std::tie(d.file, d.line, d.column); };
  std::ranges::stable_sort(diagnostics, [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [&](const Diagnostic& a, const Diagnostic& b) {
    return key(a) == key(b) && a.code == b.code && a.message == b.message;
  };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

Error ContentError(Diagnostics diagnostics, std::string_view what) {
  SortByPlace(diagnostics);
  const auto is_error = [](const Diagnostic& d) { return d.severity == Severity::kError; };
  const auto errors = std::ranges::count_if(diagnostics, is_error);
  return {ErrorCode::kContentInvalid, fmt::format("{} cannot be used, number of faults ({})", what, errors),
          "correct the places that are listed", std::move(diagnostics)};
}

}  // namespace tidewaiter::content
