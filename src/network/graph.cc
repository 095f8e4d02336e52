#include "network/graph.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tidewaiter::network {
namespace {

// Far from the end of the numbers, so that no sum or quotient of weights leaves them.
constexpr double kLeastWeight = 1e-200;

/// The weight of each edge, relative to the largest, aged.
class EdgeWeights {
 public:
  EdgeWeights(const EdgeList& edges, const std::optional<double>& half_life_days)
      : edges_(edges), half_life_days_(half_life_days) {
    for (const double weight : edges.weights) largest_ = std::max(largest_, weight);
    for (const int32_t day : edges.days) latest_ = std::max(latest_, day);
  }

  double At(size_t edge) const {
    const double weight = edges_.weights.empty() ? 1 : edges_.weights[edge] / largest_;
    return std::max(weight * Ageing(edge), kLeastWeight);
  }

 private:
  double Ageing(size_t edge) const {
    if (!half_life_days_ || edges_.days.empty() || edges_.days[edge] == EdgeList::kNoDay) return 1;
    const double age = static_cast<double>(latest_) - static_cast<double>(edges_.days[edge]);
    return std::exp2(-age / *half_life_days_);
  }

  const EdgeList& edges_;
  std::optional<double> half_life_days_;
  double largest_ = 0;
  int32_t latest_ = EdgeList::kNoDay;
};

/// Row lengths, one place further on, into where the rows begin.
void AddUp(std::vector<size_t>& begins) {
  for (size_t node = 1; node < begins.size(); ++node) begins[node] += begins[node - 1];
}

}  // namespace

Result<Graph> Graph::Make(uint32_t nodes, const EdgeList& edges, const GraphOptions& options,
                          const RunControl& control) {
  Graph graph;
  graph.directed_ = options.directed;
  graph.begins_.assign(static_cast<size_t>(nodes) + 1, 0);
  for (size_t edge = 0; edge < edges.size(); ++edge) {
    if (edges.sources[edge] == edges.targets[edge]) continue;
    ++graph.begins_[edges.sources[edge] + 1];
    if (!options.directed) ++graph.begins_[edges.targets[edge] + 1];
  }
  AddUp(graph.begins_);
  TRY(control.Check());
  graph.targets_.resize(graph.begins_.back());
  graph.weights_.resize(graph.begins_.back());
  std::vector<size_t> ends(graph.begins_.begin(), graph.begins_.end() - 1);
  const EdgeWeights weights(edges, options.half_life_days);
  const auto append = [&](uint32_t row, uint32_t target, double weight) {
    graph.targets_[ends[row]] = target;
    graph.weights_[ends[row]++] = weight;
  };
  for (size_t edge = 0; edge < edges.size(); ++edge) {
    const uint32_t source = edges.sources[edge];
    const uint32_t target = edges.targets[edge];
    if (source == target) continue;
    const double weight = weights.At(edge);
    append(source, target, weight);
    if (!options.directed) append(target, source, weight);
  }
  TRY(control.Check());
  graph.MergeParallel();
  return graph;
}

/// Appends a node's sorted edges from place `end` on, parallel ones as one; the place after the last.
size_t Graph::AppendMerged(const std::vector<std::pair<uint32_t, double>>& row, size_t end) {
  const size_t first = end;
  for (const auto& [target, weight] : row) {
    const bool parallel = end > first && targets_[end - 1] == target;
    if (!parallel) {
      targets_[end] = target;
      weights_[end++] = 0;
    }
    weights_[end - 1] += weight;
  }
  return end;
}

void Graph::MergeParallel() {
  std::vector<std::pair<uint32_t, double>> row;
  size_t end = 0;
  size_t begin = 0;
  for (uint32_t node = 0; node < nodes(); ++node) {
    row.clear();
    for (size_t at = begin; at < begins_[node + 1]; ++at) row.emplace_back(targets_[at], weights_[at]);
    std::sort(row.begin(), row.end());
    begin = std::exchange(begins_[node + 1], 0);
    end = AppendMerged(row, end);
    begins_[node + 1] = end;
  }
  targets_.resize(end);
  weights_.resize(end);
  targets_.shrink_to_fit();
  weights_.shrink_to_fit();
}

Graph Graph::Reversed() const {
  Graph reversed;
  reversed.directed_ = directed_;
  reversed.begins_.assign(begins_.size(), 0);
  for (const uint32_t target : targets_) ++reversed.begins_[target + 1];
  AddUp(reversed.begins_);
  reversed.targets_.resize(targets_.size());
  reversed.weights_.resize(weights_.size());
  std::vector<size_t> ends(reversed.begins_.begin(), reversed.begins_.end() - 1);
  for (uint32_t node = 0; node < nodes(); ++node) {
    for (size_t at = begins_[node]; at < begins_[node + 1]; ++at) {
      const size_t place = ends[targets_[at]]++;
      reversed.targets_[place] = node;
      reversed.weights_[place] = weights_[at];
    }
  }
  return reversed;
}

std::vector<uint32_t> Graph::Degrees() const {
  std::vector<uint32_t> degrees(nodes());
  if (!directed_) {
    for (uint32_t node = 0; node < nodes(); ++node) degrees[node] = static_cast<uint32_t>(Targets(node).size());
    return degrees;
  }
  const Graph reversed = Reversed();
  std::vector<uint32_t> neighbours;
  for (uint32_t node = 0; node < nodes(); ++node) {
    neighbours.clear();
    std::ranges::set_union(Targets(node), reversed.Targets(node), std::back_inserter(neighbours));
    degrees[node] = static_cast<uint32_t>(neighbours.size());
  }
  return degrees;
}

std::vector<double> HubConduction(const Graph& graph) {
  std::vector<double> conduction;
  conduction.reserve(graph.nodes());
  for (const uint32_t degree : graph.Degrees()) conduction.push_back(degree == 0 ? 1 : 1 / std::log2(1.0 + degree));
  return conduction;
}

}  // namespace tidewaiter::network
