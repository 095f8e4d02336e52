#include "ingest/column_names.h"

#include <gtest/gtest.h>

#include "content/catalogue.h"

namespace tidewaiter::ingest {
namespace {

class ColumnNames : public testing::Test {
 protected:
  ColumnNames() : datasets_(content::ReadDatasets(TIDEWAITER_SOURCE_DIR).value()) {}
  double Likeness(std::string_view name, const char* column, const char* dataset = "import_declaration") const {
    return NameLikeness(name, *datasets_.Find(dataset)->Find(column));
  }
  content::Datasets datasets_;
};

TEST_F(ColumnNames, TheContractsOwnNamesAreTheSame) {
  for (const char* name : {"declared_on", "Declared on", "DECLARED-ON", "Declaration date", "신고일자", " 신고 일자 "})
    EXPECT_EQ(Likeness(name, "declared_on"), 1) << name;
}

TEST_F(ColumnNames, WordsOfTheTradeInBothLanguages) {
  EXPECT_GT(Likeness("HS6 Code", "hs_code"), 0.8);
  EXPECT_GT(Likeness("HS6단위부호", "hs_code"), 0.8);
  EXPECT_GT(Likeness("세번부호", "hs_code"), 0.8);
  EXPECT_GT(Likeness("hscode", "hs_code"), 0.9);
  EXPECT_GT(Likeness("Date", "declared_on"), 0.6);
  EXPECT_GT(Likeness("declarationId", "declaration_id"), 0.9);
  EXPECT_GT(Likeness("Item Price", "customs_value_krw"), 0.5);
  EXPECT_GT(Likeness("수입신고구분코드", "process_type"), 0.6);
  EXPECT_GT(Likeness("신고중량(KG)", "net_mass_kg"), 0.5);
  EXPECT_EQ(Likeness("Fraud", "customs_value_krw"), 0);
  EXPECT_EQ(Likeness("", "hs_code"), 0);
  EXPECT_EQ(Likeness("()))((", "hs_code"), 0);
}

TEST_F(ColumnNames, TheNearerColumnWins) {
  EXPECT_GT(Likeness("Country of Origin Indicator", "origin_marking"), 0.7);
  EXPECT_GT(Likeness("원산지국가코드", "country_origin"), Likeness("원산지국가코드", "origin_marking"));
  EXPECT_GT(Likeness("원산지표시유무코드", "origin_marking"), Likeness("원산지표시유무코드", "country_origin"));
  EXPECT_GT(Likeness("관세율", "tax_rate_pct"), Likeness("관세율", "tax_type"));
  EXPECT_GT(Likeness("관세율구분코드", "tax_type"), Likeness("관세율구분코드", "tax_rate_pct"));
}

}  // namespace
}  // namespace tidewaiter::ingest
