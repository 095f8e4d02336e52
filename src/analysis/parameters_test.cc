#include "analysis/parameters.h"

#include <gtest/gtest.h>

#include "analysis/relative_date.h"

namespace tidewaiter::analysis {
namespace {

using content::ParameterType;

content::ModelParameter Parameter(std::string name, ParameterType type,
                                  std::optional<std::string> default_text = std::nullopt) {
  content::ModelParameter parameter;
  parameter.name = std::move(name);
  parameter.type = type;
  parameter.default_text = std::move(default_text);
  return parameter;
}

content::Model ModelWith(std::vector<content::ModelParameter> parameters) {
  content::Model model;
  model.id = "test_model";
  model.parameters = std::move(parameters);
  return model;
}

const DataPeriod kYear = {Date::Of(2025, 1, 1), Date::Of(2025, 12, 31)};

ErrorCode CodeOf(const content::ModelParameter& parameter, const std::string& text) {
  const auto values = ResolveParameters(ModelWith({parameter}), {{parameter.name, text}}, kYear, {});
  EXPECT_FALSE(values.has_value()) << text;
  return values ? ErrorCode::kBug : values.error().code;
}

engine::Value ValueOf(const content::ModelParameter& parameter, const std::string& text) {
  const auto values = ResolveParameters(ModelWith({parameter}), {{parameter.name, text}}, kYear, {});
  EXPECT_TRUE(values.has_value()) << text << ": " << (values ? "" : values.error().message);
  return values ? values->at(parameter.name) : engine::Value();
}

Date DayOf(const std::string& text) { return std::get<Date>(ValueOf(Parameter("day", ParameterType::kDate), text)); }

TEST(ResolveParameters, ReadsEachType) {
  EXPECT_EQ(ValueOf(Parameter("n", ParameterType::kInteger), " 42 "), engine::Value(int64_t{42}));
  EXPECT_EQ(ValueOf(Parameter("n", ParameterType::kInteger), "-7"), engine::Value(int64_t{-7}));
  EXPECT_EQ(ValueOf(Parameter("x", ParameterType::kNumber), "1.5e3"), engine::Value(1500.0));
  EXPECT_EQ(ValueOf(Parameter("s", ParameterType::kShare), "0.05"), engine::Value(0.05));
  EXPECT_EQ(ValueOf(Parameter("s", ParameterType::kShare), "5%"), engine::Value(0.05));
  EXPECT_EQ(ValueOf(Parameter("s", ParameterType::kShare), "0.7 %"), engine::Value(0.007));
  EXPECT_EQ(ValueOf(Parameter("b", ParameterType::kBoolean), "True"), engine::Value(true));
  EXPECT_EQ(ValueOf(Parameter("t", ParameterType::kText), " as it is "), engine::Value(std::string(" as it is ")));
  EXPECT_EQ(ValueOf(Parameter("d", ParameterType::kDate), "2024-02-29"), engine::Value(Date::Of(2024, 2, 29)));
}

TEST(ResolveParameters, RefusesWhatIsNoValueOfTheType) {
  for (const char* text : {"1,000", "1e3", "5.0", "", "0x10", "+5", "99999999999999999999"}) {
    EXPECT_EQ(CodeOf(Parameter("n", ParameterType::kInteger), text), ErrorCode::kParameterInvalid) << text;
  }
  for (const char* text : {"1,000.5", "inf", "nan", "5%", "1.2.3", ""}) {
    EXPECT_EQ(CodeOf(Parameter("x", ParameterType::kNumber), text), ErrorCode::kParameterInvalid) << text;
  }
  for (const char* text : {"%", "five", "5%%", "1,5%"}) {
    EXPECT_EQ(CodeOf(Parameter("s", ParameterType::kShare), text), ErrorCode::kParameterInvalid) << text;
  }
  for (const char* text :
       {"2025-02-29", "2025/01/01", "today", "data_end-", "data_end-5", "data_end-5x", "data_end 5d"}) {
    EXPECT_EQ(CodeOf(Parameter("d", ParameterType::kDate), text), ErrorCode::kParameterInvalid) << text;
  }
  EXPECT_EQ(CodeOf(Parameter("b", ParameterType::kBoolean), "yes"), ErrorCode::kParameterInvalid);
}

TEST(ResolveParameters, ShowsHowToWriteANumberWithSeparators) {
  const auto values =
      ResolveParameters(ModelWith({Parameter("n", ParameterType::kInteger)}), {{"n", "1,000"}}, kYear, {});
  EXPECT_NE(values.error().hint.find("1000"), std::string::npos);
}

TEST(ResolveParameters, ChecksTheRange) {
  content::ModelParameter parameter = Parameter("n", ParameterType::kInteger);
  parameter.min = 2;
  parameter.max = 4;
  EXPECT_EQ(CodeOf(parameter, "1"), ErrorCode::kParameterOutOfRange);
  EXPECT_EQ(CodeOf(parameter, "5"), ErrorCode::kParameterOutOfRange);
  EXPECT_EQ(ValueOf(parameter, "2"), engine::Value(int64_t{2}));
  EXPECT_EQ(ValueOf(parameter, "4"), engine::Value(int64_t{4}));
}

TEST(ResolveParameters, TakesAShareWithoutStatedRangeAsZeroToOne) {
  EXPECT_EQ(CodeOf(Parameter("s", ParameterType::kShare), "5"), ErrorCode::kParameterOutOfRange);
  EXPECT_EQ(CodeOf(Parameter("s", ParameterType::kShare), "-1%"), ErrorCode::kParameterOutOfRange);
  EXPECT_EQ(ValueOf(Parameter("s", ParameterType::kShare), "100%"), engine::Value(1.0));
}

TEST(ResolveParameters, OffersTheNearChoice) {
  content::ModelParameter parameter = Parameter("direction", ParameterType::kChoice);
  parameter.choices = {{"import", {}}, {"export", {}}};
  EXPECT_EQ(ValueOf(parameter, "export"), engine::Value(std::string("export")));
  const auto values = ResolveParameters(ModelWith({parameter}), {{"direction", "exprot"}}, kYear, {});
  EXPECT_EQ(values.error().code, ErrorCode::kParameterOutOfRange);
  EXPECT_NE(values.error().hint.find("export"), std::string::npos);
}

TEST(ResolveParameters, FindsTheNearNameOfAnUnknownOne) {
  const auto values = ResolveParameters(ModelWith({Parameter("min_support", ParameterType::kInteger, "5")}),
                                        {{"min-suport", "3"}}, kYear, {});
  EXPECT_EQ(values.error().code, ErrorCode::kUnknownName);
  EXPECT_NE(values.error().hint.find("min_support"), std::string::npos);
}

TEST(ResolveParameters, CollectsAllFaults) {
  const content::Model model = ModelWith({Parameter("a", ParameterType::kInteger), Parameter("b", ParameterType::kDate),
                                          Parameter("c", ParameterType::kShare)});
  const auto values = ResolveParameters(model, {{"b", "rubbish"}, {"c", "7"}, {"d", "1"}}, kYear, {});
  ASSERT_FALSE(values.has_value());
  EXPECT_EQ(values.error().code, ErrorCode::kUnknownName);
  std::vector<std::string> codes;
  for (const Diagnostic& fault : values.error().diagnostics) codes.push_back(fault.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"usage.unknown_name", "parameter.missing", "parameter.invalid",
                                             "parameter.out_of_range"}));
}

TEST(ResolveParameters, TakesDefaultsWhereNothingIsGiven) {
  const content::Model model = ModelWith(
      {Parameter("from", ParameterType::kDate, "data_end-90d"), Parameter("to", ParameterType::kDate, "data_end"),
       Parameter("train_from", ParameterType::kDate, "from-1y"), Parameter("train_to", ParameterType::kDate, "from-1d"),
       Parameter("seed", ParameterType::kInteger, "1")});
  const auto values = ResolveParameters(model, {}, kYear, {});
  ASSERT_TRUE(values.has_value());
  EXPECT_EQ(values->at("from"), engine::Value(Date::Of(2025, 10, 2)));
  EXPECT_EQ(values->at("to"), engine::Value(Date::Of(2025, 12, 31)));
  EXPECT_EQ(values->at("train_from"), engine::Value(Date::Of(2024, 10, 2)));
  EXPECT_EQ(values->at("train_to"), engine::Value(Date::Of(2025, 10, 1)));
  const auto moved = ResolveParameters(model, {{"from", "2025-06-01"}}, kYear, {});
  EXPECT_EQ(moved->at("train_to"), engine::Value(Date::Of(2025, 5, 31)));
}

TEST(ResolveParameters, FallsBackToTheDayOfTheRunWithoutData) {
  const content::Model model = ModelWith({Parameter("to", ParameterType::kDate, "data_end")});
  EXPECT_EQ(ResolveParameters(model, {}, {}, Date::Of(2024, 5, 6))->at("to"), engine::Value(Date::Of(2024, 5, 6)));
  EXPECT_EQ(ResolveParameters(model, {}, {}, {})->at("to"), engine::Value(Today()));
}

TEST(ResolveParameters, RefusesDatesInACircle) {
  const content::Model model =
      ModelWith({Parameter("a", ParameterType::kDate, "b-1d"), Parameter("b", ParameterType::kDate, "a-1d")});
  EXPECT_EQ(ResolveParameters(model, {}, kYear, {}).error().code, ErrorCode::kParameterInvalid);
}

TEST(ResolveParameters, RefusesAPeriodThatEndsBeforeItBegins) {
  const content::Model model =
      ModelWith({Parameter("from", ParameterType::kDate), Parameter("to", ParameterType::kDate)});
  const auto values = ResolveParameters(model, {{"from", "2025-02-01"}, {"to", "2025-01-31"}}, kYear, {});
  EXPECT_EQ(values.error().code, ErrorCode::kParameterOutOfRange);
}

TEST(RelativeDate, CountsDaysWeeksMonthsYears) {
  EXPECT_EQ(DayOf("data_end-1d"), Date::Of(2025, 12, 30));
  EXPECT_EQ(DayOf("data_start+2w"), Date::Of(2025, 1, 15));
  EXPECT_EQ(DayOf("data_end-1m"), Date::Of(2025, 11, 30));
  EXPECT_EQ(DayOf("data_end-10m"), Date::Of(2025, 2, 28));
  EXPECT_EQ(DayOf("data_end-1y+1d"), Date::Of(2025, 1, 1));
  EXPECT_EQ(RelativeDate::Parse("as_of-1y")->From(Date::Of(2024, 2, 29)), Date::Of(2023, 2, 28));
  EXPECT_EQ(RelativeDate::Parse("as_of-13m")->From(Date::Of(2024, 1, 15)), Date::Of(2022, 12, 15));
}

TEST(ParameterText, ReadsBackToTheSameValue) {
  const std::vector<std::pair<ParameterType, engine::Value>> values = {
      {ParameterType::kInteger, int64_t{-12}},
      {ParameterType::kNumber, 0.1},
      {ParameterType::kNumber, 1e300},
      {ParameterType::kShare, 1.0 / 3},
      {ParameterType::kDate, Date::Of(2024, 2, 29)},
      {ParameterType::kBoolean, false},
      {ParameterType::kText, std::string("a=b, \"c\"")}};
  for (const auto& [type, value] : values) {
    EXPECT_EQ(ValueOf(Parameter("p", type), ParameterText(value)), value) << ParameterText(value);
  }
}

}  // namespace
}  // namespace tidewaiter::analysis
