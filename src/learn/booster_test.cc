#include "learn/booster.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stop_token>

#include "base/random.h"
#include "support/learn_rows.h"
#include "support/must.h"

namespace tidewaiter::learn {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct Sample {
  Matrix features;
  std::vector<float> labels, weights;
};

/// The chance rises with the first feature, falls with the second and depends on both; the third is noise with gaps.
/// Weights are no whole numbers, so that sums of them depend on their order.
Sample Planted(size_t rows, uint64_t seed) {
  Random random(seed);
  Sample sample{Matrix(rows, 3), {}, {}};
  for (size_t row = 0; row < rows; ++row) {
    const double rising = Uniform(random) * 2 - 1;
    const double falling = Uniform(random) * 2 - 1;
    const double log_odds = -1 + 3 * rising - 2 * falling + 2 * rising * falling;
    const std::span<float> features = sample.features.Row(row);
    features[0] = static_cast<float>(rising);
    features[1] = static_cast<float>(falling);
    features[2] = random.Below(4) == 0 ? kNan : static_cast<float>(Uniform(random));
    sample.labels.push_back(Uniform(random) < 1 / (1 + std::exp(-log_odds)) ? 1 : 0);
    sample.weights.push_back(static_cast<float>(0.1 + 3 * Uniform(random)));
  }
  return sample;
}

TreeSettings Quick() {
  TreeSettings settings;
  settings.trees = 30;
  settings.depth = 4;
  settings.learning_rate = 0.2;
  return settings;
}

Booster Trained(const Sample& sample, const TreeSettings& settings, uint64_t seed = 1, int threads = 1,
                const std::vector<bool>& rising = {}) {
  return Must(Booster::Train(sample.features, sample.labels, sample.weights, rising, Objective::kChance, settings, seed,
                             threads, {}));
}

/// The sum of a row's contributions and the base.
double Total(const Matrix& contributions, size_t row) {
  const std::span<const float> values = contributions.Row(row);
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Booster, LearnsWhatWasPlanted) {
  const Sample sample = Planted(4000, 1);
  const Booster booster = Trained(sample, Quick());
  EXPECT_EQ(booster.features(), 3U);
  Matrix corners(2, 3);
  corners.values = {0.9F, -0.9F, kNan, -0.9F, 0.9F, kNan};
  const std::vector<float> margins = Must(booster.Margins(corners));
  EXPECT_GT(margins[0], 1);
  EXPECT_LT(margins[1], -2);
}

TEST(Booster, HasContributionsThatAddUpToTheMargin) {
  const Sample sample = Planted(3000, 2);
  const Booster booster = Trained(sample, Quick());
  const std::vector<float> margins = Must(booster.Margins(sample.features));
  const Matrix contributions = Must(booster.Contributions(sample.features));
  ASSERT_EQ(contributions.columns, 4U);
  double noise = 0;
  for (size_t row = 0; row < sample.features.rows; ++row) {
    EXPECT_NEAR(Total(contributions, row), margins[row], 1e-4) << row;
    EXPECT_EQ(contributions.Row(row)[3], contributions.Row(0)[3]) << "the base is that of all rows";
    noise = std::max(noise, std::abs(static_cast<double>(contributions.Row(row)[2])));
  }
  EXPECT_LT(noise, 1);
}

/// Whether the margin falls anywhere on a line along the first feature.
bool FallsAlong(const Booster& booster, float second) {
  Matrix line(101, 3);
  for (size_t step = 0; step <= 100; ++step) {
    line.Row(step)[0] = static_cast<float>(step) / 50 - 1;
    line.Row(step)[1] = second;
    line.Row(step)[2] = 0.5;
  }
  const std::vector<float> margins = Must(booster.Margins(line));
  return !std::is_sorted(margins.begin(), margins.end());
}

bool FallsAnywhere(const Booster& booster) {
  Random random(4);
  bool fell = false;
  for (int at = 0; at < 50; ++at) fell = FallsAlong(booster, static_cast<float>(2 * Uniform(random) - 1)) || fell;
  return fell;
}

TEST(Booster, RisesWithARisingFeatureAlone) {
  Sample sample = Planted(2000, 3);
  // Labels turned over: the chance falls with the first feature, against the constraint.
  for (float& label : sample.labels) label = 1 - label;
  EXPECT_FALSE(FallsAnywhere(Trained(sample, Quick(), 1, 1, {true, false, false})));
  EXPECT_TRUE(FallsAnywhere(Trained(sample, Quick(), 1, 1, {})));
}

TEST(Booster, IsTheSameAfterItWasSaved) {
  const Sample sample = Planted(1000, 5);
  const Booster booster = Trained(sample, Quick());
  const std::string bytes = Must(booster.Save());
  const Booster loaded = Must(Booster::Load(bytes, 2));
  EXPECT_EQ(loaded.features(), 3U);
  EXPECT_EQ(Must(loaded.Margins(sample.features)), Must(booster.Margins(sample.features)));
  EXPECT_EQ(Must(loaded.Contributions(sample.features)).values, Must(booster.Contributions(sample.features)).values);
  EXPECT_EQ(Must(loaded.Save()), bytes);
}

TEST(Booster, RefusesWhatItDidNotSave) {
  const std::string bytes = Must(Trained(Planted(300, 6), Quick()).Save());
  std::string noise;
  Random random(1);
  for (int i = 0; i < 500; ++i) noise += static_cast<char>(random.Below(256));
  for (const std::string& other : {std::string(), std::string("{"), std::string("{}"), std::string("garbage"), noise,
                                   bytes + " ", bytes.substr(0, bytes.size() / 2), bytes.substr(0, 100)}) {
    const auto loaded = Booster::Load(other, 1);
    ASSERT_FALSE(loaded.has_value()) << other.size();
    EXPECT_EQ(loaded.error().code, ErrorCode::kArtefactDamaged) << other.size();
  }
}

/// Weights over ten powers of ten make the sums of the histograms depend on their order.
Sample Unbalanced(size_t rows) {
  Random random(7);
  Sample sample{Matrix(rows, 6), {}, {}};
  for (size_t row = 0; row < rows; ++row) {
    const std::span<float> features = sample.features.Row(row);
    for (float& feature : features) feature = static_cast<float>(Uniform(random));
    double log_odds = 0;
    for (size_t i = 0; i < 6; ++i) log_odds += (i % 2 == 0 ? -12 : 12) * features[i] * features[(i + 1) % 6];
    sample.labels.push_back(Uniform(random) < 1 / (1 + std::exp(-log_odds)) ? 1 : 0);
    sample.weights.push_back(static_cast<float>(std::pow(10, 10 * Uniform(random) - 5)));
  }
  return sample;
}

TEST(Booster, IsTheSameWithAnyNumberOfThreads) {
  const Sample sample = Unbalanced(10'000);
  TreeSettings settings = Quick();
  settings.depth = 8;
  settings.min_child_weight = 0;
  const std::string one = Must(Trained(sample, settings, 1, 1).Save());
  EXPECT_TRUE(one == Must(Trained(sample, settings, 1, 1).Save()));
  EXPECT_TRUE(one == Must(Trained(sample, settings, 1, 2).Save()));
  EXPECT_TRUE(one == Must(Trained(sample, settings, 1, 4).Save()));
  EXPECT_FALSE(one == Must(Trained(sample, settings, 2, 1).Save())) << "another seed";
}

TEST(Booster, CountsARowByItsWeight) {
  Sample sample = Planted(2000, 8);
  const double before = Must(Trained(sample, Quick()).Margins(sample.features))[0];
  for (size_t row = 0; row < sample.weights.size(); ++row) sample.weights[row] *= sample.labels[row] > 0 ? 10.0F : 1.0F;
  EXPECT_GT(Must(Trained(sample, Quick()).Margins(sample.features))[0], before + 1);
}

TEST(Booster, RefusesLabelsThatItsObjectiveCannotTake) {
  Sample sample = Planted(100, 9);
  sample.labels[3] = -1;
  for (const Objective objective : {Objective::kChance, Objective::kAmount}) {
    const auto trained =
        Booster::Train(sample.features, sample.labels, sample.weights, {}, objective, Quick(), 1, 1, {});
    ASSERT_FALSE(trained.has_value());
    EXPECT_EQ(trained.error().code, ErrorCode::kEngine);
  }
}

TEST(Booster, FindsAmountsOfMillions) {
  Random random(3);
  Matrix features(2000, 1);
  std::vector<float> amounts;
  for (size_t row = 0; row < 2000; ++row) {
    features.Row(row)[0] = random.Below(2) == 1 ? 1.0F : 0.0F;
    amounts.push_back((features.Row(row)[0] > 0 ? 5e7F : 2e5F) * static_cast<float>(0.5 + Uniform(random)));
  }
  TreeSettings settings;
  settings.trees = 180;
  const Booster booster =
      Must(Booster::Train(features, amounts, std::vector<float>(2000, 1), {}, Objective::kAmount, settings, 1, 1, {}));
  Matrix both(2, 1);
  both.values = {0, 1};
  const std::vector<float> margins = Must(booster.Margins(both));
  EXPECT_NEAR(std::exp(margins[0]), 2e5, 2e4);
  EXPECT_NEAR(std::exp(margins[1]), 5e7, 5e6);
}

/// Asks to stop when it has been told of some trees.
class StopAfter final : public ProgressSink {
 public:
  explicit StopAfter(int trees) : left_(trees) {}
  void Begin(const LocalisedText&) override {}
  void Advance(double share) override {
    last_ = share;
    if (--left_ == 0) source_.request_stop();
  }
  void Note(const LocalisedText&) override {}
  std::stop_token token() const { return source_.get_token(); }
  double last() const { return last_; }

 private:
  int left_;
  double last_ = 0;
  std::stop_source source_;
};

TEST(Booster, StopsBetweenTrees) {
  const Sample sample = Planted(500, 10);
  StopAfter sink(5);
  const auto trained = Booster::Train(sample.features, sample.labels, sample.weights, {}, Objective::kChance, Quick(),
                                      1, 1, {sink.token(), &sink});
  ASSERT_FALSE(trained.has_value());
  EXPECT_EQ(trained.error().code, ErrorCode::kInterrupted);
  EXPECT_NEAR(sink.last(), 4.0 / 30, 1e-9);
}

TEST(Booster, ScoresNoRows) {
  const Booster booster = Trained(Planted(300, 11), Quick());
  EXPECT_TRUE(Must(booster.Margins(Matrix(0, 3))).empty());
  EXPECT_EQ(Must(booster.Contributions(Matrix(0, 3))).rows, 0U);
}

}  // namespace
}  // namespace tidewaiter::learn
