#include "ingest/source_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"

namespace tidewaiter::ingest {
namespace {

/// A basic string of TOML.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') quoted.push_back('\\');
    if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\u{:04X}", byte);
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

/// A name for the source's folder: the file's, without its endings.
std::string SourceName(const std::string& file) {
  std::string stem = ToLowerAscii(std::filesystem::path(file).filename().string());
  stem = stem.substr(0, stem.find('.'));
  std::string name;
  for (const char c : stem) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      name.push_back(c);
    else if (!name.empty() && name.back() != '_')
      name.push_back('_');
  }
  while (name.ends_with('_')) name.pop_back();
  if (name.empty()) return "new_source";
  return name.front() >= 'a' ? name : "source_" + name;
}

std::string MappingText(const content::ColumnMapping& mapping) {
  std::vector<std::string> parts;
  if (mapping.expression.empty())
    parts.push_back("from = " + Quoted(mapping.from.front()));
  else
    parts.push_back("expression = " + Quoted(mapping.expression));
  if (!mapping.format.empty()) parts.push_back("format = " + Quoted(mapping.format));
  if (!mapping.thousands_separator.empty())
    parts.push_back("thousands_separator = " + Quoted(mapping.thousands_separator));
  if (mapping.decimal_separator != ".") parts.push_back("decimal_separator = " + Quoted(mapping.decimal_separator));
  if (mapping.scale != 1) parts.push_back(fmt::format("scale = {}", mapping.scale));
  std::vector<std::string> codes;
  for (const auto& [value, code] : mapping.map) codes.push_back(Quoted(value) + " = " + Quoted(code));
  if (!codes.empty()) parts.push_back("map = { " + Join(codes, ", ") + " }");
  if (parts.size() == 1 && mapping.expression.empty()) return Quoted(mapping.from.front());
  return "{ " + Join(parts, ", ") + " }";
}

std::string Comment(const std::string& text) { return "# " + Printable(text) + "\n"; }

std::string Head(const SourceProposal& proposal) {
  const std::string name = SourceName(proposal.file);
  const std::string file = Quoted(proposal.file);
  const std::string what = proposal.dataset->title.en;
  std::string text =
      Comment(
          fmt::format("Proposed from the header and the first {} rows of {}. Check each line, complete what says TODO,",
                      WithThousands(proposal.rows), proposal.file)) +
      Comment("and save it as sources/" + name + "/source.toml with a sample and a test.");
  text += "name = " + Quoted(name) + "\n";
  text += fmt::format("title = {{ en = {0}, ko = {0} }}\n", Quoted(name));
  text += fmt::format("description = {{ en = {}, ko = {} }}\n",
                      Quoted("TODO: say what the file is. It holds: " + what + "."),
                      Quoted("TODO: 어떤 파일인지 적습니다. 내용: " + proposal.dataset->title.ko + "."));
  text += "licence = \"TODO: who may use it\"\n";
  text += fmt::format("provenance = {}\n", Quoted("TODO: who sends it; first seen as " + proposal.file));
  return text + "format = " + Quoted(proposal.format) + "\n";
}

}  // namespace

std::string SourceText(const SourceProposal& proposal) {
  std::string text = Head(proposal);
  if (!proposal.unread.empty()) {
    std::vector<std::string> names;
    for (const std::string& name : proposal.unread) names.push_back(Quoted(name));
    text += "\n" + Comment("Nothing reads these columns yet; what is left out on purpose stays here, without the #:") +
            Comment("ignore = [" + Join(names, ", ") + "]");
  }
  text += "\n[[feeds]]\ndataset = " + Quoted(proposal.dataset->name) + "\n\n[feeds.columns]\n";
  for (const SourceProposal::Line& line : proposal.lines)
    text += line.mapping.column + " = " + MappingText(line.mapping) +
            (line.remark.empty() ? "" : "  # " + Printable(line.remark)) + "\n";
  for (const content::DatasetColumn* column : proposal.missing)
    text += Comment(fmt::format("TODO {} = …  {}, {}, is required and no column of the file fits. {}", column->name,
                                column->title.en, column->type.ToString(), column->description.en));
  return text;
}

}  // namespace tidewaiter::ingest
