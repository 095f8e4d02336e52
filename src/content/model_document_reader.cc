#include <fmt/format.h>

#include "base/text.h"
#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

constexpr std::string_view kTable = "{table:";

/// The Markdown of one language.
std::string ReadTemplate(TableReader& texts, std::string_view language, const ModelDraft& draft) {
  const std::string name = texts.Text(language, Need::kRequired);
  if (name.empty()) return {};
  const auto file = draft.files.find(name);
  if (file == draft.files.end()) {
    texts.faults().Add(texts.PlaceOf(language), "missing_file", fmt::format("the folder of the model lacks {}", name));
    return {};
  }
  return file->second;
}

/// Each `{table:NAME}` names evidence.
void CheckTables(const std::string& text, const Place& place, const ModelDraft& draft, Faults& faults) {
  std::vector<std::string> known;
  for (const ModelEvidence& evidence : draft.model.evidence) known.push_back(evidence.name);
  for (const std::string& line : Split(text, '\n')) {
    const std::string_view trimmed = Trim(line);
    if (!trimmed.starts_with(kTable) || !trimmed.ends_with("}")) continue;
    const std::string name(trimmed.substr(kTable.size(), trimmed.size() - kTable.size() - 1));
    if (!Contains(known, name)) faults.Unknown(place, "unknown_name", "evidence called", name, known);
  }
}

ModelDocument ReadDocument(const TomlNode& node, ModelDraft& draft) {
  TableReader table(node, NameOf(node, "document"), draft.faults);
  ModelDocument document;
  document.name = ReadName(table);
  document.title = table.Localised("title", Need::kRequired);
  document.sql = ReadSqlFile(table, "sql", draft, document.sql_file);
  if (const TomlEntry* text = table.Table("text", Need::kRequired)) {
    TableReader texts(text->value, "the text of " + table.what(), draft.faults);
    document.text = {ReadTemplate(texts, "en", draft), ReadTemplate(texts, "ko", draft)};
    texts.Finish();
    for (const std::string& language : {document.text.en, document.text.ko}) {
      CheckTables(language, text->place, draft, draft.faults);
    }
  }
  table.Finish();
  return document;
}

}  // namespace

void ReadDocuments(TableReader& top, ModelDraft& draft) {
  const auto nodes = top.Tables("documents", Need::kOptional);
  std::vector<std::pair<std::string, Place>> names;
  for (const TomlNode* node : nodes) {
    draft.model.documents.push_back(ReadDocument(*node, draft));
    names.emplace_back(draft.model.documents.back().name, node->place);
  }
  ReportDoubled(names, "the documents", draft.faults);
}

}  // namespace tidewaiter::content
