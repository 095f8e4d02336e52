#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace tidewaiter::engine {

/// The least memory limit in bytes that Linux control groups (version 1 or 2) set for a process, over its
/// group and all groups above; none where nothing limits it. Source: kernel documentation, cgroup-v1/memory,
/// cgroup-v2. `membership` is the process's `/proc/self/cgroup`, `mount` the folder of the group file system.
std::optional<uint64_t> ControlGroupMemoryLimit(const std::filesystem::path& membership = "/proc/self/cgroup",
                                                const std::filesystem::path& mount = "/sys/fs/cgroup");

}  // namespace tidewaiter::engine
