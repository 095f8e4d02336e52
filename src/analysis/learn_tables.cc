#include "analysis/learn_tables.h"

#include <algorithm>
#include <cmath>

#include "analysis/batch_builder.h"
#include "analysis/learn_step.h"
#include "analysis/observed_share.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using engine::Type;
using engine::TypeId;
using engine::Value;

constexpr Type kText{TypeId::kText};
constexpr Type kInteger{TypeId::kInteger};
constexpr Type kDouble{TypeId::kDouble};
constexpr Type kDate{TypeId::kDate};
constexpr Type kBoolean{TypeId::kBoolean};

/// NULL where there is no number.
Value Number(double number) { return std::isnan(number) ? Value() : Value(number); }

engine::Schema ScoreSchema() {
  return {{"subject_id", kText},
          {"chance", kDouble},
          {"margin", kDouble},
          {"expected_amount", kDouble},
          {"explained", kBoolean}};
}

engine::Schema ReasonSchema() {
  engine::Schema schema = {{"subject_id", kText}, {"position", kInteger}, {"code", kText}};
  for (const auto& [column, value] : CodedOf({}, {}).values) schema.push_back(column);
  return schema;
}

engine::Schema ContributionSchema() {
  return {{"subject_id", kText}, {"position", kInteger}, {"group_code", kText},
          {"group_en", kText},   {"group_ko", kText},    {"contribution", kDouble}};
}

engine::Schema CalibrationSchema() {
  return {{"bin", kInteger},     {"items", kInteger}, {"mean_chance", kDouble},
          {"observed", kDouble}, {"low", kDouble},    {"high", kDouble}};
}

engine::Schema TrainingSchema() {
  return {{"inspected", kInteger},     {"violations", kInteger},
          {"first_day", kDate},        {"last_day", kDate},
          {"calibrated_since", kDate}, {"earlier_rate", kDouble},
          {"latest_rate", kDouble},    {"rate_shift_z", kDouble},
          {"brier", kDouble},          {"calibration_error", kDouble},
          {"validation_auc", kDouble}, {"amounts", kInteger},
          {"features", kInteger},      {"trees", kInteger},
          {"seed", kInteger}};
}

void AppendReasons(const std::string& subject, const learn::Explanation& explanation, Date since, BatchBuilder& rows) {
  int64_t position = 0;
  for (CodedReason& coded : LargestReasons(explanation, since)) {
    std::vector<Value> row = {subject, ++position, std::move(coded.code)};
    for (auto& [column, value] : coded.values) row.push_back(std::move(value));
    rows.Append(std::move(row));
  }
}

/// Titles of the parts joined: `route+goods` → "Route × goods".
std::string GroupTitle(const content::ModelLearning& learning, const std::string& group, Language language) {
  std::string title;
  for (const std::string& part : Split(group, '+')) {
    const auto same = [&](const auto& named) { return named.first == part; };
    const auto known = std::find_if(learning.groups.begin(), learning.groups.end(), same);
    title += (title.empty() ? "" : " × ") + (known == learning.groups.end() ? part : known->second.In(language));
  }
  return title;
}

void AppendContributions(const std::string& subject, const learn::Explanation& explanation,
                         const content::ModelLearning& learning, BatchBuilder& rows) {
  int64_t position = 0;
  rows.Append({subject, position, std::string("base"), std::string("All inspections"), std::string("전체 검사"),
               explanation.base});
  for (const learn::Reason& reason : explanation.reasons) {
    rows.Append({subject, ++position, reason.group, GroupTitle(learning, reason.group, Language::kEnglish),
                 GroupTitle(learning, reason.group, Language::kKorean), reason.contribution});
  }
}

void AppendTraining(const learn::TrainedModel& trained, BatchBuilder& rows) {
  const learn::TrainingFacts& facts = trained.facts();
  const bool judged = !facts.reliability.bins.empty();
  rows.Append({facts.rows, facts.violations, Date{facts.first_day}, Date{facts.last_day}, Date{facts.calibrated_since},
               Number(facts.earlier_rate), Number(facts.latest_rate), Number(facts.rate_shift_z),
               judged ? Value(facts.reliability.brier) : Value(),
               judged ? Value(facts.reliability.calibration_error) : Value(),
               judged ? Number(facts.validation_auc) : Value(), facts.amounts,
               static_cast<int64_t>(trained.encoder().features().size()),
               static_cast<int64_t>(trained.specification().trees.trees), static_cast<int64_t>(facts.seed)});
}

}  // namespace

Result<ScoredRows> ReadRows(engine::BatchStream& stream, const content::ModelLearning& learning,
                            const learn::TrainedModel& trained) {
  const learn::RowReader reader =
      TRY(learn::RowReader::Make(trained.specification(), ScoringColumns(learning), stream.schema()));
  ScoredRows scored;
  while (const auto batch = TRY(stream.Next())) {
    for (size_t row = 0; row < batch->rows; ++row) {
      scored.subjects.push_back(engine::ToText(batch->columns[reader.subject()].ValueAt(row)));
    }
    TRY(reader.ReadKnown(*batch, trained.dictionaries(), scored.rows));
  }
  return scored;
}

Status MakeLearnTables(engine::LocalSession& session, const content::ModelStep& step,
                       const learn::TrainedModel& trained, const Verdicts& verdicts, const RunControl& control) {
  std::vector<uint8_t> is_explained(verdicts.subjects.size(), 0);
  for (const uint32_t row : verdicts.explained) is_explained[row] = 1;
  const auto make = [&](const std::string& suffix, engine::Schema schema, size_t sources,
                        MadeRows::AppendRows append) -> Status {
    MadeRows rows(std::move(schema), sources, std::move(append));
    TRY(session.CreateTableFrom(step.name + suffix, rows, control));
    return {};
  };
  TRY(make("", ScoreSchema(), verdicts.subjects.size(), [&](size_t row, BatchBuilder& rows) {
    const learn::Score& score = verdicts.scores[row];
    rows.Append({verdicts.subjects[row], score.chance, score.margin, score.amount ? Value(*score.amount) : Value(),
                 is_explained[row] != 0});
  }));
  const Date since{trained.facts().first_day};
  TRY(make("_reasons", ReasonSchema(), verdicts.explained.size(), [&](size_t i, BatchBuilder& rows) {
    AppendReasons(verdicts.subjects[verdicts.explained[i]], verdicts.explanations[i], since, rows);
  }));
  TRY(make("_contributions", ContributionSchema(), verdicts.explained.size(), [&](size_t i, BatchBuilder& rows) {
    AppendContributions(verdicts.subjects[verdicts.explained[i]], verdicts.explanations[i], *step.learning, rows);
  }));
  const std::vector<learn::ReliabilityBin>& bins = trained.facts().reliability.bins;
  TRY(make("_calibration", CalibrationSchema(), bins.size(), [&](size_t i, BatchBuilder& rows) {
    const learn::ReliabilityBin& bin = bins[i];
    const learn::Estimate observed = ObservedShare(bin);
    rows.Append({static_cast<int64_t>(i + 1), bin.rows, bin.mean_chance, observed.value, observed.low, observed.high});
  }));
  return make("_training", TrainingSchema(), 1, [&](size_t, BatchBuilder& rows) { AppendTraining(trained, rows); });
}

}  // namespace tidewaiter::analysis
