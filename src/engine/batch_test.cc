#include "engine/batch.h"

#include <gtest/gtest.h>

#include <utility>

namespace tidewaiter::engine {
namespace {

const Schema kSchema = {{"id", {TypeId::kInteger}}, {"name", {TypeId::kText}}};

// `batches` batches of two rows, then the end, or an error in its place.
class FakeStream final : public BatchStream {
 public:
  explicit FakeStream(int batches, bool fails = false) : left_(batches), fails_(fails) {}

  const Schema& schema() const override { return kSchema; }

  Result<std::unique_ptr<Batch>> Next() override {
    if (left_ == 0 && fails_) return Fail(ErrorCode::kInterrupted, "stopped");
    if (left_ == 0) return nullptr;
    --left_;
    auto owner = std::make_shared<const std::string>("korea");
    auto batch = std::make_unique<Batch>();
    batch->rows = 2;
    batch->columns.emplace_back(Type{TypeId::kInteger}, std::vector<int64_t>{7, 0}, std::vector<uint8_t>{1, 0});
    batch->columns.emplace_back(Type{TypeId::kText}, std::vector<std::string_view>{*owner, ""},
                                std::vector<uint8_t>{1, 1});
    batch->owner = owner;
    return batch;
  }

 private:
  int left_;
  bool fails_;
};

template <class T>
Value First(Type type, T value) {
  return ColumnVector(type, std::vector<T>{value}, {1}).ValueAt(0);
}

TEST(ColumnVector, GivesValuesOfEveryType) {
  EXPECT_EQ(First(Type{TypeId::kText}, std::string_view("a")), Value("a"));
  EXPECT_EQ(First(Type{TypeId::kInteger}, int64_t{-3}), Value(-3));
  EXPECT_EQ(First(Type{TypeId::kDecimal, 18, 2}, Int128{-150}), Value(Decimal{-150, 2}));
  EXPECT_EQ(First(Type{TypeId::kDouble}, 0.5), Value(0.5));
  EXPECT_EQ(First(Type{TypeId::kDate}, int32_t{1}), Value(Date{1}));
  EXPECT_EQ(First(Type{TypeId::kTimestamp}, int64_t{1}), Value(Timestamp{1}));
  EXPECT_EQ(First(Type{TypeId::kBoolean}, uint8_t{1}), Value(true));
  EXPECT_EQ(First(Type{TypeId::kBoolean}, uint8_t{0}), Value(false));
}

TEST(ColumnVector, NullHidesItsValue) {
  const ColumnVector column(Type{TypeId::kDouble}, std::vector<double>{1, 2}, {0, 1});
  EXPECT_TRUE(column.IsNull(0));
  EXPECT_TRUE(IsNull(column.ValueAt(0)));
  EXPECT_EQ(column.ValueAt(1), Value(2.0));
}

TEST(Collect, KeepsTextsAfterTheBatchIsGone) {
  FakeStream stream(2);
  const Table table = Collect(stream).value();
  EXPECT_EQ(table.schema, kSchema);
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[2][0], Value(7));
  EXPECT_EQ(table.rows[2][1], Value("korea"));
  EXPECT_TRUE(IsNull(table.rows[3][0]));
}

TEST(Collect, OfNothingIsAnEmptyTable) {
  FakeStream stream(0);
  EXPECT_TRUE(Collect(stream).value().rows.empty());
}

TEST(Collect, RefusesMoreThanItMayHold) {
  FakeStream fits(2);
  EXPECT_TRUE(Collect(fits, 4));
  FakeStream large(2);
  EXPECT_EQ(Collect(large, 3).error().code, ErrorCode::kBug);
}

TEST(Collect, PassesOnTheStreamsError) {
  FakeStream stream(1, true);
  EXPECT_EQ(Collect(stream).error().code, ErrorCode::kInterrupted);
}

TEST(Table, FindsAColumnByName) {
  const Table table{kSchema, {}};
  EXPECT_EQ(table.ColumnIndex("id"), 0U);
  EXPECT_EQ(table.ColumnIndex("name"), 1U);
}

TEST(TableDeathTest, AskingForAnAbsentColumnEndsTheProgram) {
  const Table table{kSchema, {}};
  EXPECT_DEATH(static_cast<void>(table.ColumnIndex("absent")), "");
}

}  // namespace
}  // namespace tidewaiter::engine
