#include "cli/model_folder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "analysis/model_test_runner.h"
#include "base/text.h"
#include "store/system_error.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;
using Placeholders = std::vector<std::pair<std::string, std::string>>;

bool IsIdentifier(std::string_view id) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !id.empty() && id[0] >= 'a' && id[0] <= 'z' && std::all_of(id.begin(), id.end(), plain);
}

/// `late_declarations` → `Late declarations`.
std::string TitleOf(std::string id) {
  std::replace(id.begin(), id.end(), '_', ' ');
  id[0] = static_cast<char>(id[0] - 'a' + 'A');
  return id;
}

/// The code stands in the text of model.toml: enough to see which are taken.
std::string FreeCode(const fs::path& root, const std::vector<std::string>& known_ids) {
  std::string taken;
  for (const std::string& id : known_ids) {
    taken += store::ReadSmallFile(root / "models" / id / "model.toml").value_or("");
  }
  int number = 1;
  while (taken.find(fmt::format("\"NEW-{:02}\"", number)) != std::string::npos) ++number;
  return fmt::format("NEW-{:02}", number);
}

std::string Filled(std::string text, const Placeholders& placeholders) {
  for (const auto& [name, value] : placeholders) {
    for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

Status CopyFilled(const fs::path& from, const fs::path& to, const Placeholders& placeholders) {
  const std::string text = TRY(store::ReadSmallFile(from));
  TRY(store::WriteFileAtomically(to, Filled(text, placeholders)));
  std::error_code error;
  fs::permissions(to, fs::perms::group_read | fs::perms::others_read, fs::perm_options::add, error);
  return {};
}

Status CopyTemplate(const fs::path& from, const fs::path& to, const Placeholders& placeholders) {
  std::error_code error;
  fs::create_directories(to, error);
  for (fs::recursive_directory_iterator entry(from, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path target = to / entry->path().lexically_relative(from);
    std::error_code made;
    fs::create_directories(entry->is_directory(made) ? target : target.parent_path(), made);
    if (!entry->is_directory(made)) TRY(CopyFilled(entry->path(), target, placeholders));
  }
  if (error) return Fail(store::SystemError(error.value(), "cannot copy the template", from));
  return {};
}

Status PrintResult(Context& context, const analysis::ModelTestResult& result) {
  std::string text = fmt::format("{}  {} / {}", result.passed ? "ok  " : "FAIL", result.model_id, result.test);
  for (const std::string& fault : result.faults) text += "\n      " + Printable(fault);
  return context.Print(text);
}

struct TestCounts {
  int64_t passed = 0, failed = 0;
};

Status TestOne(Context& context, const content::Model& model, const content::Datasets& datasets, TestCounts& counts) {
  const std::vector<analysis::ModelTestResult> results =
      TRY(analysis::TestModel(context.engines(), model, datasets, context.Control()));
  for (const analysis::ModelTestResult& result : results) {
    ++(result.passed ? counts.passed : counts.failed);
    TRY(PrintResult(context, result));
  }
  return context.out().Flush();
}

}  // namespace

Result<fs::path> MakeModelFolder(const fs::path& root, const std::string& id,
                                 const std::vector<std::string>& known_ids) {
  if (!IsIdentifier(id)) {
    return Fail(ErrorCode::kUsage, fmt::format("no name for a model ({})", Printable(id)),
                "use a–z, 0–9 and _, beginning with a letter");
  }
  const fs::path folder = root / "models" / id;
  std::error_code error;
  if (fs::exists(folder, error)) {
    return Fail(ErrorCode::kUsage, fmt::format("this folder exists already ({})", folder.string()),
                "take another name");
  }
  const fs::path source = root / "templates" / "model";
  if (!fs::is_directory(source, error)) {
    return Fail(ErrorCode::kFileMissing, fmt::format("the template is missing ({})", source.string()),
                "TIDEWAITER_CONTENT must name a folder with templates/model");
  }
  const fs::path partial = root / fmt::format(".new-model.{}", ::getpid());
  const Placeholders placeholders = {
      {"{{id}}", id}, {"{{code}}", FreeCode(root, known_ids)}, {"{{title}}", TitleOf(id)}};
  Status copied = CopyTemplate(source, partial, placeholders);
  if (copied) {
    fs::create_directories(folder.parent_path(), error);
    fs::rename(partial, folder, error);
    if (error) copied = Fail(store::SystemError(error.value(), "cannot make the folder", folder));
  }
  fs::remove_all(partial, error);
  if (!copied) return Fail(std::move(copied.error()));
  return folder;
}

Status RunModelTests(Context& context, const std::vector<content::Model>& models, const content::Datasets& datasets) {
  TestCounts counts;
  for (const content::Model& model : models) TRY(TestOne(context, model, datasets, counts));
  TRY(context.Print(context.Say(Text::kTestsPassed, {WithThousands(counts.passed), WithThousands(counts.failed)})));
  if (counts.failed == 0) return {};
  return Fail(ErrorCode::kModelTest, fmt::format("tests of model folders failed ({})", counts.failed),
              "the lines above say what was expected and what came");
}

}  // namespace tidewaiter::cli
