#include <fmt/format.h>

#include <algorithm>

#include "content/catalogue.h"
#include "content/dataset_reader.h"
#include "content/folder.h"

namespace tidewaiter::content {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> ListNames(const Datasets& datasets) {
  std::vector<std::string> names;
  for (const CodeList& list : datasets.lists) names.push_back(list.name);
  return names;
}

Status ReadLists(const fs::path& folder, Datasets& datasets, Diagnostics& diagnostics) {
  for (const fs::path& file : TRY(Children(folder))) {
    if (file.extension() != ".csv") continue;
    Faults faults(file.string(), diagnostics);
    datasets.lists.push_back(ReadCodeList(TRY(ReadWholeFile(file)), file.stem().string(), faults));
  }
  return {};
}

void WarnOfUnusedLists(const fs::path& folder, const Datasets& datasets, Diagnostics& diagnostics) {
  for (const CodeList& list : datasets.lists) {
    const bool used = std::ranges::any_of(datasets.all, [&](const Dataset& dataset) {
      return std::ranges::find(dataset.columns, list.name, &DatasetColumn::list) != dataset.columns.end();
    });
    if (used) continue;
    Faults faults((folder / (list.name + ".csv")).string(), diagnostics);
    faults.Warn({}, "unused_list", fmt::format("no column uses the list \"{}\"", list.name));
  }
}

}  // namespace

Result<Datasets> ReadDatasets(const fs::path& root) {
  const fs::path folder = root / "datasets";
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return Fail(ErrorCode::kFileMissing, "the folder of the datasets is missing (" + folder.string() + ")",
                "set TIDEWAITER_CONTENT to the folder that holds datasets/, sources/ and models/");
  }
  Datasets datasets;
  Diagnostics diagnostics;
  TRY(ReadLists(folder / "lists", datasets, diagnostics));
  const std::vector<std::string> lists = ListNames(datasets);
  for (const fs::path& file : TRY(Children(folder))) {
    if (file.extension() != ".toml") continue;
    Faults faults(file.string(), diagnostics);
    datasets.all.push_back(ReadDatasetText(TRY(ReadWholeFile(file)), faults, &lists));
  }
  std::ranges::sort(datasets.all, {}, &Dataset::name);
  WarnOfUnusedLists(folder / "lists", datasets, diagnostics);
  if (HasErrors(diagnostics)) return Fail(ContentError(std::move(diagnostics), "the folder of the datasets"));
  SortByPlace(diagnostics);
  datasets.warnings = std::move(diagnostics);
  return datasets;
}

}  // namespace tidewaiter::content
