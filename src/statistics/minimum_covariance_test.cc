#include "statistics/minimum_covariance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace tidewaiter::statistics {
namespace {

constexpr double kBound = 7.378;

struct Cloud {
  std::vector<double> x, y;

  /// Normal points with correlation 0.8, deviations 2 and 0.3.
  void Add(size_t n, std::mt19937_64& random) {
    std::normal_distribution<double> chance;
    for (size_t i = 0; i < n; ++i) {
      const double first = chance(random);
      x.push_back(10 + 2 * first);
      y.push_back(-1 + 0.3 * (0.8 * first + 0.6 * chance(random)));
    }
  }
  std::vector<double> Distances() const { return RobustSquaredDistances(x, y); }
};

double ShareBeyond(const std::vector<double>& distances, double bound) {
  const auto beyond = std::count_if(distances.begin(), distances.end(), [=](double d) { return d > bound; });
  return static_cast<double>(beyond) / static_cast<double>(distances.size());
}

TEST(RobustSquaredDistances, FollowChiSquaredForNormalPoints) {
  std::mt19937_64 random(1);
  for (const size_t n : {20U, 50U, 200U}) {
    double beyond = 0;
    double median = 0;
    const int times = static_cast<int>(8000 / n);
    for (int time = 0; time < times; ++time) {
      Cloud cloud;
      cloud.Add(n, random);
      const auto distances = cloud.Distances();
      beyond += ShareBeyond(distances, kBound) / times;
      median += ShareBeyond(distances, 1.386) / times;
    }
    EXPECT_GT(beyond, 0.015) << n;
    EXPECT_LT(beyond, n < 50 ? 0.10 : 0.05) << n;
    EXPECT_NEAR(median, 0.5, 0.06) << n;
  }
}

TEST(RobustSquaredDistances, ResistAFifthOfOutliers) {
  std::mt19937_64 random(2);
  std::normal_distribution<double> chance(0, 0.1);
  Cloud cloud;
  cloud.Add(400, random);
  const auto clean = cloud.Distances();
  for (int i = 0; i < 100; ++i) {  // a heap, and against the correlation, where the plain covariance would follow it
    cloud.x.push_back(16 + chance(random));
    cloud.y.push_back(-2.2 + chance(random));
  }
  const auto distances = cloud.Distances();
  for (size_t i = 400; i < 500; ++i) EXPECT_GT(distances[i], 30);
  for (size_t i = 0; i < 400; ++i) EXPECT_NEAR(distances[i], clean[i], 0.1 + 0.25 * clean[i]);
}

TEST(RobustSquaredDistances, MindNoUnitAndNoOrder) {
  std::mt19937_64 random(3);
  Cloud cloud;
  cloud.Add(60, random);
  const auto distances = cloud.Distances();
  Cloud other = cloud;
  for (double& x : other.x) x = 1e9 - 1e6 * x;
  const auto scaled = other.Distances();
  for (size_t i = 0; i < distances.size(); ++i) EXPECT_NEAR(scaled[i], distances[i], 1e-6 * (1 + distances[i]));
  EXPECT_EQ(distances, cloud.Distances());
}

TEST(RobustSquaredDistances, WorkOnManyPoints) {
  std::mt19937_64 random(4);
  Cloud cloud;
  cloud.Add(40'000, random);
  for (int i = 0; i < 10'000; ++i) {
    cloud.x.push_back(30);
    cloud.y.push_back(5);
  }
  const auto distances = cloud.Distances();
  EXPECT_NEAR(ShareBeyond(distances, kBound), 0.215, 0.006) << "a little under 2.5 % of the good ones";
  EXPECT_GT(distances.back(), 100);
}

TEST(RobustSquaredDistances, LeaveOutWhatIsNoPoint) {
  std::mt19937_64 random(5);
  Cloud cloud;
  cloud.Add(30, random);
  const auto whole = cloud.Distances();
  cloud.x.insert(cloud.x.begin() + 7, NAN);
  cloud.y.insert(cloud.y.begin() + 7, 3);
  cloud.x.push_back(1);
  cloud.y.push_back(INFINITY);
  const auto distances = cloud.Distances();
  ASSERT_EQ(distances.size(), 32U);
  EXPECT_TRUE(std::isnan(distances[7]));
  EXPECT_TRUE(std::isnan(distances[31]));
  EXPECT_NEAR(distances[8], whole[7], 1e-9);
}

TEST(RobustSquaredDistances, KnowALine) {
  Cloud cloud;
  for (int i = 0; i < 40; ++i) {
    cloud.x.push_back(i);
    cloud.y.push_back(i % 10 == 0 ? 3.0 * i + 50 : 3.0 * i);
  }
  const auto distances = cloud.Distances();
  for (size_t i = 0; i < 40; ++i) {
    if (i % 10 == 0)
      EXPECT_TRUE(std::isinf(distances[i])) << i;
    else
      EXPECT_EQ(distances[i], 0) << i;
  }
  EXPECT_EQ(RobustSquaredDistances(std::vector<double>(20, 3.0), std::vector<double>(20, 4.0)),
            std::vector<double>(20, 0.0));
}

TEST(RobustSquaredDistances, NeedEightPoints) {
  const std::vector<double> few{1, 2, 3, 4, 5, 6, 9};
  for (const double distance : RobustSquaredDistances(few, few)) EXPECT_TRUE(std::isnan(distance));
  EXPECT_TRUE(RobustSquaredDistances(std::vector<double>{}, std::vector<double>{}).empty());
  EXPECT_TRUE(std::isnan(RobustSquaredDistances(few, std::vector<double>{1}).at(0)));
}

}  // namespace
}  // namespace tidewaiter::statistics
