#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/byte_sink.h"
#include "cli/terminal.h"
#include "engine/batch.h"

namespace tidewaiter::cli {

/// Writes a result in one format, batch by batch. Begin, Write…, End.
class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual Status Begin(const engine::Schema& schema) = 0;
  /// The first `rows` rows of the batch.
  virtual Status Write(const engine::Batch& batch, size_t rows) = 0;
  /// `ending`: a sentence for people about how much was shown; formats for machines leave it out.
  virtual Status End(const std::string& ending) = 0;
};

/// RFC 4180 with LF, a header, no BOM.
std::unique_ptr<RowWriter> MakeCsvWriter(ByteSink& sink);

enum class JsonShape { kArray, kLines };
std::unique_ptr<RowWriter> MakeJsonWriter(ByteSink& sink, JsonShape shape);

/// Columns side by side. Widths come from the first rows (1,000 of them); on a terminal long texts are cut with `…` so
/// that a row takes one line.
std::unique_ptr<RowWriter> MakeTableWriter(ByteSink& sink, const Terminal& terminal);

/// A workbook with one sheet, in constant memory: texts, codes, ids and dates as text, numbers as numbers (as text
/// where a spreadsheet would lose digits), header bold and frozen, autofilter. Refuses more than 1,048,575 rows, 16,384
/// columns and texts over 32,767 characters.
std::unique_ptr<RowWriter> MakeXlsxWriter(const std::filesystem::path& path,
                                          const std::filesystem::path& temporary_directory);

}  // namespace tidewaiter::cli
