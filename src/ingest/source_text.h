#pragma once

#include <string>
#include <vector>

#include "content/dataset.h"
#include "content/source.h"

namespace tidewaiter::ingest {

/// What a proposed source.toml says.
struct SourceProposal {
  struct Line {
    content::ColumnMapping mapping;
    std::string remark;  ///< put behind the line; may be empty
  };
  std::string file;    ///< name of the file that was looked at
  int64_t rows = 0;    ///< how many of its rows
  std::string format;  ///< as `format = …` takes it
  const content::Dataset* dataset = nullptr;
  std::vector<Line> lines;                             ///< in the order of the dataset
  std::vector<const content::DatasetColumn*> missing;  ///< required, and nothing in the file fits
  std::vector<std::string> unread;                     ///< columns of the file
};

/// A source.toml. Missing columns stand in it as `# TODO` lines, unread ones as a comment.
std::string SourceText(const SourceProposal& proposal);

}  // namespace tidewaiter::ingest
