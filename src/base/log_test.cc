#include "base/log.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"

namespace tidewaiter {
namespace {

class LogTest : public testing::Test {
 protected:
  void SetUp() override { testing::internal::CaptureStderr(); }
  void TearDown() override { SetLogLevel(LogLevel::kWarning); }

  // The lines since the start of the test; once.
  static std::vector<nlohmann::json> Lines() {
    std::vector<nlohmann::json> lines;
    for (const std::string& line : Split(testing::internal::GetCapturedStderr(), '\n')) {
      if (!line.empty()) lines.push_back(nlohmann::json::parse(line));
    }
    return lines;
  }
};

TEST_F(LogTest, WritesOneJsonObjectALine) {
  Log(LogLevel::kError, "load.failed", {{"load", "12"}, {"file", "신고\n\"a\".csv"}});
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["level"], "error");
  EXPECT_EQ(lines[0]["event"], "load.failed");
  EXPECT_EQ(lines[0]["load"], "12");
  EXPECT_EQ(lines[0]["file"], "신고\n\"a\".csv");
  const std::string time = lines[0]["time"];
  EXPECT_EQ(time.substr(0, 2), "20");
  EXPECT_EQ(time[10], 'T');
  EXPECT_EQ(time.back(), 'Z');
}

TEST_F(LogTest, KeepsToItsLevel) {
  Log(LogLevel::kInfo, "hidden");
  SetLogLevel(LogLevel::kInfo);
  Log(LogLevel::kInfo, "shown");
  Log(LogLevel::kDebug, "hidden");
  SetLogLevel(LogLevel::kOff);
  Log(LogLevel::kError, "hidden");
  Log(LogLevel::kOff, "hidden");
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["event"], "shown");
}

TEST_F(LogTest, SurvivesBrokenTextAndNamesThatAreTaken) {
  Log(LogLevel::kWarning, "broken \xff", {{"level", "forged"}, {"raw", std::string_view("\x00\xfe", 2)}});
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["level"], "warning");
  EXPECT_EQ(lines[0]["event"], "broken \uFFFD");
}

TEST_F(LogTest, LinesOfThreadsDoNotMix) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int j = 0; j < 50; ++j) Log(LogLevel::kWarning, "busy", {{"text", "abcdefghijklmnopqrstuvwxyz"}});
    });
  }
  threads.clear();
  EXPECT_EQ(Lines().size(), 200U);
}

TEST(LogLevel, HasFiveNames) {
  EXPECT_EQ(*ParseLogLevel("debug"), LogLevel::kDebug);
  EXPECT_EQ(*ParseLogLevel("info"), LogLevel::kInfo);
  EXPECT_EQ(*ParseLogLevel("warning"), LogLevel::kWarning);
  EXPECT_EQ(*ParseLogLevel("error"), LogLevel::kError);
  EXPECT_EQ(*ParseLogLevel("off"), LogLevel::kOff);
  EXPECT_EQ(ParseLogLevel("loud").error().code, ErrorCode::kParameterInvalid);
  EXPECT_EQ(ParseLogLevel("").error().code, ErrorCode::kParameterInvalid);
}

}  // namespace
}  // namespace tidewaiter
