#include <vector>

#include "cli/cell_text.h"
#include "cli/row_writer.h"

namespace tidewaiter::cli {
namespace {

/// Quotes a field that begins at `begin` of the text, where RFC 4180 asks for it.
void QuoteFrom(std::string& text, size_t begin) {
  if (text.find_first_of(",\"\r\n", begin) == std::string::npos) return;
  std::string quoted = "\"";
  for (size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '"') quoted += '"';
    quoted += text[i];
  }
  text.replace(begin, std::string::npos, quoted += '"');
}

class CsvWriter final : public RowWriter {
 public:
  explicit CsvWriter(ByteSink& sink) : sink_(sink) {}

  Status Begin(const engine::Schema& schema) override {
    std::string line;
    for (const engine::Column& column : schema) {
      if (!line.empty()) line += ',';
      const size_t begin = line.size();
      line += column.name;
      QuoteFrom(line, begin);
    }
    return sink_.Write(line += '\n');
  }

  Status Write(const engine::Batch& batch, size_t rows) override {
    std::string lines;
    for (size_t row = 0; row < rows; ++row) {
      for (size_t i = 0; i < batch.columns.size(); ++i) {
        if (i > 0) lines += ',';
        const size_t begin = lines.size();
        AppendPlain(lines, batch.columns[i], row);
        if (batch.columns[i].type().id == engine::TypeId::kText) QuoteFrom(lines, begin);
        // An empty line is no record to most readers.
        if (batch.columns.size() == 1 && lines.size() == begin) lines += "\"\"";
      }
      lines += '\n';
    }
    return sink_.Write(lines);
  }

  Status End(const std::string& /*ending*/) override { return sink_.Flush(); }

 private:
  ByteSink& sink_;
};

class JsonWriter final : public RowWriter {
 public:
  JsonWriter(ByteSink& sink, JsonShape shape) : sink_(sink), array_(shape == JsonShape::kArray) {}

  Status Begin(const engine::Schema& schema) override {
    for (const engine::Column& column : schema) {
      std::string& name = names_.emplace_back(names_.empty() ? "{" : ",");
      AppendJsonText(name, column.name);
      name += ':';
    }
    return sink_.Write(array_ ? "[" : "");
  }

  Status Write(const engine::Batch& batch, size_t rows) override {
    std::string text;
    for (size_t row = 0; row < rows; ++row) {
      if (array_) text += any_ ? ",\n" : "\n";
      any_ = true;
      for (size_t i = 0; i < batch.columns.size(); ++i) {
        text += names_[i];
        AppendJson(text, batch.columns[i], row);
      }
      text += array_ ? "}" : "}\n";
    }
    return sink_.Write(text);
  }

  Status End(const std::string& /*ending*/) override {
    if (array_) TRY(sink_.Write(any_ ? "\n]\n" : "]\n"));
    return sink_.Flush();
  }

 private:
  ByteSink& sink_;
  bool array_;
  bool any_ = false;
  std::vector<std::string> names_;  ///< what stands before each value
};

}  // namespace

std::unique_ptr<RowWriter> MakeCsvWriter(ByteSink& sink) { return std::make_unique<CsvWriter>(sink); }

std::unique_ptr<RowWriter> MakeJsonWriter(ByteSink& sink, JsonShape shape) {
  return std::make_unique<JsonWriter>(sink, shape);
}

}  // namespace tidewaiter::cli
