#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "content/catalogue.h"
#include "content/feed_reader.h"
#include "content/folder.h"
#include "content/table_reader.h"

namespace tidewaiter::content {
namespace {

namespace fs = std::filesystem;
using engine::FileFormat;

constexpr std::array<std::pair<std::string_view, FileFormat>, 6> kFormats = {{{"csv", FileFormat::kCsv},
                                                                              {"json", FileFormat::kJson},
                                                                              {"jsonl", FileFormat::kJsonLines},
                                                                              {"xlsx", FileFormat::kXlsx},
                                                                              {"parquet", FileFormat::kParquet},
                                                                              {"postgresql", FileFormat::kPostgres}}};

std::optional<FileFormat> ReadFormat(TableReader& top) {
  std::vector<std::string> words;
  for (const auto& [word, format] : kFormats) words.emplace_back(word);
  const std::string text = top.Word("format", Need::kOptional, words);
  for (const auto& [word, format] : kFormats) {
    if (word == text) return format;
  }
  return std::nullopt;
}

/// A key that only one format understands.
void CheckFormatKey(TableReader& top, const Source& source, std::string_view key, FileFormat format) {
  if (!top.Has(key) || !source.format || *source.format == format) return;
  top.faults().Add(top.PlaceOf(key), "format", fmt::format("\"{}\" means nothing for the format of this source", key));
}

void CheckFileKeys(TableReader& top, const Source& source) {
  CheckFormatKey(top, source, "delimiter", FileFormat::kCsv);
  CheckFormatKey(top, source, "sheet", FileFormat::kXlsx);
  CheckFormatKey(top, source, "query", FileFormat::kPostgres);
  if (source.format == FileFormat::kPostgres && source.query.empty()) {
    top.faults().Add(top.PlaceOf("format"), "format", "a PostgreSQL source lacks the key \"query\"");
  }
  if (top.Has("delimiter") && source.delimiter.size() != 1) {
    top.faults().Add(top.PlaceOf("delimiter"), "delimiter", "the delimiter must be one ASCII character");
  }
  if (source.header && !source.columns.empty()) {
    top.faults().Add(top.PlaceOf("columns"), "header", "\"columns\" names the columns of a file without a header",
                     "write header = false, or leave out \"columns\"");
  }
  if (!source.header && source.columns.empty()) {
    top.faults().Add(top.PlaceOf("header"), "header", "a file without a header needs \"columns\"");
  }
}

void ReadFileKeys(TableReader& top, Source& source) {
  source.format = ReadFormat(top);
  source.encoding = top.Word("encoding", Need::kOptional, {"utf-8", "utf-16", "cp949"});
  source.delimiter = top.Text("delimiter", Need::kOptional);
  source.header = top.Boolean("header", true);
  source.sheet = top.Text("sheet", Need::kOptional);
  source.query = top.Text("query", Need::kOptional);
  source.columns = top.Texts("columns", Need::kOptional);
  source.ignore = top.Texts("ignore", Need::kOptional);
  CheckFileKeys(top, source);
}

void ReadSourceName(TableReader& top, const fs::path& folder, Source& source) {
  source.name = top.Text("name", Need::kRequired);
  const std::string expected = folder.filename().string();
  if (source.name.empty() || source.name == expected) return;
  top.faults().Add(top.PlaceOf("name"), "name",
                   fmt::format("the source is called \"{}\", but its folder \"{}\"", source.name, expected));
}

}  // namespace

Source ParseSource(std::string_view toml, const std::string& file, const Datasets& datasets, Diagnostics& diagnostics) {
  Source source;
  Faults faults(file, diagnostics);
  source.folder = fs::path(file).parent_path();
  const auto root = ParseToml(toml, file, diagnostics);
  if (!root) return source;
  TableReader top(*root, "the source", faults);
  ReadSourceName(top, source.folder, source);
  source.title = top.Localised("title", Need::kRequired);
  source.description = top.Localised("description", Need::kRequired);
  source.licence = top.Text("licence", Need::kRequired);
  source.provenance = top.Text("provenance", Need::kRequired);
  ReadFileKeys(top, source);
  const auto feeds = top.Tables("feeds", Need::kRequired);
  if (top.Has("feeds") && feeds.empty()) faults.Add(top.PlaceOf("feeds"), "feeds", "the source feeds no dataset");
  for (const TomlNode* node : feeds) source.feeds.push_back(ReadFeed(*node, source, datasets, faults));
  top.Finish();
  return source;
}

Result<std::vector<Source>> ReadSources(const fs::path& root, const Datasets& datasets) {
  std::vector<Source> sources;
  Diagnostics diagnostics;
  std::error_code ignored;
  for (const fs::path& folder : TRY(Children(root / "sources"))) {
    if (!fs::is_directory(folder, ignored)) continue;
    const fs::path file = folder / "source.toml";
    if (!fs::exists(file, ignored)) {
      Faults(file.string(), diagnostics).Add({}, "missing_file", "the folder of a source lacks source.toml");
      continue;
    }
    sources.push_back(ParseSource(TRY(ReadWholeFile(file)), file.string(), datasets, diagnostics));
  }
  if (HasErrors(diagnostics)) return Fail(ContentError(std::move(diagnostics), "the folder of the sources"));
  return sources;
}

}  // namespace tidewaiter::content
