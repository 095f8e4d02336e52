#include "synth/recipe.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "content/folder.h"
#include "content/sql_text.h"
#include "content/table_reader.h"

namespace tidewaiter::synth {
namespace {

namespace fs = std::filesystem;
using content::Need;

SqlFile ReadSql(const fs::path& path, std::string name, content::Faults& faults, content::Place place) {
  SqlFile file{std::move(name), path, {}};
  auto text = content::ReadWholeFile(path);
  if (text) {
    file.sql = *std::move(text);
  } else {
    faults.Add(place, "missing_file", fmt::format("the nation names a file that cannot be read ({})", path.string()));
  }
  return file;
}

std::vector<SqlFile> ReadGroup(content::TableReader& table, std::string_view key, const fs::path& folder) {
  std::vector<SqlFile> files;
  for (const std::string& name : table.Texts(key, Need::kRequired)) {
    files.push_back(ReadSql(folder / key / (name + ".sql"), name, table.faults(), table.PlaceOf(key)));
  }
  return files;
}

std::vector<Scheme> ReadSchemes(content::TableReader& table, const fs::path& folder) {
  std::vector<Scheme> schemes;
  const content::Place place = table.PlaceOf("schemes");
  for (const std::string& model : table.Texts("schemes", Need::kRequired)) {
    const fs::path home = folder / "schemes" / model;
    schemes.push_back({model, ReadSql(home / "plan.sql", model, table.faults(), place),
                       ReadSql(home / "truth.sql", model, table.faults(), place)});
  }
  return schemes;
}

void ReportMissing(const Recipe& recipe, const content::Datasets& datasets, content::TableReader& table) {
  for (const std::string& name : datasets.Names()) {
    const bool made = std::ranges::find(recipe.rows, name, &SqlFile::name) != recipe.rows.end();
    if (!made) table.faults().Add(table.PlaceOf("rows"), "dataset", fmt::format("no rows for the dataset {}", name));
  }
}

}  // namespace

Result<Recipe> ReadRecipe(const fs::path& root, const content::Datasets& datasets) {
  const fs::path folder = root / "nation";
  const fs::path path = folder / "nation.toml";
  const std::string text = TRY(content::ReadWholeFile(path));
  Diagnostics diagnostics;
  content::Faults faults(path.string(), diagnostics);
  const auto toml = content::ParseToml(text, path.string(), diagnostics);
  Recipe recipe;
  if (toml) {
    content::TableReader table(*toml, "the nation", faults);
    recipe.background = ReadGroup(table, "background", folder);
    recipe.schemes = ReadSchemes(table, folder);
    recipe.rows = ReadGroup(table, "rows", folder);
    table.Finish();
    ReportMissing(recipe, datasets, table);
  }
  if (!diagnostics.empty()) return Fail(content::ContentError(std::move(diagnostics), "the nation"));
  return recipe;
}

std::vector<std::string> StatementsOf(std::string_view script) {
  std::vector<std::string> statements;
  size_t begin = 0;
  bool empty = true;
  const auto cut = [&](size_t end) {
    if (!empty) statements.emplace_back(Trim(script.substr(begin, end - begin)));
    empty = true;
  };
  for (const content::SqlToken& token : content::TokensOf(script).tokens) {
    const bool ends = token.kind == content::SqlTokenKind::kSymbol && token.text == ";";
    if (ends) {
      cut(token.offset);
      begin = token.offset + 1;
    } else {
      empty = false;
    }
  }
  cut(script.size());
  return statements;
}

}  // namespace tidewaiter::synth
