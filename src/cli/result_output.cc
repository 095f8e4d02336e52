#include "cli/result_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "store/system_error.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;

constexpr int64_t kRowsOnTerminal = 20;

/// The first `limit` rows of a stream (0 = all).
class FirstRows final : public engine::BatchStream {
 public:
  FirstRows(engine::BatchStream& stream, int64_t limit) : stream_(stream), limit_(limit) {}

  const engine::Schema& schema() const override { return stream_.schema(); }

  Result<std::unique_ptr<engine::Batch>> Next() override {
    if (more_) return nullptr;
    std::unique_ptr<engine::Batch> batch = TRY(stream_.Next());
    if (batch == nullptr) return nullptr;
    const auto room = static_cast<size_t>(limit_ - read_);
    more_ = limit_ > 0 && batch->rows > room;
    if (more_) batch->rows = room;
    read_ += static_cast<int64_t>(batch->rows);
    return batch;
  }

  int64_t read() const { return read_; }
  /// Whether the stream held more.
  bool more() const { return more_; }

 private:
  engine::BatchStream& stream_;
  int64_t limit_, read_ = 0;
  bool more_ = false;
};

Status CopyTo(ByteSink& sink, const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 1 << 16> buffer{};
  while (file.read(buffer.data(), buffer.size()), file.gcount() > 0) {
    TRY(sink.Write({buffer.data(), static_cast<size_t>(file.gcount())}));
  }
  return sink.Flush();
}

Status WriteThrough(RowWriter& writer, FirstRows& rows) {
  TRY(writer.Begin(rows.schema()));
  while (const std::unique_ptr<engine::Batch> batch = TRY(rows.Next())) TRY(writer.Write(*batch, batch->rows));
  return {};
}

}  // namespace

void AddOutputOptions(CommandTree& tree, CLI::App& command, OutputOptions& options, HasLimit has_limit) {
  tree.AddChoice(command, "--format", options.format, "table, csv, json, jsonl, xlsx or parquet (default table)",
                 {"table", "csv", "json", "jsonl", "xlsx", "parquet"});
  command.add_option("--output", options.file, "Write to this file instead of stdout")->type_name("FILE");
  if (has_limit == HasLimit::kNo) options.limit = 0;
  if (has_limit == HasLimit::kNo) return;
  command.add_option("--limit", options.limit, "Rows to write; 0 = all (default 20 on a terminal, else all)")
      ->type_name("N")
      ->check(AtLeast(0));
}

void AddReportFormat(CommandTree& tree, CLI::App& command, std::string& format) {
  tree.AddChoice(command, "--format", format, "table or json (default table)", {"table", "json"});
}

ResultOutput::ResultOutput(Context& context, OutputOptions options)
    : context_(&context), options_(std::move(options)) {}

ResultOutput::ResultOutput(ResultOutput&& other) noexcept
    : context_(other.context_),
      options_(std::move(other.options_)),
      file_(std::move(other.file_)),
      special_descriptor_(std::exchange(other.special_descriptor_, -1)),
      sink_(std::move(other.sink_)),
      make_table_(std::move(other.make_table_)),
      binary_temporary_(std::move(other.binary_temporary_)) {}

ResultOutput::~ResultOutput() {
  if (special_descriptor_ >= 0) ::close(special_descriptor_);
}

Result<ResultOutput> ResultOutput::Open(Context& context, const OutputOptions& options) {
  ResultOutput output(context, options);
  if (output.IsBinary() && options.file.empty() && context.terminal().output_is_terminal) {
    return Fail(ErrorCode::kUsage, fmt::format("{} is no text for a terminal", options.format),
                "name a file: --output FILE");
  }
  if (!options.file.empty()) TRY(output.OpenDestination());
  return output;
}

Status ResultOutput::OpenDestination() {
  std::error_code error;
  const fs::file_status status = fs::status(options_.file, error);
  if (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status)) {
    special_descriptor_ = ::open(options_.file.c_str(), O_WRONLY | O_CLOEXEC);
    if (special_descriptor_ < 0) return Fail(store::SystemError(errno, "cannot write", options_.file));
    sink_ = std::make_unique<ByteSink>(special_descriptor_, options_.file, context_->stop());
    return {};
  }
  file_ = std::make_unique<AtomicFile>(TRY(AtomicFile::Create(options_.file)));
  sink_ = std::make_unique<ByteSink>(file_->descriptor(), options_.file, context_->stop());
  return {};
}

int64_t ResultOutput::limit() const {
  if (options_.limit >= 0) return options_.limit;
  return context_->terminal().output_is_terminal && options_.file.empty() ? kRowsOnTerminal : 0;
}

ByteSink& ResultOutput::sink() {
  context_->ClearProgress();
  return sink_ == nullptr ? context_->out() : *sink_;
}

/// Where a writer that opens files itself writes to: the file's temporary name, or a file that is copied on later.
Result<fs::path> ResultOutput::BinaryPath() {
  if (file_ != nullptr) return file_->temporary_path();
  binary_temporary_ = TRY(context_->TemporaryDirectory()) / ("result." + options_.format);
  return binary_temporary_;
}

Result<std::unique_ptr<RowWriter>> ResultOutput::MakeWriter() {
  if (options_.format == "csv") return MakeCsvWriter(sink());
  if (options_.format == "json") return MakeJsonWriter(sink(), JsonShape::kArray);
  if (options_.format == "jsonl") return MakeJsonWriter(sink(), JsonShape::kLines);
  if (options_.format == "xlsx") return MakeXlsxWriter(TRY(BinaryPath()), TRY(context_->TemporaryDirectory()));
  Terminal terminal = context_->terminal();
  if (!options_.file.empty()) terminal.output_is_terminal = terminal.bold = false;
  return make_table_(sink(), terminal);
}

std::string ResultOutput::Ending(int64_t shown, std::optional<int64_t> total, bool more, EndingTexts texts) const {
  const bool cut = more || (total && shown < *total);
  if (!cut && shown == 1) return std::string(context_->Say(texts.one));
  if (!cut) return context_->Say(texts.all, {WithThousands(shown)});
  if (!total) return context_->Say(Text::kFirstRows, {WithThousands(shown)});
  return context_->Say(texts.some, {WithThousands(shown), WithThousands(*total)});
}

Status ResultOutput::Write(engine::BatchStream& stream, std::optional<int64_t> total, EndingTexts texts) {
  FirstRows rows(stream, limit());
  if (options_.format == "parquet") {
    // An engine of its own, since the session that the rows come from may not write files.
    const std::unique_ptr<engine::LocalSession> session = TRY(context_->OpenScratch());
    const fs::path path = TRY(BinaryPath());
    TRY(session->WriteParquet(rows, path, context_->Control()));
  } else {
    const std::unique_ptr<RowWriter> writer = TRY(MakeWriter());
    TRY(WriteThrough(*writer, rows));
    TRY(writer->End(Ending(rows.read(), total, rows.more(), texts)));
  }
  const bool cut = rows.more() || (total && rows.read() < *total);
  if (cut && !is_table()) context_->Tell(Ending(rows.read(), total, rows.more(), texts));
  return Close();
}

Status ResultOutput::WriteQuery(engine::LocalSession& session, const std::string& sql,
                                const engine::Parameters& parameters) {
  if (options_.format == "parquet") {
    const fs::path path = TRY(BinaryPath());
    TRY(session.WriteParquet(sql, parameters, path, context_->Control()));
    return Close();
  }
  const std::unique_ptr<engine::BatchStream> stream = TRY(session.Query(sql, parameters, context_->Control()));
  return Write(*stream);
}

Status ResultOutput::Close() {
  if (!binary_temporary_.empty()) TRY(CopyTo(sink(), binary_temporary_));
  if (sink_ != nullptr) TRY(sink_->Flush());
  return file_ == nullptr ? Status() : file_->Commit();
}

}  // namespace tidewaiter::cli
