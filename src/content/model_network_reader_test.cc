#include <gtest/gtest.h>

#include "content/model.h"
#include "content/test_content.h"

namespace tidewaiter::content {
namespace {

constexpr std::string_view kReasons = "[[steps]]\nname = \"reasons\"";

/// A model with a network step between its findings and its reasons.
class ModelNetworkReader : public testing::Test {
 protected:
  void SetUp() override { WriteModel(root_, "dear_goods"); }

  Result<Model> Read(const std::string& keys) const {
    const std::string step =
        "[[steps]]\nname = \"near\"\nkind = \"network\"\nstage = \"local\"\n"
        "title = { en = \"Near\", ko = \"가까움\" }\nedges = \"findings\"\nsource = \"a\"\n"
        "target = \"b\"\n" +
        keys + "\n\n" + std::string(kReasons);
    root_.Write("models/dear_goods/model.toml", Replaced(ModelToml(), kReasons, step));
    return ReadModel(root_.path() / "models/dear_goods", datasets_);
  }
  /// Codes of the faults, without their prefix.
  std::string Faults(const std::string& keys) const {
    const auto model = Read(keys);
    std::string codes;
    if (model) return codes;
    for (const Diagnostic& fault : model.error().diagnostics) {
      if (fault.severity == Severity::kError) codes += (codes.empty() ? "" : " ") + fault.code.substr(8);
    }
    return codes;
  }

  TestFolder root_;
  Datasets datasets_ = DeclarationDatasets();
};

constexpr const char* kSeeds = "seeds = \"findings\"\nseed_node = \"a\"\n";
constexpr const char* kNodes = "nodes = \"findings\"\nnode = \"a\"\n";

TEST_F(ModelNetworkReader, ReadsEveryKey) {
  const auto model = Read(std::string("operation = \"paths\"\ndirected = true\nweight = \"w\"\nday = \"d\"\n") +
                          "half_life_days = 90\nhub_weighting = true\nrestart = 0.2\nprefer = \"rank\"\nlabel = \"l\"\n"
                          "most_links = 5\nseed_weight = \"v\"\n" +
                          kSeeds + kNodes);
  ASSERT_TRUE(model.has_value()) << AllText(model.error().diagnostics);
  const ModelStep& step = model->steps.at(1);
  EXPECT_EQ(step.kind, StepKind::kNetwork);
  EXPECT_EQ(step.Reads(), (std::vector<std::string>{"findings", "findings", "findings"}));
  EXPECT_EQ(step.Tables(), std::vector<std::string>{"near"});
  const ModelNetwork& network = *step.network;
  EXPECT_EQ(network.operation, NetworkOperation::kPaths);
  EXPECT_EQ(network.prefer, PathPreference::kRank);
  EXPECT_TRUE(network.directed && network.hub_weighting);
  EXPECT_EQ(network.half_life_days, 90);
  EXPECT_EQ(network.restart, 0.2);
  EXPECT_EQ(network.most_links, 5);
  EXPECT_EQ(network.weight + network.day + network.label + network.seed_weight, "wdlv");
}

TEST_F(ModelNetworkReader, TakesTheDefaults) {
  const auto model = Read(std::string("operation = \"neighbourhood\"\n") + kNodes);
  ASSERT_TRUE(model.has_value()) << AllText(model.error().diagnostics);
  const ModelNetwork& network = *model->steps.at(1).network;
  EXPECT_EQ(network.hops, 2);
  EXPECT_EQ(network.most_nodes, 50);
  EXPECT_FALSE(network.directed || network.half_life_days);
  EXPECT_EQ(model->steps.at(1).Tables(), (std::vector<std::string>{"near", "near_links", "near_totals"}));
}

TEST_F(ModelNetworkReader, AcceptsEachOperationWithWhatItNeeds) {
  EXPECT_EQ(Faults("operation = \"components\""), "");
  EXPECT_EQ(Faults(std::string("operation = \"pagerank\"\n") + kSeeds), "");
  EXPECT_EQ(Faults("operation = \"communities\"\nresolution = 2\niterations = 5"), "");
}

TEST_F(ModelNetworkReader, ReportsWhatDoesNotFit) {
  EXPECT_EQ(Faults("operation = \"component\""), "unknown_word");
  EXPECT_EQ(Faults("operation = \"components\"\nrestart = 0.5"), "unknown_key");
  EXPECT_EQ(Faults("operation = \"pagerank\""), "missing_key missing_key");
  EXPECT_EQ(Faults(std::string("operation = \"pagerank\"\nrestart = 1\n") + kSeeds), "out_of_range");
  EXPECT_EQ(Faults(std::string("operation = \"pagerank\"\nhalf_life_days = 5\n") + kSeeds), "missing_key");
  EXPECT_EQ(Faults("operation = \"pagerank\"\nseeds = \"nowhere\"\nseed_node = \"a\""), "step_order");
  EXPECT_EQ(Faults("operation = \"components\"\nnodes = \"findings\""), "missing_key");
  EXPECT_EQ(Faults("operation = \"communities\"\ndirected = true"), "unknown_key");
  EXPECT_EQ(Faults("operation = \"communities\"\nrandom_seed = \"floor_krw\""), "wrong_type");
  EXPECT_EQ(Faults("operation = \"communities\"\nrandom_seed = \"flor\""), "unknown_parameter");
}

}  // namespace
}  // namespace tidewaiter::content
