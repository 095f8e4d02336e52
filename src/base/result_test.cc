#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace tidewaiter {
namespace {

Result<int> Number(int number) {
  if (number < 0) return Fail(ErrorCode::kParameterOutOfRange, "below zero", "give a positive number");
  return number;
}

Status Positive(int number) {
  TRY(Number(number));
  return {};
}

Result<std::unique_ptr<std::string>> Owned(int number) {
  TRY(Positive(number));
  return std::make_unique<std::string>(std::to_string(number));
}

Result<int> Sum(int a, int b) {
  const std::string first = "a text long enough for the heap, so that a leak shows under a sanitizer";
  return TRY(Number(TRY(Number(a)) + TRY(Number(b)))) + (first.empty() ? 1 : 0);
}

Result<std::pair<std::string, std::string>> Pair(int a, int b) {
  std::unique_ptr<std::string> one = TRY(Owned(a));
  return std::pair<std::string, std::string>(*one, *TRY(Owned(b)));
}

Result<int> DoubledSecond() {
  const std::pair<int, int> pair = TRY(Result<std::pair<int, int>>(std::pair<int, int>(1, 2)));
  return TRY(Number(pair.second).map([](int number) { return 2 * number; }));
}

struct Base {
  virtual ~Base() = default;
};
struct Derived : Base {};

Result<std::unique_ptr<Base>> Upcast() {
  auto derived = std::make_unique<Derived>();
  return derived;
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_EQ(*Number(3), 3);
  const Result<int> failed = Number(-1);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kParameterOutOfRange);
  EXPECT_EQ(failed.error().message, "below zero");
  EXPECT_EQ(failed.error().hint, "give a positive number");
}

TEST(Result, ConvertsAPointerToItsBase) { EXPECT_TRUE(Upcast()); }

TEST(Try, GivesTheValueOrReturnsTheError) {
  EXPECT_TRUE(Positive(1));
  const Status failed = Positive(-1);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kParameterOutOfRange);
}

TEST(Try, MovesAMoveOnlyValue) {
  EXPECT_EQ(**Owned(7), "7");
  EXPECT_FALSE(Owned(-7));
}

TEST(Try, MayBeNested) {
  EXPECT_EQ(*Sum(2, 3), 5);
  EXPECT_FALSE(Sum(2, -3));
  EXPECT_FALSE(Sum(-2, 3));
}

TEST(Try, LeavesNothingBehindWhenItReturnsEarly) {
  EXPECT_EQ(Pair(1, 2)->second, "2");
  EXPECT_FALSE(Pair(1, -2));
}

TEST(Try, TakesCommasAndBareExpected) { EXPECT_EQ(DoubledSecond().value(), 4); }

}  // namespace
}  // namespace tidewaiter
