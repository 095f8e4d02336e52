#include "statistics/mixture.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"

namespace tidewaiter::statistics {
namespace {

std::vector<double> Draw(const std::vector<MixtureComponent>& components, int count, uint64_t seed) {
  Random random(seed);
  std::vector<double> values;
  for (int i = 0; i < count; ++i) {
    double at = random.Uniform();
    size_t k = 0;
    while (k + 1 < components.size() && at > components[k].weight) at -= components[k++].weight;
    values.push_back(components[k].mean + components[k].deviation * random.Normal());
  }
  return values;
}

TEST(Mixture, FindsTheComponentsThatWereDrawnFrom) {
  const std::vector<MixtureComponent> drawn = {{0.3, 0, 0.1}, {0.5, 1, 0.1}, {0.2, 2.5, 0.2}};
  const auto found = FitMixture(Draw(drawn, 1500, 1), 3);
  ASSERT_EQ(found.size(), 3U);
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(found[k].weight, drawn[k].weight, 0.04);
    EXPECT_NEAR(found[k].mean, drawn[k].mean, 0.06);
    EXPECT_NEAR(found[k].deviation, drawn[k].deviation, 0.03);
  }
  EXPECT_EQ(ComponentOf(0.9, found), 1U);
  EXPECT_EQ(ComponentOf(9, found), 2U);
}

TEST(Mixture, TakesNoMoreThanThereAre) {
  int more = 0;
  for (uint64_t seed = 0; seed < 40; ++seed) more += FitMixture(Draw({{1, 3, 0.5}}, 300, seed), 3).size() > 1 ? 1 : 0;
  EXPECT_LE(more, 3);
  EXPECT_EQ(FitMixture(Draw({{0.5, 0, 0.1}, {0.5, 2, 0.1}}, 300, 7), 1).size(), 1U);
}

TEST(Mixture, BearsEqualAndMissingValues) {
  EXPECT_TRUE(FitMixture(std::vector<double>(4, 1.0), 3).empty());
  const auto equal = FitMixture(std::vector<double>(50, 1.0), 3);
  ASSERT_FALSE(equal.empty());
  EXPECT_DOUBLE_EQ(equal[0].mean, 1);
  std::vector<double> values = Draw({{1, 3, 0.5}}, 200, 1);
  values.push_back(NAN);
  values.push_back(INFINITY);
  EXPECT_NEAR(FitMixture(values, 1)[0].mean, 3, 0.1);
}

}  // namespace
}  // namespace tidewaiter::statistics
