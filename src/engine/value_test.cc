#include "engine/value.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

namespace tidewaiter::engine {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Int128 LeastInt128() { return static_cast<Int128>(1) << 126 << 1; }

TEST(Decimal, WritesExactlyItsDigits) {
  EXPECT_EQ((Decimal{12'345, 2}).ToString(), "123.45");
  EXPECT_EQ((Decimal{-5, 2}).ToString(), "-0.05");
  EXPECT_EQ((Decimal{0, 2}).ToString(), "0.00");
  EXPECT_EQ((Decimal{-7, 0}).ToString(), "-7");
  EXPECT_EQ((Decimal{100, 2}).ToString(), "1.00");
  EXPECT_EQ((Decimal{1, 38}).ToString(), "0.00000000000000000000000000000000000001");
}

TEST(Decimal, HoldsAll128Bits) {
  const Int128 least = LeastInt128();
  EXPECT_EQ((Decimal{least, 0}).ToString(), "-170141183460469231731687303715884105728");
  EXPECT_EQ((Decimal{-(least + 1), 3}).ToString(), "170141183460469231731687303715884105.727");
}

TEST(Decimal, GivesTheNearestDouble) {
  EXPECT_EQ((Decimal{12'345, 2}).ToDouble(), 123.45);
  EXPECT_EQ((Decimal{-1, 1}).ToDouble(), -0.1);
  // 2^53 + 1 lies between two doubles: rounding before dividing would err.
  EXPECT_EQ((Decimal{9'007'199'254'740'993, 3}).ToDouble(), 9007199254740.993);
  EXPECT_EQ((Decimal{1, 38}).ToDouble(), 1e-38);
  EXPECT_EQ((Decimal{LeastInt128(), 0}).ToDouble(), -0x1p127);
}

TEST(ToText, WritesEveryType) {
  EXPECT_EQ(ToText(Value()), "");
  EXPECT_EQ(ToText(true), "true");
  EXPECT_EQ(ToText(false), "false");
  EXPECT_EQ(ToText(std::numeric_limits<int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(ToText(Decimal{-50, 2}), "-0.50");
  EXPECT_EQ(ToText(Date::Of(2026, 3, 31)), "2026-03-31");
  EXPECT_EQ(ToText(Timestamp{1'500'000}), "1970-01-01 00:00:01.500000");
  EXPECT_EQ(ToText("세관"), "세관");
}

TEST(ToText, AnIntegerIsNoDouble) { EXPECT_EQ(ToText(int64_t{9'007'199'254'740'993}), "9007199254740993"); }

TEST(ToText, WritesDoublesForPeople) {
  EXPECT_EQ(ToText(0.1), "0.1");
  EXPECT_EQ(ToText(1.0), "1");
  EXPECT_EQ(ToText(-0.0), "-0");
  EXPECT_EQ(ToText(1e6), "1000000");
  EXPECT_EQ(ToText(1e-5), "0.00001");
  EXPECT_EQ(ToText(123456789012345.6), "123456789012345.6");
  EXPECT_EQ(ToText(1e15), "1e+15");
  EXPECT_EQ(ToText(9.9e-6), "9.9e-06");
  EXPECT_EQ(ToText(1e300), "1e+300");
  EXPECT_EQ(ToText(kInfinity), "inf");
  EXPECT_EQ(ToText(-kInfinity), "-inf");
  EXPECT_EQ(ToText(std::nan("")), "nan");
  EXPECT_EQ(ToText(-std::nan("")), "nan");
}

TEST(ToText, EveryDoubleReadsBack) {
  std::mt19937_64 random(20'261'125);  // NOLINT: the same numbers each time
  std::uniform_real_distribution<double> usual(-1e9, 1e9);
  for (int i = 0; i < 20'000; ++i) {
    const double any = std::bit_cast<double>(random());
    if (std::isfinite(any)) {
      ASSERT_EQ(std::strtod(ToText(any).c_str(), nullptr), any);
    }
    const double number = usual(random);
    ASSERT_EQ(std::strtod(ToText(number).c_str(), nullptr), number);
  }
  for (const double edge : {std::numeric_limits<double>::min(), std::numeric_limits<double>::denorm_min(),
                            std::numeric_limits<double>::max(), std::nextafter(1e15, 0), std::nextafter(1e-5, 1)}) {
    EXPECT_EQ(std::strtod(ToText(edge).c_str(), nullptr), edge);
  }
}

TEST(ToDouble, TakesNumbersOnly) {
  EXPECT_EQ(ToDouble(int64_t{3}), 3.0);
  EXPECT_EQ(ToDouble(2.5), 2.5);
  EXPECT_EQ(ToDouble(Decimal{25, 1}), 2.5);
  EXPECT_TRUE(std::isnan(ToDouble(Value())));
  EXPECT_TRUE(std::isnan(ToDouble("3")));
  EXPECT_TRUE(std::isnan(ToDouble(Date{3})));
  EXPECT_TRUE(std::isnan(ToDouble(true)));
}

TEST(Value, TakesLiteralsAsTheTypeThatOneExpects) {
  EXPECT_TRUE(std::holds_alternative<int64_t>(Value(5)));
  EXPECT_TRUE(std::holds_alternative<std::string>(Value("text")));
  EXPECT_TRUE(std::holds_alternative<bool>(Value(true)));
  EXPECT_TRUE(IsNull(Value()));
  EXPECT_FALSE(IsNull(Value("")));
}

TEST(Quote, DoublesTheQuotes) {
  EXPECT_EQ(QuoteIdentifier("net_mass_kg"), "\"net_mass_kg\"");
  EXPECT_EQ(QuoteIdentifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(QuoteText("it's"), "'it''s'");
  EXPECT_EQ(QuoteText(""), "''");
  EXPECT_EQ(QuoteText("\\\""), "'\\\"'");
}

}  // namespace
}  // namespace tidewaiter::engine
