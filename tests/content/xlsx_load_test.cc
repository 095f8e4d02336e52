#include <xlsxwriter.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "support/ingest_fixture.h"

/// Real workbooks through the loader.
namespace tidewaiter::ingest {
namespace {

/// A workbook that is written when it goes.
class Workbook {
 public:
  explicit Workbook(const std::string& path) : book_(workbook_new(path.c_str())) {}
  ~Workbook() { EXPECT_EQ(workbook_close(book_), LXW_NO_ERROR); }
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  void Sheet(const char* name) {
    sheet_ = workbook_add_worksheet(book_, name);
    row_ = 0;
  }
  void Texts(const std::vector<std::string>& texts) {
    uint16_t column = 0;
    for (const std::string& text : texts) worksheet_write_string(sheet_, row_, column++, text.c_str(), nullptr);
    ++row_;
  }
  void Text(uint16_t column, const std::string& text) {
    worksheet_write_string(sheet_, row_, column, text.c_str(), nullptr);
  }
  void Number(uint16_t column, double number) { worksheet_write_number(sheet_, row_, column, number, nullptr); }
  void Time(uint16_t column, lxw_datetime time, const char* shown_as) {
    worksheet_write_datetime(sheet_, row_, column, &time, Format(shown_as));
  }
  void Formula(uint16_t column, const char* formula, double value) {
    worksheet_write_formula_num(sheet_, row_, column, formula, nullptr, value);
  }
  void Blank(uint16_t column) { worksheet_write_blank(sheet_, row_, column, Format("#,##0")); }
  void NextRow() { ++row_; }

 private:
  lxw_format* Format(const char* shown_as) {
    lxw_format* format = workbook_add_format(book_);
    format_set_num_format(format, shown_as);
    return format;
  }

  lxw_workbook* book_;
  lxw_worksheet* sheet_ = nullptr;
  uint32_t row_ = 0;
};

class XlsxTest : public IngestTest {
 protected:
  std::string File() const { return (folder_ / "book.xlsx").string(); }
  std::map<int64_t, std::string> RulesByRecord(int64_t load) {
    std::map<int64_t, std::string> rules;
    for (const Reject& reject : Rejects(load)) rules[reject.record] = reject.column + ":" + reject.rule;
    return rules;
  }
};

const std::vector<std::string> kNomenclature = {"hs_code", "level", "description_en", "description_ko"};
const std::vector<std::string> kRates = {"observed_on", "currency", "krw_per_unit"};

TEST_F(XlsxTest, TextKeepsItsZerosAndNumbersAreWhole) {
  {
    Workbook book(File());
    book.Sheet("품목");
    book.Texts(kNomenclature);
    book.Text(0, "0101"), book.Number(1, 4), book.Text(2, "Horses; \"live\""), book.Text(3, "말 — 살아있는 것"),
        book.NextRow();
    book.Number(0, 851712), book.Number(1, 6), book.Text(2, "Telephones"), book.NextRow();
    book.Number(0, 1201100000), book.Formula(1, "=5*2", 10), book.Text(2, "Soya"), book.NextRow();
    book.Text(0, "0102"), book.Number(1, 4.5), book.Text(2, "no whole number"), book.NextRow();
  }
  const LoadReport report = Must(Load("hs_nomenclature", File(), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).inserted, 3);
  EXPECT_EQ(RulesByRecord(report.id), (std::map<int64_t, std::string>{{4, "level:type"}}));
  EXPECT_EQ(Rejects(report.id).at(0).raw, "4.5");
  EXPECT_EQ(Single("select description_ko from hs_nomenclature where hs_code = '0101'"), "말 — 살아있는 것");
  EXPECT_EQ(Single("select level from hs_nomenclature where hs_code = '851712'"), "6");
  EXPECT_EQ(Single("select level from hs_nomenclature where hs_code = '1201100000'"), "10");
}

TEST_F(XlsxTest, DaysAreDaysHoweverTheyAreShown) {
  {
    Workbook book(File());
    book.Sheet("rates");
    book.Texts(kRates);
    int day = 4;
    for (const char* shown_as : {"yyyy-mm-dd", "dd/mm/yyyy", "yyyy\"년\" m\"월\" d\"일\"", "General"}) {
      book.Time(0, {2021, 1, day++, 0, 0, 0}, shown_as);
      book.Text(1, "USD"), book.Number(2, 1082.5), book.NextRow();
    }
    book.Time(0, {2021, 1, 8, 23, 59, 59.9}, "yyyy-mm-dd hh:mm"), book.Text(1, "USD"), book.Number(2, 1e-7),
        book.NextRow();
    book.Text(0, "2021-01-11"), book.Text(1, "USD"), book.Number(2, 1082.5), book.NextRow();
  }
  EXPECT_EQ(Must(Load("fx_rate", File())).feeds.at(0).inserted, 6);
  EXPECT_EQ(Single("select string_agg(cast(observed_on as varchar), ' ' order by observed_on) from fx_rate"),
            "2021-01-04 2021-01-05 2021-01-06 2021-01-07 2021-01-08 2021-01-11");
  EXPECT_EQ(Single("select krw_per_unit from fx_rate where observed_on = date '2021-01-08'"), "1e-07");
}

TEST_F(XlsxTest, TimesAreExactToTheMillisecond) {
  {
    Workbook book(File());
    book.Sheet("prices");
    book.Texts({"series", "observed_on", "observed_at", "price", "currency"});
    book.Text(0, "BTC_KRW"), book.Time(1, {2021, 5, 19, 0, 0, 0}, "yyyy-mm-dd");
    book.Time(2, {2021, 5, 19, 13, 14, 15.25}, "yyyy-mm-dd hh:mm:ss"), book.Number(3, 1), book.Text(4, "KRW"),
        book.NextRow();
  }
  Must(Load("market_price", File()));
  EXPECT_EQ(Single("select observed_at from market_price"), "2021-05-19 13:14:15.250000");
}

TEST_F(XlsxTest, NumbersThatAreNoDaysAreRejected) {
  {
    Workbook book(File());
    book.Sheet("rates");
    book.Texts(kRates);
    for (const double number : {2021.0, 20210104.0, 0.5, -3.0, 1e300}) {
      book.Number(0, number), book.Text(1, "USD"), book.Number(2, 1), book.NextRow();
    }
    book.Text(0, "infinity"), book.Text(1, "USD"), book.Number(2, 1), book.NextRow();
  }
  const LoadReport report = Must(Load("fx_rate", File(), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).rejected, 6);
  for (const auto& [record, rule] : RulesByRecord(report.id)) EXPECT_EQ(rule, "observed_on:type") << record;

  content::Source source = ContractSource(*datasets_.Find("fx_rate"));
  source.name = "compact_days";
  source.feeds[0].columns[0].format = "%Y%m%d";
  EXPECT_EQ(Must(LoadSource(source, File(), {.max_reject_share = 1})).feeds.at(0).inserted, 1);
  EXPECT_EQ(Single("select observed_on from fx_rate"), "2021-01-04");
}

TEST_F(XlsxTest, AFormatDoesNotHideRealDays) {
  {
    Workbook book(File());
    book.Sheet("rates");
    book.Texts(kRates);
    book.Text(0, "05/01/2021"), book.Text(1, "USD"), book.Number(2, 1), book.NextRow();
    book.Time(0, {2021, 1, 6, 0, 0, 0}, "dd/mm/yyyy"), book.Text(1, "USD"), book.Number(2, 2), book.NextRow();
  }
  content::Source source = ContractSource(*datasets_.Find("fx_rate"));
  source.feeds[0].columns[0].format = "%d/%m/%Y";
  EXPECT_EQ(Must(LoadSource(source, File())).feeds.at(0).inserted, 2);
  EXPECT_EQ(Single("select max(observed_on) from fx_rate"), "2021-01-06");
}

TEST_F(XlsxTest, WholeNumbersAsJavaWritesThem) {
  {
    Workbook book(File());
    book.Sheet("hs");
    book.Texts(kNomenclature);
    // A number cell `4.0` reaches the loader as the same text.
    book.Texts({"851712.0", "6.0", "Telephones"});
    book.Texts({"1.2011E9", "1.0E1", "Soya"});
    book.Texts({"1.5", "4", "no code"});
  }
  const LoadReport report = Must(Load("hs_nomenclature", File(), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).inserted, 2);
  EXPECT_EQ(Single("select level from hs_nomenclature where hs_code = '851712'"), "6");
  EXPECT_EQ(Single("select level from hs_nomenclature where hs_code = '1201100000'"), "10");
  EXPECT_EQ(RulesByRecord(report.id), (std::map<int64_t, std::string>{{3, "hs_code:format"}}));
  EXPECT_EQ(Rejects(report.id).at(0).raw, "1.5");
}

TEST_F(XlsxTest, TheSheetThatTheSourceNames) {
  {
    Workbook book(File());
    book.Sheet("Notes");
    book.Texts({"made by", "somebody"});
    book.Sheet("환율");
    book.Texts(kRates);
    book.Time(0, {2021, 1, 4, 0, 0, 0}, "yyyy-mm-dd"), book.Text(1, "USD"), book.Number(2, 1), book.NextRow();
  }
  EXPECT_EQ(Load("fx_rate", File()).error().code, ErrorCode::kColumnMissing) << "the first sheet, unless one is named";
  content::Source source = ContractSource(*datasets_.Find("fx_rate"));
  source.sheet = "환율";
  EXPECT_EQ(Must(LoadSource(source, File())).feeds.at(0).inserted, 1);
  source.sheet = "gone";
  const auto missing = LoadSource(source, File());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kFileUnreadable);
  EXPECT_NE(missing.error().message.find("gone"), std::string::npos) << missing.error().message;
}

TEST_F(XlsxTest, RowsWithoutAnyValueAreNoRecords) {
  {
    Workbook book(File());
    book.Sheet("rates");
    book.Texts(kRates);
    book.Time(0, {2021, 1, 4, 0, 0, 0}, "yyyy-mm-dd"), book.Text(1, "USD"), book.Number(2, 1), book.NextRow();
    book.NextRow();
    book.Text(0, "never"), book.Text(1, "USD"), book.Number(2, 1), book.NextRow();
    for (int row = 0; row < 100; ++row) book.Blank(0), book.Blank(2), book.NextRow();
  }
  const LoadReport report = Must(Load("fx_rate", File(), {.max_reject_share = 1}));
  EXPECT_EQ(report.feeds.at(0).read, 2);
  EXPECT_EQ(RulesByRecord(report.id), (std::map<int64_t, std::string>{{3, "observed_on:type"}}))
      << "records are counted with the empty row between them";
}

TEST_F(XlsxTest, DoubledAndNamelessColumns) {
  {
    Workbook book(File());
    book.Sheet("hs");
    book.Texts({"hs_code", "level", "Level", "description_en"});
    book.Texts({"0101", "4", "4", "x"});
  }
  EXPECT_EQ(Load("hs_nomenclature", File()).error().code, ErrorCode::kColumnDoubled);
  {
    Workbook book(File());
    book.Sheet("hs");
    book.Text(0, "hs_code"), book.Text(1, "level"), book.Text(3, " description_en "), book.NextRow();
    book.Texts({"0101", "4", "a column without a name", "x", "a cell beyond the header"});
  }
  const LoadReport report = Must(Load("hs_nomenclature", File()));
  EXPECT_EQ(report.feeds.at(0).inserted, 1);
  EXPECT_EQ(report.warnings.size(), 1U);
}

TEST_F(XlsxTest, WithoutAHeader) {
  {
    Workbook book(File());
    book.Sheet("rates");
    book.Time(0, {2021, 1, 4, 0, 0, 0}, "yyyy-mm-dd"), book.Text(1, "USD"), book.Number(2, 1), book.NextRow();
    book.Time(0, {2021, 1, 5, 0, 0, 0}, "yyyy-mm-dd"), book.Text(1, "USD"), book.Number(2, 2), book.NextRow();
  }
  content::Source source = ContractSource(*datasets_.Find("fx_rate"));
  source.header = false;
  source.columns = {"observed_on", "currency"};
  EXPECT_EQ(LoadSource(source, File()).error().code, ErrorCode::kColumnMissing);
  source.columns = kRates;
  EXPECT_EQ(Must(LoadSource(source, File())).feeds.at(0).inserted, 2);
}

TEST_F(XlsxTest, AnEmptySheetIsAnEmptyFile) {
  {
    Workbook book(File());
    book.Sheet("nothing");
  }
  EXPECT_EQ(Load("fx_rate", File()).error().code, ErrorCode::kFileEmpty);
}

TEST_F(XlsxTest, GuessedFromAWorkbook) {
  {
    Workbook book(File());
    book.Sheet("rates");
    book.Texts({"기준일", "통화코드", "원화 환율"});
    for (int day = 4; day < 8; ++day) {
      book.Time(0, {2021, 1, day, 0, 0, 0}, "yyyy-mm-dd"), book.Text(1, day % 2 == 0 ? "USD" : "EUR");
      book.Number(2, 1082.5), book.NextRow();
    }
  }
  const auto session = Must(warehouse_->OpenSession());
  const std::string proposal = Must(GuessSource(File(), "", *session, datasets_, {}));
  Diagnostics faults;
  const content::Source source = content::ParseSource(proposal, "sources/book/source.toml", datasets_, faults);
  EXPECT_TRUE(faults.empty()) << proposal;
  EXPECT_EQ(source.format, engine::FileFormat::kXlsx);
  EXPECT_EQ(Must(LoadSource(source, File())).feeds.at(0).inserted, 4) << proposal;
}

}  // namespace
}  // namespace tidewaiter::ingest
