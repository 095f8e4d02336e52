#include "learn/ranking_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "learn/random.h"

namespace tidewaiter::learn {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostVisits = 1e9;
constexpr double kFewestDraws = 20;

/// Figures of one (re)sample: for each budget precision, recall, lift, revenue; then AUC and AP.
constexpr size_t kFiguresPerBudget = 4;

double Ratio(double part, double whole) { return whole > 0 ? part / whole : kNan; }

int64_t Inspected(double share, size_t subjects) {
  const double exact = share * static_cast<double>(subjects);
  const auto rounded = static_cast<int64_t>(std::ceil(exact - std::max(1.0, exact) * 1e-12));
  return std::clamp<int64_t>(rounded, 1, static_cast<int64_t>(subjects));
}

/// The ranking, made ready to be measured many times under different weights.
class Measure {
 public:
  Measure(std::span<const RankedOutcome> ranking, std::span<const double> budgets);

  size_t figures() const { return budgets_.size() * kFiguresPerBudget + 2; }
  int64_t inspected(size_t budget) const { return inspected_[budget]; }
  size_t subjects() const { return positive_.size(); }

  /// Figures when subject i counts `weights[i]` times; the weights sum to the number of subjects.
  void Run(std::span<const uint32_t> weights, std::span<double> figures) const;

 private:
  struct Totals {
    double positives = 0;
    double revenue = 0;
  };
  Totals Sum(std::span<const uint32_t> weights) const;
  void AtBudgets(std::span<const uint32_t> weights, Totals totals, std::span<double> figures) const;
  void Areas(std::span<const uint32_t> weights, Totals totals, std::span<double> figures) const;

  std::span<const double> budgets_;
  std::vector<uint8_t> positive_;
  std::vector<uint8_t> last_of_tie_;
  std::vector<double> revenue_;  // empty where none is known
  std::vector<int64_t> inspected_;
  std::vector<size_t> by_size_;
};

Measure::Measure(std::span<const RankedOutcome> ranking, std::span<const double> budgets) : budgets_(budgets) {
  const size_t n = ranking.size();
  positive_.resize(n);
  last_of_tie_.assign(n, 1);
  double revenue = 0;
  for (size_t i = 0; i < n; ++i) {
    positive_[i] = ranking[i].positive ? 1 : 0;
    revenue += ranking[i].revenue;
    if (i + 1 == n) continue;
    const double score = ranking[i].score;
    const double next = ranking[i + 1].score;
    last_of_tie_[i] = score == next || (std::isnan(score) && std::isnan(next)) ? 0 : 1;
  }
  if (revenue > 0) {
    revenue_.reserve(n);
    for (const RankedOutcome& subject : ranking) revenue_.push_back(subject.revenue);
  }
  for (const double share : budgets) inspected_.push_back(Inspected(share, n));
  by_size_.resize(budgets.size());
  std::iota(by_size_.begin(), by_size_.end(), size_t{0});
  std::sort(by_size_.begin(), by_size_.end(), [this](size_t a, size_t b) { return inspected_[a] < inspected_[b]; });
}

Measure::Totals Measure::Sum(std::span<const uint32_t> weights) const {
  uint64_t positives = 0;
  for (size_t i = 0; i < weights.size(); ++i) positives += uint64_t{weights[i]} * positive_[i];
  Totals totals{static_cast<double>(positives), 0};
  for (size_t i = 0; i < revenue_.size(); ++i) totals.revenue += weights[i] * revenue_[i];
  return totals;
}

void Measure::AtBudgets(std::span<const uint32_t> weights, Totals totals, std::span<double> figures) const {
  const auto n = static_cast<double>(subjects());
  int64_t seen = 0;
  int64_t found = 0;
  double recovered = 0;
  size_t i = 0;
  for (const size_t budget : by_size_) {
    const int64_t places = inspected_[budget];
    while (seen + weights[i] < places) {
      seen += weights[i];
      found += int64_t{weights[i]} * positive_[i];
      if (!revenue_.empty()) recovered += weights[i] * revenue_[i];
      ++i;
    }
    // The subject at the edge of the budget fills only the places that are left.
    const auto part = static_cast<double>(places - seen);
    const double hits = static_cast<double>(found) + part * positive_[i];
    double* const out = figures.data() + budget * kFiguresPerBudget;
    out[0] = hits / static_cast<double>(places);
    out[1] = Ratio(hits, totals.positives);
    out[2] = Ratio(out[0], totals.positives / n);
    out[3] = revenue_.empty() ? kNan : Ratio(recovered + part * revenue_[i], totals.revenue);
  }
}

void Measure::Areas(std::span<const uint32_t> weights, Totals totals, std::span<double> figures) const {
  const double negatives = static_cast<double>(subjects()) - totals.positives;
  double* const out = figures.data() + budgets_.size() * kFiguresPerBudget;
  out[0] = out[1] = kNan;
  if (totals.positives <= 0 || negatives <= 0) return;
  double auc = 0;
  double precision_sum = 0;
  int64_t seen = 0;
  int64_t found = 0;
  int64_t tie_seen = 0;
  int64_t tie_found = 0;
  for (size_t i = 0; i < weights.size(); ++i) {
    tie_seen += weights[i];
    tie_found += int64_t{weights[i]} * positive_[i];
    if (last_of_tie_[i] == 0) continue;
    if (tie_found > 0) {
      const auto hits = static_cast<double>(tie_found);
      const auto misses_before = static_cast<double>(seen - found);
      const auto misses = static_cast<double>(tie_seen - tie_found);
      auc += hits * (negatives - misses_before - misses / 2);
      precision_sum += hits * static_cast<double>(found + tie_found) / static_cast<double>(seen + tie_seen);
    }
    seen += tie_seen;
    found += tie_found;
    tie_seen = tie_found = 0;
  }
  out[0] = auc / (totals.positives * negatives);
  out[1] = precision_sum / totals.positives;
}

void Measure::Run(std::span<const uint32_t> weights, std::span<double> figures) const {
  const Totals totals = Sum(weights);
  AtBudgets(weights, totals, figures);
  Areas(weights, totals, figures);
}

/// Percentile of sorted values, linear between neighbours (as numpy's default).
double Percentile(std::span<const double> sorted, double share) {
  if (sorted.empty()) return kNan;
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

int DrawsFor(size_t subjects, int resamples) {
  const double affordable = std::max(kFewestDraws, kMostVisits / static_cast<double>(subjects));
  return static_cast<int>(std::min(static_cast<double>(std::max(resamples, 0)), affordable));
}

/// Draws × figures, figure by figure: all draws of the first, then of the second, …
Result<std::vector<double>> Bootstrap(const Measure& measure, int draws, uint64_t seed, const RunControl& control) {
  const auto rows = static_cast<size_t>(draws);
  const auto n = static_cast<uint32_t>(measure.subjects());
  std::vector<double> all(rows * measure.figures());
  std::vector<double> figures(measure.figures());
  std::vector<uint32_t> weights(n);
  Random random(seed);
  for (size_t draw = 0; draw < rows; ++draw) {
    TRY(control.Check());
    control.progress->Advance(static_cast<double>(draw) / static_cast<double>(rows));
    std::fill(weights.begin(), weights.end(), 0U);
    for (uint32_t i = 0; i < n; ++i) ++weights[random.Below(n)];
    measure.Run(weights, figures);
    for (size_t figure = 0; figure < figures.size(); ++figure) all[figure * rows + draw] = figures[figure];
  }
  return all;
}

Estimate Interval(double value, std::span<double> draws) {
  const auto end = std::remove_if(draws.begin(), draws.end(), [](double draw) { return std::isnan(draw); });
  std::sort(draws.begin(), end);
  const std::span<const double> sorted(draws.begin(), end);
  return {value, Percentile(sorted, 0.025), Percentile(sorted, 0.975)};
}

Status CheckInput(std::span<const RankedOutcome> ranking, std::span<const double> budgets) {
  if (ranking.empty()) return Fail(ErrorCode::kNoOutcomes, "no outcome is known for the ranked subjects");
  if (ranking.size() > std::numeric_limits<uint32_t>::max()) {
    return Fail(ErrorCode::kBug, "a ranking is too long to be resampled (" + std::to_string(ranking.size()) + ")");
  }
  for (const double share : budgets) {
    if (share > 0 && share <= 1) continue;
    return Fail(ErrorCode::kParameterOutOfRange, "a budget is no share of the list (" + std::to_string(share) + ")",
                "give a share above 0 and up to 1");
  }
  return {};
}

}  // namespace

Result<RankingQuality> MeasureRanking(std::span<const RankedOutcome> ranking, std::span<const double> budgets,
                                      int resamples, uint64_t seed, const RunControl& control) {
  TRY(CheckInput(ranking, budgets));
  const Measure measure(ranking, budgets);
  std::vector<double> values(measure.figures());
  measure.Run(std::vector<uint32_t>(ranking.size(), 1U), values);

  const int draws = DrawsFor(ranking.size(), resamples);
  std::vector<double> resampled = TRY(Bootstrap(measure, draws, seed, control));
  const auto estimate = [&](size_t figure) {
    const auto rows = static_cast<size_t>(draws);
    return Interval(values[figure], std::span(resampled).subspan(figure * rows, rows));
  };

  RankingQuality quality;
  quality.subjects = static_cast<int64_t>(ranking.size());
  quality.positives =
      std::count_if(ranking.begin(), ranking.end(), [](const RankedOutcome& subject) { return subject.positive; });
  quality.base_rate = static_cast<double>(quality.positives) / static_cast<double>(quality.subjects);
  for (size_t i = 0; i < budgets.size(); ++i) {
    const size_t first = i * kFiguresPerBudget;
    AtBudget at{budgets[i], measure.inspected(i), estimate(first), estimate(first + 1), estimate(first + 2), {}};
    if (!std::isnan(values[first + 3])) at.revenue = estimate(first + 3);
    quality.budgets.push_back(std::move(at));
  }
  quality.roc_auc = estimate(budgets.size() * kFiguresPerBudget);
  quality.average_precision = estimate(budgets.size() * kFiguresPerBudget + 1);
  return quality;
}

}  // namespace tidewaiter::learn
