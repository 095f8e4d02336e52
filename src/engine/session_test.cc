#include "engine/session.h"

#include <gtest/gtest.h>

namespace tidewaiter::engine {
namespace {

class OneRow final : public BatchStream {
 public:
  explicit OneRow(int64_t number) : number_(number) {}
  const Schema& schema() const override { return schema_; }
  Result<std::unique_ptr<Batch>> Next() override {
    if (std::exchange(done_, true)) return nullptr;
    auto batch = std::make_unique<Batch>();
    batch->rows = 1;
    batch->columns.emplace_back(Type{TypeId::kInteger}, std::vector<int64_t>{number_}, std::vector<uint8_t>{1});
    return batch;
  }

 private:
  Schema schema_ = {{"n", {TypeId::kInteger}}};
  int64_t number_;
  bool done_ = false;
};

// Answers every query with its parameter `n`.
class FakeSession final : public Session {
 public:
  Result<std::unique_ptr<BatchStream>> Query(std::string_view, const Parameters& parameters,
                                             const RunControl& control) override {
    TRY(control.Check());
    const auto n = parameters.find("n");
    if (n == parameters.end()) return Fail(ErrorCode::kParameterMissing, "no value (n)");
    return std::make_unique<OneRow>(std::get<int64_t>(n->second));
  }
  Result<int64_t> Execute(std::string_view, const Parameters&, const RunControl&) override { return 0; }
  Result<Schema> Describe(std::string_view, const Parameters&, const RunControl&) override { return Schema(); }
  Status CreateView(std::string_view, std::string_view) override { return {}; }
  Result<int64_t> CreateTable(std::string_view, std::string_view, const Parameters&, const RunControl&) override {
    return 0;
  }
  Status DropTable(std::string_view) override { return {}; }
};

TEST(Session, QueryTableCollectsTheRows) {
  FakeSession session;
  const Table table = session.QueryTable("select $n as n", {{"n", 5}}).value();
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0][table.ColumnIndex("n")], Value(5));
}

TEST(Session, QueryTablePassesOnErrorsAndTheStop) {
  FakeSession session;
  EXPECT_EQ(session.QueryTable("select $n as n").error().code, ErrorCode::kParameterMissing);
  std::stop_source source;
  source.request_stop();
  const Result<Table> stopped = session.QueryTable("select $n as n", {{"n", 5}}, RunControl{source.get_token()});
  EXPECT_EQ(stopped.error().code, ErrorCode::kInterrupted);
}

}  // namespace
}  // namespace tidewaiter::engine
