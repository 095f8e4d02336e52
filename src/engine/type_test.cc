#include "engine/type.h"

#include <gtest/gtest.h>

namespace tidewaiter::engine {
namespace {

TEST(Type, ReadsBackWhatItWrites) {
  for (const char* text : {"text", "integer", "decimal(18,2)", "decimal(38,38)", "decimal(1,0)", "double", "date",
                           "timestamp", "boolean"}) {
    EXPECT_EQ(Type::Parse(text).value().ToString(), text);
  }
  EXPECT_EQ(*Type::Parse("decimal( 18 , 2 )"), (Type{TypeId::kDecimal, 18, 2}));
}

TEST(Type, RefusesWhatIsNoType) {
  for (const char* text : {"", "Text", "varchar", "decimal", "decimal(", "decimal()", "decimal(18)", "decimal(0,0)",
                           "decimal(39,2)", "decimal(2,3)", "decimal(18,-1)", "decimal(18,2", "decimal(18,2)x",
                           "decimal(a,b)", "decimal(18,2,1)", "decimal(99999999999,1)", "decimals(18,2)"}) {
    const Result<Type> type = Type::Parse(text);
    ASSERT_FALSE(type) << text;
    EXPECT_EQ(type.error().code, ErrorCode::kParameterInvalid) << text;
    EXPECT_FALSE(type.error().hint.empty()) << text;
  }
  EXPECT_EQ(Type::Parse("intger").error().hint, "did you mean \"integer\"?");
}

TEST(Type, HasOneNameInSql) {
  EXPECT_EQ(Type{TypeId::kText}.Sql(), "varchar");
  EXPECT_EQ(Type{TypeId::kInteger}.Sql(), "bigint");
  EXPECT_EQ((Type{TypeId::kDecimal, 18, 2}).Sql(), "decimal(18,2)");
  EXPECT_EQ(Type{TypeId::kDouble}.Sql(), "double");
  EXPECT_EQ(Type{TypeId::kDate}.Sql(), "date");
  EXPECT_EQ(Type{TypeId::kTimestamp}.Sql(), "timestamp");
  EXPECT_EQ(Type{TypeId::kBoolean}.Sql(), "boolean");
}

}  // namespace
}  // namespace tidewaiter::engine
