#include "content/sql_text.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

#include "base/text.h"
#include "content/catalogue.h"
#include "content/table_reader.h"

namespace tidewaiter::content {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool IsWordPart(char c) { return IsWordStart(c) || IsDigit(c); }

size_t WordEnd(std::string_view sql, size_t at) {
  while (at < sql.size() && IsWordPart(sql[at])) ++at;
  return at;
}

/// After the quoted text that begins at `at`; npos when it never ends. A doubled quote belongs to the text.
size_t QuotedEnd(std::string_view sql, size_t at) {
  const char quote = sql[at];
  for (size_t i = at + 1; i < sql.size(); ++i) {
    if (sql[i] != quote) continue;
    if (i + 1 == sql.size() || sql[i + 1] != quote) return i + 1;
    ++i;
  }
  return std::string_view::npos;
}

size_t CommentEnd(std::string_view sql, size_t at) {
  if (sql[at] == '-') return std::min(sql.find('\n', at), sql.size());
  const size_t end = sql.find("*/", at + 2);
  return end == std::string_view::npos ? end : end + 2;
}

bool StartsComment(std::string_view rest) { return rest.starts_with("--") || rest.starts_with("/*"); }

/// The token at `at`, which is neither white space nor a comment; `end` becomes the place after it.
SqlToken TokenAt(std::string_view sql, size_t at, size_t& end) {
  const char c = sql[at];
  if (c == '\'' || c == '"') {
    end = QuotedEnd(sql, at);
    const size_t length = end == std::string_view::npos ? end : end - at - 2;
    return {c == '"' ? SqlTokenKind::kQuotedName : SqlTokenKind::kText, sql.substr(at + 1, length), at};
  }
  if (c == '$' && at + 1 < sql.size() && IsWordStart(sql[at + 1])) {
    end = WordEnd(sql, at + 1);
    return {SqlTokenKind::kParameter, sql.substr(at + 1, end - at - 1), at};
  }
  if (IsWordStart(c) || IsDigit(c)) {
    end = WordEnd(sql, at);
    return {IsDigit(c) ? SqlTokenKind::kNumber : SqlTokenKind::kWord, sql.substr(at, end - at), at};
  }
  end = at + (sql.substr(at).starts_with("::") || sql.substr(at).starts_with("//") ? 2 : 1);
  return {SqlTokenKind::kSymbol, sql.substr(at, end - at), at};
}

using Spelling = std::array<std::string_view, 3>;

constexpr auto kNotPortable = std::to_array<Spelling>({{"::"},
                                                       {"//"},
                                                       {"quantile", "("},
                                                       {"quantile_cont", "("},
                                                       {"quantile_disc", "("},
                                                       {"approx_quantile", "("},
                                                       {"approx_percentile", "("},
                                                       {"median", "("},
                                                       {"mode", "("},
                                                       {"list", "("},
                                                       {"string_agg", "("},
                                                       {"listagg", "("},
                                                       {"exclude", "("},
                                                       {"qualify"},
                                                       {"pivot"},
                                                       {"unpivot"},
                                                       {"asof"},
                                                       {"group", "by", "all"}});

/// Lower case; empty for quoted things, which are no part of a spelling.
std::string Spelled(const SqlToken& token) {
  const bool plain = token.kind == SqlTokenKind::kWord || token.kind == SqlTokenKind::kSymbol;
  return plain ? ToLowerAscii(token.text) : std::string();
}

bool Matches(std::span<const std::string> words, const Spelling& spelling) {
  for (size_t i = 0; i < spelling.size() && !spelling[i].empty(); ++i) {
    if (i >= words.size() || words[i] != spelling[i]) return false;
  }
  return true;
}

std::string Shown(const Spelling& spelling) {
  std::string shown(spelling[0]);
  if (spelling[1] == "(") return shown + "(";
  for (size_t i = 1; i < spelling.size() && !spelling[i].empty(); ++i) shown.append(" ").append(spelling[i]);
  return shown;
}

}  // namespace

SqlTokens TokensOf(std::string_view sql) {
  SqlTokens result;
  size_t at = 0;
  while (at < sql.size()) {
    if (Trim(sql.substr(at, 1)).empty()) {
      ++at;
      continue;
    }
    size_t end = 0;
    if (StartsComment(sql.substr(at))) {
      end = CommentEnd(sql, at);
    } else {
      result.tokens.push_back(TokenAt(sql, at, end));
    }
    if (end == std::string_view::npos) {
      result.unclosed = at;
      break;
    }
    at = end;
  }
  return result;
}

std::vector<NotPortable> FindNotPortable(const SqlTokens& tokens) {
  std::vector<std::string> words;
  words.reserve(tokens.tokens.size());
  for (const SqlToken& token : tokens.tokens) words.push_back(Spelled(token));
  std::vector<NotPortable> found;
  for (size_t i = 0; i < words.size(); ++i) {
    for (const Spelling& spelling : kNotPortable) {
      if (!Matches(std::span(words).subspan(i), spelling)) continue;
      found.push_back({Shown(spelling), tokens.tokens[i].offset});
    }
  }
  return found;
}

bool MentionsAny(std::string_view sql, const std::vector<std::string>& columns) {
  return std::ranges::any_of(TokensOf(sql).tokens, [&](const SqlToken& token) {
    if (token.kind == SqlTokenKind::kQuotedName) return Contains(columns, token.text);
    return token.kind == SqlTokenKind::kWord && Contains(columns, ToLowerAscii(token.text));
  });
}

Place PlaceIn(std::string_view text, size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t line_start = before.rfind('\n') + 1;
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return {1 + static_cast<int>(std::ranges::count(before, '\n')),
          1 + static_cast<int>(std::ranges::count_if(before.substr(line_start), starts_character))};
}

std::vector<std::string> ParameterNames(std::string_view sql) {
  std::vector<std::string> names;
  for (const SqlToken& token : TokensOf(sql).tokens) {
    if (token.kind != SqlTokenKind::kParameter || Contains(names, token.text)) continue;
    names.emplace_back(token.text);
  }
  return names;
}

}  // namespace tidewaiter::content
