#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/run_control.h"

namespace tidewaiter::network {

/// Rows of a table of edges, column by column; nodes are numbers from 0 on.
struct EdgeList {
  /// A day that is not known: the edge does not age.
  static constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();

  std::vector<uint32_t> sources, targets;
  std::vector<double> weights;  ///< above 0, finite; empty: all are 1
  std::vector<int32_t> days;    ///< since 1970; empty: no edge has a day

  size_t size() const { return sources.size(); }
};

struct GraphOptions {
  bool directed = false;
  /// Days in which an edge's weight halves, counted back from the latest day of all edges. Only ratios of weights count
  /// in what this library finds, so that a later day to count from would change nothing.
  std::optional<double> half_life_days = {};
};

/// Who is linked with whom, and how strongly: parallel edges are one link whose weight is their sum, edges from a node
/// to itself are left out, weights are relative to the largest edge's. An undirected link stands in the rows of both
/// its ends. The same edges give the same bits in whatever order they come. 12 bytes a link and row. Immutable.
class Graph {
 public:
  /// `interrupted` when asked to stop.
  static Result<Graph> Make(uint32_t nodes, const EdgeList& edges, const GraphOptions& options,
                            const RunControl& control);

  uint32_t nodes() const { return static_cast<uint32_t>(begins_.size() - 1); }
  /// Rows' entries in all: twice the links where the graph is undirected.
  size_t entries() const { return targets_.size(); }
  bool directed() const { return directed_; }

  /// Ends of the links that leave a node, by number; their weights.
  std::span<const uint32_t> Targets(uint32_t node) const { return Row(targets_, node); }
  std::span<const double> Weights(uint32_t node) const { return Row(weights_, node); }
  size_t RowBegin(uint32_t node) const { return begins_[node]; }

  /// The same links the other way round.
  Graph Reversed() const;
  /// With how many other nodes each is linked, in whatever direction.
  std::vector<uint32_t> Degrees() const;

 private:
  Graph() = default;

  template <class T>
  std::span<const T> Row(const std::vector<T>& column, uint32_t node) const {
    return std::span(column).subspan(begins_[node], begins_[node + 1] - begins_[node]);
  }
  size_t AppendMerged(const std::vector<std::pair<uint32_t, double>>& row, size_t end);
  void MergeParallel();

  bool directed_ = false;
  std::vector<size_t> begins_ = {0};
  std::vector<uint32_t> targets_;
  std::vector<double> weights_;
};

/// What each node conducts of what an edge leads to it: 1 / log₂(1 + degree), 1 for a node with one neighbour, 0.075
/// for one with ten thousand. A hub, such as the address of a post office box, says little about those who share it.
std::vector<double> HubConduction(const Graph& graph);

}  // namespace tidewaiter::network
