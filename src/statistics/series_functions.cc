#include "statistics/series_functions.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "statistics/change_points.h"
#include "statistics/divergence.h"
#include "statistics/dumping_margin.h"
#include "statistics/mixture.h"
#include "statistics/multiple_testing.h"
#include "statistics/resampling.h"
#include "statistics/robust_distance.h"
#include "statistics/serial_correlation.h"
#include "statistics/skewness.h"
#include "statistics/survival.h"
#include "statistics/tails.h"

namespace tidewaiter::statistics {
namespace {

using engine::SeriesArgument;
using engine::SeriesFunction;
using engine::SeriesType;

using Arguments = std::span<const SeriesArgument>;
using Answer = std::optional<std::vector<double>>;

constexpr SeriesType kNumber = SeriesType::kNumber;
constexpr SeriesType kSeries = SeriesType::kSeries;
constexpr double kMostDraws = 1'000'000;

/// A whole number within bounds, from an argument.
int Whole(double number, double least, double most) {
  return std::isnan(number) ? static_cast<int>(least) : static_cast<int>(std::clamp(number, least, most));
}

uint64_t Seed(double number) { return number >= 0 ? static_cast<uint64_t>(number) : 0; }

std::vector<int64_t> Counts(std::span<const double> series) {
  std::vector<int64_t> counts;
  counts.reserve(series.size());
  for (const double count : series) counts.push_back(std::isfinite(count) ? std::llround(count) : -1);
  return counts;
}

Answer DivergenceBits(Arguments a) { return {{JensenShannon(Counts(a[0].series), Counts(a[1].series)).bits}}; }
Answer DivergenceBias(Arguments a) { return {{JensenShannon(Counts(a[0].series), Counts(a[1].series)).bias}}; }
Answer DivergenceP(Arguments a) {
  const int deals = Whole(a[2].number, 1, kMostDraws);
  return {{PermutationP(Counts(a[0].series), Counts(a[1].series), deals, Seed(a[3].number))}};
}

Answer DiscoveryRates(Arguments a) { return FalseDiscoveryRates(a[0].series); }

Answer ShiftCorrelation(Arguments a) {
  const SerialCorrelation found =
      CorrelateByShifts(a[0].series, a[1].series, Whole(a[2].number, 0, 1e6), Whole(a[3].number, 1, kMostDraws));
  return {{found.rho, found.p}};
}

Answer SurvivalShare(Arguments a) {
  const size_t count = std::min(a[0].series.size(), a[1].series.size());
  std::vector<Duration> durations;
  for (size_t i = 0; i < count; ++i) durations.push_back({a[0].series[i], a[1].series[i] > 0});
  return {{ShareOpenAfter(KaplanMeier(durations), a[2].number)}};
}

Answer FencesOf(Arguments a) {
  const Fences fences = AdjustedFences(a[0].series);
  return {{fences.low, fences.high}};
}

Answer MixtureOf(Arguments a) {
  std::vector<double> flat;
  for (const MixtureComponent& component : FitMixture(a[0].series, Whole(a[1].number, 1, 3))) {
    flat.insert(flat.end(), {component.weight, component.mean, component.deviation});
  }
  return flat;
}

Answer RobustDistances(Arguments a) { return RobustSquaredDistances(a[0].series, a[1].series); }

Answer RatioOf(Arguments a) {
  const BlockDraws how{Whole(a[2].number, 1, 1e6), Whole(a[3].number, 1, kMostDraws), Seed(a[5].number)};
  const Interval interval = RatioInterval(a[0].series, a[1].series, a[4].number, how);
  return {{interval.value, interval.low, interval.high}};
}

Answer DumpingDraws(Arguments a) {
  const BlockDraws how{Whole(a[4].number, 1, 1e6), Whole(a[5].number, 1, kMostDraws), Seed(a[6].number)};
  return PriceGapDraws({a[0].series, a[1].series, a[2].series, a[3].series}, how);
}

Answer MarginOf(Arguments a, Offsets offsets) {
  const size_t count = std::min({a[0].series.size(), a[1].series.size(), a[2].series.size()});
  std::vector<ModelPrices> models;
  for (size_t i = 0; i < count; ++i) models.push_back({a[0].series[i], a[1].series[i], a[2].series[i]});
  return {{WeightedMargin(models, offsets)}};
}

Answer ShiftOf(Arguments a) {
  const auto shift = FindLevelShift(a[0].series, static_cast<size_t>(Whole(a[1].number, 1, 1e6)));
  if (!shift) return std::nullopt;
  return {{static_cast<double>(shift->at + 1), shift->before, shift->after, shift->statistic}};
}

std::vector<SeriesFunction> MixFunctions() {
  return {{"jensen_shannon", {kSeries, kSeries}, kNumber, DivergenceBits},
          {"jensen_shannon_bias", {kSeries, kSeries}, kNumber, DivergenceBias},
          {"permutation_p", {kSeries, kSeries, kNumber, kNumber}, kNumber, DivergenceP},
          {"false_discovery_rates", {kSeries}, kSeries, DiscoveryRates},
          {"shift_correlation", {kSeries, kSeries, kNumber, kNumber}, kSeries, ShiftCorrelation},
          {"survival_share", {kSeries, kSeries, kNumber}, kNumber, SurvivalShare}};
}

std::vector<SeriesFunction> RobustFunctions() {
  return {{"medcouple", {kSeries}, kNumber, [](Arguments a) -> Answer { return {{Medcouple(a[0].series)}}; }},
          {"adjusted_fences", {kSeries}, kSeries, FencesOf},
          {"mixture_fit", {kSeries, kNumber}, kSeries, MixtureOf},
          {"mcd_distances", {kSeries, kSeries}, kSeries, RobustDistances},
          {"cusum",
           {kSeries, kNumber, kNumber},
           kSeries,
           [](Arguments a) -> Answer {
             return Cusum(a[0].series, static_cast<size_t>(Whole(a[1].number, 1, 1e6)), a[2].number);
           }},
          {"level_shift", {kSeries, kNumber}, kSeries, ShiftOf}};
}

std::vector<SeriesFunction> ResamplingFunctions() {
  return {{"block_ratio_interval", {kSeries, kSeries, kNumber, kNumber, kNumber, kNumber}, kSeries, RatioOf},
          {"dumping_bootstrap", {kSeries, kSeries, kSeries, kSeries, kNumber, kNumber, kNumber}, kSeries, DumpingDraws},
          {"dumping_margin",
           {kSeries, kSeries, kSeries},
           kNumber,
           [](Arguments a) { return MarginOf(a, Offsets::kGiven); }},
          {"zeroed_margin", {kSeries, kSeries, kSeries}, kNumber, [](Arguments a) {
             return MarginOf(a, Offsets::kZeroed);
           }}};
}

std::vector<SeriesFunction> TailFunctions() {
  return {{"chi_squared_upper",
           {kNumber, kNumber},
           kNumber,
           [](Arguments a) -> Answer { return {{ChiSquaredUpper(a[0].number, a[1].number)}}; }},
          {"normal_upper", {kNumber}, kNumber, [](Arguments a) -> Answer { return {{NormalUpper(a[0].number)}}; }},
          {"poisson_upper",
           {kNumber, kNumber},
           kNumber,
           [](Arguments a) -> Answer { return {{PoissonUpper(a[0].number, a[1].number)}}; }},
          {"binomial_upper", {kNumber, kNumber, kNumber}, kNumber, [](Arguments a) -> Answer {
             return {{BinomialUpper(a[0].number, a[1].number, a[2].number)}};
           }}};
}

}  // namespace

Status RegisterSeriesFunctions(engine::LocalSession& session) {
  for (auto functions : {MixFunctions(), RobustFunctions(), ResamplingFunctions(), TailFunctions()}) {
    for (SeriesFunction& function : functions) TRY(session.RegisterFunction(std::move(function)));
  }
  return {};
}

}  // namespace tidewaiter::statistics
