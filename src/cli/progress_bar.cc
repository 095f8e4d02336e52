#include "cli/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "base/text.h"
#include "cli/terminal.h"

namespace tidewaiter::cli {
namespace {

constexpr std::chrono::milliseconds kMoment{300}, kBetweenDrawings{100};
constexpr int kBarWidth = 24, kTailWidth = 12;

std::string Bar(double share) {
  const int full = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kBarWidth));
  std::string bar;
  for (int i = 0; i < kBarWidth; ++i) bar += i < full ? "█" : "·";
  return fmt::format("[{}] {:3.0f} %", bar, std::clamp(share, 0.0, 1.0) * 100);
}

}  // namespace

ProgressBar::ProgressBar(ProgressStyle style, int width, Language language)
    : style_(style), width_(width), language_(language) {}

ProgressBar::~ProgressBar() { Clear(); }

void ProgressBar::Begin(const LocalisedText& step) {
  step_ = Printable(step.In(language_));
  share_ = -1;
  begun_ = Clock::now();
  if (drawn_) Draw(begun_);
}

void ProgressBar::Advance(double share) {
  share_ = share;
  const Clock::time_point now = Clock::now();
  if (style_ == ProgressStyle::kBar && now - begun_ >= kMoment && now - last_drawn_ >= kBetweenDrawings) Draw(now);
}

void ProgressBar::Note(const LocalisedText& sentence) {
  if (style_ == ProgressStyle::kNone) return;
  Clear();
  PrintError(Printable(sentence.In(language_)) + "\n");
}

void ProgressBar::Draw(Clock::time_point now) {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_);
  const std::string time = elapsed >= std::chrono::seconds(1) ? HumanDuration(elapsed) : "";
  const std::string bar = share_ < 0 ? "" : Bar(share_);
  const int room = width_ - DisplayWidth(bar) - kTailWidth;
  PrintError(fmt::format("\r\x1b[K{}  {}  {}", TruncateToWidth(step_, std::max(room, 10)), bar, time));
  drawn_ = true;
  last_drawn_ = now;
}

void ProgressBar::Clear() {
  if (!drawn_) return;
  PrintError("\r\x1b[K");
  drawn_ = false;
}

}  // namespace tidewaiter::cli
