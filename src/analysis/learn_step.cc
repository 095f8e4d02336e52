#include "analysis/learn_step.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/learn_tables.h"
#include "base/digest.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using content::ModelLearning;
using engine::QuoteIdentifier;
using engine::TypeId;
using engine::Value;

constexpr size_t kMostReasons = 5;
constexpr size_t kFewestKnots = 3;
constexpr double kWorthTelling = 0.1;     // in logarithms of odds: a tenth more or less
constexpr double kShiftCertainty = 3.29;  // standard deviations: once in a thousand by chance
constexpr double kShiftSize = 0.1;        // of the earlier share

Result<learn::TrainingSet> ReadTrainingRows(engine::LocalSession& session, const ModelLearning& learning,
                                            const learn::Specification& specification, const RunControl& control) {
  const std::string sql =
      fmt::format("select * from {} where {} is not null order by {}, {}", QuoteIdentifier(learning.rows),
                  QuoteIdentifier(learning.outcome), QuoteIdentifier(learning.day), QuoteIdentifier(learning.subject));
  const auto stream = TRY(session.Query(sql, {}, control));
  const learn::RowReader reader =
      TRY(learn::RowReader::Make(specification, TrainingColumns(learning), stream->schema()));
  learn::TrainingSet set;
  set.dictionaries.resize(specification.categories.size());
  while (const auto batch = TRY(stream->Next())) TRY(reader.Read(*batch, set.dictionaries, set.rows));
  return set;
}

Result<ScoredRows> ReadScoredRows(engine::LocalSession& session, const ModelLearning& learning,
                                  const learn::TrainedModel& trained, const RunControl& control) {
  const std::string sql =
      fmt::format("select * from {} where {} order by {}, {}", QuoteIdentifier(learning.rows),
                  QuoteIdentifier(learning.scored), QuoteIdentifier(learning.day), QuoteIdentifier(learning.subject));
  return ReadRows(*TRY(session.Query(sql, {}, control)), learning, trained);
}

/// Places of the rows with the highest margins.
std::vector<uint32_t> Highest(const std::vector<learn::Score>& scores, size_t most) {
  std::vector<uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](uint32_t a, uint32_t b) { return scores[a].margin > scores[b].margin; });
  order.resize(std::min(order.size(), most));
  return order;
}

uint64_t SeedOf(const ModelLearning& learning, const engine::Parameters& parameters) {
  const auto seed = parameters.find(learning.seed);
  const auto* const number = seed == parameters.end() ? nullptr : std::get_if<int64_t>(&seed->second);
  return number == nullptr ? 1 : static_cast<uint64_t>(*number);
}

std::vector<std::string> WarningsOf(const learn::TrainedModel& trained, size_t scored, size_t explained) {
  const learn::TrainingFacts& facts = trained.facts();
  std::vector<std::string> warnings;
  const double change = std::abs(facts.latest_rate - facts.earlier_rate);
  if (std::abs(facts.rate_shift_z) > kShiftCertainty && change > kShiftSize * facts.earlier_rate) {
    warnings.push_back(
        fmt::format("the share of violations has shifted from {:.1f}% to {:.1f}% since {}; chances follow "
                    "the later share, look at the calibration before relying on them",
                    facts.earlier_rate * 100, facts.latest_rate * 100, Date{facts.calibrated_since}.ToString()));
  }
  if (facts.calibration_rows > 0 && facts.reliability.bins.empty()) {
    warnings.emplace_back("the chances are not calibrated: the earlier outcomes are all alike");
  }
  const size_t knots = trained.calibration().knots().size();
  if (knots > 0 && knots < kFewestKnots) {
    warnings.push_back(
        fmt::format("the chances are calibrated roughly, by {} outcomes since {}: rely on the order more than on them",
                    facts.calibration_rows, Date{facts.calibrated_since}.ToString()));
  }
  if (explained < scored) {
    warnings.push_back(
        fmt::format("reasons stand with the {} highest of {} rows; `score` gives them for any", explained, scored));
  }
  if (scored == 0) warnings.emplace_back("no row lies in the period to score");
  return warnings;
}

/// The pattern's own signs must not stand in a value.
std::string Escaped(std::string text) {
  for (const auto& [sign, escape] : {std::pair("%", "%25"), std::pair(";", "%3B"), std::pair("=", "%3D")}) {
    for (size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 3))
      text.replace(at, 1, escape);
  }
  return text;
}

std::string PatternOf(const learn::Peers& peers) {
  if (peers.number) return *peers.number;
  std::vector<std::string> items;
  for (const auto& [field, value] : peers.items) items.push_back(field + "=" + Escaped(value));
  return Join(items, ";");
}

std::string CodeOf(const learn::Reason& reason) {
  const std::string_view direction = reason.contribution < 0 ? "less" : "more";
  if (reason.peers.inspected == 0) return fmt::format("unseen_{}", direction);
  return reason.peers.number ? fmt::format("number_{}", direction) : std::string(direction);
}

bool Names(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

learn::Specification SpecificationOf(const ModelLearning& learning) {
  learn::Specification specification;
  std::map<std::string, uint32_t> places;
  for (const content::LearnField& field : learning.categories) {
    places.emplace(field.name, static_cast<uint32_t>(places.size()));
    specification.categories.push_back(
        {field.name, field.group, Names(learning.recency, field.name), Names(learning.ranked, field.name)});
    specification.combinations.push_back({{static_cast<uint32_t>(specification.combinations.size())}});
  }
  for (const content::LearnField& field : learning.numbers) {
    specification.numbers.push_back({field.name, field.group});
  }
  for (const auto& [group, title] : learning.groups) specification.groups.push_back(group);
  for (const std::vector<std::string>& names : learning.combinations) {
    learn::Combination& combination = specification.combinations.emplace_back();
    for (const std::string& name : names) combination.fields.push_back(places.at(name));
  }
  specification.trees = {static_cast<int>(learning.trees),
                         static_cast<int>(learning.depth),
                         learning.learning_rate,
                         learning.row_share,
                         learning.column_share,
                         learning.min_child_weight,
                         learning.ridge,
                         learning.rising_rates};
  specification.folds = static_cast<int>(learning.folds);
  specification.prior_weight = learning.prior_weight;
  specification.calibration_share = learning.calibration_share;
  specification.predicts_amount = !learning.amount.empty();
  specification.most_tree_rows = learning.most_tree_rows;
  specification.most_keys = learning.most_keys;
  specification.explained_rows = learning.explained_rows;
  specification.fewest_outcomes = learning.fewest_outcomes;
  return specification;
}

learn::RowColumns TrainingColumns(const ModelLearning& learning) {
  return {learning.subject, learning.day, learning.outcome, learning.weight, learning.emphasis, learning.amount};
}

learn::RowColumns ScoringColumns(const ModelLearning& learning) {
  return {learning.subject, learning.day, {}, {}, {}, {}};
}

CodedReason CodedOf(const learn::Reason& reason, Date since) {
  const learn::Peers& peers = reason.peers;
  const auto share = [](int64_t part, int64_t whole) {
    return whole > 0 ? Value(static_cast<double>(part) / static_cast<double>(whole)) : Value();
  };
  return {CodeOf(reason),
          {{{"group_code", {TypeId::kText}}, reason.group},
           {{"contribution", {TypeId::kDouble}}, reason.contribution},
           {{"pattern", {TypeId::kText}}, PatternOf(peers)},
           {{"inspected", {TypeId::kInteger}}, peers.inspected},
           {{"violations", {TypeId::kInteger}}, peers.violations},
           {{"share", {TypeId::kDouble}}, share(peers.violations, peers.inspected)},
           {{"elsewhere", {TypeId::kDouble}}, share(peers.others_violations, peers.others_inspected)},
           {{"low", {TypeId::kDouble}}, peers.number ? Value(peers.low) : Value()},
           {{"high", {TypeId::kDouble}}, peers.number ? Value(peers.high) : Value()},
           {{"since", {TypeId::kDate}}, since}}};
}

std::vector<CodedReason> LargestReasons(const learn::Explanation& explanation, Date since) {
  std::vector<CodedReason> coded;
  for (const learn::Reason& reason : explanation.reasons) {
    if (reason.peers.items.empty() && !reason.peers.number) continue;
    const bool small = std::abs(reason.contribution) < kWorthTelling;
    if (coded.size() == kMostReasons || (small && !coded.empty())) break;
    coded.push_back(CodedOf(reason, since));
  }
  return coded;
}

std::string SourceHash(const content::Model& model, const content::ModelStep& step) {
  std::string texts;
  for (const content::ModelStep& before : model.steps) {
    if (&before == &step) break;
    texts += before.name + "\n" + before.sql + "\n";
  }
  return Sha256Hex(texts);
}

Result<Learned> RunLearnStep(engine::LocalSession& session, const content::Model& model, const content::ModelStep& step,
                             const engine::Parameters& parameters, const RunControl& control) {
  const ModelLearning& learning = *step.learning;
  const learn::Specification specification = SpecificationOf(learning);
  learn::TrainingSet set = TRY(ReadTrainingRows(session, learning, specification, control));
  const learn::TrainingOptions options{SeedOf(learning, parameters), session.Threads(), SourceHash(model, step)};
  const learn::TrainedModel trained = TRY(learn::TrainedModel::Train(specification, std::move(set), options, control));
  const ScoredRows scored = TRY(ReadScoredRows(session, learning, trained, control));
  const std::vector<learn::Score> scores = TRY(trained.ScoreRows(scored.rows, control));
  const std::vector<uint32_t> explained = Highest(scores, static_cast<size_t>(learning.explained_rows));
  const std::vector<learn::Explanation> explanations = TRY(trained.Explain(scored.rows, explained, control));
  TRY(MakeLearnTables(session, step, trained, {scored.subjects, scores, explained, explanations}, control));
  return Learned{TRY(trained.Save()), WarningsOf(trained, scores.size(), explained.size())};
}

}  // namespace tidewaiter::analysis
