#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace tidewaiter::synth {

/// The folder in which a nation comes into being: `<folder>.part`, beside its place, until Publish renames it.
/// Destroyed before that it leaves nothing.
class NationFolder {
 public:
  /// `folder` may be missing, empty, or hold an older nation, which Publish replaces; anything else is
  /// `synth.foreign_folder`.
  static Result<NationFolder> Begin(std::filesystem::path folder);
  ~NationFolder();
  NationFolder(NationFolder&& other) noexcept;
  NationFolder& operator=(NationFolder&&) = delete;

  /// Where files are put now.
  const std::filesystem::path& draft() const { return draft_; }
  /// For tables that later ones read; not published.
  std::filesystem::path stage() const { return draft_ / ".stage"; }

  Status Publish();

 private:
  explicit NationFolder(std::filesystem::path folder);

  std::filesystem::path folder_, draft_;
};

/// Name of the file by which a folder is known as a synthetic nation.
inline constexpr std::string_view kMarkerFile = "nation.json";

}  // namespace tidewaiter::synth
