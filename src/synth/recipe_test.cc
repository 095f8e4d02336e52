#include "synth/recipe.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/must.h"
#include "support/temporary_folder.h"

namespace tidewaiter::synth {
namespace {

namespace fs = std::filesystem;

TEST(RecipeTest, PartsAScriptAtSemicolonsOutsideTextAndComments) {
  const auto statements = StatementsOf("select ';' ; -- a; comment\nselect \"b;c\";;\n");
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(statements[0], "select ';'");
  EXPECT_EQ(statements[1], "-- a; comment\nselect \"b;c\"");
  EXPECT_TRUE(StatementsOf("-- nothing").empty());
}

TEST(RecipeTest, TheNationOfThisTreeCoversEveryDataset) {
  const fs::path root = TIDEWAITER_SOURCE_DIR;
  const content::Datasets datasets = Must(content::ReadDatasets(root));
  const Recipe recipe = Must(ReadRecipe(root, datasets));
  EXPECT_GE(recipe.rows.size(), datasets.all.size());
  EXPECT_EQ(recipe.schemes.size(), 4U);
}

TEST(RecipeTest, ListsMissingFilesAndDatasets) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / "nation");
  std::ofstream(folder.path() / "nation/nation.toml")
      << "background = [\"nothing\"]\nschemes = []\nrows = [\"also\"]\n";
  const content::Datasets datasets = Must(content::ReadDatasets(TIDEWAITER_SOURCE_DIR));
  const auto recipe = ReadRecipe(folder.path(), datasets);
  ASSERT_FALSE(recipe.has_value());
  EXPECT_EQ(recipe.error().code, ErrorCode::kContentInvalid);
  EXPECT_GE(recipe.error().diagnostics.size(), 2U + datasets.all.size());
}

}  // namespace
}  // namespace tidewaiter::synth
