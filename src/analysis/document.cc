#include "analysis/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/batch_builder.h"
#include "analysis/finding_session.h"
#include "analysis/reason_renderer.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

constexpr int64_t kTableRows = 60;
constexpr std::string_view kTable = "{table:";
constexpr std::string_view kReasons = "{reasons}";

/// Backslashes before all that Markdown could take for markup; lines become one.
std::string Escaped(std::string_view text) {
  constexpr std::string_view kMarkup = R"(\`*_{}[]<>#|~&)";
  std::string escaped;
  for (const char sign : text) {
    const bool is_break = sign == '\n' || sign == '\r';
    if (!is_break && kMarkup.find(sign) != std::string_view::npos) escaped += '\\';
    escaped += is_break ? ' ' : sign;
  }
  return escaped;
}

/// The finding's reasons, one a line.
Result<std::vector<std::string>> ReasonsOf(const store::Workspace& workspace, engine::LocalSession& session,
                                           const content::Model& model, const content::Datasets& datasets,
                                           const store::RunRecord& run, int64_t rank, Language language,
                                           const RunControl& control) {
  RowCursor rows(TRY(OpenFindings(workspace, session, model, datasets, run, language, rank, control)));
  std::string reasons;
  size_t column = 0;
  while (rows.schema()[column].name != "reasons") ++column;
  while (TRY(rows.Next())) reasons = engine::ToText(rows.At(column));
  std::vector<std::string> list;
  for (size_t at = 0; at < reasons.size();) {
    const size_t end = std::min(reasons.find(" · ", at), reasons.size());
    list.push_back(reasons.substr(at, end - at));
    at = end + std::string_view(" · ").size();
  }
  return list;
}

class Drafter {
 public:
  Drafter(FindingSession& finding, const content::Model& model, const content::Datasets& datasets, Language language,
          const RunControl& control)
      : finding_(finding),
        model_(model),
        control_(control),
        renderer_(datasets, language, model.findings.column_titles) {}

  void Give(const std::string& name, engine::Value value) { values_[name] = std::move(value); }
  void GiveReasons(std::vector<std::string> reasons) { reasons_ = std::move(reasons); }

  Result<std::string> Draft(const std::string& text) {
    std::string markdown;
    for (const std::string& line : Split(text, '\n')) markdown += TRY(Line(line)) + "\n";
    return markdown;
  }

 private:
  Result<std::string> Line(const std::string& line) {
    const std::string_view trimmed = Trim(line);
    if (trimmed == kReasons) return ReasonList();
    if (trimmed.starts_with(kTable))
      return EvidenceTable(trimmed.substr(kTable.size(), trimmed.size() - kTable.size() - 1));
    return renderer_.Render(line, [&](const std::string& name) -> std::optional<engine::Value> {
      const auto value = values_.find(name);
      if (value == values_.end()) return std::nullopt;
      const auto* const text = std::get_if<std::string>(&value->second);
      return text == nullptr ? value->second : engine::Value(Escaped(*text));
    });
  }

  std::string ReasonList() const {
    std::string list;
    for (const std::string& reason : reasons_) list += fmt::format("- {}\n", Escaped(reason));
    return list;
  }

  Result<std::string> EvidenceTable(std::string_view name) {
    const auto part = std::find_if(model_.evidence.begin(), model_.evidence.end(),
                                   [&](const content::ModelEvidence& evidence) { return evidence.name == name; });
    if (part == model_.evidence.end()) return std::string();  // the reader of the model has refused it
    const Evidence evidence = TRY(FetchOne(finding_, model_, *part, kTableRows, control_));
    const engine::Schema& schema = evidence.rows.schema;
    std::string head = "|";
    std::string rule = "|";
    for (const engine::Column& column : schema) {
      head += fmt::format(" {} |", Escaped(renderer_.Title(column.name)));
      rule += " --- |";
    }
    std::string table = head + "\n" + rule + "\n";
    for (const std::vector<engine::Value>& row : evidence.rows.rows) table += Row(row);
    return table;
  }

  std::string Row(const std::vector<engine::Value>& row) {
    std::string line = "|";
    for (const engine::Value& value : row) {
      const bool is_number = std::holds_alternative<double>(value);
      const std::string text =
          is_number ? renderer_.Render("{v:number}", [&](const std::string&) { return value; }) : engine::ToText(value);
      line += fmt::format(" {} |", Escaped(text));
    }
    return line + "\n";
  }

  FindingSession& finding_;
  const content::Model& model_;
  const RunControl& control_;
  ReasonRenderer renderer_;
  std::map<std::string, engine::Value> values_;
  std::vector<std::string> reasons_;
};

Result<const content::ModelDocument*> FindDocument(const content::Model& model, const std::string& name) {
  if (model.documents.empty()) {
    return Fail(ErrorCode::kModelUnsupported, fmt::format("the model drafts no document ({})", model.id));
  }
  if (name.empty()) return &model.documents.front();
  std::vector<std::string> known;
  for (const content::ModelDocument& document : model.documents) {
    if (document.name == name) return &document;
    known.push_back(document.name);
  }
  return Fail(ErrorCode::kUnknownName, fmt::format("the model drafts no document of this name ({})", name),
              "it drafts: " + Join(known, ", "));
}

}  // namespace

Result<std::string> DraftDocument(const store::Workspace& workspace, engine::Warehouse& warehouse,
                                  const content::Model& model, const content::Datasets& datasets,
                                  const store::RunRecord& run, int64_t rank, const std::string& name, Language language,
                                  const RunControl& control) {
  const content::ModelDocument* const document = TRY(FindDocument(model, name));
  FindingSession finding = TRY(OpenFinding(workspace, warehouse, model, datasets, run, rank, control));
  Drafter drafter(finding, model, datasets, language, control);
  const engine::Table row = TRY(FirstRows(*finding.session, document->sql, finding.parameters, 1, control));
  for (size_t column = 0; column < row.schema.size(); ++column) {
    drafter.Give(row.schema[column].name, row.rows.empty() ? engine::Value() : row.rows[0][column]);
  }
  drafter.Give("run_id", run.id);
  drafter.Give("model_code", model.code);
  drafter.Give("model_version", int64_t{run.model_version});
  drafter.Give("run_day", run.as_of.value_or(run.started_at.date()));
  drafter.Give("rank", rank);
  drafter.Give("subject_id", finding.parameters.at("subject_id"));
  drafter.GiveReasons(TRY(ReasonsOf(workspace, *finding.session, model, datasets, run, rank, language, control)));
  return drafter.Draft(document->text.In(language));
}

}  // namespace tidewaiter::analysis
