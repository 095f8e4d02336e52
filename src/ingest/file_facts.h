#pragma once

#include <filesystem>
#include <string>

#include "base/run_control.h"
#include "content/source.h"
#include "ingest/byte_reader.h"
#include "ingest/encoding.h"

namespace tidewaiter::ingest {

/// What one pass over a file tells before the engine reads it.
struct FileFacts {
  engine::FileFormat format = engine::FileFormat::kCsv;
  Compression compression = Compression::kNone;
  std::string content_hash;
  int64_t bytes = 0;  ///< on disk
  std::filesystem::file_time_type changed_at{};
  // Text formats only:
  Encoding encoding = Encoding::kUtf8;
  bool broken_text = false;  ///< some bytes fit no encoding: they become U+FFFD, and their rows are rejected
  bool has_nul = false;
  bool needs_conversion = false;  ///< not plain UTF-8 with one kind of line end: read through a pipe
  std::string beginning;          ///< the first MiB as UTF-8
};

/// Reads the whole file once: hash, truncated archives, encoding, line ends. `file.missing`, `file.unreadable`,
/// `file.empty`.
Result<FileFacts> InspectFile(const std::filesystem::path& path, const content::Source& source,
                              const RunControl& control);

/// The delimiter among `,` `;` tab `|` that the first record has most of, outside quotes; `,` when none.
char RecogniseDelimiter(std::string_view beginning);

}  // namespace tidewaiter::ingest
