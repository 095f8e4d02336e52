#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "content/catalogue.h"
#include "content/folder.h"
#include "content/model.h"
#include "content/table_reader.h"

namespace tidewaiter::content {

/// A model while its folder is read: what the parts share.
struct ModelDraft {
  Model model;
  FolderFiles files;
  const Datasets& datasets;
  Faults faults;  ///< of model.toml

  /// Where a file of the folder stands, for diagnostics.
  std::string PathOf(std::string_view relative) const { return (model.folder / relative).string(); }
  std::vector<std::string> InputNames() const;
};

/// The text of an SQL file that a key names; `path` becomes its place.
std::string ReadSqlFile(TableReader& table, std::string_view key, const ModelDraft& draft, std::filesystem::path& path);
/// The table's `name`, which must be an identifier.
std::string ReadName(TableReader& table);
/// How the faults call an entry of an array of tables.
std::string NameOf(const TomlNode& node, std::string_view what);

struct SettingRange {
  double least, most;
};

/// A number within the range, or what stands there already; integers where T is one.
template <class T>
void ReadSetting(TableReader& table, std::string_view key, SettingRange range, T& setting) {
  const auto number = table.Number(key);
  if (!number) return;
  const bool whole = !std::is_integral_v<T> || *number == std::floor(*number);
  if (*number >= range.least && *number <= range.most && whole) {
    setting = static_cast<T>(*number);
    return;
  }
  table.faults().Add(table.PlaceOf(key), "out_of_range",
                     fmt::format("\"{}\" must be {} {} to {}", key, std::is_integral_v<T> ? "an integer" : "a number",
                                 range.least, range.most));
}

/// Code, titles, theme, kind, status, version.
void ReadModelHead(TableReader& top, Model& model);

/// `[params.*]` (model_parameter_reader.cc).
void ReadParameters(TableReader& top, ModelDraft& draft);

/// `[[steps]]`, `[[evidence]]`, `[[views]]`, `[[assertions]]`, `[evaluation]` (model_step_reader.cc).
void ReadSteps(TableReader& top, ModelDraft& draft);
/// What a step of the kind `learn` declares (model_learning_reader.cc).
ModelLearning ReadLearning(TableReader& step, const ModelDraft& draft);
/// What a step of the kind `network` declares (model_network_reader.cc).
ModelNetwork ReadNetwork(TableReader& step, const ModelDraft& draft);
/// The key names an integer parameter of the model, or nothing.
void CheckIntegerParameter(TableReader& table, std::string_view key, const std::string& name, const ModelDraft& draft);

/// What a step of the kind `match` declares (model_match_reader.cc).
ModelMatching ReadMatching(TableReader& step, const ModelDraft& draft);
void ReadEvidence(TableReader& top, ModelDraft& draft);
/// `[[documents]]` (model_document_reader.cc).
void ReadDocuments(TableReader& top, ModelDraft& draft);
void ReadViews(TableReader& top, ModelDraft& draft);
void ReadAssertions(TableReader& top, ModelDraft& draft);
void ReadEvaluation(TableReader& top, ModelDraft& draft);

/// `[findings]`, `[reasons.*]` (model_finding_reader.cc).
void ReadFindings(TableReader& top, ModelDraft& draft);
void ReadReasons(TableReader& top, ModelDraft& draft);

/// tests/*.toml, and that the necessary kinds of tests are there (model_test_reader.cc).
void ReadTests(ModelDraft& draft);

/// Every SQL of the folder: parameters declared and used, portable spellings (model_sql_check.cc).
void CheckModelSql(const TomlNode& root, ModelDraft& draft);

/// card.md and card.ko.md with their sections (model_card.cc).
void ReadCards(ModelDraft& draft);

}  // namespace tidewaiter::content
