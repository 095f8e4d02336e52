#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"
#include "learn/ranking_metrics.h"
#include "learn/trained_model.h"

namespace tidewaiter::learn {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr int64_t kFewestAmounts = 50;

/// Rows on which trees are grown: all of the first `rows`, or a random `most` of them, rising.
std::vector<uint32_t> TreeSample(size_t rows, size_t most, uint64_t seed) {
  std::vector<uint32_t> sample(rows);
  std::iota(sample.begin(), sample.end(), 0U);
  if (rows <= most) return sample;
  Random random(seed);
  for (size_t i = 0; i < most; ++i) {
    std::swap(sample[i], sample[i + random.Below(static_cast<uint32_t>(rows - i))]);
  }
  sample.resize(most);
  std::sort(sample.begin(), sample.end());
  return sample;
}

struct Fitted {
  Encoder encoder;
  Booster chance;
  Matrix encoded;
  std::vector<uint32_t> sample;
};

/// Rates and trees from the first `count` rows.
Result<Fitted> FitChance(const Specification& specification, const std::vector<Dictionary>& dictionaries,
                         const Rows& rows, size_t count, const TrainingOptions& options, const RunControl& control) {
  std::vector<uint32_t> sample = TreeSample(count, static_cast<size_t>(specification.most_tree_rows), options.seed);
  Matrix encoded;
  Encoder encoder = TRY(Encoder::Fit(specification, dictionaries, rows, count, sample, options.seed, control, encoded));
  std::vector<float> labels, weights;
  for (const uint32_t row : sample) {
    labels.push_back(rows.positive[row]);
    weights.push_back(rows.weights[row] * rows.emphases[row]);
  }
  std::vector<bool> rising;
  for (const Feature& feature : encoder.features()) {
    rising.push_back(specification.trees.rising_rates && feature.kind == FeatureKind::kRate);
  }
  Booster chance = TRY(Booster::Train(encoded, labels, weights, rising, Objective::kChance, specification.trees,
                                      options.seed, options.threads, control));
  return Fitted{std::move(encoder), std::move(chance), std::move(encoded), std::move(sample)};
}

int64_t CountViolations(const Rows& rows, size_t begin, size_t end) {
  int64_t violations = 0;
  for (size_t row = begin; row < end; ++row) violations += rows.positive[row];
  return violations;
}

Status CheckOutcomes(const Specification& specification, const Rows& rows) {
  const auto outcomes = static_cast<int64_t>(rows.size());
  if (outcomes < specification.fewest_outcomes) {
    return Fail(
        ErrorCode::kTooFewOutcomes,
        fmt::format("too few outcomes to learn from ({} known, {} needed)", outcomes, specification.fewest_outcomes),
        "load more inspection results, or let the learning period begin earlier");
  }
  const int64_t violations = CountViolations(rows, 0, rows.size());
  if (violations > 0 && violations < outcomes) return {};
  return Fail(ErrorCode::kOneOutcome,
              fmt::format("all outcomes to learn from are alike ({} of {} are violations)", violations, outcomes),
              "load inspection results of both kinds, clear and violation");
}

/// The first row of the latest part, at the beginning of a day.
size_t CalibrationBegin(const Rows& rows, double share) {
  const auto wanted = static_cast<size_t>(static_cast<double>(rows.size()) * (1 - share));
  const int32_t day = rows.days[std::min(wanted, rows.size() - 1)];
  return static_cast<size_t>(std::lower_bound(rows.days.begin(), rows.days.end(), day) - rows.days.begin());
}

double TwoProportionsZ(double first, double n_first, double second, double n_second) {
  if (n_first <= 0 || n_second <= 0) return kNan;
  const double pooled = (first * n_first + second * n_second) / (n_first + n_second);
  const double variance = pooled * (1 - pooled) * (1 / n_first + 1 / n_second);
  return variance > 0 ? (second - first) / std::sqrt(variance) : 0;
}

struct Held {
  std::vector<float> margins, weights;
  std::vector<uint8_t> positive;
};

/// Each half's chances by the calibration of the other half, so that it is judged on rows that it has not seen.
Reliability CrossedReliability(const Held& held, uint64_t seed) {
  Random random(seed);
  std::vector<uint32_t> half_of;
  std::array<Held, 2> halves;
  for (size_t row = 0; row < held.margins.size(); ++row) {
    Held& half = halves[half_of.emplace_back(random.Below(2))];
    half.margins.push_back(held.margins[row]);
    half.weights.push_back(held.weights[row]);
    half.positive.push_back(held.positive[row]);
  }
  std::array<Calibration, 2> fitted;
  for (size_t i = 0; i < 2; ++i) fitted[i] = Calibration::Fit(halves[i].margins, halves[i].positive, halves[i].weights);
  std::vector<double> chances;
  for (size_t row = 0; row < held.margins.size(); ++row) {
    chances.push_back(fitted[1 - half_of[row]].Chance(held.margins[row]));
  }
  return MeasureReliability(chances, held.positive, held.weights);
}

double Auc(const Held& held) {
  std::vector<RankedOutcome> ranking;
  for (size_t row = 0; row < held.margins.size(); ++row) {
    ranking.push_back({held.margins[row], held.positive[row] != 0, 0});
  }
  std::stable_sort(ranking.begin(), ranking.end(),
                   [](const RankedOutcome& a, const RankedOutcome& b) { return a.score > b.score; });
  const auto quality = MeasureRanking(ranking, {}, 0, 1, {});
  return quality ? quality->roc_auc.value : kNan;
}

TrainingFacts FactsOf(const Rows& rows, const TrainingOptions& options) {
  TrainingFacts facts;
  facts.rows = static_cast<int64_t>(rows.size());
  facts.violations = CountViolations(rows, 0, rows.size());
  facts.first_day = rows.days.front();
  facts.last_day = rows.days.back();
  facts.seed = options.seed;
  facts.source_hash = options.source_hash;
  return facts;
}

/// Splits off the latest part, and tells how its share of violations differs from that before it. Returns its first
/// row.
size_t SplitByDay(const Rows& rows, double share, TrainingFacts& facts) {
  const size_t begin = CalibrationBegin(rows, share);
  facts.calibrated_since = rows.days[begin];
  facts.calibration_rows = static_cast<int64_t>(rows.size() - begin);
  const int64_t earlier = CountViolations(rows, 0, begin);
  const auto n_earlier = static_cast<double>(begin);
  const auto n_latest = static_cast<double>(rows.size() - begin);
  facts.earlier_rate = n_earlier > 0 ? static_cast<double>(earlier) / n_earlier : kNan;
  facts.latest_rate = static_cast<double>(facts.violations - earlier) / n_latest;
  facts.rate_shift_z = TwoProportionsZ(facts.earlier_rate, n_earlier, facts.latest_rate, n_latest);
  return begin;
}

/// Rates and trees of the earlier part say what they would of the latest one; its outcomes turn that into chances.
Result<Calibration> Calibrate(const Specification& specification, const TrainingSet& set,
                              const TrainingOptions& options, const RunControl& control, TrainingFacts& facts) {
  const Rows& rows = set.rows;
  const size_t begin = SplitByDay(rows, specification.calibration_share, facts);
  const bool learnable = facts.earlier_rate > 0 && facts.earlier_rate < 1;
  if (!learnable) return Calibration();  // the trees' own chances stand

  const Fitted fitted = TRY(FitChance(specification, set.dictionaries, rows, begin, options, control));
  Held held;
  for (size_t at = begin; at < rows.size(); at += 8192) {
    TRY(control.Check());
    const Matrix features = fitted.encoder.Encode(rows, at, std::min(at + 8192, rows.size()));
    const std::vector<float> margins = TRY(fitted.chance.Margins(features));
    held.margins.insert(held.margins.end(), margins.begin(), margins.end());
  }
  const auto first = static_cast<std::ptrdiff_t>(begin);
  held.positive.assign(rows.positive.begin() + first, rows.positive.end());
  held.weights.assign(rows.weights.begin() + first, rows.weights.end());
  facts.reliability = CrossedReliability(held, options.seed);
  facts.validation_auc = Auc(held);
  return Calibration::Fit(held.margins, held.positive, held.weights);
}

}  // namespace

Status TrainedModel::LearnAmounts(const Rows& rows, const Matrix& encoded, std::span<const uint32_t> sample,
                                  const TrainingOptions& options, const RunControl& control) {
  if (!specification_.predicts_amount || rows.amounts.empty()) return {};
  std::vector<size_t> paying;
  double known_weight = 0;
  double paying_weight = 0;
  for (size_t place = 0; place < sample.size(); ++place) {
    const uint32_t row = sample[place];
    if (rows.positive[row] == 0 || std::isnan(rows.amounts[row])) continue;
    known_weight += rows.weights[row];
    if (rows.amounts[row] <= 0) continue;
    paying_weight += rows.weights[row];
    paying.push_back(place);
  }
  if (static_cast<int64_t>(paying.size()) < kFewestAmounts) return {};
  Matrix features(paying.size(), encoded.columns);
  std::vector<float> labels, weights;
  for (size_t i = 0; i < paying.size(); ++i) {
    const std::span<const float> from = encoded.Row(paying[i]);
    std::copy(from.begin(), from.end(), features.Row(i).begin());
    labels.push_back(rows.amounts[sample[paying[i]]]);
    weights.push_back(rows.weights[sample[paying[i]]]);
  }
  paying_share_ = paying_weight / known_weight;
  facts_.amounts = static_cast<int64_t>(paying.size());
  amount_ = TRY(Booster::Train(features, labels, weights, {}, Objective::kAmount, specification_.trees, options.seed,
                               options.threads, control));
  return {};
}

Result<TrainedModel> TrainedModel::Train(const Specification& specification, TrainingSet set,
                                         const TrainingOptions& options, const RunControl& control) {
  const Rows& rows = set.rows;
  TRY(CheckOutcomes(specification, rows));
  TrainingFacts facts = FactsOf(rows, options);
  // First, and by itself: the rates of both trainings at once would need twice the memory.
  Calibration calibration = TRY(Calibrate(specification, set, options, control, facts));
  Fitted fitted = TRY(FitChance(specification, set.dictionaries, rows, rows.size(), options, control));
  TrainedModel model(specification, std::move(set.dictionaries), std::move(fitted.encoder), std::move(fitted.chance));
  model.facts_ = std::move(facts);
  model.calibration_ = std::move(calibration);
  TRY(model.LearnAmounts(rows, fitted.encoded, fitted.sample, options, control));
  return model;
}

}  // namespace tidewaiter::learn
