#include "statistics/survival.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tidewaiter::statistics {
namespace {

// Weeks of remission under 6-MP (Freireich et al. 1963), as tabled in Cox & Oakes (1984): 21 patients, 9 relapses.
TEST(KaplanMeier, AgreesWithTheRemissionsOfTheTextbooks) {
  std::vector<Duration> patients;
  for (const double week : {6, 6, 6, 7, 10, 13, 16, 22, 23}) patients.push_back({week, true});
  for (const double week : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) patients.push_back({week, false});
  const std::vector<SurvivalStep> curve = KaplanMeier(patients);
  const std::vector<double> weeks = {6, 7, 10, 13, 16, 22, 23};
  const std::vector<int64_t> at_risk = {21, 17, 15, 12, 11, 7, 6};
  const std::vector<double> shares = {0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448};
  const std::vector<double> errors = {0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346};
  ASSERT_EQ(curve.size(), weeks.size());
  for (size_t i = 0; i < curve.size(); ++i) {
    EXPECT_EQ(curve[i].length, weeks[i]);
    EXPECT_EQ(curve[i].at_risk, at_risk[i]);
    EXPECT_NEAR(curve[i].share, shares[i], 0.0005) << i;
    EXPECT_NEAR(curve[i].error, errors[i], 0.00006) << i;
  }
  EXPECT_EQ(ShareOpenAfter(curve, 5.9), 1);
  EXPECT_EQ(ShareOpenAfter(curve, 6), curve[0].share);
  EXPECT_EQ(ShareOpenAfter(curve, 100), curve[6].share);
}

TEST(KaplanMeier, IsTheShareItselfWhereAllEnded) {
  const std::vector<SurvivalStep> curve =
      KaplanMeier(std::vector<Duration>{{3, true}, {1, true}, {2, true}, {4, true}});
  ASSERT_EQ(curve.size(), 4U);
  for (size_t i = 0; i < 4; ++i) EXPECT_DOUBLE_EQ(curve[i].share, 1 - static_cast<double>(i + 1) / 4);
  EXPECT_EQ(curve[3].error, 0);
}

TEST(KaplanMeier, LeavesOutWhatIsNoLengthAndKnowsNothingOfNothing) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(KaplanMeier({}).empty());
  EXPECT_TRUE(KaplanMeier(std::vector<Duration>{{nan, true}, {-1, true}, {5, false}}).empty());
  EXPECT_EQ(ShareOpenAfter({}, 1), 1);
}

}  // namespace
}  // namespace tidewaiter::statistics
