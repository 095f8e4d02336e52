#include "learn/trained_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "base/text.h"

namespace tidewaiter::learn {
namespace {

constexpr size_t kMostGroups = 2;
constexpr size_t kScoredAtOnce = 8192;
constexpr size_t kExplainedAtOnce = 256;

/// The first two groups among those of the fields, in the order of the specification: `route+goods`. A third field
/// makes the same thing more exact; it is not another thing.
std::string JoinedGroup(const Specification& specification, const Combination& combination) {
  std::vector<std::string> groups;
  for (const std::string& group : specification.groups) {
    const auto is_of_group = [&](uint32_t field) { return specification.categories[field].group == group; };
    if (std::any_of(combination.fields.begin(), combination.fields.end(), is_of_group)) groups.push_back(group);
  }
  groups.resize(std::min(groups.size(), kMostGroups));
  return Join(groups, "+");
}

constexpr double kDisagreement = 1e6;

/// Whether the peers were violations more often than the others (sign 1), or more rarely (−1).
bool Agrees(const Peers& peers, double sign) {
  if (peers.inspected == 0 || peers.others_inspected == 0) return false;
  const double share = static_cast<double>(peers.violations) / static_cast<double>(peers.inspected);
  const double elsewhere = static_cast<double>(peers.others_violations) / static_cast<double>(peers.others_inspected);
  return sign * (share - elsewhere) > 0;
}

}  // namespace

TrainedModel::TrainedModel(Specification specification, std::vector<Dictionary> dictionaries, Encoder encoder,
                           Booster chance)
    : specification_(std::move(specification)),
      dictionaries_(std::move(dictionaries)),
      encoder_(std::move(encoder)),
      chance_(std::move(chance)) {
  NameGroups();
}

void TrainedModel::NameGroups() {
  std::map<std::string, size_t> places;
  for (const Feature& feature : encoder_.features()) {
    std::string group;
    if (feature.kind == FeatureKind::kRate || feature.kind == FeatureKind::kCount)
      group = JoinedGroup(specification_, specification_.combinations[feature.source]);
    else if (feature.kind == FeatureKind::kNumber)
      group = specification_.numbers[feature.source].group;
    else
      group = specification_.categories[feature.source].group;
    const auto [place, is_new] = places.emplace(group, groups_.size());
    if (is_new) groups_.push_back(group);
    group_of_feature_.push_back(place->second);
  }
}

Result<std::vector<Score>> TrainedModel::ScoreRows(const Rows& rows, const RunControl& control) const {
  std::vector<Score> scores;
  scores.reserve(rows.size());
  for (size_t begin = 0; begin < rows.size(); begin += kScoredAtOnce) {
    TRY(control.Check());
    control.progress->Advance(static_cast<double>(begin) / static_cast<double>(rows.size()));
    const size_t end = std::min(begin + kScoredAtOnce, rows.size());
    const Matrix features = encoder_.Encode(rows, begin, end);
    const std::vector<float> margins = TRY(chance_.Margins(features));
    std::vector<float> amounts;
    if (amount_) amounts = TRY(amount_->Margins(features));
    for (size_t i = 0; i < margins.size(); ++i) {
      Score score{margins[i], calibration_.Chance(margins[i]), {}};
      if (amount_) score.amount = paying_share_ * std::exp(static_cast<double>(amounts[i]));
      scores.push_back(score);
    }
  }
  return scores;
}

/// Empty where it is missing.
std::string TrainedModel::ValueText(const Rows& rows, size_t row, uint32_t field) const {
  const uint32_t code = rows.categories[field][row];
  const Dictionary& known = dictionaries_[field];
  if (code < Dictionary::kFirst) return {};
  return code < known.size() ? known.Text(code) : (*rows.unseen)[field].Text(code - known.size() + Dictionary::kFirst);
}

Peers TrainedModel::PeersOfCombination(size_t combination, const Rows& rows, size_t row) const {
  Peers peers;
  for (const uint32_t field : specification_.combinations[combination].fields) {
    peers.items.emplace_back(specification_.categories[field].name, ValueText(rows, row, field));
  }
  if (const Tally* const tally = encoder_.tables()[combination].Find(rows, row)) {
    peers.inspected = tally->inspected;
    peers.violations = tally->violations;
  }
  peers.others_inspected = encoder_.inspected() - peers.inspected;
  peers.others_violations = encoder_.violations() - peers.violations;
  return peers;
}

Peers TrainedModel::PeersOfNumber(size_t number, const Rows& rows, size_t row) const {
  Peers peers;
  const std::string& name = specification_.numbers[number].name;
  const NumberProfile& profile = encoder_.profiles()[number];
  const float value = rows.numbers[number][row];
  if (std::isnan(value)) {
    // As a category that is missing: its peers are those that miss it too.
    peers.items.emplace_back(name, std::string());
    peers.inspected = profile.missing_inspected;
    peers.violations = profile.missing_violations;
  } else {
    const size_t tenth = profile.TenthOf(value);
    peers.number = name;
    peers.low = tenth > 0 ? profile.cuts[tenth - 1] : std::min(profile.least, value);
    peers.high = tenth < profile.cuts.size() ? profile.cuts[tenth] : std::max(profile.most, value);
    peers.inspected = profile.inspected[tenth];
    peers.violations = profile.violations[tenth];
  }
  peers.others_inspected = encoder_.inspected() - peers.inspected;
  peers.others_violations = encoder_.violations() - peers.violations;
  return peers;
}

Explanation TrainedModel::ExplainRow(const Rows& rows, size_t row, std::span<const float> contributions) const {
  Explanation explanation;
  explanation.base = contributions[encoder_.features().size()];
  const size_t combinations = specification_.combinations.size();
  std::vector<double> of_group(groups_.size());
  // A category's place in the order and its recency count for the combination of the category alone.
  std::vector<double> of_source(combinations + specification_.numbers.size());
  std::vector<size_t> group_of_source(of_source.size());
  for (size_t column = 0; column < encoder_.features().size(); ++column) {
    const Feature& feature = encoder_.features()[column];
    const size_t source = feature.kind == FeatureKind::kNumber ? combinations + feature.source : feature.source;
    of_group[group_of_feature_[column]] += contributions[column];
    of_source[source] += contributions[column];
    group_of_source[source] = group_of_feature_[column];
  }
  for (size_t group = 0; group < groups_.size(); ++group) {
    Reason reason{groups_[group], of_group[group], {}};
    double best = -std::numeric_limits<double>::infinity();
    const double sign = of_group[group] < 0 ? -1 : 1;
    for (size_t source = 0; source < of_source.size(); ++source) {
      if (group_of_source[source] != group) continue;
      // Its count is not known; "never inspected" might be false.
      if (source < combinations && encoder_.tables()[source].MayHaveDropped(rows, row)) continue;
      Peers peers = source < combinations ? PeersOfCombination(source, rows, row)
                                          : PeersOfNumber(source - combinations, rows, row);
      // Evidence that points the other way would only puzzle.
      const double weight = sign * of_source[source] - (Agrees(peers, sign) ? 0 : kDisagreement);
      if (weight <= best) continue;
      best = weight;
      reason.peers = std::move(peers);
    }
    explanation.reasons.push_back(std::move(reason));
  }
  std::stable_sort(explanation.reasons.begin(), explanation.reasons.end(), [](const Reason& a, const Reason& b) {
    return std::abs(a.contribution) > std::abs(b.contribution);
  });
  return explanation;
}

Result<std::vector<Explanation>> TrainedModel::Explain(const Rows& rows, std::span<const uint32_t> wanted,
                                                       const RunControl& control) const {
  std::vector<Explanation> explanations;
  explanations.reserve(wanted.size());
  for (size_t begin = 0; begin < wanted.size(); begin += kExplainedAtOnce) {
    TRY(control.Check());
    control.progress->Advance(static_cast<double>(begin) / static_cast<double>(wanted.size()));
    const Rows part = rows.Pick(wanted.subspan(begin, std::min(kExplainedAtOnce, wanted.size() - begin)));
    const Matrix contributions = TRY(chance_.Contributions(encoder_.Encode(part, 0, part.size())));
    for (size_t row = 0; row < part.size(); ++row) {
      explanations.push_back(ExplainRow(part, row, contributions.Row(row)));
    }
  }
  return explanations;
}

}  // namespace tidewaiter::learn
