#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "base/language.h"
#include "base/result.h"
#include "content/toml_reader.h"

namespace tidewaiter::content {

/// Collects the faults of one file.
class Faults {
 public:
  Faults(std::string file, Diagnostics& diagnostics) : file_(std::move(file)), diagnostics_(&diagnostics) {}

  /// `code` without its prefix `content.`.
  void Add(Place place, std::string_view code, const std::string& message, const std::string& hint = {});
  void Warn(Place place, std::string_view code, const std::string& message, const std::string& hint = {});
  /// A name that stands for nothing, with the near name among those that exist.
  void Unknown(Place place, std::string_view code, std::string_view what, std::string_view name,
               const std::vector<std::string>& known);
  /// The same collection for another file.
  Faults For(std::string file) const { return {std::move(file), *diagnostics_}; }

  const std::string& file() const { return file_; }
  Diagnostics& diagnostics() { return *diagnostics_; }

 private:
  std::string file_;
  Diagnostics* diagnostics_;
};

enum class Need { kOptional, kRequired };

/// Reads one TOML table key by key. Each getter makes its key known and reports a wrong type or a missing
/// key; Finish reports the keys that nobody asked for. A getter that fails returns an empty value and goes
/// on.
class TableReader {
 public:
  /// `what` names the table in sentences: `the dataset`, `the column "office"`.
  TableReader(const TomlNode& table, std::string what, Faults& faults);

  /// A required text is not blank.
  std::string Text(std::string_view key, Need need);
  bool Boolean(std::string_view key, bool otherwise);
  std::optional<int64_t> Integer(std::string_view key, Need need);
  /// Finite.
  std::optional<double> Number(std::string_view key);
  std::optional<Date> Day(std::string_view key);
  /// `{ en = …, ko = … }`, both not blank.
  LocalisedText Localised(std::string_view key, Need need);
  /// An array of texts, none blank, none twice.
  std::vector<std::string> Texts(std::string_view key, Need need);
  /// The entries of a table of single values.
  std::vector<const TomlEntry*> Scalars(std::string_view key);
  /// The entry if it is any scalar.
  const TomlEntry* Scalar(std::string_view key);
  const TomlEntry* Table(std::string_view key, Need need);
  /// The tables of `[[key]]`.
  std::vector<const TomlNode*> Tables(std::string_view key, Need need);
  const TomlEntry* Any(std::string_view key, Need need);

  /// One of fixed words.
  template <class T>
  T Choice(std::string_view key, Need need, std::initializer_list<std::pair<std::string_view, T>> words, T otherwise) {
    std::vector<std::string> names;
    for (const auto& [word, value] : words) names.emplace_back(word);
    const std::string text = Word(key, need, names);
    for (const auto& [word, value] : words) {
      if (word == text) return value;
    }
    return otherwise;
  }
  /// The text if it is one of `words`, else an empty one.
  std::string Word(std::string_view key, Need need, const std::vector<std::string>& words);

  /// Of the value of a key, or of the table.
  Place PlaceOf(std::string_view key) const;
  Place place() const { return table_->place; }
  bool Has(std::string_view key) const { return table_->Find(key) != nullptr; }
  const std::string& what() const { return what_; }
  Faults& faults() { return *faults_; }

  void Finish();

 private:
  const TomlEntry* OfKind(std::string_view key, Need need, TomlKind kind);
  void WrongType(const TomlEntry& entry, std::string_view expected);

  const TomlNode* table_;
  std::string what_;
  Faults* faults_;
  std::vector<std::string> known_;
};

/// `[a-z][a-z0-9_]*`: what may stand unquoted in SQL and as a name of a folder.
bool IsIdentifier(std::string_view text);

/// Whether the name is among the names.
bool Contains(const std::vector<std::string>& names, std::string_view name);

/// Reports the names that stand twice.
void ReportDoubled(const std::vector<std::pair<std::string, Place>>& names, std::string_view what, Faults& faults);

/// By file, line and column; the same fault only once.
void SortByPlace(Diagnostics& diagnostics);

/// `content.invalid` that carries the list.
Error ContentError(Diagnostics diagnostics, std::string_view what);

}  // namespace tidewaiter::content
