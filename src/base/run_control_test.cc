#include "base/run_control.h"

#include <gtest/gtest.h>

namespace tidewaiter {
namespace {

TEST(RunControl, RunsOnUntilItIsAskedToStop) {
  std::stop_source source;
  const RunControl control{source.get_token()};
  const RunControl copy = control;
  EXPECT_TRUE(copy.Check());
  source.request_stop();
  EXPECT_TRUE(copy.Stopped());
  EXPECT_EQ(copy.Check().error().code, ErrorCode::kInterrupted);
}

TEST(RunControl, ByDefaultNobodyStopsItOrListens) {
  const RunControl control;
  EXPECT_FALSE(control.Stopped());
  ASSERT_EQ(control.progress, &SilentProgress());
  control.progress->Begin({"reading", "읽는 중"});
  control.progress->Advance(0.5);
  control.progress->Note({"waits", "기다리는 중"});
}

}  // namespace
}  // namespace tidewaiter
