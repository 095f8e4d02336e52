#include "statistics/sql_functions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb_engines.h"
#include "engine/warehouse.h"
#include "statistics/contingency.h"
#include "statistics/divergence.h"
#include "statistics/upper_tails.h"

namespace tidewaiter::statistics {
namespace {

class SqlFunctionsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(RegisterSqlFunctions(*session_).has_value()); }

  engine::Value ValueOf(const std::string& sql) {
    const auto table = session_->QueryTable("select " + sql);
    EXPECT_TRUE(table.has_value()) << table.error().message;
    return table ? table->rows[0][0] : engine::Value();
  }

  std::unique_ptr<engine::EngineFactory> engines_ = engine::MakeDuckDbEngines();
  std::unique_ptr<engine::LocalSession> session_ = std::move(*engines_->OpenScratch({}));
};

TEST_F(SqlFunctionsTest, GiveWhatTheFunctionsGive) {
  EXPECT_EQ(ValueOf("fisher_exact_ln_p(8, 10, 20, 100)"), engine::Value(FisherExactLnP(8, 10, 20, 100)));
  EXPECT_EQ(ValueOf("wilson_lower(3e0, 10e0, 1.96e0)"), engine::Value(WilsonLower(3, 10, 1.96)));
  EXPECT_EQ(ValueOf("wilson_upper(3e0, 10e0, 1.96e0)"), engine::Value(WilsonUpper(3, 10, 1.96)));
}

TEST_F(SqlFunctionsTest, TakeAndGiveLists) {
  using Counts = std::vector<int64_t>;
  EXPECT_EQ(ValueOf("jensen_shannon([9, 1], [4, 6])"), engine::Value(JensenShannon(Counts{9, 1}, Counts{4, 6}).bits));
  EXPECT_EQ(ValueOf("jensen_shannon_bias([9, 1], [4, 6])"),
            engine::Value(JensenShannon(Counts{9, 1}, Counts{4, 6}).bias));
  EXPECT_EQ(ValueOf("permutation_p([9, 1], [4, 6], 99, 7)"),
            engine::Value(PermutationP(Counts{9, 1}, Counts{4, 6}, 99, 7)));
  EXPECT_EQ(ValueOf("false_discovery_rates([0.01, 0.04, null, 0.03])::varchar"),
            engine::Value(std::string("[0.03, 0.04, nan, 0.04]")));
  EXPECT_EQ(ValueOf("list_transform(shift_correlation([1, 2, 4, 3, 6, 5], [1, 2, 4, 3, 6, 5], 0, 99), "
                    "x -> round(x, 6))::varchar"),
            engine::Value(std::string("[1.0, 0.166667]")));
  EXPECT_EQ(ValueOf("survival_share([1, 2, 3, 4], [1, 0, 1, null], 3)"), engine::Value(0.0));
  EXPECT_EQ(ValueOf("survival_share([1, 2, 3, 4], [1, 0, 1, 0], 3)"), engine::Value(0.375));
}

TEST_F(SqlFunctionsTest, DescribeAndResampleLists) {
  EXPECT_EQ(ToText(ValueOf("median_and_mad([1, 3, 3, 3, 13, null])[1]")), "3");
  EXPECT_EQ(ToText(ValueOf("round(medcouple([1, 2, 7, 9, 10, null]), 9)")), "-0.333333333");
  EXPECT_EQ(ToText(ValueOf("list_transform(adjusted_fences([1, 2, 3, 4, 5]), x -> round(x, 9))")), "[-1.0, 7.0]");
  EXPECT_EQ(ToText(ValueOf("len(mixture_fit([i % 2 + i / 1e4 for i in range(200)], 3))")), "6");
  EXPECT_EQ(ToText(ValueOf("mixture_fit([], 3)")), "[]");
  EXPECT_EQ(ToText(ValueOf("mcd_distances([i for i in range(9)], [2 * i + if(i = 4, 100, 0) for i in range(9)])[4:6]")),
            "[0.0, inf, 0.0]");
  EXPECT_EQ(ToText(ValueOf("block_ratio_interval([2, 4, 6, 8], [1, 2, 3, 4], 1, 99, 0.9, 1)")), "[2.0, 2.0, 2.0]");
  EXPECT_EQ(ToText(ValueOf("dumping_bootstrap([3, 3, 3], [1, 1, 1], [2, 2, 2], [1, 1, 1], 1, 3, 1)")),
            "[0.5, 0.5, 0.5]");
}

TEST_F(SqlFunctionsTest, FindChangesWithPlacesFromOne) {
  EXPECT_EQ(ToText(ValueOf("level_shift([1, 2, 1, 2, 8, 9, 8, 9])[1:3]")), "[5.0, 1.5, 8.5]");
  EXPECT_EQ(ToText(ValueOf("level_shift([1, 2])[1]")), "nan");
  EXPECT_EQ(ToText(ValueOf("cusum([0, 1, 0, 1, 0, 1, 9, 9], 0.5, 5)[1:2]")), "[8.0, 7.0]");
  EXPECT_EQ(ToText(ValueOf("cusum([0, 1, 0, 1, 0, 1, 9, 9], 0.5, 5)[4]")), "nan");
}

TEST_F(SqlFunctionsTest, GiveUpperTails) {
  EXPECT_EQ(ValueOf("chi_squared_upper(7.378, 2)"), engine::Value(ChiSquaredUpper(7.378, 2)));
  EXPECT_EQ(ValueOf("binomial_upper(8, 10, 0.5)"), engine::Value(BinomialUpper(8, 10, 0.5)));
  EXPECT_EQ(ValueOf("poisson_upper(3, 0.5)"), engine::Value(PoissonUpper(3, 0.5)));
  EXPECT_EQ(ValueOf("normal_upper(3)"), engine::Value(NormalUpper(3)));
}

TEST_F(SqlFunctionsTest, AnswerNanToListsThatAreNoCounts) {
  for (const std::string sql :
       {"jensen_shannon([1.5, 2], [1, 2])", "jensen_shannon([1, null], [1, 2])", "jensen_shannon([], [])",
        "jensen_shannon([1], [1, 2])", "jensen_shannon_bias([-1, 2], [1, 2])", "permutation_p([1, 2], [1, 2], 0, 1)",
        "permutation_p([1e9, 2], [1, 2], 9, 1)", "permutation_p([1, null], [1, 2], 9, 1)",
        "shift_correlation([1, 2], [1, 2], 0, 9)[1]", "survival_share([1], [1, 0], 3)", "survival_share([], [], 3)"})
    EXPECT_EQ(ToText(ValueOf(sql)), "nan") << sql;
  EXPECT_EQ(ValueOf("jensen_shannon(null, [1, 2])"), engine::Value());
}

TEST_F(SqlFunctionsTest, TakeCountsOfAnyNumericType) {
  EXPECT_EQ(ValueOf("wilson_lower(count(*), 10, 1.96) from range(3)"), engine::Value(WilsonLower(3, 10, 1.96)));
}

TEST_F(SqlFunctionsTest, AnswerNullToNull) {
  EXPECT_EQ(ValueOf("fisher_exact_ln_p(8, null, 20, 100)"), engine::Value());
  EXPECT_EQ(ValueOf("wilson_lower(null, 10e0, 1.96e0)"), engine::Value());
  EXPECT_EQ(ValueOf("wilson_upper(3e0, 10e0, null)"), engine::Value());
}

TEST_F(SqlFunctionsTest, AnswerNanToImpossibleCounts) {
  EXPECT_TRUE(std::isnan(engine::ToDouble(ValueOf("fisher_exact_ln_p(11, 10, 20, 100)"))));
}

TEST_F(SqlFunctionsTest, DrawEvenlyAndTheSameForTheSameSeed) {
  EXPECT_EQ(ValueOf("seeded_uniform(1, 'A/1')"), ValueOf("seeded_uniform(1, 'A/1')"));
  EXPECT_NE(ValueOf("seeded_uniform(1, 'A/1')"), ValueOf("seeded_uniform(2, 'A/1')"));
  EXPECT_EQ(ValueOf("seeded_uniform(1, null)"), engine::Value());
  // Of 10,000 draws each tenth holds 1,000, give or take five standard deviations of 30.
  EXPECT_EQ(
      ValueOf("count(*) from (select count(*) as n from (select floor(10 * seeded_uniform(7, i || '/1')) as tenth "
              "from range(10000) as r(i)) group by tenth) where n between 850 and 1150"),
      engine::Value(int64_t{10}));
}

TEST_F(SqlFunctionsTest, CompareNamesOfParties) {
  EXPECT_EQ(ValueOf("name_likeness('한빛무역', '(주)한빛 무역')"), engine::Value(1.0));
  EXPECT_EQ(ValueOf("name_likeness('한빛무역', null)"), engine::Value());
}

TEST_F(SqlFunctionsTest, MayBeRegisteredTwice) { EXPECT_TRUE(RegisterSqlFunctions(*session_).has_value()); }

TEST_F(SqlFunctionsTest, WorkOverManyRowsWithNullsBetween) {
  const auto table = session_->QueryTable(
      "select count(p), count(*) filter (where p is distinct from q) from (select "
      "fisher_exact_ln_p(case when i % 3 = 0 then null else 1 end, 10, i, 100000) as p, "
      "case when i % 3 = 0 then null else fisher_exact_ln_p(1, 10, i, 100000) end as q from range(1, 50001) as t(i))");
  ASSERT_TRUE(table.has_value()) << table.error().message;
  EXPECT_EQ(table->rows[0][0], engine::Value(int64_t{33'334}));
  EXPECT_EQ(table->rows[0][1], engine::Value(int64_t{0}));
}

}  // namespace
}  // namespace tidewaiter::statistics
