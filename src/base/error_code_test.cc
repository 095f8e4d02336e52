#include "base/error_code.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace tidewaiter {
namespace {

// One or two lower-case words with `_`, joined by a dot: it is also an anchor and a TypeScript literal.
bool IsCodeName(std::string_view name) {
  const auto is_word = [](std::string_view word) {
    return !word.empty() && word.front() != '_' && word.back() != '_' &&
           word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
  };
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return is_word(name);
  return is_word(name.substr(0, dot)) && is_word(name.substr(dot + 1));
}

TEST(ErrorTable, NamesAreUniqueAndPlain) {
  std::set<std::string_view> names;
  for (const ErrorEntry& entry : ErrorTable()) {
    EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
    EXPECT_TRUE(IsCodeName(entry.name)) << entry.name;
  }
}

TEST(ErrorTable, StandsInTheOrderOfTheEnumeration) {
  for (const ErrorEntry& entry : ErrorTable()) EXPECT_EQ(&Entry(entry.code), &entry) << entry.name;
  EXPECT_EQ(Entry(ErrorCode::kUsage).name, "usage");
  EXPECT_EQ(Entry(ErrorCode::kBug).name, "bug");
  EXPECT_EQ(ErrorTable().back().code, ErrorCode::kBug);
}

TEST(ErrorTable, EveryRowIsSane) {
  std::set<std::string_view> meanings;
  for (const ErrorEntry& entry : ErrorTable()) {
    EXPECT_GE(entry.http_status, 400) << entry.name;
    EXPECT_LE(entry.http_status, 599) << entry.name;
    ASSERT_GT(entry.meaning.size(), 10U) << entry.name;
    EXPECT_TRUE(entry.meaning.ends_with('.')) << entry.name;
    EXPECT_TRUE(meanings.insert(entry.meaning).second) << entry.name;
  }
}

TEST(ErrorTable, ABadRequestIsNeverTheServersFault) {
  for (const ErrorEntry& entry : ErrorTable()) {
    const bool is_server_status = entry.http_status >= 500;
    EXPECT_FALSE(entry.kind == ErrorKind::kUsage && is_server_status) << entry.name;
    EXPECT_FALSE(entry.kind == ErrorKind::kBug && !is_server_status) << entry.name;
  }
}

TEST(ErrorKind, HasItsExitCodeAndName) {
  const auto shown = [](ErrorKind kind) { return std::string(KindName(kind)) + " " + std::to_string(ExitCode(kind)); };
  EXPECT_EQ(shown(ErrorKind::kCheck), "check 1");
  EXPECT_EQ(shown(ErrorKind::kUsage), "usage 2");
  EXPECT_EQ(shown(ErrorKind::kData), "data 3");
  EXPECT_EQ(shown(ErrorKind::kSystem), "system 4");
  EXPECT_EQ(shown(ErrorKind::kInterrupted), "interrupted 130");
  EXPECT_EQ(shown(ErrorKind::kBug), "bug 70");
}

}  // namespace
}  // namespace tidewaiter
