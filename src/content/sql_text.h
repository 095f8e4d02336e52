#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/toml_reader.h"

namespace tidewaiter::content {

enum class SqlTokenKind { kWord, kQuotedName, kText, kNumber, kParameter, kSymbol };

struct SqlToken {
  SqlTokenKind kind = SqlTokenKind::kSymbol;
  std::string_view text;  ///< of a parameter without `$`, of a quoted name without its quotes
  size_t offset = 0;
};

struct SqlTokens {
  std::vector<SqlToken> tokens;    ///< without comments; they point into the SQL
  std::optional<size_t> unclosed;  ///< where a quoted text or a comment begins that never ends
};

SqlTokens TokensOf(std::string_view sql);

/// A spelling that one of the engines refuses.
struct NotPortable {
  std::string spelling;
  size_t offset = 0;
};

/// The loud ones only; those that both engines run with different results are found by running both.
std::vector<NotPortable> FindNotPortable(const SqlTokens& tokens);

/// Whether any of the columns is named outside comments and quoted text.
bool MentionsAny(std::string_view sql, const std::vector<std::string>& columns);

/// Line and column of an offset in a text.
Place PlaceIn(std::string_view text, size_t offset);

}  // namespace tidewaiter::content
