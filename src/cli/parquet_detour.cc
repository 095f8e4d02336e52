#include "cli/parquet_detour.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/text.h"
#include "cli/cell_text.h"
#include "store/system_error.h"

namespace tidewaiter::cli {
namespace {

namespace fs = std::filesystem;

/// Each value stands in quotes behind a dot, so that a NULL (nothing) differs from an empty text.
void AppendField(std::string& line, const engine::ColumnVector& column, size_t row) {
  if (column.IsNull(row)) return;
  std::string value;
  AppendPlain(value, column, row);
  line += "\".";
  for (const char c : value) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

class ParquetDetour final : public RowWriter {
 public:
  ParquetDetour(Context& context, fs::path path, fs::path text_file)
      : context_(context), path_(std::move(path)), text_file_(std::move(text_file)) {}

  ~ParquetDetour() override {
    if (descriptor_ >= 0) ::close(descriptor_);
    std::error_code error;
    fs::remove(text_file_, error);
  }
  ParquetDetour(const ParquetDetour&) = delete;
  ParquetDetour& operator=(const ParquetDetour&) = delete;

  Status Begin(const engine::Schema& schema) override {
    schema_ = schema;
    descriptor_ = ::open(text_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor_ < 0) return Fail(store::SystemError(errno, "cannot write", text_file_));
    sink_ = std::make_unique<ByteSink>(descriptor_, text_file_.string(), context_.stop());
    std::string header;
    for (size_t i = 0; i < schema_.size(); ++i) header += (i == 0 ? "c" : ",c") + std::to_string(i);
    return sink_->Write(header + ",end\n");
  }

  /// The last field is never empty, so that no line is.
  Status Write(const engine::Batch& batch, size_t rows) override {
    std::string lines;
    for (size_t row = 0; row < rows; ++row) {
      for (const engine::ColumnVector& column : batch.columns) {
        AppendField(lines, column, row);
        lines += ',';
      }
      lines += "1\n";
    }
    return sink_->Write(lines);
  }

  Status End(const std::string& /*ending*/) override {
    TRY(sink_->Flush());
    const std::unique_ptr<engine::LocalSession> session = TRY(context_.OpenScratch());
    engine::FileScan scan;
    scan.format = engine::FileFormat::kCsv;
    scan.path = text_file_.string();
    for (size_t i = 0; i < schema_.size(); ++i) scan.columns.push_back("c" + std::to_string(i));
    scan.columns.emplace_back("end");
    const std::string relation = TRY(session->ScanRelation(scan));
    TRY(session->WriteParquet(fmt::format("select {} from {}", SelectList(), relation), {}, path_, context_.Control()));
    const int64_t unparsed = TRY(session->TakeUnparsed(1)).second;
    if (unparsed == 0) return {};
    return Fail(ErrorCode::kBug, fmt::format("rows were lost on their way to Parquet ({})", unparsed));
  }

 private:
  std::string SelectList() const {
    std::vector<std::string> columns;
    for (size_t i = 0; i < schema_.size(); ++i) {
      columns.push_back(fmt::format("cast(substr(nullif(c{}, ''), 2) as {}) as {}", i, schema_[i].type.Sql(),
                                    engine::QuoteIdentifier(schema_[i].name)));
    }
    return Join(columns, ", ");
  }

  Context& context_;
  fs::path path_, text_file_;
  engine::Schema schema_;
  int descriptor_ = -1;
  std::unique_ptr<ByteSink> sink_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeParquetDetour(Context& context, fs::path path, fs::path text_file) {
  return std::make_unique<ParquetDetour>(context, std::move(path), std::move(text_file));
}

}  // namespace tidewaiter::cli
