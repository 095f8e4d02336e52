#include "base/run_control.h"

namespace tidewaiter {
namespace {

class Silent final : public ProgressSink {
 public:
  void Begin(std::string_view) override {}
  void Advance(double) override {}
  void Note(std::string_view) override {}
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
