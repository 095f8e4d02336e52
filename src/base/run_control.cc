#include "base/run_control.h"

namespace tidewaiter {
namespace {

class Silent final : public ProgressSink {
 public:
  void Begin(const LocalisedText&) override {}
  void Advance(double) override {}
  void Note(const LocalisedText&) override {}
};

}  // namespace

ProgressSink& SilentProgress() {
  static Silent silent;
  return silent;
}

Status RunControl::Check() const {
  if (Stopped()) return Fail(ErrorCode::kInterrupted, "stopped on request", "nothing is half done; start it again");
  return {};
}

}  // namespace tidewaiter
