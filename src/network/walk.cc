#include "network/walk.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <thread>

namespace tidewaiter::network {
namespace {

constexpr double kTolerance = 1e-12;
constexpr size_t kParts = 64;  // whose residuals are added in their order, however many threads work on them

/// The personalised value and the plain one, side by side: one look at memory serves both.
struct Pair {
  double personalised = 0, plain = 0;
};

Pair operator+(Pair a, Pair b) { return {a.personalised + b.personalised, a.plain + b.plain}; }
Pair operator-(Pair a, Pair b) { return {a.personalised - b.personalised, a.plain - b.plain}; }
Pair operator*(double factor, Pair a) { return {factor * a.personalised, factor * a.plain}; }

class RankSolver {
 public:
  RankSolver(const Graph& graph, const Graph& incoming, std::span<const double> seeds, const Walk& walk)
      : incoming_(incoming), walk_(walk), outflow_(graph.nodes()), starts_(graph.nodes()) {
    for (uint32_t node = 0; node < graph.nodes(); ++node) outflow_[node] = OutflowOf(graph, node);
    const double whole = std::accumulate(seeds.begin(), seeds.end(), 0.0);
    for (uint32_t node = 0; node < graph.nodes(); ++node) {
      starts_[node] = {whole > 0 ? walk.restart * (seeds[node] / whole) : 0, walk.restart / graph.nodes()};
    }
    SplitRows();
  }

  Result<int> Solve(bool symmetric, const RunControl& control) {
    const double damping = 1 - walk_.restart;
    now_ = starts_;
    before_.assign(now_.size(), {});
    flow_.resize(now_.size());
    double omega = 1;
    for (int step = 1;; ++step) {
      TRY(control.Check());
      const Pair residual = Step(damping, omega);
      if (std::max(residual.personalised, residual.plain) <= kTolerance * walk_.restart) return step;
      if (symmetric) omega = 1 / (1 - damping * damping * omega / (step == 1 ? 2 : 4));
    }
  }

  /// Brought to the sum 1: those who came to a node without a way on began anew.
  std::vector<double> Shares(double Pair::*value) const {
    std::vector<double> shares;
    shares.reserve(now_.size());
    double whole = 0;
    for (const Pair& pair : now_) whole += shares.emplace_back(std::max(pair.*value, 0.0));
    for (double& share : shares) share = whole > 0 ? share / whole : 0;
    return shares;
  }

 private:
  double Conduction(uint32_t node) const { return walk_.conduction.empty() ? 1 : walk_.conduction[node]; }

  double OutflowOf(const Graph& graph, uint32_t node) const {
    const std::span<const uint32_t> targets = graph.Targets(node);
    const std::span<const double> weights = graph.Weights(node);
    double outflow = 0;
    for (size_t i = 0; i < targets.size(); ++i) outflow += weights[i] * Conduction(targets[i]);
    return outflow;
  }

  /// Parts of about equal work.
  void SplitRows() {
    const uint32_t nodes = incoming_.nodes();
    const size_t work = incoming_.entries() + nodes;
    uint32_t node = 0;
    for (size_t part = 0; part < kParts; ++part) {
      part_begins_[part] = node;
      while (node < nodes && incoming_.RowBegin(node) + node < work * (part + 1) / kParts) ++node;
    }
    part_begins_[kParts] = nodes;
  }

  template <class Work>
  void InParts(const Work& work) {
    const auto threads = static_cast<size_t>(std::clamp(walk_.threads, 1, static_cast<int>(kParts)));
    std::vector<std::jthread> others;
    const auto run = [&](size_t first) {
      for (size_t part = first; part < kParts; part += threads) work(part, part_begins_[part], part_begins_[part + 1]);
    };
    for (size_t thread = 1; thread < threads; ++thread) others.emplace_back(run, thread);
    run(0);
  }

  /// One step; returns the sum of what still changes.
  Pair Step(double damping, double omega) {
    InParts([&](size_t, uint32_t begin, uint32_t end) {
      for (uint32_t node = begin; node < end; ++node)
        flow_[node] = (outflow_[node] > 0 ? 1 / outflow_[node] : 0) * now_[node];
    });
    std::array<Pair, kParts> residuals{};
    InParts([&](size_t part, uint32_t begin, uint32_t end) {
      for (uint32_t node = begin; node < end; ++node) {
        const Pair change = Arriving(node, damping) - now_[node];
        residuals[part] = residuals[part] + Pair{std::abs(change.personalised), std::abs(change.plain)};
        before_[node] = before_[node] + omega * (now_[node] + change - before_[node]);
      }
    });
    std::swap(now_, before_);
    return std::accumulate(residuals.begin(), residuals.end(), Pair{});
  }

  Pair Arriving(uint32_t node, double damping) const {
    const std::span<const uint32_t> sources = incoming_.Targets(node);
    const std::span<const double> weights = incoming_.Weights(node);
    Pair sum;
    for (size_t i = 0; i < sources.size(); ++i) sum = sum + weights[i] * flow_[sources[i]];
    return starts_[node] + damping * Conduction(node) * sum;
  }

  const Graph& incoming_;
  const Walk& walk_;
  std::vector<double> outflow_;
  std::vector<Pair> starts_, now_, before_, flow_;
  std::array<uint32_t, kParts + 1> part_begins_{};
};

}  // namespace

Result<Ranks> RankNodes(const Graph& graph, std::span<const double> seeds, const Walk& walk,
                        const RunControl& control) {
  if (graph.nodes() == 0) return Ranks();
  const std::optional<Graph> reversed = graph.directed() ? std::optional(graph.Reversed()) : std::nullopt;
  RankSolver solver(graph, reversed ? *reversed : graph, seeds, walk);
  const int steps = TRY(solver.Solve(!graph.directed(), control));
  return Ranks{solver.Shares(&Pair::personalised), solver.Shares(&Pair::plain), steps};
}

}  // namespace tidewaiter::network
