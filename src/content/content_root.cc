#include <cstdlib>

#include "content/catalogue.h"

namespace tidewaiter::content {

std::filesystem::path ContentRoot() {
  namespace fs = std::filesystem;
  if (const char* given = std::getenv("TIDEWAITER_CONTENT"); given != nullptr && *given != '\0') return given;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "tidewaiter";
  if (!error && fs::is_directory(installed / "datasets", error)) return installed;
  return TIDEWAITER_SOURCE_ROOT;
}

}  // namespace tidewaiter::content
