#include "learn/ranking_metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"

namespace tidewaiter::learn {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostVisits = 1e9;
constexpr double kFewestDraws = 20;

/// Figures of one (re)sample: for each budget precision, recall, lift, revenue; then AUC and AP.
constexpr size_t kFiguresPerBudget = 4;

using Weights = std::vector<uint32_t>;

double Ratio(double part, double whole) { return whole > 0 ? part / whole : kNan; }

int64_t Inspected(double share, size_t subjects) {
  const double exact = share * static_cast<double>(subjects);
  const auto rounded = static_cast<int64_t>(std::ceil(exact - std::max(1.0, exact) * 1e-12));
  return std::clamp<int64_t>(rounded, 1, static_cast<int64_t>(subjects));
}

/// What one list found, in sums that add up over lists.
struct Sums {
  struct Budget {
    double places = 0, hits = 0, recovered = 0;
  };
  explicit Sums(size_t count) : budgets(count) {}

  std::vector<Budget> budgets;
  double subjects = 0, positives = 0, revenue = 0;
  double pairs = 0, pairs_won = 0;                  ///< a violation and another, in one list
  double ordered_positives = 0, precision_sum = 0;  ///< violations of lists that hold both classes

  void Figures(std::span<double> figures) const;
};

void Sums::Figures(std::span<double> figures) const {
  for (size_t i = 0; i < budgets.size(); ++i) {
    double* const out = figures.data() + i * kFiguresPerBudget;
    out[0] = budgets[i].hits / budgets[i].places;
    out[1] = Ratio(budgets[i].hits, positives);
    out[2] = Ratio(out[0], positives / subjects);
    out[3] = Ratio(budgets[i].recovered, revenue);
  }
  double* const areas = figures.data() + budgets.size() * kFiguresPerBudget;
  areas[0] = Ratio(pairs_won, pairs);
  areas[1] = Ratio(precision_sum, ordered_positives);
}

/// One list, made ready to be measured many times under different weights.
class List {
 public:
  List(const Ranking& ranking, std::span<const double> budgets);

  size_t subjects() const { return positive_.size(); }

  /// Adds what it finds when subject i counts `weights[i]` times; the weights sum to the number of subjects.
  void AddTo(Sums& sums, const Weights& weights) const;

 private:
  void AtBudgets(const Weights& weights, Sums& sums) const;
  void Areas(const Weights& weights, double positives, Sums& sums) const;

  std::vector<uint32_t> subject_;
  std::vector<uint8_t> positive_;
  std::vector<uint8_t> last_of_tie_;
  std::vector<double> revenue_;  // empty where none is known
  std::vector<int64_t> inspected_;
  std::vector<size_t> by_size_;
};

List::List(const Ranking& ranking, std::span<const double> budgets) {
  const size_t n = ranking.size();
  subject_.resize(n);
  positive_.resize(n);
  last_of_tie_.assign(n, 1);
  double revenue = 0;
  for (size_t i = 0; i < n; ++i) {
    subject_[i] = ranking[i].subject;
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

void List::AtBudgets(const Weights& weights, Sums& sums) const {
  int64_t seen = 0;
  int64_t found = 0;
  double recovered = 0;
  size_t i = 0;
  for (const size_t budget : by_size_) {
    const int64_t places = inspected_[budget];
    while (seen + weights[subject_[i]] < places) {
      const int64_t weight = weights[subject_[i]];
      seen += weight;
      found += weight * positive_[i];
      if (!revenue_.empty()) recovered += static_cast<double>(weight) * revenue_[i];
      ++i;
    }
    // The subject at the edge of the budget fills only the places that are left.
    const auto part = static_cast<double>(places - seen);
    Sums::Budget& at = sums.budgets[budget];
    at.places += static_cast<double>(places);
    at.hits += static_cast<double>(found) + part * positive_[i];
    if (!revenue_.empty()) at.recovered += recovered + part * revenue_[i];
  }
}

void List::Areas(const Weights& weights, double positives, Sums& sums) const {
  const double negatives = static_cast<double>(subjects()) - positives;
  if (positives <= 0 || negatives <= 0) return;
  int64_t seen = 0;
  int64_t found = 0;
  int64_t tie_seen = 0;
  int64_t tie_found = 0;
  for (size_t i = 0; i < subject_.size(); ++i) {
    const int64_t weight = weights[subject_[i]];
    tie_seen += weight;
    tie_found += weight * positive_[i];
    if (last_of_tie_[i] == 0) continue;
    if (tie_found > 0) {
      const auto hits = static_cast<double>(tie_found);
      const auto misses_before = static_cast<double>(seen - found);
      const auto misses = static_cast<double>(tie_seen - tie_found);
      sums.pairs_won += hits * (negatives - misses_before - misses / 2);
      sums.precision_sum += hits * static_cast<double>(found + tie_found) / static_cast<double>(seen + tie_seen);
    }
    seen += tie_seen;
    found += tie_found;
    tie_seen = tie_found = 0;
  }
  sums.pairs += positives * negatives;
  sums.ordered_positives += positives;
}

void List::AddTo(Sums& sums, const Weights& weights) const {
  uint64_t positives = 0;
  for (size_t i = 0; i < subject_.size(); ++i) positives += uint64_t{weights[subject_[i]]} * positive_[i];
  for (size_t i = 0; i < revenue_.size(); ++i) sums.revenue += weights[subject_[i]] * revenue_[i];
  sums.subjects += static_cast<double>(subjects());
  sums.positives += static_cast<double>(positives);
  AtBudgets(weights, sums);
  Areas(weights, static_cast<double>(positives), sums);
}

/// All lists of one model.
class Panel {
 public:
  Panel(std::span<const RankedPeriod> periods, std::span<const double> budgets);

  size_t runs() const { return lists_.front().size(); }
  size_t figures() const { return budgets_.size() * kFiguresPerBudget + 2; }
  double visits() const;

  /// Mean figures over the runs, run i counted `runs[i]` times; `weights` of each period's subjects.
  void Figures(const std::vector<Weights>& weights, const Weights& runs, std::span<double> figures) const;

  /// The quality with its counts, each figure as `estimate(index of the figure)` says.
  template <class EstimateOf>
  RankingQuality Quality(const EstimateOf& estimate) const;

 private:
  std::span<const double> budgets_;
  std::vector<std::vector<List>> lists_;  // by period, then run
  int64_t subjects_ = 0, positives_ = 0;
  std::vector<int64_t> inspected_;
};

Panel::Panel(std::span<const RankedPeriod> periods, std::span<const double> budgets)
    : budgets_(budgets), inspected_(budgets.size()) {
  for (const RankedPeriod& period : periods) {
    const Ranking& ranking = period.front();
    subjects_ += static_cast<int64_t>(ranking.size());
    positives_ += std::count_if(ranking.begin(), ranking.end(), [](const RankedOutcome& s) { return s.positive; });
    for (size_t i = 0; i < budgets.size(); ++i) inspected_[i] += Inspected(budgets[i], ranking.size());
    std::vector<List>& lists = lists_.emplace_back();
    for (const Ranking& run : period) lists.emplace_back(run, budgets);
  }
}

double Panel::visits() const { return static_cast<double>(subjects_) * static_cast<double>(runs()); }

void Panel::Figures(const std::vector<Weights>& weights, const Weights& runs, std::span<double> figures) const {
  std::fill(figures.begin(), figures.end(), 0.0);
  std::vector<double> of_run(figures.size());
  double count = 0;
  for (size_t run = 0; run < runs.size(); ++run) {
    if (runs[run] == 0) continue;
    Sums sums(budgets_.size());
    for (size_t period = 0; period < lists_.size(); ++period) lists_[period][run].AddTo(sums, weights[period]);
    sums.Figures(of_run);
    for (size_t i = 0; i < figures.size(); ++i) figures[i] += runs[run] * of_run[i];
    count += runs[run];
  }
  for (double& figure : figures) figure /= count;
}

template <class EstimateOf>
RankingQuality Panel::Quality(const EstimateOf& estimate) const {
  RankingQuality quality;
  quality.subjects = subjects_;
  quality.positives = positives_;
  quality.base_rate = static_cast<double>(positives_) / static_cast<double>(subjects_);
  for (size_t i = 0; i < budgets_.size(); ++i) {
    const size_t first = i * kFiguresPerBudget;
    AtBudget at{budgets_[i], inspected_[i], estimate(first), estimate(first + 1), estimate(first + 2), {}};
    const Estimate revenue = estimate(first + 3);
    if (!std::isnan(revenue.value)) at.revenue = revenue;
    quality.budgets.push_back(std::move(at));
  }
  quality.roc_auc = estimate(budgets_.size() * kFiguresPerBudget);
  quality.average_precision = estimate(budgets_.size() * kFiguresPerBudget + 1);
  return quality;
}

/// Percentile of sorted values, linear between neighbours (as numpy's default).
double Percentile(std::span<const double> sorted, double share) {
  if (sorted.empty()) return kNan;
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Estimate Interval(double value, std::vector<double> draws) {
  std::erase_if(draws, [](double draw) { return std::isnan(draw); });
  std::sort(draws.begin(), draws.end());
  return {value, Percentile(draws, 0.025), Percentile(draws, 0.975)};
}

int DrawsFor(double visits, int resamples) {
  const double affordable = std::max(kFewestDraws, kMostVisits / visits);
  return static_cast<int>(std::min(static_cast<double>(std::max(resamples, 0)), affordable));
}

void Draw(Random& random, Weights& weights) {
  const auto n = static_cast<uint32_t>(weights.size());
  std::fill(weights.begin(), weights.end(), 0U);
  for (uint32_t i = 0; i < n; ++i) ++weights[random.Below(n)];
}

/// Figures of one model, as measured and under each draw.
struct Sample {
  std::vector<double> values;
  std::vector<std::vector<double>> draws;  ///< by figure

  Estimate operator()(size_t figure) const { return Interval(values[figure], draws[figure]); }
};

/// The samples of models on the same subjects, with the same draws of them. Runs are drawn from numbers of their own,
/// so that the draws of subjects do not depend on how many runs there are.
Result<std::vector<Sample>> Bootstrap(const std::vector<Panel>& panels, std::vector<Weights> weights, int draws,
                                      uint64_t seed, const RunControl& control) {
  std::vector<Sample> samples;
  for (const Panel& panel : panels) {
    Sample& sample = samples.emplace_back();
    sample.values.resize(panel.figures());
    sample.draws.resize(panel.figures());
    panel.Figures(weights, Weights(panel.runs(), 1U), sample.values);
  }
  Random subjects(seed);
  Random others(~seed);
  for (int draw = 0; draw < draws; ++draw) {
    TRY(control.Check());
    control.progress->Advance(static_cast<double>(draw) / static_cast<double>(draws));
    for (Weights& period : weights) Draw(subjects, period);
    for (size_t i = 0; i < panels.size(); ++i) {
      Weights runs(panels[i].runs());
      Draw(others, runs);
      std::vector<double> figures(panels[i].figures());
      panels[i].Figures(weights, runs, figures);
      for (size_t figure = 0; figure < figures.size(); ++figure) samples[i].draws[figure].push_back(figures[figure]);
    }
  }
  return samples;
}

Status CheckBudgets(std::span<const double> budgets) {
  for (const double share : budgets) {
    if (share > 0 && share <= 1) continue;
    return Fail(ErrorCode::kParameterOutOfRange, "a budget is no share of the list (" + std::to_string(share) + ")",
                "give a share above 0 and up to 1");
  }
  return {};
}

/// A list names each of its subjects once.
bool IsList(const Ranking& ranking, size_t subjects) {
  std::vector<uint8_t> seen(subjects);
  for (const RankedOutcome& subject : ranking) {
    if (subject.subject >= subjects || seen[subject.subject] != 0) return false;
    seen[subject.subject] = 1;
  }
  return ranking.size() == subjects;
}

Status CheckPeriods(std::span<const RankedPeriod> periods) {
  if (periods.empty()) return Fail(ErrorCode::kNoOutcomes, "no outcome is known for the ranked subjects");
  for (const RankedPeriod& period : periods) {
    if (period.empty() || period.size() != periods.front().size()) return Fail(ErrorCode::kBug, "a run lacks a list");
    const size_t subjects = period.front().size();
    if (subjects == 0) return Fail(ErrorCode::kNoOutcomes, "no outcome is known for the ranked subjects");
    if (subjects > std::numeric_limits<uint32_t>::max()) {
      return Fail(ErrorCode::kBug, "a ranking is too long to be resampled (" + std::to_string(subjects) + ")");
    }
    for (const Ranking& run : period) {
      if (!IsList(run, subjects)) return Fail(ErrorCode::kBug, "a list does not rank the subjects of its period");
    }
  }
  return {};
}

std::vector<Weights> Ones(std::span<const RankedPeriod> periods) {
  std::vector<Weights> weights;
  for (const RankedPeriod& period : periods) weights.emplace_back(period.front().size(), 1U);
  return weights;
}

}  // namespace

Result<RankingQuality> MeasureRanking(std::span<const RankedOutcome> ranking, std::span<const double> budgets,
                                      int resamples, uint64_t seed, const RunControl& control) {
  Ranking numbered(ranking.begin(), ranking.end());
  for (size_t i = 0; i < numbered.size(); ++i) numbered[i].subject = static_cast<uint32_t>(i);
  const RankedPeriod period = {std::move(numbered)};
  return MeasureRankings(std::span(&period, 1), budgets, resamples, seed, control);
}

Result<RankingQuality> MeasureRankings(std::span<const RankedPeriod> periods, std::span<const double> budgets,
                                       int resamples, uint64_t seed, const RunControl& control) {
  TRY(CheckPeriods(periods));
  TRY(CheckBudgets(budgets));
  const std::vector<Panel> panels = {Panel(periods, budgets)};
  const int draws = DrawsFor(panels[0].visits(), resamples);
  const std::vector<Sample> samples = TRY(Bootstrap(panels, Ones(periods), draws, seed, control));
  return panels[0].Quality(samples[0]);
}

Result<RankingComparison> CompareRankings(std::span<const RankedPeriod> first, std::span<const RankedPeriod> second,
                                          std::span<const double> budgets, int resamples, uint64_t seed,
                                          const RunControl& control) {
  TRY(CheckPeriods(first));
  TRY(CheckPeriods(second));
  TRY(CheckBudgets(budgets));
  if (Ones(first) != Ones(second)) return Fail(ErrorCode::kBug, "two models do not rank the same subjects");
  const std::vector<Panel> panels = {Panel(first, budgets), Panel(second, budgets)};
  const int draws = DrawsFor(panels[0].visits() + panels[1].visits(), resamples);
  const std::vector<Sample> samples = TRY(Bootstrap(panels, Ones(first), draws, seed, control));
  RankingComparison comparison{panels[0].Quality(samples[0]), panels[1].Quality(samples[1]), {}};
  comparison.difference = panels[0].Quality([&](size_t figure) {
    std::vector<double> differences(samples[0].draws[figure]);
    for (size_t i = 0; i < differences.size(); ++i) differences[i] -= samples[1].draws[figure][i];
    return Interval(samples[0].values[figure] - samples[1].values[figure], std::move(differences));
  });
  comparison.difference.base_rate = 0;
  return comparison;
}

}  // namespace tidewaiter::learn
