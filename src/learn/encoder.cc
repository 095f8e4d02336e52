#include "learn/encoder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"

namespace tidewaiter::learn {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr size_t kTenths = 10;

bool Contains(const Combination& wide, const Combination& narrow) {
  return std::all_of(wide.fields.begin(), wide.fields.end(), [&](uint32_t field) {
    return std::find(narrow.fields.begin(), narrow.fields.end(), field) != narrow.fields.end();
  });
}

/// The declared combination with the most fields that lies within this one; −1 without.
int WiderOf(const std::vector<Combination>& combinations, size_t of) {
  int wider = -1;
  for (size_t i = 0; i < of; ++i) {
    const size_t fields = combinations[i].fields.size();
    if (fields >= combinations[of].fields.size() || !Contains(combinations[i], combinations[of])) continue;
    if (wider < 0 || fields > combinations[static_cast<size_t>(wider)].fields.size()) wider = static_cast<int>(i);
  }
  return wider;
}

}  // namespace

/// Which training rows make up each fold, and which of them are encoded.
struct Encoder::Folds {
  std::vector<std::vector<uint32_t>> rows;
  double all_weight = 0, all_positive = 0;
  std::vector<uint32_t> sampled;  // a training row's place in the sample, or kNotSampled
  size_t training_rows = 0;
  size_t most_keys = 0;
  static constexpr uint32_t kNotSampled = UINT32_MAX;

  Folds(const Specification& specification, const Rows& data, size_t count, std::span<const uint32_t> sample,
        uint64_t seed)
      : rows(static_cast<size_t>(specification.folds)),
        sampled(count, kNotSampled),
        training_rows(count),
        most_keys(static_cast<size_t>(specification.most_keys)) {
    Random random(seed);
    for (uint32_t row = 0; row < count; ++row) {
      const uint32_t fold = random.Below(static_cast<uint32_t>(rows.size()));
      rows[fold].push_back(row);
      all_weight += data.weights[row];
      all_positive += data.positive[row] != 0 ? data.weights[row] : 0;
    }
    for (uint32_t place = 0; place < sample.size(); ++place) sampled[sample[place]] = place;
  }
};

size_t NumberProfile::TenthOf(float value) const {
  return static_cast<size_t>(std::lower_bound(cuts.begin(), cuts.end(), value) - cuts.begin());
}

Encoder::Encoder(const Specification& specification, const std::vector<Dictionary>& dictionaries)
    : specification_(specification) {
  const std::vector<Combination>& combinations = specification_.combinations;
  for (size_t i = 0; i < combinations.size(); ++i) {
    rate_column_.push_back(features_.size());
    features_.push_back({FeatureKind::kRate, i});
    features_.push_back({FeatureKind::kCount, i});
    wider_.push_back(WiderOf(combinations, i));
    std::vector<uint32_t> sizes;
    for (const uint32_t field : combinations[i].fields) sizes.push_back(dictionaries[field].size());
    tables_.emplace_back(combinations[i].fields, std::move(sizes));
  }
  recency_column_.resize(combinations.size());
  for (size_t field = 0; field < specification_.categories.size(); ++field) {
    if (specification_.categories[field].rank) features_.push_back({FeatureKind::kRank, field});
    if (specification_.categories[field].recency) {
      recency_column_[field] = features_.size();
      features_.push_back({FeatureKind::kRecency, field});
    }
    ranks_.push_back(dictionaries[field].Ranks());
  }
  for (size_t number = 0; number < specification_.numbers.size(); ++number) {
    features_.push_back({FeatureKind::kNumber, number});
  }
  profiles_.resize(specification_.numbers.size());
}

/// The rates of combinations with fewer fields stand already.
void Encoder::SetRate(size_t combination, const Sums& seen, std::span<float> features) const {
  const size_t column = rate_column_[combination];
  const int wider = wider_[combination];
  const double prior = specification_.prior_weight;
  if (seen.weight > 0)
    features[column] = static_cast<float>((seen.positive_weight + prior * base_rate_) / (seen.weight + prior));
  else
    features[column] = wider < 0 ? static_cast<float>(base_rate_) : features[rate_column_[static_cast<size_t>(wider)]];
  features[column + 1] = static_cast<float>(seen.weight);
}

/// What the other folds saw.
Encoder::Sums Encoder::Rest(const Tally& all, const Sums& own) {
  return {all.weight - own.weight, all.positive_weight - own.positive_weight};
}

void Encoder::FitTable(size_t combination, const Rows& rows, const Folds& folds, Matrix& encoded) {
  RateTable& table = tables_[combination];
  const std::vector<uint32_t> places = table.Fit(rows, folds.training_rows, folds.most_keys);
  std::vector<Sums> own(table.tallies().size());
  for (size_t fold = 0; fold < folds.rows.size(); ++fold) {
    std::fill(own.begin(), own.end(), Sums{});
    for (const uint32_t row : folds.rows[fold]) {
      if (places[row] == RateTable::kDropped) continue;
      Sums& sums = own[places[row]];
      sums.weight += rows.weights[row];
      sums.positive_weight += rows.weights[row] * static_cast<float>(rows.positive[row]);
    }
    for (const uint32_t row : folds.rows[fold]) {
      if (folds.sampled[row] == Folds::kNotSampled) continue;
      const uint32_t place = places[row];
      const bool kept = place != RateTable::kDropped;
      SetRate(combination, kept ? Rest(table.tallies()[place], own[place]) : Sums{}, encoded.Row(folds.sampled[row]));
    }
  }
}

/// Days since the training row before it with the same value, whatever came of it.
void Encoder::EncodeRecency(size_t field, const Rows& rows, std::span<const uint32_t> sample, size_t column,
                            Matrix& encoded) const {
  std::vector<int32_t> last(ranks_[field].size(), std::numeric_limits<int32_t>::min());
  size_t place = 0;
  for (size_t row = 0; place < sample.size(); ++row) {
    const uint32_t code = rows.categories[field][row];
    int32_t& day = last[code];
    if (sample[place] == row) {
      const bool seen = day != std::numeric_limits<int32_t>::min();
      encoded.Row(place++)[column] = seen ? static_cast<float>(rows.days[row] - day) : kNan;
    }
    day = rows.days[row];
  }
}

void Encoder::FitProfiles(const Rows& rows, size_t training_rows) {
  for (size_t number = 0; number < profiles_.size(); ++number) {
    const std::vector<float>& values = rows.numbers[number];
    std::vector<float> sorted;
    for (size_t row = 0; row < training_rows; ++row) {
      if (!std::isnan(values[row])) sorted.push_back(values[row]);
    }
    std::sort(sorted.begin(), sorted.end());
    NumberProfile& profile = profiles_[number];
    if (!sorted.empty()) {
      profile.least = sorted.front();
      profile.most = sorted.back();
    }
    for (size_t tenth = 1; tenth < kTenths && !sorted.empty(); ++tenth) {
      const float cut = sorted[(sorted.size() - 1) * tenth / kTenths];
      if (profile.cuts.empty() || cut > profile.cuts.back()) profile.cuts.push_back(cut);
    }
    profile.inspected.assign(profile.cuts.size() + 1, 0);
    profile.violations.assign(profile.cuts.size() + 1, 0);
    for (size_t row = 0; row < training_rows; ++row) {
      const bool missing = std::isnan(values[row]);
      const size_t tenth = missing ? 0 : profile.TenthOf(values[row]);
      ++(missing ? profile.missing_inspected : profile.inspected[tenth]);
      (missing ? profile.missing_violations : profile.violations[tenth]) += rows.positive[row];
    }
  }
}

/// What needs no outcome.
void Encoder::EncodeOwn(const Rows& rows, size_t row, std::span<float> features) const {
  for (size_t column = 0; column < features_.size(); ++column) {
    const Feature& feature = features_[column];
    if (feature.kind == FeatureKind::kRank) {
      const uint32_t code = rows.categories[feature.source][row];
      const std::vector<float>& ranks = ranks_[feature.source];
      features[column] = code < ranks.size() ? ranks[code] : kNan;
    } else if (feature.kind == FeatureKind::kNumber) {
      features[column] = rows.numbers[feature.source][row];
    }
  }
}

// Table by table: a table that the processor's cache holds serves all rows.
Matrix Encoder::Encode(const Rows& rows, size_t begin, size_t end) const {
  Matrix encoded(end - begin, features_.size());
  for (size_t row = begin; row < end; ++row) EncodeOwn(rows, row, encoded.Row(row - begin));
  for (size_t i = 0; i < tables_.size(); ++i) {
    for (size_t row = begin; row < end; ++row) {
      const Tally* const tally = tables_[i].Find(rows, row);
      const std::span<float> features = encoded.Row(row - begin);
      SetRate(i, tally == nullptr ? Sums{} : Sums{tally->weight, tally->positive_weight}, features);
      if (const auto column = recency_column_[i])
        features[*column] = tally == nullptr ? kNan : static_cast<float>(rows.days[row] - tally->last_day);
    }
  }
  return encoded;
}

Result<Encoder> Encoder::Fit(const Specification& specification, const std::vector<Dictionary>& dictionaries,
                             const Rows& rows, size_t training_rows, std::span<const uint32_t> sample, uint64_t seed,
                             const RunControl& control, Matrix& encoded) {
  Encoder encoder(specification, dictionaries);
  encoded = Matrix(sample.size(), encoder.features_.size());
  const Folds folds(specification, rows, training_rows, sample, seed);
  encoder.base_rate_ = folds.all_weight > 0 ? folds.all_positive / folds.all_weight : 0;
  encoder.inspected_ = static_cast<uint32_t>(training_rows);
  for (size_t row = 0; row < training_rows; ++row) encoder.violations_ += rows.positive[row];
  for (size_t i = 0; i < encoder.tables_.size(); ++i) {
    TRY(control.Check());
    control.progress->Advance(static_cast<double>(i) / static_cast<double>(encoder.tables_.size()));
    encoder.FitTable(i, rows, folds, encoded);
  }
  encoder.FitProfiles(rows, training_rows);
  for (size_t place = 0; place < sample.size(); ++place) encoder.EncodeOwn(rows, sample[place], encoded.Row(place));
  for (size_t column = 0; column < encoder.features_.size(); ++column) {
    const Feature& feature = encoder.features_[column];
    if (feature.kind == FeatureKind::kRecency) {
      encoder.EncodeRecency(feature.source, rows, sample, column, encoded);
    }
  }
  return encoder;
}

}  // namespace tidewaiter::learn
