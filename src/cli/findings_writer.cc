#include "cli/findings_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/cell_text.h"
#include "cli/messages.h"
#include "cli/report_text.h"

namespace tidewaiter::cli {
namespace {

constexpr int kWidestSubject = 40, kScoreWidth = 7, kAmountWidth = 20, kIndent = 6, kWidestLine = 110;
constexpr std::string_view kFixed[] = {"rank",    "subject_type", "subject_id", "score", "alert", "amount_at_stake_krw",
                                       "reasons", "reason_codes", "members"};

class FindingsWriter final : public RowWriter {
 public:
  FindingsWriter(ByteSink& sink, const Terminal& terminal, const content::Model& model, Language language)
      : sink_(sink), terminal_(terminal), model_(model), language_(language) {}

  Status Begin(const engine::Schema& schema) override {
    for (size_t i = 0; i < schema.size(); ++i) {
      names_.push_back(schema[i].name);
      places_[schema[i].name] = i;
    }
    return {};
  }

  Status Write(const engine::Batch& batch, size_t rows) override {
    if (subject_width_ == 0 && rows > 0) TRY(WriteHeader(batch, rows));
    for (size_t row = 0; row < rows; ++row) {
      std::string block = HeadLine(batch, row);
      block += ReasonLines(Cell(batch, "reasons", row), Width());
      AppendOwnColumns(block, batch, row);
      TRY(sink_.Write(block));
    }
    return {};
  }

  Status End(const std::string& ending) override {
    const bool none = subject_width_ == 0;
    TRY(sink_.Write(none ? std::string(Say(Text::kNoFindings, language_)) + "\n" : "\n" + ending + "\n"));
    return sink_.Flush();
  }

 private:
  int Width() const { return std::min(terminal_.width, kWidestLine); }

  std::string Cell(const engine::Batch& batch, std::string_view name, size_t row) const {
    const auto place = places_.find(name);
    return place == places_.end() ? "" : DisplayText(batch.columns[place->second], name, row);
  }

  /// The type stands before the id only where it is not the model's own.
  std::string Subject(const engine::Batch& batch, size_t row) const {
    const std::string type = Cell(batch, "subject_type", row);
    const std::string id = Cell(batch, "subject_id", row);
    return type == model_.findings.subject_type ? id : type + " " + id;
  }

  std::string Line(std::string_view rank, std::string_view subject, std::string_view score, std::string_view alert,
                   std::string_view amount) const {
    const std::string_view alert_title = Say(Text::kAlert, language_);
    const int alert_width = std::max(DisplayWidth(alert_title), DisplayWidth(Say(Text::kAlertMark, language_)));
    return fmt::format("{}  {}  {}  {}  {}", PadToWidth(rank, kIndent - 1, Align::kRight),
                       PadToWidth(subject, subject_width_, Align::kLeft), PadToWidth(score, kScoreWidth, Align::kRight),
                       PadToWidth(alert, alert_width, Align::kLeft), PadToWidth(amount, kAmountWidth, Align::kRight));
  }

  Status WriteHeader(const engine::Batch& batch, size_t rows) {
    const std::string& subject = model_.findings.subject_title.In(language_);
    subject_width_ = std::max(DisplayWidth(subject), 12);
    for (size_t row = 0; row < rows; ++row) {
      subject_width_ = std::max(subject_width_, std::min(DisplayWidth(Subject(batch, row)), kWidestSubject));
    }
    const std::string line = Line(Say(Text::kRank, language_), subject, Say(Text::kScore, language_),
                                  Say(Text::kAlert, language_), Say(Text::kAmount, language_));
    return sink_.Write(terminal_.Bold(line) + "\n");
  }

  std::string HeadLine(const engine::Batch& batch, size_t row) const {
    const bool alert = Cell(batch, "alert", row) == "true";
    const std::string score = Cell(batch, "score", row);
    std::string amount = Cell(batch, "amount_at_stake_krw", row);
    amount.erase(std::min(amount.find('.'), amount.size()));  // whole won; files carry the rest
    std::string line = Line(Cell(batch, "rank", row), Subject(batch, row), score.substr(0, kScoreWidth),
                            alert ? Say(Text::kAlertMark, language_) : "", amount);
    line.erase(line.find_last_not_of(' ') + 1);
    return (alert ? terminal_.Bold(line) : line) + "\n";
  }

  std::string TitleOf(const std::string& column) const {
    const auto title = model_.findings.column_titles.find(column);
    return title == model_.findings.column_titles.end() ? column : title->second.In(language_);
  }

  void AppendOwnColumns(std::string& block, const engine::Batch& batch, size_t row) const {
    std::vector<std::string> parts;
    const std::string members = Cell(batch, "members", row);
    if (!members.empty()) parts.push_back(fmt::format("{}: {}", Say(Text::kMembers, language_), members));
    for (const std::string& name : names_) {
      const bool fixed = std::find(std::begin(kFixed), std::end(kFixed), name) != std::end(kFixed);
      const std::string value = fixed ? "" : Cell(batch, name, row);
      if (!value.empty()) parts.push_back(fmt::format("{}: {}", TitleOf(name), value));
    }
    const std::string indent(kIndent + 3, ' ');
    if (!parts.empty()) block += Wrapped(Join(parts, "; "), Width(), indent, kIndent + 3);
  }

  ByteSink& sink_;
  Terminal terminal_;
  const content::Model& model_;
  Language language_;
  std::vector<std::string> names_;
  std::map<std::string, size_t, std::less<>> places_;
  int subject_width_ = 0;  ///< 0 until the first batch
};

}  // namespace

std::unique_ptr<RowWriter> MakeFindingsWriter(ByteSink& sink, const Terminal& terminal, const content::Model& model,
                                              Language language) {
  return std::make_unique<FindingsWriter>(sink, terminal, model, language);
}

}  // namespace tidewaiter::cli
