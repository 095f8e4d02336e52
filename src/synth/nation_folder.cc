#include "synth/nation_folder.h"

#include <system_error>
#include <utility>

#include "store/system_error.h"

namespace tidewaiter::synth {
namespace {

namespace fs = std::filesystem;

Status CheckPlace(const fs::path& folder) {
  std::error_code error;
  if (!fs::exists(folder, error)) return {};
  const bool nation = fs::exists(folder / kMarkerFile, error) && fs::is_directory(folder / "truth", error);
  const bool empty = fs::is_directory(folder, error) && fs::is_empty(folder, error);
  if (nation || empty) return {};
  return Fail(ErrorCode::kForeignFolder, "this place holds something else (" + folder.string() + ")",
              "name a folder that is empty, new, or holds an older nation");
}

}  // namespace

NationFolder::NationFolder(fs::path folder) : folder_(std::move(folder)), draft_(folder_.string() + ".part") {}

NationFolder::NationFolder(NationFolder&& other) noexcept
    : folder_(std::move(other.folder_)), draft_(std::exchange(other.draft_, {})) {}

NationFolder::~NationFolder() {
  std::error_code ignored;
  if (!draft_.empty()) fs::remove_all(draft_, ignored);
}

Result<NationFolder> NationFolder::Begin(fs::path folder) {
  std::error_code error;
  folder = fs::absolute(folder, error).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  TRY(CheckPlace(folder));
  NationFolder place(std::move(folder));
  fs::remove_all(place.draft_, error);
  fs::create_directories(place.stage(), error);
  if (!error) fs::create_directories(place.draft_ / "truth", error);
  if (error) return Fail(store::SystemError(error.value(), "cannot make a folder", place.draft_));
  return place;
}

Status NationFolder::Publish() {
  std::error_code error;
  fs::remove_all(stage(), error);
  TRY(CheckPlace(folder_));
  fs::remove_all(folder_, error);
  if (!error) fs::rename(draft_, folder_, error);
  if (error) return Fail(store::SystemError(error.value(), "cannot put the nation in its place", folder_));
  draft_.clear();
  return {};
}

}  // namespace tidewaiter::synth
