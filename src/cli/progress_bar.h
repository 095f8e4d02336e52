#pragma once

#include <chrono>
#include <string>

#include "base/language.h"
#include "base/run_control.h"

namespace tidewaiter::cli {

/// Where and whether progress is drawn on stderr.
enum class ProgressStyle {
  kNone,   ///< --quiet
  kNotes,  ///< no terminal: only the sentences that are meant for the user
  kBar,
};

/// One line on stderr that is redrawn: `reading a.csv  [█████·····]  52 %  12 s`. Work that takes less than a moment
/// draws nothing.
class ProgressBar final : public ProgressSink {
 public:
  ProgressBar(ProgressStyle style, int width, Language language);
  ~ProgressBar() override;
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Begin(const LocalisedText& step) override;
  void Advance(double share) override;
  void Note(const LocalisedText& sentence) override;
  /// Takes the line away, before something else is printed.
  void Clear();

 private:
  using Clock = std::chrono::steady_clock;
  void Draw(Clock::time_point now);

  ProgressStyle style_;
  int width_;
  Language language_;
  std::string step_;
  double share_ = -1;
  bool drawn_ = false;
  Clock::time_point begun_ = Clock::now(), last_drawn_{};
};

}  // namespace tidewaiter::cli
