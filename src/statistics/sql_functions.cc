#include "statistics/sql_functions.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "base/mix.h"
#include "base/party_name.h"
#include "statistics/block_resampling.h"
#include "statistics/change_points.h"
#include "statistics/contingency.h"
#include "statistics/divergence.h"
#include "statistics/dumping_margin.h"
#include "statistics/medcouple.h"
#include "statistics/minimum_covariance.h"
#include "statistics/mixture.h"
#include "statistics/multiple_testing.h"
#include "statistics/robust_scale.h"
#include "statistics/serial_correlation.h"
#include "statistics/survival.h"
#include "statistics/upper_tails.h"

namespace tidewaiter::statistics {
namespace {

using engine::ColumnVector;
using engine::MakeNumericFunction;
using engine::ScalarFunction;
using engine::TypeId;
using List = std::span<const double>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostCounts = 1e8;  // of one call: each is a card in memory

int Within(int64_t number, int least, int most) { return static_cast<int>(std::clamp<int64_t>(number, least, most)); }

/// Whole numbers; −1, which no mix allows, for everything else.
std::vector<int64_t> Counts(List numbers) {
  std::vector<int64_t> counts;
  for (const double number : numbers)
    counts.push_back(number >= 0 && number <= kMostCounts && number == std::floor(number) ? static_cast<int64_t>(number)
                                                                                          : -1);
  return counts;
}

double JensenShannonBits(List first, List second) { return JensenShannon(Counts(first), Counts(second)).bits; }

double JensenShannonBias(List first, List second) { return JensenShannon(Counts(first), Counts(second)).bias; }

double PermutationPOfLists(List first, List second, int64_t deals, int64_t seed) {
  double all = 0;
  for (const List list : {first, second})
    for (const double number : list) all += number;
  if (!(all <= kMostCounts) || deals < 1 || deals > std::numeric_limits<int>::max()) return kNan;
  return PermutationP(Counts(first), Counts(second), static_cast<int>(deals), static_cast<uint64_t>(seed));
}

std::vector<double> ShiftCorrelation(List first, List second, int64_t nearest, int64_t shifts) {
  constexpr int kMost = 1'000'000;
  const SerialCorrelation found = CorrelateByShifts(first, second, Within(nearest, 0, kMost), Within(shifts, 0, kMost));
  return {found.rho, found.p};
}

double SurvivalShare(List lengths, List ended, double length) {
  if (lengths.size() != ended.size() || lengths.empty() || std::isnan(length)) return kNan;
  std::vector<Duration> durations;
  for (size_t i = 0; i < lengths.size(); ++i) {
    if (!std::isnan(ended[i])) durations.push_back({lengths[i], ended[i] != 0});
  }
  return ShareOpenAfter(KaplanMeier(durations), length);
}

std::vector<double> MedianAndMadOfList(List values) {
  const auto [location, scale] = MedianAndMad(values);
  return {location, scale};
}

std::vector<double> AdjustedFencesOfList(List values) {
  const auto [low, high] = AdjustedFences(values);
  return {low, high};
}

std::vector<double> MixtureFit(List values, int64_t most_components) {
  std::vector<double> fit;
  for (const auto& [weight, mean, deviation] : FitMixture(values, Within(most_components, 1, 3)))
    fit.insert(fit.end(), {weight, mean, deviation});
  return fit;
}

/// Lists of SQL count from 1.
double Place(int period) { return period < 0 ? kNan : period + 1; }

std::vector<double> CusumOfList(List series, double allowance, double limit) {
  const auto [up, down] = Cusum(series, allowance, limit);
  return {Place(up.alarm), Place(up.since), up.most, Place(down.alarm), Place(down.since), down.most};
}

std::vector<double> LevelShiftOfList(List series) {
  const auto [first, before, after, size, p] = FindLevelShift(series);
  return {Place(first), before, after, size, p};
}

std::vector<double> BlockRatio(List numerator, List denominator, int64_t block, int64_t draws, double level,
                               int64_t seed) {
  const auto [estimate, low, high] =
      BlockRatioInterval(numerator, denominator, block, draws, level, static_cast<uint64_t>(seed));
  return {estimate, low, high};
}

std::vector<double> DumpingBootstrap(List value_home, List mass_home, List value_us, List mass_us, int64_t block,
                                     int64_t draws, int64_t seed) {
  return DumpingDraws({value_home, mass_home}, {value_us, mass_us}, block, draws, static_cast<uint64_t>(seed));
}

double MarginOfLists(List normal_values, List export_prices, List quantities, Offsets offsets) {
  const size_t count = std::min({normal_values.size(), export_prices.size(), quantities.size()});
  std::vector<ModelPrices> models;
  for (size_t i = 0; i < count; ++i) models.push_back({normal_values[i], export_prices[i], quantities[i]});
  return WeightedMargin(models, offsets);
}

double DumpingMargin(List normal_values, List export_prices, List quantities) {
  return MarginOfLists(normal_values, export_prices, quantities, Offsets::kGiven);
}

double ZeroedMargin(List normal_values, List export_prices, List quantities) {
  return MarginOfLists(normal_values, export_prices, quantities, Offsets::kZeroed);
}

/// Uniform in [0, 1), the same for the same seed and text on every machine: FNV-1a (Fowler, Noll, Vo) over the text,
/// then SplitMix64's finaliser.
double SeededUniform(int64_t seed, std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ULL ^ static_cast<uint64_t>(seed) * 0x9e3779b97f4a7c15ULL;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
  return static_cast<double>(MixBits(hash) >> 11U) * 0x1p-53;
}

void SeededRows(std::span<const ColumnVector> arguments, size_t rows, std::span<double> result,
                std::span<uint8_t> valid) {
  for (size_t row = 0; row < rows; ++row) {
    if (valid[row] != 0) result[row] = SeededUniform(arguments[0].integers()[row], arguments[1].texts()[row]);
  }
}

ScalarFunction SeededUniformFunction() {
  return {.name = "seeded_uniform",
          .arguments = {{TypeId::kInteger}, {TypeId::kText}},
          .result = {TypeId::kDouble},
          .to_double = SeededRows};
}

void NameLikenessRows(std::span<const ColumnVector> arguments, size_t rows, std::span<double> result,
                      std::span<uint8_t> valid) {
  const PartyNameReader names;
  for (size_t row = 0; row < rows; ++row) {
    if (valid[row] != 0) result[row] = names.Likeness(arguments[0].texts()[row], arguments[1].texts()[row]);
  }
}

ScalarFunction NameLikenessFunction() {
  return {.name = "name_likeness",
          .arguments = {{TypeId::kText}, {TypeId::kText}},
          .result = {TypeId::kDouble},
          .to_double = NameLikenessRows};
}

}  // namespace

Status RegisterSqlFunctions(engine::LocalSession& session) {
  for (const engine::NumericFunction& function : {
           MakeNumericFunction("fisher_exact_ln_p", FisherExactLnP),
           MakeNumericFunction("wilson_lower", WilsonLower),
           MakeNumericFunction("wilson_upper", WilsonUpper),
           MakeNumericFunction("chi_squared_upper", ChiSquaredUpper),
           MakeNumericFunction("binomial_upper", BinomialUpper),
           MakeNumericFunction("poisson_upper", PoissonUpper),
           MakeNumericFunction("normal_upper", NormalUpper),
           MakeNumericFunction("jensen_shannon", JensenShannonBits),
           MakeNumericFunction("jensen_shannon_bias", JensenShannonBias),
           MakeNumericFunction("permutation_p", PermutationPOfLists),
           MakeNumericFunction("false_discovery_rates", FalseDiscoveryRates),
           MakeNumericFunction("shift_correlation", ShiftCorrelation),
           MakeNumericFunction("survival_share", SurvivalShare),
           MakeNumericFunction("median_and_mad", MedianAndMadOfList),
           MakeNumericFunction("medcouple", Medcouple),
           MakeNumericFunction("adjusted_fences", AdjustedFencesOfList),
           MakeNumericFunction("mixture_fit", MixtureFit),
           MakeNumericFunction("cusum", CusumOfList),
           MakeNumericFunction("level_shift", LevelShiftOfList),
           MakeNumericFunction("mcd_distances", RobustSquaredDistances),
           MakeNumericFunction("block_ratio_interval", BlockRatio),
           MakeNumericFunction("dumping_bootstrap", DumpingBootstrap),
           MakeNumericFunction("dumping_margin", DumpingMargin),
           MakeNumericFunction("zeroed_margin", ZeroedMargin),
       })
    TRY(session.RegisterFunction(function));
  TRY(session.RegisterFunction(NameLikenessFunction()));
  return session.RegisterFunction(SeededUniformFunction());
}

}  // namespace tidewaiter::statistics
