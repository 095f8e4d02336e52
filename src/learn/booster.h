#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"
#include "learn/matrix.h"
#include "learn/specification.h"

namespace tidewaiter::learn {

enum class Objective {
  kChance,  ///< binary:logistic; the margin is the logarithm of the odds
  kAmount,  ///< reg:gamma: amounts above 0; the margin is the logarithm of the expected amount
};

/// Gradient-boosted trees (Chen & Guestrin 2016), by XGBoost: its only door. One thread at a time; moved, not copied.
///
/// The same data, seed and settings give the same trees on every machine: they are always grown by four threads, since
/// XGBoost adds up each thread's share of the rows apart, and sums of doubles depend on their order. (With weights that
/// differ less than a millionfold we saw no difference between 1 and 8 threads; with more we did.)
class Booster {
 public:
  /// `rising`: for each feature whether the margin may only rise with it; empty: for none. `threads`: to score with.
  static Result<Booster> Train(const Matrix& features, std::span<const float> labels, std::span<const float> weights,
                               const std::vector<bool>& rising, Objective objective, const TreeSettings& settings,
                               uint64_t seed, int threads, const RunControl& control);
  /// From what Save wrote; `artefact.damaged` for anything else.
  static Result<Booster> Load(std::string_view bytes, int threads);
  /// Bytes that carry their own hash.
  Result<std::string> Save() const;

  Booster(Booster&&) noexcept;
  Booster& operator=(Booster&&) noexcept;
  ~Booster();

  size_t features() const { return features_; }

  /// The sum of the trees' leaves for each row.
  Result<std::vector<float>> Margins(const Matrix& features) const;
  /// For each row one contribution a feature, then the base; they add up to the margin. Exact Shapley values of the
  /// trees (Lundberg et al. 2020).
  Result<Matrix> Contributions(const Matrix& features) const;

 private:
  struct State;
  explicit Booster(std::unique_ptr<State> state, size_t features);
  std::unique_ptr<State> state_;
  size_t features_ = 0;
};

}  // namespace tidewaiter::learn
