#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_tree.h"
#include "cli/row_writer.h"

namespace tidewaiter::cli {

/// `--format`, `--output` and `--limit`, as typed.
struct OutputOptions {
  std::string format = "table";
  std::string file;
  int64_t limit = -1;  ///< -1: not given
};

enum class HasLimit { kNo, kYes };
/// Adds the options to a command.
void AddOutputOptions(CommandTree& tree, CLI::App& command, OutputOptions& options, HasLimit has_limit);

/// `--format table|json` for reports that are no list of rows.
void AddReportFormat(CommandTree& tree, CLI::App& command, std::string& format);

/// Sentences under a table. {0}: rows shown, {1}: rows in all.
struct EndingTexts {
  Text one = Text::kOneRow;
  Text all = Text::kRowsShown;
  Text some = Text::kRowsOf;
};

/// Where a result goes and in what format: one for every command, so that all behave alike. Open it before the work, so
/// that a wrong place is found at once; a file appears whole or not at all.
class ResultOutput {
 public:
  /// `usage` for a binary format on a terminal.
  static Result<ResultOutput> Open(Context& context, const OutputOptions& options);
  ResultOutput(ResultOutput&&) noexcept;
  ~ResultOutput();

  bool is_table() const { return options_.format == "table"; }
  const std::string& format() const { return options_.format; }
  /// How many rows to write; 0 = all. By default 20 on a terminal.
  int64_t limit() const;
  /// For text that a command writes itself (reports in table or JSON format).
  ByteSink& sink();

  /// In table format, rows are written by what this makes instead.
  using MakeTable = std::function<std::unique_ptr<RowWriter>(ByteSink&, const Terminal&)>;
  void set_table_writer(MakeTable make) { make_table_ = std::move(make); }

  /// Writes the rows of a stream, up to the limit. `total`: how many there are in all, where it is known.
  Status Write(engine::BatchStream& stream, std::optional<int64_t> total = std::nullopt, EndingTexts texts = {});
  /// Writes all rows of a query; straight by the engine where the format is its own.
  Status WriteQuery(engine::LocalSession& session, const std::string& sql, const engine::Parameters& parameters);
  /// Puts the file into place. After the last write.
  Status Close();

 private:
  /// How much was shown of how much: under the table, or told to the user when another format was cut.
  std::string Ending(int64_t shown, std::optional<int64_t> total, bool more, EndingTexts texts) const;
  ResultOutput(Context& context, OutputOptions options);
  Status OpenDestination();
  Result<std::unique_ptr<RowWriter>> MakeWriter();
  Result<std::filesystem::path> BinaryPath();
  bool IsBinary() const { return options_.format == "xlsx" || options_.format == "parquet"; }

  Context* context_;
  OutputOptions options_;
  std::unique_ptr<AtomicFile> file_;  ///< --output names a regular file
  int special_descriptor_ = -1;       ///< --output names a pipe or device
  std::unique_ptr<ByteSink> sink_;    ///< of one of the two; else stdout
  MakeTable make_table_ = MakeTableWriter;
  std::filesystem::path binary_temporary_;  ///< a binary result on its way to a pipe
};

}  // namespace tidewaiter::cli
