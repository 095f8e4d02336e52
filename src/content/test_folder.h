#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "content/catalogue.h"
#include "support/temporary_folder.h"

namespace tidewaiter::content {

/// A folder of content.
class TestFolder : public TemporaryFolder {
 public:
  void Write(std::string_view relative, std::string_view text) const {
    const std::filesystem::path file = path() / relative;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  void Remove(std::string_view relative) const { std::filesystem::remove_all(path() / relative); }
};

/// The text with the first `from` replaced; `from` must be there.
inline std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// All faults as text, for the message of a failed assertion.
inline std::string AllText(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics) text += diagnostic.ToString() + "\n";
  return text;
}

inline const Diagnostic* FindFault(const Diagnostics& diagnostics, std::string_view code,
                                   std::string_view part_of_message = {}) {
  const auto found = std::ranges::find_if(diagnostics, [&](const Diagnostic& diagnostic) {
    return diagnostic.code == code && diagnostic.message.find(part_of_message) != std::string::npos;
  });
  return found == diagnostics.end() ? nullptr : &*found;
}

/// Exactly one fault, of this code, at this line.
inline void ExpectOnly(const Diagnostics& diagnostics, std::string_view code, int line) {
  ASSERT_EQ(diagnostics.size(), 1U) << AllText(diagnostics);
  EXPECT_EQ(diagnostics.front().code, code) << AllText(diagnostics);
  EXPECT_EQ(diagnostics.front().line, line) << AllText(diagnostics);
}

}  // namespace tidewaiter::content
