#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace tidewaiter::content {

/// A place in a text: 1-based line and column (in characters); 0: unknown.
struct Place {
  int line = 0;
  int column = 0;
};

enum class TomlKind { kText, kInteger, kNumber, kBoolean, kDate, kTime, kTimestamp, kArray, kTable };

/// `a text`, `an integer`, …
std::string_view KindName(TomlKind kind);

struct TomlEntry;

/// A TOML value and where it stands. Our own tree, so that only toml_reader.cc compiles the vendor's header.
struct TomlNode {
  TomlKind kind = TomlKind::kTable;
  Place place;
  std::string text;                ///< of a scalar, as in CSV: `0.05`, `true`, `2021-01-01`
  std::vector<TomlNode> items;     ///< of an array
  std::vector<TomlEntry> entries;  ///< of a table, in the order of the file

  bool IsScalar() const { return kind != TomlKind::kArray && kind != TomlKind::kTable; }
  const TomlEntry* Find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  Place place;  ///< of the key
  TomlNode value;
};

/// The root table; empty with one diagnostic (`content.syntax`, `content.encoding`) when the text is no TOML.
std::optional<TomlNode> ParseToml(std::string_view text, const std::string& file, Diagnostics& diagnostics);

}  // namespace tidewaiter::content
