#include "cli/signals.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <utility>

namespace tidewaiter::cli {
namespace {

constexpr int kInterruptedExit = 130;

sigset_t WatchedSignals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) ::sigaddset(&signals, signal);
  return signals;
}

/// SIGUSR1 from this process itself is the destructor's call to end.
void Watch(const std::stop_source& source) {
  const sigset_t signals = WatchedSignals();
  while (true) {
    siginfo_t info{};
    const int signal = ::sigwaitinfo(&signals, &info);
    if (signal == SIGUSR1 && info.si_pid == ::getpid()) return;
    if (signal != SIGINT && signal != SIGTERM) continue;
    if (source.stop_requested()) ::_exit(kInterruptedExit);
    source.request_stop();
  }
}

}  // namespace

SignalWatcher::SignalWatcher(std::stop_source source) {
  const sigset_t signals = WatchedSignals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);  // a write to a closed pipe then fails with EPIPE
  thread_ = std::jthread(Watch, std::move(source));
}

SignalWatcher::~SignalWatcher() { ::pthread_kill(thread_.native_handle(), SIGUSR1); }

}  // namespace tidewaiter::cli
