#include <fmt/format.h>

#include "base/text.h"
#include "cli/report_text.h"
#include "cli/result_output.h"
#include "cli/table_stream.h"

namespace tidewaiter::cli {
namespace {

using content::Dataset;
using content::DatasetColumn;
using engine::TypeId;
using engine::Value;

struct DatasetOptions {
  std::string name;
  OutputOptions output;
};

std::string_view SensitivityName(content::Sensitivity sensitivity) {
  switch (sensitivity) {
    case content::Sensitivity::kPublic:
      return "public";
    case content::Sensitivity::kInternal:
      return "internal";
    case content::Sensitivity::kConfidential:
      return "confidential";
    case content::Sensitivity::kPersonal:
      break;
  }
  return "personal";
}

Status ListDatasets(Context& context, const DatasetOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  engine::Table table = TableOf({{"dataset", TypeId::kText},
                                 {"subject_area", TypeId::kText},
                                 {"columns", TypeId::kInteger},
                                 {"key", TypeId::kText},
                                 {"title", TypeId::kText}});
  for (const Dataset& dataset : datasets.all) {
    table.rows.push_back({dataset.name, dataset.subject_area, static_cast<int64_t>(dataset.columns.size()),
                          Join(dataset.key, ", "), dataset.title.In(context.language())});
  }
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  return output.Write(*StreamOf(std::move(table)));
}

/// What may stand in the column: closed list, code list, range, shape.
std::string ValuesOf(const DatasetColumn& column, Language language) {
  std::vector<std::string> parts;
  std::vector<std::string> closed;
  for (const auto& [code, title] : column.values) closed.push_back(fmt::format("{}={}", code, title.In(language)));
  if (!closed.empty()) parts.push_back(Join(closed, " | "));
  if (!column.list.empty()) parts.push_back("list " + column.list);
  if (column.min) parts.push_back(">= " + engine::ToText(*column.min));
  if (column.max) parts.push_back("<= " + engine::ToText(*column.max));
  return Join(parts, "; ");
}

engine::Table ColumnTable(const Dataset& dataset, Language language) {
  engine::Table table = TableOf({{"column", TypeId::kText},
                                 {"type", TypeId::kText},
                                 {"required", TypeId::kBoolean},
                                 {"unit", TypeId::kText},
                                 {"title", TypeId::kText},
                                 {"values", TypeId::kText},
                                 {"sensitivity", TypeId::kText},
                                 {"description", TypeId::kText}});
  for (const DatasetColumn& column : dataset.columns) {
    table.rows.push_back({column.name, column.type.ToString(), column.required, column.unit, column.title.In(language),
                          ValuesOf(column, language), std::string(SensitivityName(column.sensitivity)),
                          column.description.In(language)});
  }
  return table;
}

Status ShowDataset(Context& context, const DatasetOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Dataset* const dataset = TRY(FindDataset(datasets, options.name));
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  if (output.is_table()) {
    const Language language = context.language();
    const std::string known_on = dataset->known_on_note.In(language);
    TRY(output.sink().Write(context.terminal().Bold(dataset->name) + "\n"));
    TRY(output.sink().Write(
        LabelledLines({{std::string(context.Say(Text::kTitle)), dataset->title.In(language)},
                       {std::string(context.Say(Text::kDescription)), dataset->description.In(language)},
                       {std::string(context.Say(Text::kSubjectArea)), dataset->subject_area},
                       {std::string(context.Say(Text::kKey)), Join(dataset->key, ", ")},
                       {"known_on", known_on.empty() ? dataset->known_on.column : known_on}})));
    TRY(output.sink().Write("\n"));
  }
  return output.Write(*StreamOf(ColumnTable(*dataset, context.language())));
}

}  // namespace

void AddDatasetCommands(CommandTree& tree) {
  const auto options = std::make_shared<DatasetOptions>();
  CLI::App& list = tree.Add(tree.root(), "datasets", Text::kDatasets,
                            "tidewaiter datasets\ntidewaiter datasets show import_declaration",
                            [options](Context& context) { return ListDatasets(context, *options); });
  AddOutputOptions(tree, list, options->output, HasLimit::kNo);
  CLI::App& show =
      tree.Add(list, "show", Text::kDatasetsShow, "tidewaiter datasets show import_declaration --language ko",
               [options](Context& context) { return ShowDataset(context, *options); });
  show.add_option("NAME", options->name, "Name of the dataset")->required();
  AddOutputOptions(tree, show, options->output, HasLimit::kNo);
}

}  // namespace tidewaiter::cli
