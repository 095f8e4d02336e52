#include "network/igraph_call.h"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <utility>

namespace tidewaiter::network {
namespace {

constexpr auto kPatience = std::chrono::milliseconds(50);

std::timed_mutex& Turn() {
  static std::timed_mutex turn;
  return turn;
}

/// Of the caller whose turn it is.
const RunControl*& CurrentControl() {
  static const RunControl* control = nullptr;
  return control;
}

igraph_error_t StopWhenAsked(void* /*reserved*/) {
  if (!CurrentControl()->Stopped()) return IGRAPH_SUCCESS;
  IGRAPH_FINALLY_FREE();
  return IGRAPH_INTERRUPTED;
}

}  // namespace

Result<IgraphCall> IgraphCall::Begin(const RunControl& control) {
  std::unique_lock turn(Turn(), std::defer_lock);
  do {
    TRY(control.Check());
    // By the system's clock: the thread sanitizer of GCC 12 does not know the lock call that `try_lock_for` makes.
  } while (!turn.try_lock_until(std::chrono::system_clock::now() + kPatience));
  return IgraphCall(std::move(turn), control);
}

IgraphCall::IgraphCall(std::unique_lock<std::timed_mutex> turn, const RunControl& control)
    : turn_(std::move(turn)), control_(&control) {
  CurrentControl() = control_;
  igraph_set_error_handler(&igraph_error_handler_ignore);
  igraph_set_warning_handler(&igraph_warning_handler_ignore);
  igraph_set_interruption_handler(&StopWhenAsked);
}

IgraphCall::~IgraphCall() {
  if (!turn_.owns_lock()) return;
  igraph_set_interruption_handler(nullptr);
  CurrentControl() = nullptr;
}

Status IgraphCall::Check(igraph_error_t code) const {
  if (code == IGRAPH_SUCCESS) return {};
  TRY(control_->Check());
  if (code == IGRAPH_ENOMEM) {
    return Fail(ErrorCode::kMemoryLimit, "the network does not fit into memory", "leave out edges, or add them up");
  }
  return Fail(ErrorCode::kBug, fmt::format("igraph failed ({})", igraph_strerror(code)));
}

Status IgraphIntegers::Make(const IgraphCall& call, size_t size) {
  TRY(call.Check(igraph_vector_int_init(&vector_, static_cast<igraph_integer_t>(size))));
  made_ = true;
  return {};
}

void IgraphIntegers::Free() {
  if (std::exchange(made_, false)) igraph_vector_int_destroy(&vector_);
}

IgraphNumbers::~IgraphNumbers() {
  if (made_) igraph_vector_destroy(&vector_);
}

Status IgraphNumbers::Make(const IgraphCall& call, size_t size) {
  TRY(call.Check(igraph_vector_init(&vector_, static_cast<igraph_integer_t>(size))));
  made_ = true;
  return {};
}

IgraphGraph::~IgraphGraph() {
  if (made_) igraph_destroy(&graph_);
}

Status IgraphGraph::Make(const IgraphCall& call, const Graph& graph, IgraphNumbers* weights) {
  const size_t links = graph.directed() ? graph.entries() : graph.entries() / 2;
  IgraphIntegers ends;
  TRY(ends.Make(call, 2 * links));
  if (weights != nullptr) TRY(weights->Make(call, links));
  size_t link = 0;
  for (uint32_t node = 0; node < graph.nodes(); ++node) {
    const std::span<const uint32_t> targets = graph.Targets(node);
    for (size_t i = 0; i < targets.size(); ++i) {
      if (!graph.directed() && targets[i] < node) continue;
      ends[2 * link] = node;
      ends[2 * link + 1] = targets[i];
      if (weights != nullptr) (*weights)[link] = graph.Weights(node)[i];
      ++link;
    }
  }
  TRY(call.Check(igraph_create(&graph_, ends.get(), graph.nodes(), graph.directed())));
  made_ = true;
  return {};
}

}  // namespace tidewaiter::network
