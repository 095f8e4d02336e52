#include <gtest/gtest.h>

#include "content/model.h"
#include "content/test_content.h"

namespace tidewaiter::content {
namespace {

constexpr std::string_view kMatchStep = R"([[steps]]
name = "matched"
kind = "match"
stage = "local"
title = { en = "Matching", ko = "대응" }
tolerance = "floor_krw"
largest_arrears_days = 200
other_counterparty = 1
most_pairs = 1000
[steps.payments]
table = "findings"
id = "a"
company = "b"
day = "c"
value = "d"
amount = "e"
currency = "f"
[steps.imports]
table = "findings"
id = "a"
company = "b"
day = "c"
value = "d"
counterparty = "g"
reference = "h"

)";

/// A model folder with a match step that a test spoils.
class ModelMatchReader : public testing::Test {
 protected:
  void SetUp() override { WriteModel(root_, "dear_goods"); }

  Result<Model> ReadWith(std::string_view step) const {
    constexpr std::string_view kNext = "[[steps]]\nname = \"reasons\"";
    root_.Write("models/dear_goods/model.toml", Replaced(ModelToml(), kNext, std::string(step) + std::string(kNext)));
    return ReadModel(root_.path() / "models/dear_goods", datasets_);
  }
  std::string CodesAfter(std::string_view from, std::string_view to) const {
    const auto model = ReadWith(Replaced(std::string(kMatchStep), from, to));
    std::string codes;
    for (const Diagnostic& fault : model ? Diagnostics{} : model.error().diagnostics)
      codes += (codes.empty() ? "" : " ") + fault.code;
    return codes;
  }

  TestFolder root_;
  Datasets datasets_ = DeclarationDatasets();
};

TEST_F(ModelMatchReader, ReadsEveryKey) {
  const auto model = ReadWith(kMatchStep);
  ASSERT_TRUE(model.has_value()) << AllText(model.error().diagnostics);
  const ModelStep& step = model->steps.at(1);
  EXPECT_EQ(step.kind, StepKind::kMatch);
  EXPECT_EQ(step.Tables(), (std::vector<std::string>{"matched", "matched_payments", "matched_imports"}));
  EXPECT_EQ(step.Reads(), (std::vector<std::string>{"findings", "findings"}));
  const ModelMatching& matching = step.matching.value();
  EXPECT_EQ(matching.tolerance.parameter, "floor_krw");
  EXPECT_EQ(matching.largest_arrears_days.number, 200);
  EXPECT_EQ(matching.largest_advance_days.number, 365);
  EXPECT_EQ(matching.other_counterparty, 1);
  EXPECT_EQ(matching.most_pairs, 1000);
  EXPECT_EQ(matching.payments.currency, "f");
  EXPECT_EQ(matching.payments.reference, "");
  EXPECT_EQ(matching.imports.counterparty, "g");
}

TEST_F(ModelMatchReader, WantsEarlierTablesAndALocalStep) {
  EXPECT_EQ(CodesAfter("[steps.imports]\ntable = \"findings\"", "[steps.imports]\ntable = \"reasons\""),
            "content.step_order");
  EXPECT_EQ(CodesAfter("stage = \"local\"", "stage = \"warehouse\""), "content.step_order");
}

TEST_F(ModelMatchReader, WantsColumnsAndSettingsInTheirRange) {
  EXPECT_EQ(CodesAfter("[steps.payments]\ntable = \"findings\"\nid = \"a\"", "[steps.payments]\ntable = \"findings\""),
            "content.missing_key");
  EXPECT_EQ(CodesAfter("currency = \"f\"\n", ""), "content.missing_key");
  EXPECT_EQ(CodesAfter("\"floor_krw\"", "0.6"), "content.out_of_range");
  EXPECT_EQ(CodesAfter("\"floor_krw\"", "\"from\""), "content.wrong_type");
  EXPECT_EQ(CodesAfter("most_pairs = 1000", "most_pair = 1000"), "content.unknown_key");
}

}  // namespace
}  // namespace tidewaiter::content
