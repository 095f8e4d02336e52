#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "cli/cell_text.h"
#include "cli/evaluation_report.h"
#include "cli/findings_writer.h"
#include "cli/report_text.h"
#include "cli/row_writer.h"
#include "cli/table_stream.h"
#include "support/temporary_folder.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;
using engine::TypeId;
using engine::Value;

/// What a writer puts into a file.
class WriterTest : public testing::Test {
 protected:
  template <class Make>
  std::string Written(const engine::Table& table, Make make, const std::string& ending = "") {
    const fs::path path = folder_.path() / "out";
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ByteSink sink(descriptor, "out", {});
    const std::unique_ptr<RowWriter> writer = make(sink);
    const std::unique_ptr<engine::BatchStream> stream = StreamOf(table);
    EXPECT_TRUE(writer->Begin(stream->schema()));
    while (const std::unique_ptr<engine::Batch> batch = *stream->Next())
      EXPECT_TRUE(writer->Write(*batch, batch->rows));
    EXPECT_TRUE(writer->End(ending));
    ::close(descriptor);
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  TemporaryFolder folder_;
};

engine::Table AllTypes() {
  engine::Table table;
  table.schema = {{"hs_code", {TypeId::kText}}, {"n", {TypeId::kInteger}}, {"amount", {TypeId::kDecimal, 20, 2}},
                  {"x", {TypeId::kDouble}},     {"day", {TypeId::kDate}},  {"at", {TypeId::kTimestamp}},
                  {"yes", {TypeId::kBoolean}}};
  table.rows.push_back({std::string("0012"), int64_t{1'234'567}, engine::Decimal{123'450, 2}, 0.1,
                        Date::Of(2026, 2, 28), Timestamp{1'500'000}, true});
  table.rows.push_back({std::string("a,\"b\"\n"), Value(), Value(), std::nan(""), Value(), Value(), false});
  return table;
}

TEST_F(WriterTest, CsvQuotesWhatItMust) {
  EXPECT_EQ(Written(AllTypes(), [](ByteSink& sink) { return MakeCsvWriter(sink); }),
            "hs_code,n,amount,x,day,at,yes\n"
            "0012,1234567,1234.50,0.1,2026-02-28,1970-01-01 00:00:01.500000,true\n"
            "\"a,\"\"b\"\"\n\",,,nan,,,false\n");
}

TEST_F(WriterTest, CsvOfOneColumnHasNoEmptyLine) {
  engine::Table table = TableOf({{"a", TypeId::kText}});
  table.rows = {{Value()}, {std::string("x")}};
  EXPECT_EQ(Written(table, [](ByteSink& sink) { return MakeCsvWriter(sink); }), "a\n\"\"\nx\n");
}

TEST_F(WriterTest, JsonKeepsNumbersAndEscapes) {
  EXPECT_EQ(Written(AllTypes(), [](ByteSink& sink) { return MakeJsonWriter(sink, JsonShape::kArray); }),
            "[\n{\"hs_code\":\"0012\",\"n\":1234567,\"amount\":1234.50,\"x\":0.1,\"day\":\"2026-02-28\","
            "\"at\":\"1970-01-01 00:00:01.500000\",\"yes\":true},\n"
            "{\"hs_code\":\"a,\\\"b\\\"\\n\",\"n\":null,\"amount\":null,\"x\":null,\"day\":null,\"at\":null,\"yes\":"
            "false}\n]\n");
  engine::Table empty = TableOf({{"a", TypeId::kText}});
  EXPECT_EQ(Written(empty, [](ByteSink& sink) { return MakeJsonWriter(sink, JsonShape::kArray); }), "[]\n");
  EXPECT_EQ(Written(empty, [](ByteSink& sink) { return MakeJsonWriter(sink, JsonShape::kLines); }), "");
}

TEST_F(WriterTest, TableAlignsHangulAndNumbers) {
  engine::Table table = TableOf({{"name", TypeId::kText}, {"n", TypeId::kInteger}});
  table.rows = {{std::string("한글"), int64_t{5}}, {std::string("ab"), int64_t{12'345}}};
  const auto make = [](ByteSink& sink) { return MakeTableWriter(sink, Terminal{}); };
  EXPECT_EQ(Written(table, make, "2 rows"), "name       n\n한글       5\nab    12,345\n2 rows\n");
}

TEST_F(WriterTest, TableCutsTextsOnlyOnATerminal) {
  engine::Table table = TableOf({{"words", TypeId::kText}, {"n", TypeId::kInteger}});
  table.rows = {{std::string(100, 'x'), int64_t{1}}};
  Terminal terminal;
  terminal.output_is_terminal = true;
  terminal.width = 40;
  const std::string cut = Written(table, [&](ByteSink& sink) { return MakeTableWriter(sink, terminal); });
  for (const std::string& line : Split(cut, '\n')) EXPECT_LE(DisplayWidth(line), 40);
  EXPECT_NE(cut.find("…"), std::string::npos);
  const std::string whole = Written(table, [](ByteSink& sink) { return MakeTableWriter(sink, Terminal{}); });
  EXPECT_NE(whole.find(std::string(100, 'x')), std::string::npos);
}

TEST_F(WriterTest, FindingsReadAsBlocks) {
  engine::Table table = TableOf({{"rank", TypeId::kInteger},
                                 {"subject_type", TypeId::kText},
                                 {"subject_id", TypeId::kText},
                                 {"score", TypeId::kDouble},
                                 {"alert", TypeId::kBoolean},
                                 {"amount_at_stake_krw", TypeId::kInteger},
                                 {"reasons", TypeId::kText},
                                 {"reason_codes", TypeId::kText},
                                 {"members", TypeId::kText},
                                 {"office", TypeId::kText}});
  table.rows.push_back({int64_t{1}, std::string("import_item"), std::string("97061800/1"), 0.9312, true,
                        int64_t{12'300'000}, std::string("first reason · second reason"), std::string("a;b"), Value(),
                        std::string("020")});
  content::Model model;
  model.findings.subject_type = "import_item";
  model.findings.subject_title = {"Item", "품목"};
  model.findings.column_titles = {{"office", {"Office", "세관"}}};
  const auto make = [&model](ByteSink& sink) {
    return MakeFindingsWriter(sink, Terminal{}, model, Language::kEnglish);
  };
  const std::string text = Written(table, make, "1 finding");
  EXPECT_NE(text.find("97061800/1"), std::string::npos);
  EXPECT_EQ(text.find("import_item"), std::string::npos);
  EXPECT_NE(text.find(" • first reason\n"), std::string::npos);
  EXPECT_NE(text.find(" • second reason\n"), std::string::npos);
  EXPECT_NE(text.find("Office: 020"), std::string::npos);
  EXPECT_NE(text.find("ALERT"), std::string::npos);
}

TEST(CellTextTest, NumbersForPeople) {
  EXPECT_EQ(DisplayNumber(1234567.891), "1,234,567.89");
  EXPECT_EQ(DisplayNumber(0.03125), "0.0312");
  EXPECT_EQ(DisplayNumber(-1234.5), "-1,234.5");
  EXPECT_EQ(DisplayNumber(0), "0");
  EXPECT_EQ(DisplayNumber(1.2e-7), "1.2e-07");
}

TEST(ReportTextTest, WrapsAtSpaces) {
  EXPECT_EQ(Wrapped("one two three", 9, "- ", 2), "- one two\n  three\n");
  EXPECT_EQ(Wrapped("", 9, "- ", 2), "- \n");
}

TEST(BarTest, ReadsMeasureShareAndValue) {
  const Bar bar = *ParseBar("precision@5%=0.91");
  EXPECT_EQ(bar.measure, "precision");
  EXPECT_DOUBLE_EQ(bar.share, 0.05);
  EXPECT_DOUBLE_EQ(bar.least, 0.91);
  EXPECT_DOUBLE_EQ(ParseBar("recall@0.1=0.5")->share, 0.1);
  EXPECT_EQ(ParseBar("auc=0.8")->measure, "auc");
  for (const char* const text :
       {"", "precision", "precision=0.9", "auc@5%=1", "speed@5%=1", "precision@x=1", "precision@5%="}) {
    EXPECT_FALSE(ParseBar(text)) << text;
  }
}

TEST(BarTest, ComparesWithWhatWasMeasured) {
  analysis::Evaluation evaluation;
  learn::AtBudget budget;
  budget.share = 0.05;
  budget.precision.value = 0.9;
  evaluation.model.budgets = {budget};
  EXPECT_DOUBLE_EQ(*MeasuredFor(*ParseBar("precision@5%=0.1"), evaluation), 0.9);
  EXPECT_FALSE(MeasuredFor(*ParseBar("precision@7%=0.1"), evaluation));
  EXPECT_FALSE(MeasuredFor(*ParseBar("revenue@5%=0.1"), evaluation));
}

}  // namespace
}  // namespace tidewaiter::cli
