#pragma once

#include <stop_token>
#include <thread>

namespace tidewaiter::cli {

/// Turns Ctrl-C and SIGTERM into a stop request; a second one ends the program at once (exit code 130). SIGPIPE is
/// ignored. Make it before any other thread: the signals are blocked in the calling thread and all its children, and
/// only the thread of this object takes them.
class SignalWatcher {
 public:
  explicit SignalWatcher(std::stop_source source);
  SignalWatcher(const SignalWatcher&) = delete;
  SignalWatcher& operator=(const SignalWatcher&) = delete;
  ~SignalWatcher();

 private:
  std::jthread thread_;
};

}  // namespace tidewaiter::cli
