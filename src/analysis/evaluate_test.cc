#include "analysis/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "analysis/judgement.h"
#include "analysis/test_nation.h"

namespace tidewaiter::analysis {
namespace {

/// Keeps what it is told.
class Listener final : public ProgressSink {
 public:
  void Begin(const LocalisedText& step) override { steps.push_back(step.en); }
  void Advance(double) override {}
  void Note(const LocalisedText&) override {}

  std::vector<std::string> steps;
};

class EvaluateTest : public testing::Test {
 protected:
  void SetUp() override {
    request_.model = &model_;
    request_.from = Date::Of(2025, 3, 1);
    request_.to = Date::Of(2025, 3, 31);
    request_.resamples = 50;
  }

  Result<Evaluation> Run() {
    return Evaluate(nation_.workspace(), nation_.runs(), nation_.warehouse(), datasets_, request_, control_);
  }

  TestWorkspace nation_;
  content::Datasets datasets_ = TestDatasets();
  content::Model model_ = TestModelOfImporters();
  EvaluateRequest request_;
  Listener listener_;
  RunControl control_{{}, &listener_};
};

TEST_F(EvaluateTest, JudgesByTheOutcomesOfThePeriod) {
  LoadNation(nation_, datasets_);
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_EQ(evaluation->ranked, 62);
  EXPECT_EQ(evaluation->with_outcome, 62);
  EXPECT_FALSE(evaluation->selected_only);
  EXPECT_EQ(evaluation->run.as_of, Date::Of(2025, 3, 31));
  EXPECT_EQ(evaluation->run.outcomes_before, Date::Of(2025, 3, 1));
  EXPECT_EQ(evaluation->run.parameters.at("from"), "2025-03-01");
  // Importers I0 and I1 always go wrong: their history tells all.
  EXPECT_EQ(evaluation->model.positives, 12);
  EXPECT_DOUBLE_EQ(evaluation->model.roc_auc.value, 1);
  ASSERT_EQ(evaluation->model.budgets.size(), 4U);
  EXPECT_DOUBLE_EQ(evaluation->model.budgets[3].precision.value, 1);
  EXPECT_DOUBLE_EQ(evaluation->model.budgets[3].recall.value, 7.0 / 12);
  EXPECT_DOUBLE_EQ(evaluation->model.budgets[3].revenue->value, 7.0 / 12);
  ASSERT_TRUE(evaluation->simple_rule.has_value());
  EXPECT_EQ(evaluation->simple_rule->subjects, 62);
  EXPECT_EQ(evaluation->simple_rule->positives, 12);
  EXPECT_LT(evaluation->simple_rule->roc_auc.value, 0.8);
  EXPECT_EQ(evaluation->simple_rule_name.en, "by value");
}

TEST_F(EvaluateTest, DoesNotShowTheModelWhatItIsJudgedBy) {
  LoadNation(nation_, datasets_);
  // A cheat that looks at the outcome of the very declaration sees nothing.
  model_.steps[0].sql =
      "select d.importer_id, max(case when i.outcome = 'clear' then 0e0 else 1e0 end) as rate from import_declaration "
      "as d join inspection_result as i on i.subject_id = d.declaration_id where d.declared_on >= $from group by 1";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_DOUBLE_EQ(evaluation->model.roc_auc.value, 0.5);
}

TEST_F(EvaluateTest, SaysWhenOnlyChosenGoodsWereInspected) {
  LoadNation(nation_, datasets_, "manual");
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_TRUE(evaluation->selected_only);
  EXPECT_EQ(evaluation->model.positives, 12);
}

TEST_F(EvaluateTest, DoesNotForgetAViolationForALaterClearInspection) {
  LoadNation(nation_, datasets_);
  nation_.Load(
      datasets_.all[1],
      "select 'import_item' as subject_type, 'D' || lpad(cast(i as varchar), 3, '0') as subject_id, "
      "date '2025-06-01' as inspected_on, 'manual' as selected_by, 'clear' as outcome from range(200) as t(i)");
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_FALSE(evaluation->selected_only);
  EXPECT_EQ(evaluation->model.positives, 12);
}

TEST_F(EvaluateTest, MissesOnlyViolationsOfThePeriod) {
  LoadNation(nation_, datasets_);
  // April's violations lie outside; D116 is of 28 February, so that no finding stands for it.
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_TRUE(evaluation->warnings.empty());
  nation_.Load(datasets_.all[1],
               "select 'import_item' as subject_type, 'D116' as subject_id, date '2025-03-31' as inspected_on, "
               "'random' as selected_by, 'violation' as outcome");
  const auto again = Run();
  ASSERT_TRUE(again.has_value()) << again.error().message;
  ASSERT_EQ(again->warnings.size(), 1U);
  EXPECT_TRUE(again->warnings[0].starts_with("1 violations"));
}

TEST_F(EvaluateTest, JudgesByATruthFile) {
  LoadNation(nation_, datasets_);
  request_.truth = nation_.folder() / "truth.csv";
  std::ofstream(*request_.truth) << "subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on\n"
                                    "import_item,D120,S1,easy,300,2025-03-02\n"
                                    "import_item,D130,S1,easy,,2025-03-02\n"
                                    "import_item,D130,S2,hard,100,2025-03-02\n"
                                    "import_item,D001,S3,hard,5,2025-01-01\n"
                                    "company,D121,S4,hard,5,2025-01-01\n";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_EQ(evaluation->model.subjects, 62);
  EXPECT_EQ(evaluation->model.positives, 2);
  EXPECT_EQ(evaluation->with_outcome, 62);
  EXPECT_FALSE(evaluation->selected_only);
  ASSERT_EQ(evaluation->warnings.size(), 1U);  // D001 is outside the period
  EXPECT_TRUE(evaluation->warnings[0].starts_with("1 violations"));
}

TEST_F(EvaluateTest, SaysHowFarEachSchemeIsFound) {
  LoadNation(nation_, datasets_);
  request_.truth = nation_.folder() / "truth.csv";
  std::ofstream(*request_.truth) << "subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on\n"
                                    "import_item,D120,S1,1,300,2025-03-02\n"
                                    "import_item,D130,S1,1,100,2025-03-02\n"
                                    "import_item,D001,S2,3,,2025-01-01\n";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  ASSERT_TRUE(evaluation->truth.has_value());
  const std::vector<SchemeFigure>& schemes = evaluation->truth->schemes;
  ASSERT_EQ(schemes.size(), 2U);
  EXPECT_EQ(schemes[0].scheme, "S1");
  EXPECT_EQ(schemes[0].subjects, 2);
  EXPECT_DOUBLE_EQ(schemes[0].amount_krw, 400);
  ASSERT_TRUE(schemes[0].first_place && schemes[0].last_place);
  // The share of the money agrees with the whole list's, of which this scheme holds all.
  EXPECT_DOUBLE_EQ(schemes[0].found[3], evaluation->model.budgets[3].revenue->value);
  EXPECT_EQ(schemes[1].unranked, 1);
  EXPECT_FALSE(schemes[1].first_place.has_value());
  EXPECT_DOUBLE_EQ(schemes[1].found[3], 0);
}

TEST_F(EvaluateTest, JudgesAGroupByItsMembers) {
  LoadNation(nation_, datasets_);
  model_.steps[1].sql =
      "select case when subject_id = 'D120' then 'group' else subject_type end as subject_type, subject_id, "
      "case when subject_id = 'D120' then 1e0 else score / 2 end as score, subject_id = 'D120' as alert, "
      "case when subject_id = 'D120' then 'I7;I8' end as members, amount_at_stake_krw, hs_code from (" +
      model_.steps[1].sql + ") as f";
  request_.truth = nation_.folder() / "truth.csv";
  std::ofstream(*request_.truth) << "subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on\n"
                                    "company,I8,S1,1,300,2025-03-02\n";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_EQ(evaluation->model.subjects, 2);  // items are not judged by a truth about companies
  EXPECT_EQ(evaluation->model.positives, 1);
  EXPECT_EQ(evaluation->truth->alerts, 1);
  EXPECT_EQ(evaluation->truth->right_alerts, 1);
}

TEST_F(EvaluateTest, CountsTheFalseAlarmsOfACleanNation) {
  LoadNation(nation_, datasets_);
  request_.truth = nation_.folder() / "truth.csv";
  std::ofstream(*request_.truth) << "subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on\n";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_EQ(evaluation->model.subjects, 62);
  EXPECT_EQ(evaluation->model.positives, 0);
  EXPECT_TRUE(std::isnan(evaluation->model.budgets[0].recall.value));
  EXPECT_GT(evaluation->truth->alerts, 0);
  EXPECT_EQ(evaluation->truth->right_alerts, 0);
}

TEST_F(EvaluateTest, JudgesSomeFindingsAlone) {
  LoadNation(nation_, datasets_);
  model_.steps[1].sql =
      "select subject_type, subject_id, score, alert, amount_at_stake_krw, case when subject_id < 'D130' then 'early' "
      "else 'late' end as hs_code from (" +
      model_.steps[1].sql + ") as f";
  request_.truth = nation_.folder() / "truth.csv";
  request_.only = "hs_code=late";
  std::ofstream(*request_.truth) << "subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on\n"
                                    "import_item,D120,S1,1,300,2025-03-02\n"
                                    "import_item,D130,S1,1,100,2025-03-02\n"
                                    "import_item,D001,S1,1,100,2025-03-02\n";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_LT(evaluation->model.subjects, 62);
  EXPECT_EQ(evaluation->model.positives, 1);
  EXPECT_EQ(evaluation->truth->schemes[0].subjects, 2);  // D120 stands among the others, D001 nowhere
  EXPECT_EQ(evaluation->truth->schemes[0].unranked, 1);
  request_.only = "colour=red";
  EXPECT_EQ(Run().error().code, ErrorCode::kUsage);
}

TEST_F(EvaluateTest, RefusesATruthFileThatIsNone) {
  LoadNation(nation_, datasets_);
  request_.truth = nation_.folder() / "truth.csv";
  EXPECT_EQ(Run().error().code, ErrorCode::kFileMissing);
  std::ofstream(*request_.truth) << "a,b\n1,2\n";
  EXPECT_EQ(Run().error().code, ErrorCode::kColumnMissing);
}

TEST_F(EvaluateTest, AveragesOverSeeds) {
  LoadNation(nation_, datasets_);
  request_.seeds = 3;
  // With seeds 1 and 2 a perfect model, with seed 3 its reverse.
  model_.steps[1].sql =
      "select subject_type, subject_id, case when $seed = 3 then 1 - score else score end as score, "
      "alert, amount_at_stake_krw, hs_code from (" +
      model_.steps[1].sql + ") as f";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_NEAR(evaluation->model.roc_auc.value, 2.0 / 3, 1e-12);
  EXPECT_EQ(nation_.runs().List(10)->size(), 3U);
}

TEST_F(EvaluateTest, ReportsItsSeeds) {
  LoadNation(nation_, datasets_);
  request_.seeds = 2;
  const auto twice = Run();
  ASSERT_TRUE(twice.has_value()) << twice.error().message;
  EXPECT_EQ(twice->seeds, 2);
  EXPECT_TRUE(twice->warnings.empty());
  // Runs that rank the same say no more than one.
  request_.seeds = 1;
  const auto once = Run();
  ASSERT_TRUE(once.has_value()) << once.error().message;
  EXPECT_NEAR(twice->model.budgets[3].recall.low, once->model.budgets[3].recall.low, 1e-12);
  EXPECT_NEAR(twice->model.budgets[3].recall.high, once->model.budgets[3].recall.high, 1e-12);
  request_.seeds = 2;
  std::erase_if(model_.parameters, [](const auto& parameter) { return parameter.name == "seed"; });
  model_.steps[2].sql = "select subject_id, 'valuable' as code from findings";
  const auto seedless = Run();
  ASSERT_TRUE(seedless.has_value()) << seedless.error().message;
  EXPECT_EQ(seedless->seeds, 1);
  EXPECT_EQ(seedless->warnings.size(), 1U);
}

TEST_F(EvaluateTest, LeavesOutWhatNotEverySeedRanks) {
  LoadNation(nation_, datasets_);
  request_.seeds = 2;
  model_.steps[1].sql = "select * from (" + model_.steps[1].sql + ") as f where $seed = 1 or subject_id >= 'D120'";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_EQ(evaluation->model.subjects, 60);
  ASSERT_EQ(evaluation->warnings.size(), 1U);
  EXPECT_TRUE(evaluation->warnings[0].starts_with("2 subjects"));
}

TEST_F(EvaluateTest, RollsThroughTheMonths) {
  LoadNation(nation_, datasets_);
  request_.from = Date::Of(2025, 2, 1);
  request_.to = Date::Of(2025, 5, 31);
  request_.rolling = CalendarUnit::kMonth;
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  ASSERT_EQ(evaluation->periods.size(), 4U);
  EXPECT_EQ(evaluation->periods[0].period.name, "2025-02");
  EXPECT_EQ(evaluation->periods[1].run.outcomes_before, Date::Of(2025, 3, 1));
  EXPECT_EQ(evaluation->periods[1].run.as_of, Date::Of(2025, 3, 31));
  EXPECT_EQ(evaluation->periods[1].model->subjects, 62);
  EXPECT_TRUE(evaluation->periods[1].simple_rule.has_value());
  // The last declaration is of 10 April: May has none.
  EXPECT_EQ(evaluation->periods[3].with_outcome, 0);
  EXPECT_FALSE(evaluation->periods[3].model.has_value());
  EXPECT_EQ(evaluation->ranked, 56 + 62 + 20);
  EXPECT_EQ(evaluation->model.subjects, 56 + 62 + 20);
  EXPECT_DOUBLE_EQ(evaluation->model.roc_auc.value, 1);
  EXPECT_EQ(evaluation->model.budgets[3].inspected, 6 + 7 + 2);
  EXPECT_EQ(nation_.runs().List(10)->size(), 4U);
  EXPECT_TRUE(listener_.steps.front().starts_with("2025-02, 1 of 4: step 1 of"));
  request_.from = Date::Of(2026, 1, 1);
  request_.to = Date::Of(2026, 2, 28);
  EXPECT_EQ(Run().error().code, ErrorCode::kNoOutcomes);
  request_.to = Date::Of(2025, 12, 31);
  EXPECT_EQ(Run().error().code, ErrorCode::kParameterOutOfRange);
  std::erase_if(model_.parameters, [](const auto& parameter) { return parameter.name == "to"; });
  EXPECT_EQ(Run().error().code, ErrorCode::kModelUnsupported);
}

TEST_F(EvaluateTest, ComparesOnTheSubjectsOfBoth) {
  LoadNation(nation_, datasets_);
  content::Model other = TestModelOfImporters();
  other.id = "reversed";
  other.steps[1].sql =
      "select subject_type, subject_id, 1 - score as score, alert, amount_at_stake_krw, hs_code from (" +
      other.steps[1].sql + ") as f where subject_id >= 'D120'";
  request_.against = &other;
  request_.seeds = 2;
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_EQ(evaluation->model.subjects, 62);
  ASSERT_TRUE(evaluation->against.has_value());
  EXPECT_EQ(evaluation->against->run.model_id, "reversed");
  EXPECT_EQ(evaluation->against->seeds, 2);
  EXPECT_EQ(evaluation->against->left_out, 2);
  EXPECT_EQ(evaluation->against->figures.first.subjects, 60);
  EXPECT_DOUBLE_EQ(evaluation->against->figures.second.roc_auc.value, 0);
  EXPECT_DOUBLE_EQ(evaluation->against->figures.difference.roc_auc.value, 1);
  EXPECT_DOUBLE_EQ(evaluation->against->figures.difference.roc_auc.low, 1);
  other.evaluation.outcome_subject = "parcel";
  EXPECT_EQ(Run().error().code, ErrorCode::kModelUnsupported);
}

TEST_F(EvaluateTest, ShowsGroupsThatAreLargeEnough) {
  LoadNation(nation_, datasets_);
  request_.by = "hs_code";
  auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  ASSERT_EQ(evaluation->groups->groups.size(), 1U);
  const GroupFigure& all = evaluation->groups->groups[0];
  EXPECT_EQ(all.value, "440890");
  EXPECT_EQ(all.subjects, 62);
  EXPECT_EQ(all.positives, 12);
  EXPECT_EQ(all.selected, 7);
  EXPECT_EQ(all.hits, 7);
  request_.by = "importer_id";  // of the dataset; six or seven subjects each
  evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  EXPECT_TRUE(evaluation->groups->groups.empty());
  EXPECT_EQ(evaluation->groups->hidden_groups, 10);
  EXPECT_EQ(evaluation->groups->hidden_subjects, 62);
  request_.by = "importer";
  EXPECT_EQ(Run().error().code, ErrorCode::kUnknownName);
  request_.by = "origin_region";
  EXPECT_EQ(Run().error().code, ErrorCode::kModelInputMissing);
}

TEST_F(EvaluateTest, GroupsByTheRegionOfTheOrigin) {
  LoadNation(nation_, datasets_);
  content::Dataset country = TestDataset("country", "", {TestColumn("country", "text"), TestColumn("region", "text")});
  country.known_on = {};
  datasets_.all.push_back(country);
  nation_.Load(country, "select 'BE' as country, 'Europe' as region");
  request_.by = "origin_region";
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  ASSERT_EQ(evaluation->groups->groups.size(), 1U);
  EXPECT_EQ(evaluation->groups->column, "origin_region");
  EXPECT_EQ(evaluation->groups->groups[0].value, "Europe");
}

TEST_F(EvaluateTest, MeasuresTheChancesThatAModelStates) {
  LoadNation(nation_, datasets_);
  EXPECT_FALSE(Run()->calibration.has_value());
  model_.findings.own_columns = {"chance"};
  model_.steps[1].sql =
      "select f.*, case when score > 0.5 then 0.9e0 else 0.1e0 end as chance from (" + model_.steps[1].sql + ") as f";
  request_.seeds = 2;
  const auto evaluation = Run();
  ASSERT_TRUE(evaluation.has_value()) << evaluation.error().message;
  ASSERT_TRUE(evaluation->calibration.has_value());
  EXPECT_NEAR(evaluation->calibration->brier, 0.01, 1e-9);
  // 12 of 62 are violations: one bin of six holds five of them, so that it errs by 4/6 of a tenth.
  EXPECT_NEAR(evaluation->calibration->calibration_error, 6.0 / 62, 1e-9);
  ASSERT_EQ(evaluation->calibration->bins.size(), 10U);
  EXPECT_NEAR(evaluation->calibration->bins[9].observed, 1, 1e-9);
}

TEST_F(EvaluateTest, RefusesWhatCannotBeJudged) {
  LoadNation(nation_, datasets_);
  request_.from = Date::Of(2026, 1, 1);
  request_.to = Date::Of(2026, 1, 31);
  EXPECT_EQ(Run().error().code, ErrorCode::kNoOutcomes);
  model_.evaluation.outcome_subject.clear();
  EXPECT_EQ(Run().error().code, ErrorCode::kModelUnsupported);
  model_.evaluation.outcome_subject = "import_item";
  std::erase_if(model_.parameters, [](const auto& parameter) { return parameter.name == "to"; });
  EXPECT_EQ(Run().error().code, ErrorCode::kModelUnsupported);
}

TEST(Judgement, JoinsItemsAndTakesAnyViolation) {
  const auto engines = engine::MakeDuckDbEngines();
  const auto session = std::move(*engines->OpenScratch({}));
  const std::string inspections =
      "(values ('import_item', 'A', 1, date '2025-01-05', 'random', 'violation', 7), "
      "('import_item', 'A', 2, date '2025-01-05', 'rule', 'violation', 3), "
      "('import_item', 'A', 2, date '2025-01-09', 'rule', 'critical', 4), "
      "('import_item', 'A', 2, date '2025-02-09', 'rule', 'clear', null), "
      "('import_item', 'B', 1, date '2024-12-31', 'rule', 'critical', 9), "
      "('import_item', 'C', 1, date '2025-01-06', 'rule', 'critical', 2), "
      "('import_item', 'D', 1, date '2025-02-01', 'rule', 'critical', 2), "
      "('import_item', 'E', 1, date '2025-01-06', 'rule', 'clear', 0), "
      "('import_item', 'E', 1, date '2025-02-06', 'rule', 'violation', 1), "
      "('company', 'A', null, date '2025-01-06', 'rule', 'critical', 2)) "
      "as v(subject_type, subject_id, item_no, inspected_on, selected_by, outcome, recovered_krw)";
  const std::string findings =
      "(values (1, 'import_item', 'A/2', 0.9e0, null), (2, 'import_item', 'A/1', 0.8e0, null), "
      "(3, 'import_item', 'B/1', 0.7e0, null)) as f(\"rank\", subject_type, subject_id, score, members)";
  const Date january = Date::Of(2025, 1, 1);
  const Date january_end = Date::Of(2025, 1, 31);
  Judgement judgement(*session);
  ASSERT_TRUE(judgement.TakeInspections(inspections, "import_item", january, january_end, {}).has_value());
  const auto joined = judgement.Join({{findings, false}}, Same::kTypeAndId, {});
  ASSERT_TRUE(joined.has_value()) << joined.error().message;
  const auto counts = judgement.Count("import_item", {});
  ASSERT_TRUE(counts.has_value()) << counts.error().message;
  EXPECT_EQ(counts->judged, 2);
  EXPECT_EQ(counts->random, 1);
  EXPECT_EQ(counts->positives_unranked, 1);  // C; those of D and E came to light after the period
  const auto lists = judgement.Lists({});
  ASSERT_TRUE(lists.has_value()) << lists.error().message;
  ASSERT_EQ(lists->size(), 1U);
  const learn::Ranking& ranking = lists->front().ranking;
  ASSERT_EQ(ranking.size(), 2U);
  EXPECT_TRUE(ranking[0].positive);
  EXPECT_EQ(ranking[0].revenue, 7);  // 3 + 4
  EXPECT_TRUE(ranking[1].positive);
  EXPECT_EQ(ranking[1].revenue, 7);
  EXPECT_TRUE(std::isnan(lists->front().chances[0]));
  const auto rule = judgement.RuleRanking("select 'A/1' as subject_id, 4 as score -- of all", {}, {});
  ASSERT_TRUE(rule.has_value()) << rule.error().message;
  EXPECT_TRUE((*rule)[0].positive);
  EXPECT_TRUE(std::isnan((*rule)[1].score));
}

}  // namespace
}  // namespace tidewaiter::analysis
