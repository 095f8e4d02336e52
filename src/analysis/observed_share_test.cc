#include "analysis/observed_share.h"

#include <gtest/gtest.h>

namespace tidewaiter::analysis {
namespace {

// Wilson's interval of 8 of 10 is .4902–.9433 (Brown, Cai & DasGupta 2001).
TEST(ObservedShare, HasWilsonsInterval) {
  const learn::Estimate share = ObservedShare({.rows = 10, .mean_chance = 0.8, .observed = 0.8, .effective_rows = 10});
  EXPECT_DOUBLE_EQ(share.value, 0.8);
  EXPECT_NEAR(share.low, 0.4902, 1e-4);
  EXPECT_NEAR(share.high, 0.9433, 1e-4);
}

}  // namespace
}  // namespace tidewaiter::analysis
