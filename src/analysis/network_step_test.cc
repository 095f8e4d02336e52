#include "analysis/network_step.h"

#include <gtest/gtest.h>

#include "engine/duckdb/duckdb_engines.h"

namespace tidewaiter::analysis {
namespace {

using content::NetworkOperation;

class NetworkStepTest : public testing::Test {
 protected:
  void SetUp() override {
    step_.name = "found";
    step_.kind = content::StepKind::kNetwork;
    step_.network.emplace();
    network().edges = "e";
    network().source = "a";
    network().target = "b";
    network().seed_node = "node";
    network().node = "node";
  }

  content::ModelNetwork& network() { return *step_.network; }

  void Make(const std::string& table, const std::string& sql) {
    const auto made = session_->CreateTable(table, sql, {}, {});
    ASSERT_TRUE(made.has_value()) << made.error().message;
  }
  /// `rows` as SQL values; NULL needs no cast.
  void MakeEdges(const std::string& rows, const std::string& columns = "a, b") {
    Make("e", "select * from (values " + rows + ") as v(" + columns + ")");
  }
  void MakeSeeds(const std::string& rows) {
    network().seeds = "s";
    Make("s", "select * from (values " + rows + ") as v(node)");
  }
  void MakeNodes(const std::string& rows) {
    network().nodes = "n";
    Make("n", "select * from (values " + rows + ") as v(node)");
  }

  Result<std::vector<std::string>> Try(NetworkOperation operation) {
    network().operation = operation;
    return RunNetworkStep(*session_, step_, parameters_, {});
  }
  std::vector<std::string> Run(NetworkOperation operation) {
    auto warnings = Try(operation);
    EXPECT_TRUE(warnings.has_value()) << warnings.error().message;
    return warnings ? *warnings : std::vector<std::string>();
  }

  /// All rows, in their order: `a,1,2 b,1,2`.
  std::string Text(const std::string& sql) {
    const auto table = session_->QueryTable(sql);
    EXPECT_TRUE(table.has_value()) << table.error().message;
    std::string text;
    for (const auto& row : table->rows) {
      text += text.empty() ? "" : " ";
      for (size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : ",") + engine::ToText(row[i]);
    }
    return text;
  }

  std::unique_ptr<engine::EngineFactory> engines_ = engine::MakeDuckDbEngines();
  std::unique_ptr<engine::LocalSession> session_ = std::move(*engines_->OpenScratch({}));
  content::ModelStep step_;
  engine::Parameters parameters_;
};

TEST_F(NetworkStepTest, FindsComponents) {
  MakeEdges("('d', 'c'), ('b', 'a'), ('c', 'd'), ('b', 'x'), ('q', 'q'), (null, 'z'), ('a', null)");
  MakeNodes("('lonely'), ('a'), (null)");
  const std::vector<std::string> warnings = Run(NetworkOperation::kComponents);
  EXPECT_EQ(Text("select * from found"), "a,1,3 b,1,3 c,2,2 d,2,2 lonely,3,1 q,4,1 x,1,3");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("(table e, 2 rows)"), std::string::npos);
}

TEST_F(NetworkStepTest, FindsStrongComponents) {
  MakeEdges("(1, 2), (2, 3), (3, 1), (3, 4)");
  network().directed = true;
  Run(NetworkOperation::kComponents);
  EXPECT_EQ(Text("select * from found"), "1,1,3 2,1,3 3,1,3 4,2,1");
}

TEST_F(NetworkStepTest, RanksFromSeeds) {
  MakeEdges(
      "('b', 'a', 1e0, date '2025-01-10'), ('b', 'c', 1e0, date '2025-01-10'), ('b', 'c', 2e0, null), "
      "('c', 'd', 5e0, date '2025-01-10'), ('u', 'v', 1e0, null), ('a', 'd', -1e0, null), ('a', 'd', null, null), "
      "('a', 'd', cast('nan' as double), null), ('a', 'd', cast('inf' as double), null)",
      "a, b, w, day");
  MakeSeeds("('b'), ('nobody'), ('b'), (null)");
  network().weight = "w";
  network().day = "day";
  network().half_life_days = 30;
  network().hub_weighting = true;
  const std::vector<std::string> warnings = Run(NetworkOperation::kPagerank);
  EXPECT_EQ(Text("select node, seed, personalised > plain, abs(ratio - personalised / plain) < 1e-12 from found"),
            "a,false,true,true b,true,true,true c,false,true,true d,false,true,true u,false,false,true "
            "v,false,false,true");
  EXPECT_EQ(Text("select node from found order by personalised desc, node"), "c b d a u v");
  EXPECT_EQ(Text("select round(sum(personalised), 9), round(sum(plain), 9) from found"), "1,1");
  EXPECT_EQ(warnings.size(), 2U);  // four edges without weight, a seed that is no node
}

TEST_F(NetworkStepTest, WeighsSeeds) {
  MakeEdges("('a', 'b'), ('c', 'd')");
  network().seeds = "s";
  network().seed_weight = "w";
  Make("s", "select * from (values ('a', 3), ('c', 1), ('d', 0), ('b', null)) as v(node, w)");
  Run(NetworkOperation::kPagerank);
  EXPECT_EQ(Text("select node, seed, round(personalised / (select personalised from found where node = 'c'), 9) "
                 "from found where seed"),
            "a,true,3 c,true,1");
}

TEST_F(NetworkStepTest, GivesTheSameBitsInWhateverOrderTheRowsCome) {
  const std::string links =
      "select (i * 7919) % 997 as a, (i * i) % 1009 as b, 1e0 / (1 + i % 13) as w, date '2025-01-01' + i % 300 as day "
      "from (select cast(range as integer) as i from range(5000))";
  MakeSeeds("(1), (17)");
  network().weight = "w";
  network().day = "day";
  network().half_life_days = 90;
  network().hub_weighting = true;
  std::vector<std::string> texts;
  for (const char* order : {"a, b, w", "w desc, b desc", "hash(a + b)"}) {
    Make("e", links + " order by " + order);
    Run(NetworkOperation::kPagerank);
    texts.push_back(Text("select * from found"));
    Run(NetworkOperation::kCommunities);
    texts.back() += Text("select * from found");
  }
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_EQ(texts[0], texts[2]);
}

TEST_F(NetworkStepTest, FindsCommunities) {
  MakeEdges("('a', 'b'), ('b', 'c'), ('a', 'c'), ('c', 'd'), ('d', 'e'), ('e', 'f'), ('d', 'f')");
  parameters_["seed"] = int64_t{7};
  network().random_seed = "seed";
  Run(NetworkOperation::kCommunities);
  EXPECT_EQ(Text("select * from found"), "a,1,3 b,1,3 c,1,3 d,2,3 e,2,3 f,2,3");
}

TEST_F(NetworkStepTest, ExplainsPaths) {
  MakeEdges("('s', 'm', 'phone'), ('m', 's', 'phone'), ('s', 'm', 'address'), ('m', 'n', 'bank'), ('n', 'far', null)",
            "a, b, kind");
  MakeSeeds("('s')");
  MakeNodes("('n'), ('s'), ('far'), ('unknown'), ('n'), (null)");
  network().label = "kind";
  Run(NetworkOperation::kPaths);
  EXPECT_EQ(Text("select * from found"),
            "far,0,far,, far,1,n,,1 far,2,m,bank,1 far,3,s,phone,3 n,0,n,, n,1,m,bank,1 n,2,s,phone,3 s,0,s,,");
  network().most_links = 2;
  const std::vector<std::string> warnings = Run(NetworkOperation::kPaths);
  EXPECT_EQ(Text("select distinct node from found order by 1"), "n s");
  EXPECT_EQ(warnings.size(), 1U);
}

TEST_F(NetworkStepTest, FollowsTheDirectionOfPaths) {
  MakeEdges("('s', 'm', 'pays'), ('m', 's', 'ships'), ('n', 's', 'pays')", "a, b, kind");
  MakeSeeds("('s')");
  MakeNodes("('m'), ('n')");
  network().label = "kind";
  network().directed = true;
  Run(NetworkOperation::kPaths);
  EXPECT_EQ(Text("select * from found"), "m,0,m,, m,1,s,pays,1");
}

TEST_F(NetworkStepTest, DrawsNeighbourhoods) {
  MakeEdges(
      "('c', 'b', 'pays', 2e0), ('b', 'c', 'pays', 3e0), ('b', 'a', 'owns', 1e0), ('a', 'x', 'owns', 1e0), "
      "('x', 'y', 'owns', 1e0)",
      "a, b, kind, w");
  MakeNodes("('c'), ('alone')");
  network().label = "kind";
  network().weight = "w";
  Run(NetworkOperation::kNeighbourhood);
  EXPECT_EQ(Text("select * from found"), "alone,alone,0,0,0 c,c,0,1,0 c,b,1,2,0 c,a,2,2,1");
  EXPECT_EQ(Text("select * from found_links"), "c,a,b,owns,1,1 c,b,c,pays,2,5");
  EXPECT_EQ(Text("select * from found_totals"), "alone,1,1,0,0 c,3,3,2,1");
  network().directed = true;
  network().most_nodes = 2;
  network().most_centres = 1;
  MakeNodes("('c'), ('y')");
  EXPECT_EQ(Run(NetworkOperation::kNeighbourhood).size(), 1U);
  EXPECT_EQ(Text("select * from found_links"), "c,b,c,pays,1,3 c,c,b,pays,1,2");
  EXPECT_EQ(Text("select * from found_totals"), "c,3,2,1,1");
}

TEST_F(NetworkStepTest, MakesEmptyTablesOfNothing) {
  Make("e", "select 'a' as a, 'b' as b, 1e0 as w where 1 = 0");
  Make("s", "select 'a' as node where 1 = 0");
  Make("n", "select 'a' as node where 1 = 0");
  network().seeds = "s";
  network().nodes = "n";
  network().weight = "w";
  for (const auto operation :
       {NetworkOperation::kComponents, NetworkOperation::kPagerank, NetworkOperation::kCommunities,
        NetworkOperation::kPaths, NetworkOperation::kNeighbourhood}) {
    Run(operation);
    EXPECT_EQ(Text("select count(*) from found"), "0");
  }
  EXPECT_EQ(Text("select count(*) from found_links"), "0");
  EXPECT_EQ(Text("select count(*) from found_totals"), "0");
}

TEST_F(NetworkStepTest, BearsTenThousandFirmsOnOnePhone) {
  Make("e", "select 'firm ' || range as a, 'phone' as b from range(10000)");
  MakeSeeds("('firm 1')");
  MakeNodes("('firm 2')");
  network().hub_weighting = true;
  Run(NetworkOperation::kPagerank);
  EXPECT_EQ(Text("select count(*), count(*) filter (where personalised > 0) from found"), "10001,10001");
  Run(NetworkOperation::kPaths);
  EXPECT_EQ(Text("select party from found"), "firm 2 phone firm 1");
  Run(NetworkOperation::kNeighbourhood);
  EXPECT_EQ(Text("select * from found_totals"), "firm 2,10001,50,49,9951");
}

TEST_F(NetworkStepTest, NamesAColumnThatIsAbsent) {
  MakeEdges("('a', 'b')");
  network().weight = "amount";
  const auto warnings = Try(NetworkOperation::kComponents);
  ASSERT_FALSE(warnings.has_value());
  EXPECT_EQ(warnings.error().code, ErrorCode::kSqlInvalid);
  EXPECT_NE(warnings.error().message.find("amount"), std::string::npos);
}

}  // namespace
}  // namespace tidewaiter::analysis
