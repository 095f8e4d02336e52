#include "base/calendar.h"

#include <gtest/gtest.h>

#include <limits>

namespace tidewaiter {
namespace {

using std::chrono::milliseconds;

TEST(Date, ReadsIso) {
  EXPECT_EQ(Date::Parse("1970-01-01")->days_since_epoch, 0);
  EXPECT_EQ(Date::Parse("1969-12-31")->days_since_epoch, -1);
  EXPECT_EQ(Date::Parse("2000-02-29")->days_since_epoch, 11'016);
  EXPECT_EQ(Date::Parse("2026-11-25")->ToString(), "2026-11-25");
}

TEST(Date, RefusesWhatIsNoDay) {
  for (const char* text : {"", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31",
                           "2024-1-1", "20240101", "2024/01/01", " 2024-01-01", "2024-01-01 ", "2024-01-01T00:00:00",
                           "+024-01-01", "2024-+1-01", "2024-01--1", "-024-01-01", "２０２４-01-01"}) {
    const Result<Date> date = Date::Parse(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().code, ErrorCode::kParameterInvalid) << text;
  }
}

TEST(Date, EveryDayOfFourCenturiesReadsBack) {
  const Date end = Date::Of(2100, 1, 1);
  for (Date day = Date::Of(1700, 1, 1); day < end; day = day.PlusDays(1)) {
    ASSERT_EQ(Date::Parse(day.ToString()).value(), day) << day.days_since_epoch;
  }
}

TEST(Date, WritesDaysThatNoCalendarHolds) {
  EXPECT_EQ(Date{std::numeric_limits<int32_t>::max()}.ToString(), "5881580-07-11");
  EXPECT_EQ(Date{std::numeric_limits<int32_t>::min()}.ToString(), "-5877641-06-23");
  EXPECT_EQ(Date::Of(0, 1, 1).ToString(), "0000-01-01");
  EXPECT_EQ(Date::Of(-44, 3, 15).ToString(), "-0044-03-15");
}

TEST(Date, AddsDaysAcrossMonths) {
  EXPECT_EQ(Date::Of(2024, 2, 28).PlusDays(2), Date::Of(2024, 3, 1));
  EXPECT_EQ(Date::Of(2024, 1, 1).PlusDays(-1), Date::Of(2023, 12, 31));
  EXPECT_LT(Date::Of(2023, 12, 31), Date::Of(2024, 1, 1));
}

TEST(Timestamp, ReadsWhatItWritesAndWhatJsonHolds) {
  for (const int64_t time : {int64_t{0}, int64_t{-1}, int64_t{1'500'000}, int64_t{1'709'210'096'000'001}})
    EXPECT_EQ(Timestamp::Parse(Timestamp{time}.ToString()).value(), Timestamp{time}) << time;
  EXPECT_EQ(Timestamp::Parse("2024-02-29T12:34:56Z").value().ToString(), "2024-02-29 12:34:56");
  EXPECT_EQ(Timestamp::Parse("2024-02-29T12:34:56.5").value().ToString(), "2024-02-29 12:34:56.500000");
  EXPECT_EQ(Timestamp::Parse("2024-02-29").value().ToString(), "2024-02-29 00:00:00");
  for (const char* text :
       {"", "2024-02-30 00:00:00", "2024-02-29 24:00:00", "2024-02-29 12:60:00", "2024-02-29 12:34",
        "2024-02-29 12:34:56.", "2024-02-29 12:34:56.1234567", "2024-02-29X12:34:56", "2024-02-29 12:34:56+09:00",
        "2024-02-29Z", "2024-02-29 1:02:03.4", "2024-02-29 12:34:56.-1"})
    EXPECT_FALSE(Timestamp::Parse(text)) << text;
}

TEST(Timestamp, WritesAFractionOnlyWhereThereIsOne) {
  EXPECT_EQ(Timestamp{0}.ToString(), "1970-01-01 00:00:00");
  EXPECT_EQ(Timestamp{1'500'000}.ToString(), "1970-01-01 00:00:01.500000");
  EXPECT_EQ(Timestamp{1'709'210'096'000'001}.ToString(), "2024-02-29 12:34:56.000001");
}

TEST(Timestamp, CountsDownBeforeTheEpoch) {
  EXPECT_EQ(Timestamp{-1}.ToString(), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(Timestamp{-86'400'000'000}.ToString(), "1969-12-31 00:00:00");
  EXPECT_EQ(Timestamp{-1}.date(), Date{-1});
}

TEST(Timestamp, NowIsToday) {
  const Date before = Today();
  const Date now = Timestamp::Now().date();
  EXPECT_LE(before, now);
  EXPECT_GT(now, Date::Of(2026, 1, 1));
}

TEST(HumanDuration, RoundsToWhatAPersonReads) {
  EXPECT_EQ(HumanDuration(milliseconds(0)), "0.0 s");
  EXPECT_EQ(HumanDuration(milliseconds(-5)), "0.0 s");
  EXPECT_EQ(HumanDuration(milliseconds(449)), "0.4 s");
  EXPECT_EQ(HumanDuration(milliseconds(9'949)), "9.9 s");
  EXPECT_EQ(HumanDuration(milliseconds(9'950)), "10 s");
  EXPECT_EQ(HumanDuration(milliseconds(12'300)), "12 s");
  EXPECT_EQ(HumanDuration(milliseconds(59'600)), "1 min 00 s");
  EXPECT_EQ(HumanDuration(milliseconds(185'000)), "3 min 05 s");
  EXPECT_EQ(HumanDuration(milliseconds(3'599'600)), "1 h 00 min");
  EXPECT_EQ(HumanDuration(milliseconds(7'620'000)), "2 h 07 min");
}

}  // namespace
}  // namespace tidewaiter
