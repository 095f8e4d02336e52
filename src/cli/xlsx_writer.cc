#include <fmt/format.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/cell_text.h"
#include "cli/row_writer.h"

namespace tidewaiter::cli {
namespace {

constexpr int64_t kMostRows = 1'048'575;
constexpr size_t kMostColumns = 16'384;
constexpr size_t kExactDigits = 15;  ///< a spreadsheet keeps no more
constexpr int kNarrowest = 10, kWidest = 60;

ErrorCode CodeOf(lxw_error error) {
  switch (error) {
    case LXW_ERROR_MEMORY_MALLOC_FAILED:
      return ErrorCode::kMemoryLimit;
    case LXW_ERROR_CREATING_XLSX_FILE:
    case LXW_ERROR_CREATING_TMPFILE:
    case LXW_ERROR_READING_TMPFILE:
    case LXW_ERROR_ZIP_FILE_OPERATION:
    case LXW_ERROR_ZIP_FILE_ADD:
    case LXW_ERROR_ZIP_CLOSE:
      return ErrorCode::kInputOutput;
    default:
      return ErrorCode::kBug;
  }
}

Status Translated(lxw_error error) {
  if (error == LXW_NO_ERROR) return {};
  if (error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
    return Fail(ErrorCode::kUsage, "a text is too long for a spreadsheet cell (over 32,767 characters)",
                "write csv or parquet: --format csv");
  }
  return Fail(CodeOf(error), fmt::format("cannot write the workbook ({})", lxw_strerror(error)),
              "check the disk, or write csv: --format csv");
}

/// Whether the number survives as a double of 15 decimal digits.
bool IsExactInSheet(std::string_view number) {
  size_t digits = 0;
  for (const char c : number) {
    if (c >= '1' && c <= '9') ++digits;
    if (c == '0' && digits > 0) ++digits;
  }
  return digits <= kExactDigits;
}

class XlsxWriter final : public RowWriter {
 public:
  XlsxWriter(const std::filesystem::path& path, const std::filesystem::path& temporary_directory)
      : path_(path.string()), temporary_directory_(temporary_directory.string()) {}

  ~XlsxWriter() override {
    if (workbook_ != nullptr) workbook_close(workbook_);
  }
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;

  Status Begin(const engine::Schema& schema) override {
    if (schema.size() > kMostColumns) {
      return Fail(ErrorCode::kUsage, fmt::format("too many columns for a spreadsheet ({})", schema.size()),
                  "write csv or parquet: --format csv");
    }
    columns_ = schema.size();
    lxw_workbook_options options{1, temporary_directory_.data(), 1};
    workbook_ = workbook_new_opt(path_.c_str(), &options);
    sheet_ = workbook_ == nullptr ? nullptr : workbook_add_worksheet(workbook_, nullptr);
    if (sheet_ == nullptr) return Translated(LXW_ERROR_CREATING_XLSX_FILE);
    lxw_format* const bold = workbook_add_format(workbook_);
    format_set_bold(bold);
    worksheet_freeze_panes(sheet_, 1, 0);
    for (size_t i = 0; i < schema.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      const int width = std::clamp(DisplayWidth(schema[i].name) + 4, kNarrowest, kWidest);
      TRY(Translated(worksheet_set_column(sheet_, column, column, width, nullptr)));
      TRY(Translated(worksheet_write_string(sheet_, 0, column, schema[i].name.c_str(), bold)));
    }
    return {};
  }

  Status Write(const engine::Batch& batch, size_t rows) override {
    for (size_t row = 0; row < rows; ++row) {
      if (++rows_ > kMostRows) {
        return Fail(ErrorCode::kUsage, "more rows than a spreadsheet holds (over 1,048,575); nothing was written",
                    "write csv or parquet, or fewer rows with --limit");
      }
      for (size_t i = 0; i < batch.columns.size(); ++i) TRY(WriteCell(batch.columns[i], row, i));
    }
    return {};
  }

  Status End(const std::string& /*ending*/) override {
    if (columns_ > 0) {
      worksheet_autofilter(sheet_, 0, 0, static_cast<lxw_row_t>(rows_), static_cast<lxw_col_t>(columns_ - 1));
    }
    return Translated(workbook_close(std::exchange(workbook_, nullptr)));
  }

 private:
  Status WriteCell(const engine::ColumnVector& column, size_t row, size_t index) {
    if (column.IsNull(row)) return {};
    const auto sheet_row = static_cast<lxw_row_t>(rows_);
    const auto sheet_column = static_cast<lxw_col_t>(index);
    if (column.type().id == engine::TypeId::kBoolean) {
      return Translated(worksheet_write_boolean(sheet_, sheet_row, sheet_column, column.booleans()[row], nullptr));
    }
    text_.clear();
    AppendPlain(text_, column, row);
    if (text_.find('\0') != std::string::npos) text_ = Printable(text_);  // the library would end the text there
    const double number = column.type().IsNumeric() ? engine::ToDouble(column.ValueAt(row)) : std::nan("");
    const bool exact = column.type().id == engine::TypeId::kDouble || IsExactInSheet(text_);
    if (std::isfinite(number) && exact) {
      return Translated(worksheet_write_number(sheet_, sheet_row, sheet_column, number, nullptr));
    }
    return Translated(worksheet_write_string(sheet_, sheet_row, sheet_column, text_.c_str(), nullptr));
  }

  std::string path_;
  std::string temporary_directory_;
  lxw_workbook* workbook_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  size_t columns_ = 0;
  int64_t rows_ = 0;
  std::string text_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeXlsxWriter(const std::filesystem::path& path,
                                          const std::filesystem::path& temporary_directory) {
  return std::make_unique<XlsxWriter>(path, temporary_directory);
}

}  // namespace tidewaiter::cli
