#pragma once

#include <memory>
#include <stop_token>

#include "base/language.h"
#include "base/result.h"

namespace tidewaiter {

/// Where long work tells how far it is. Called from the thread that does the work.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  /// A new step begins, e.g. "reading declarations.csv".
  virtual void Begin(const LocalisedText& step) = 0;
  /// How much of the step is done: 0–1, or negative when it cannot be known.
  virtual void Advance(double share) = 0;
  /// A sentence for the user that is no result: "waits for load 12 of process 4711".
  virtual void Note(const LocalisedText& sentence) = 0;
};

/// A sink that throws everything away. It has no state, so one serves all.
ProgressSink& SilentProgress();

/// What long work needs from its caller: how to be stopped, and whom to tell. Copied freely.
struct RunControl {
  std::stop_token stop;
  ProgressSink* progress = &SilentProgress();  ///< not owned, outlives the work

  bool Stopped() const { return stop.stop_requested(); }
  /// `interrupted` when the caller has asked to stop.
  Status Check() const;
};

}  // namespace tidewaiter
