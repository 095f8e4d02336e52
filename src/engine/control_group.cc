#include "engine/control_group.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace tidewaiter::engine {
namespace {

// Nothing when there is no such file, or `max` stands in it.
std::optional<uint64_t> ReadBytes(const std::filesystem::path& file) {
  std::ifstream stream(file);
  uint64_t bytes = 0;
  if (stream >> bytes) return bytes;
  return std::nullopt;
}

std::optional<uint64_t> Lesser(std::optional<uint64_t> a, std::optional<uint64_t> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// In a container the group's path may lie above the mount; then only the mount itself is there to be read.
std::optional<uint64_t> LeastUpwards(const std::filesystem::path& mount, std::filesystem::path group,
                                     std::string_view file) {
  std::optional<uint64_t> least = ReadBytes(mount / file);
  while (!group.empty()) {
    least = Lesser(least, ReadBytes(mount / group / file));
    group = group.parent_path();
  }
  return least;
}

bool Names(std::string_view controllers, std::string_view controller) {
  const std::vector<std::string> names = Split(controllers, ',');
  return std::find(names.begin(), names.end(), controller) != names.end();
}

// One line `hierarchy:controllers:path`; version 2 has no controllers.
std::optional<uint64_t> LimitOfLine(std::string_view line, const std::filesystem::path& mount) {
  const size_t first = line.find(':');
  const size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const std::string_view controllers = line.substr(first + 1, second - first - 1);
  const std::filesystem::path group = std::filesystem::path(line.substr(second + 1)).relative_path();
  if (controllers.empty()) return LeastUpwards(mount, group, "memory.max");
  if (Names(controllers, "memory")) return LeastUpwards(mount / "memory", group, "memory.limit_in_bytes");
  return std::nullopt;
}

}  // namespace

std::optional<uint64_t> ControlGroupMemoryLimit(const std::filesystem::path& membership,
                                                const std::filesystem::path& mount) {
  std::optional<uint64_t> least;
  std::ifstream lines(membership);
  for (std::string line; std::getline(lines, line);) least = Lesser(least, LimitOfLine(line, mount));
  return least;
}

}  // namespace tidewaiter::engine
