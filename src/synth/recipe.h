#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "content/catalogue.h"

namespace tidewaiter::synth {

/// An SQL text of the folder nation/, and where it stands.
struct SqlFile {
  std::string name;
  std::filesystem::path path;
  std::string sql;
};

/// What one model shall find, planted: `plan` changes the plans that the background has made (statements), `truth` is
/// the query of what was planted, in the columns of a truth file.
struct Scheme {
  std::string model;
  SqlFile plan, truth;
};

/// How a nation is made: nation/nation.toml with the SQL files that it names.
struct Recipe {
  std::vector<SqlFile> background;  ///< statements, in order; the first defines the draws
  std::vector<Scheme> schemes;
  std::vector<SqlFile> rows;  ///< one query each: rows of the dataset of that name, or of a table kept for later ones
};

/// Reads `root`/nation. `content.invalid` with all faults: unreadable TOML, missing files, a dataset without rows.
Result<Recipe> ReadRecipe(const std::filesystem::path& root, const content::Datasets& datasets);

/// The statements of a script, parted at semicolons outside comments and quoted text; empty ones are left out.
std::vector<std::string> StatementsOf(std::string_view script);

}  // namespace tidewaiter::synth
