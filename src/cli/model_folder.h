#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/context.h"

namespace tidewaiter::cli {

/// Makes `root`/models/`id` from the files of `root`/templates/model, with `{{id}}`, `{{code}}`, `{{title}}` filled in;
/// whole or not at all. The code is the next free NEW-nn. The folder.
Result<std::filesystem::path> MakeModelFolder(const std::filesystem::path& root, const std::string& id,
                                              const std::vector<std::string>& known_ids);

/// Runs the tests of the models and prints a line for each; `model.test_failed` when one fails.
Status RunModelTests(Context& context, const std::vector<content::Model>& models, const content::Datasets& datasets);

}  // namespace tidewaiter::cli
