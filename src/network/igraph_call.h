#pragma once

#include <igraph/igraph.h>

#include <mutex>

#include "base/result.h"
#include "base/run_control.h"
#include "network/graph.h"

namespace tidewaiter::network {

/// The right to call igraph, which keeps its handlers, its stack of what to free and its random numbers in global
/// variables: one caller at a time in the whole process. While it lives, errors come back as codes instead of ending
/// the process, warnings are silent, and long work stops when `control` asks. Made, used and destroyed by one thread.
class IgraphCall {
 public:
  /// Waits for its turn; `interrupted` when asked to stop meanwhile.
  static Result<IgraphCall> Begin(const RunControl& control);
  IgraphCall(IgraphCall&&) = default;
  IgraphCall& operator=(IgraphCall&&) = delete;
  IgraphCall(const IgraphCall&) = delete;
  IgraphCall& operator=(const IgraphCall&) = delete;
  ~IgraphCall();

  /// The error that a code of igraph stands for.
  Status Check(igraph_error_t code) const;

 private:
  explicit IgraphCall(std::unique_lock<std::timed_mutex> turn, const RunControl& control);

  std::unique_lock<std::timed_mutex> turn_;
  const RunControl* control_;
};

/// Owns a vector of igraph's.
class IgraphIntegers {
 public:
  IgraphIntegers() = default;
  IgraphIntegers(const IgraphIntegers&) = delete;
  IgraphIntegers& operator=(const IgraphIntegers&) = delete;
  ~IgraphIntegers() { Free(); }
  Status Make(const IgraphCall& call, size_t size);
  void Free();
  igraph_vector_int_t* get() { return &vector_; }
  igraph_integer_t& operator[](size_t place) { return VECTOR(vector_)[place]; }

 private:
  igraph_vector_int_t vector_{};
  bool made_ = false;
};

class IgraphNumbers {
 public:
  IgraphNumbers() = default;
  IgraphNumbers(const IgraphNumbers&) = delete;
  IgraphNumbers& operator=(const IgraphNumbers&) = delete;
  ~IgraphNumbers();
  Status Make(const IgraphCall& call, size_t size);
  igraph_vector_t* get() { return &vector_; }
  igraph_real_t& operator[](size_t place) { return VECTOR(vector_)[place]; }

 private:
  igraph_vector_t vector_{};
  bool made_ = false;
};

/// The links of a graph as igraph holds them, each once: about 50 bytes a link. `weights`: in the order of its edges.
class IgraphGraph {
 public:
  IgraphGraph() = default;
  IgraphGraph(const IgraphGraph&) = delete;
  IgraphGraph& operator=(const IgraphGraph&) = delete;
  ~IgraphGraph();
  Status Make(const IgraphCall& call, const Graph& graph, IgraphNumbers* weights = nullptr);
  igraph_t* get() { return &graph_; }

 private:
  igraph_t graph_{};
  bool made_ = false;
};

}  // namespace tidewaiter::network
