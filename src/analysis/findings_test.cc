#include "analysis/findings.h"

#include <gtest/gtest.h>

#include "analysis/batch_builder.h"
#include "analysis/run_model.h"
#include "analysis/test_nation.h"

namespace tidewaiter::analysis {
namespace {

std::string Rendered(const std::string& text, const engine::Value& value, Language language = Language::kEnglish) {
  return RenderReason(text, {{"x", value}}, TestDatasets(), language);
}

TEST(RenderReason, FillsEachFormat) {
  EXPECT_EQ(Rendered("{x} of it", std::string("two")), "two of it");
  EXPECT_EQ(Rendered("{x:percent}", 0.125), "12.5%");
  EXPECT_EQ(Rendered("{x:percent}", 0.2), "20%");
  EXPECT_EQ(Rendered("{x:percent}", 0.0001), "<0.1%");
  EXPECT_EQ(Rendered("{x:percent}", 0.0), "0%");
  EXPECT_EQ(Rendered("{x:percent}", -0.5), "-50%");
  EXPECT_EQ(Rendered("{x:krw}", engine::Decimal{123456789, 2}), "1,234,568");
  EXPECT_EQ(Rendered("{x:krw}", int64_t{-1234567}), "-1,234,567");
  EXPECT_EQ(Rendered("{x:number}", int64_t{12345}), "12,345");
  EXPECT_EQ(Rendered("{x:number}", 12.5), "12.5");
  EXPECT_EQ(Rendered("{x:number}", 3.0), "3");
  EXPECT_EQ(Rendered("{x:number}", 0.012345), "0.0123");
  EXPECT_EQ(Rendered("{x:number}", 98765.4), "98,765");
  EXPECT_EQ(Rendered("{x:date}", Date::Of(2025, 3, 1)), "2025-03-01");
  EXPECT_EQ(Rendered("{x:date}", Timestamp{1'740'787'200'000'000}), "2025-03-01");
  EXPECT_EQ(Rendered("{x:country}", std::string("BE")), "Belgium (BE)");
  EXPECT_EQ(Rendered("{x:country}", std::string("ZZ")), "ZZ");
}

TEST(RenderReason, NamesItemsByTheTitlesOfTheContract) {
  const engine::Value items = std::string("hs_code=440890;country_origin=BE;some_thing=7;seller_id=");
  EXPECT_EQ(Rendered("{x:items} went wrong", items),
            "HS code 440890, country of origin Belgium (BE), some thing 7, seller id – went wrong");
  EXPECT_EQ(Rendered("{x:items}", std::string("hs_code=440890;country_origin=BE"), Language::kKorean),
            "HS 부호 440890, 원산지 벨기에 (BE)");
  EXPECT_EQ(Rendered("{x:items}", std::string()), "");
}

TEST(RenderReason, ShowsWhatIsMissing) {
  EXPECT_EQ(Rendered("{x:percent} {y} { unclosed", engine::Value()), "– {y} { unclosed");
  EXPECT_EQ(Rendered("{x:krw}", std::numeric_limits<double>::quiet_NaN()), "–");
}

TEST(BatchBuilder, KeepsValuesOfEveryType) {
  using engine::TypeId;
  BatchBuilder builder({{"t", {TypeId::kText}},
                        {"i", {TypeId::kInteger}},
                        {"d", {TypeId::kDecimal, 10, 2}},
                        {"f", {TypeId::kDouble}},
                        {"a", {TypeId::kDate}},
                        {"s", {TypeId::kTimestamp}},
                        {"b", {TypeId::kBoolean}}});
  const std::vector<engine::Value> row = {
      std::string("한글"), int64_t{7}, engine::Decimal{125, 2}, 0.5, Date::Of(2025, 1, 2), Timestamp{5}, true};
  builder.Append(row);
  builder.Append(std::vector<engine::Value>(7));
  const auto batch = builder.Take();
  ASSERT_EQ(batch->rows, 2U);
  for (size_t column = 0; column < row.size(); ++column) {
    EXPECT_EQ(batch->columns[column].ValueAt(0), row[column]);
    EXPECT_TRUE(batch->columns[column].IsNull(1));
  }
  EXPECT_EQ(builder.rows(), 0U);
}

class FindingsTest : public testing::Test {
 protected:
  void SetUp() override {
    LoadNation(nation_, datasets_);
    RunModel();
  }

  void RunModel() {
    RunRequest request;
    request.model = &model_;
    auto run = ModelRunner(nation_.workspace(), nation_.runs(), nation_.warehouse(), datasets_).Run(request, {});
    ASSERT_TRUE(run.has_value()) << run.error().message;
    run_ = *run;
  }

  Result<engine::Table> Read(int64_t limit, Language language = Language::kEnglish) {
    const auto stream = TRY(OpenFindings(nation_.workspace(), *session_, model_, datasets_, run_, language, limit, {}));
    return engine::Collect(*stream);
  }

  TestWorkspace nation_;
  content::Datasets datasets_ = TestDatasets();
  content::Model model_ = TestModelOfImporters();
  store::RunRecord run_;
  std::unique_ptr<engine::LocalSession> session_ = std::move(*nation_.warehouse().OpenSession());
};

TEST_F(FindingsTest, HaveTheColumnsOfTheContract) {
  const auto table = Read(0);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  std::vector<std::string> names;
  for (const engine::Column& column : table->schema) names.push_back(column.name);
  EXPECT_EQ(names, (std::vector<std::string>{"rank", "subject_type", "subject_id", "score", "alert",
                                             "amount_at_stake_krw", "reasons", "reason_codes", "members", "hs_code"}));
  ASSERT_EQ(table->rows.size(), 62U);
  for (size_t i = 0; i < table->rows.size(); ++i)
    EXPECT_EQ(table->rows[i][0], engine::Value(static_cast<int64_t>(i + 1)));
}

TEST_F(FindingsTest, JoinReasonsInTheirOrder) {
  const auto table = Read(0);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  int with_both = 0;
  for (const auto& row : table->rows) {
    const bool alert = std::get<bool>(row[4]);
    const bool valuable = engine::ToDouble(row[5]) > 1000;
    std::string codes = alert ? "history" : "";
    if (valuable) codes += alert ? ";valuable" : "valuable";
    EXPECT_EQ(engine::ToText(row[7]), codes);
    if (!alert || !valuable) continue;
    ++with_both;
    EXPECT_EQ(engine::ToText(row[6]),
              "100% of HS code 440890, country of origin Belgium (BE) went wrong · a valuable consignment");
  }
  EXPECT_GT(with_both, 0);
}

TEST_F(FindingsTest, OrderReasonsByPositionThenCodeThenValues) {
  model_.steps[2].sql =
      "select f.subject_id, v.code, v.position, v.rate, 'hs_code=' || v.code as items from findings as f "
      "cross join (values ('valuable', 2, 0e0), ('history', 2, 0.75e0), ('history', 2, 0.25e0), ('valuable', 1, 0e0)) "
      "as v(code, position, rate) union all select 'nobody', 'valuable', 1, 0e0, ''";
  RunModel();
  const auto table = Read(2);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  ASSERT_EQ(table->rows.size(), 2U);
  for (const auto& row : table->rows) {
    EXPECT_EQ(engine::ToText(row[7]), "valuable;history;history;valuable");
    EXPECT_EQ(engine::ToText(row[6]),
              "a valuable consignment · 25% of HS code history went wrong · 75% of HS code history went wrong · a "
              "valuable consignment");
  }
}

TEST_F(FindingsTest, ComeInEitherLanguageAndUpToALimit) {
  const auto table = Read(3, Language::kKorean);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  ASSERT_EQ(table->rows.size(), 3U);
  EXPECT_TRUE(engine::ToText(table->rows[0][6]).starts_with("HS 부호 440890, 원산지 벨기에 (BE) 위반율 100%"));
}

TEST_F(FindingsTest, AreRefusedForARunThatFailed) {
  run_.state = store::RunState::kFailed;
  EXPECT_EQ(Read(1).error().code, ErrorCode::kRunUnfinished);
}

TEST_F(FindingsTest, MissWhenTheirFileIsGone) {
  std::filesystem::remove_all(nation_.workspace().runs_directory());
  EXPECT_EQ(Read(1).error().code, ErrorCode::kWorkspaceDamaged);
}

TEST_F(FindingsTest, OpenTheirEvidenceAsTheRunSawIt) {
  const auto subject = Read(1);
  ASSERT_TRUE(subject.has_value());
  nation_.Load(datasets_.all[0], "select 'X' as declaration_id, date '2025-01-01' as declared_on, 'I0' as importer_id");
  const auto evidence = FetchEvidence(nation_.workspace(), nation_.warehouse(), model_, datasets_, run_, 1, 0, {});
  ASSERT_TRUE(evidence.has_value()) << evidence.error().message;
  ASSERT_EQ(evidence->size(), 1U);
  EXPECT_EQ(evidence->front().title.ko, "이력");
  EXPECT_EQ(evidence->front().rows.rows.size(), 20U);  // one importer of ten, two declarations a day, 100 days
  const auto some = FetchEvidence(nation_.workspace(), nation_.warehouse(), model_, datasets_, run_, 1, 5, {});
  ASSERT_TRUE(some.has_value());
  EXPECT_EQ(some->front().rows.rows.size(), 5U);
}

TEST_F(FindingsTest, HaveNoEvidenceBeyondTheLastRank) {
  const auto evidence = FetchEvidence(nation_.workspace(), nation_.warehouse(), model_, datasets_, run_, 63, 0, {});
  EXPECT_EQ(evidence.error().code, ErrorCode::kUnknownName);
  model_.evidence.clear();
  const auto none = FetchEvidence(nation_.workspace(), nation_.warehouse(), model_, datasets_, run_, 1, 0, {});
  EXPECT_EQ(none.error().code, ErrorCode::kModelUnsupported);
}

}  // namespace
}  // namespace tidewaiter::analysis
