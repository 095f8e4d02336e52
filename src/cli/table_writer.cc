#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/cell_text.h"
#include "cli/row_writer.h"

namespace tidewaiter::cli {
namespace {

constexpr size_t kMeasuredRows = 1000;
constexpr int kNarrowestText = 8, kGap = 2;

class TableWriter final : public RowWriter {
 public:
  TableWriter(ByteSink& sink, const Terminal& terminal) : sink_(sink), terminal_(terminal) {}

  Status Begin(const engine::Schema& schema) override {
    for (const engine::Column& column : schema) {
      names_.push_back(Printable(column.name));
      aligns_.push_back(column.type.IsNumeric() ? Align::kRight : Align::kLeft);
    }
    return {};
  }

  Status Write(const engine::Batch& batch, size_t rows) override {
    for (size_t row = 0; row < rows; ++row) TRY(TakeRow(batch, row));
    return {};
  }

  Status End(const std::string& ending) override {
    if (widths_.empty() && !names_.empty()) TRY(WriteWaiting());
    if (!ending.empty()) TRY(sink_.Write(ending + "\n"));
    return sink_.Flush();
  }

 private:
  Status TakeRow(const engine::Batch& batch, size_t row) {
    std::vector<std::string> cells;
    for (size_t i = 0; i < batch.columns.size(); ++i) cells.push_back(DisplayText(batch.columns[i], names_[i], row));
    if (!widths_.empty()) return WriteLine(cells);
    waiting_.push_back(std::move(cells));
    return waiting_.size() < kMeasuredRows ? Status() : WriteWaiting();
  }

  /// Header and the rows that waited for the widths.
  Status WriteWaiting() {
    Measure();
    TRY(sink_.Write(terminal_.Bold(LineOf(names_)) + "\n"));
    for (const std::vector<std::string>& cells : std::exchange(waiting_, {})) TRY(WriteLine(cells));
    return {};
  }

  void Measure() {
    for (const std::string& name : names_) widths_.push_back(std::max(1, DisplayWidth(name)));
    for (const std::vector<std::string>& cells : waiting_) {
      for (size_t i = 0; i < cells.size(); ++i) widths_[i] = std::max(widths_[i], DisplayWidth(cells[i]));
    }
    if (terminal_.output_is_terminal) FitTerminal();
  }

  /// Takes columns of text down, the widest first, until a row fits; numbers are never cut.
  void FitTerminal() {
    const int gaps = kGap * (static_cast<int>(widths_.size()) - 1);
    int total = gaps;
    for (const int width : widths_) total += width;
    while (total > terminal_.width) {
      size_t widest = widths_.size();
      for (size_t i = 0; i < widths_.size(); ++i) {
        const bool shrinks = aligns_[i] == Align::kLeft && widths_[i] > kNarrowestText;
        if (shrinks && (widest == widths_.size() || widths_[i] > widths_[widest])) widest = i;
      }
      if (widest == widths_.size()) return;
      --widths_[widest];
      --total;
    }
  }

  std::string LineOf(const std::vector<std::string>& cells) const {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const bool cut = terminal_.output_is_terminal && aligns_[i] == Align::kLeft;
      const std::string cell = cut ? TruncateToWidth(cells[i], widths_[i]) : cells[i];
      const bool last = i + 1 == cells.size();
      line += last && aligns_[i] == Align::kLeft ? cell : PadToWidth(cell, widths_[i], aligns_[i]);
      if (!last) line.append(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  Status WriteLine(const std::vector<std::string>& cells) { return sink_.Write(LineOf(cells) + "\n"); }

  ByteSink& sink_;
  Terminal terminal_;
  std::vector<std::string> names_;
  std::vector<Align> aligns_;
  std::vector<int> widths_;  ///< empty until measured
  std::vector<std::vector<std::string>> waiting_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeTableWriter(ByteSink& sink, const Terminal& terminal) {
  return std::make_unique<TableWriter>(sink, terminal);
}

}  // namespace tidewaiter::cli
