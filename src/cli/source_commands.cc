#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/report_text.h"
#include "cli/result_output.h"
#include "cli/table_stream.h"
#include "ingest/loader.h"

namespace tidewaiter::cli {
namespace {

using content::ColumnMapping;
using content::Feed;
using content::Source;
using engine::TypeId;

struct SourceOptions {
  std::string name;
  std::string file;
  std::string dataset;
  OutputOptions output;
};

Status ListSources(Context& context, const SourceOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const std::vector<Source> sources = TRY(content::ReadSources(content::ContentRoot(), datasets));
  engine::Table table = TableOf(
      {{"source", TypeId::kText}, {"datasets", TypeId::kText}, {"licence", TypeId::kText}, {"title", TypeId::kText}});
  for (const Source& source : sources) {
    std::vector<std::string> fed;
    for (const Feed& feed : source.feeds) fed.push_back(feed.dataset);
    fed.erase(std::unique(fed.begin(), fed.end()), fed.end());
    table.rows.push_back({source.name, Join(fed, ", "), source.licence, source.title.In(context.language())});
  }
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  return output.Write(*StreamOf(std::move(table)));
}

/// Where a column's value comes from, as one would say it.
std::string OriginOf(const ColumnMapping& mapping) {
  if (mapping.constant) return fmt::format("constant '{}'", *mapping.constant);
  if (!mapping.expression.empty()) return mapping.expression;
  return Join(mapping.from, " | ");
}

std::string ConversionOf(const ColumnMapping& mapping) {
  std::vector<std::string> parts;
  if (!mapping.format.empty()) parts.push_back("format " + mapping.format);
  if (mapping.scale != 1) parts.push_back("× " + engine::ToText(mapping.scale));
  if (!mapping.map.empty()) parts.push_back(fmt::format("{} codes mapped", mapping.map.size()));
  if (mapping.map_other) parts.push_back(fmt::format("others '{}'", *mapping.map_other));
  if (mapping.decimal_separator != ".") parts.push_back(fmt::format("decimal '{}'", mapping.decimal_separator));
  if (!mapping.thousands_separator.empty()) parts.push_back(fmt::format("thousands '{}'", mapping.thousands_separator));
  return Join(parts, "; ");
}

engine::Table MappingTable(const Source& source) {
  engine::Table table = TableOf({{"dataset", TypeId::kText},
                                 {"column", TypeId::kText},
                                 {"from", TypeId::kText},
                                 {"conversion", TypeId::kText},
                                 {"optional", TypeId::kBoolean}});
  for (const Feed& feed : source.feeds) {
    for (const ColumnMapping& mapping : feed.columns) {
      table.rows.push_back({feed.dataset, mapping.column, OriginOf(mapping), ConversionOf(mapping), mapping.optional});
    }
  }
  return table;
}

Status ShowSource(Context& context, const SourceOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const Source source = TRY(FindSource(datasets, options.name));
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  if (output.is_table()) {
    const Language language = context.language();
    TRY(output.sink().Write(context.terminal().Bold(source.name) + "\n"));
    TRY(output.sink().Write(
        LabelledLines({{std::string(context.Say(Text::kTitle)), source.title.In(language)},
                       {std::string(context.Say(Text::kDescription)), source.description.In(language)},
                       {std::string(context.Say(Text::kLicence)), source.licence},
                       {std::string(context.Say(Text::kProvenance)), source.provenance}})));
    TRY(output.sink().Write("\n"));
  }
  return output.Write(*StreamOf(MappingTable(source)));
}

Status GuessSource(Context& context, const SourceOptions& options) {
  const content::Datasets datasets = TRY(context.ReadDatasets());
  if (!options.dataset.empty()) TRY(FindDataset(datasets, options.dataset));
  const std::unique_ptr<engine::LocalSession> session = TRY(context.OpenScratch());
  const std::string proposal =
      TRY(ingest::GuessSource(options.file, options.dataset, *session, datasets, context.Control()));
  context.ClearProgress();
  return context.out().Write(proposal);
}

}  // namespace

Result<content::Source> FindSource(const content::Datasets& datasets, std::string_view name) {
  std::vector<Source> sources = TRY(content::ReadSources(content::ContentRoot(), datasets));
  std::vector<std::string> names;
  for (Source& source : sources) {
    if (source.name == name) return std::move(source);
    names.push_back(source.name);
  }
  const std::string near = NearNameHint(name, names);
  return Fail(ErrorCode::kUnknownName, fmt::format("no source has this name ({})", Printable(name)),
              near.empty() ? "`tidewaiter sources` lists them" : near);
}

void AddSourceCommands(CommandTree& tree) {
  const auto options = std::make_shared<SourceOptions>();
  CLI::App& list = tree.Add(tree.root(), "sources", Text::kSources, "tidewaiter sources",
                            [options](Context& context) { return ListSources(context, *options); });
  AddOutputOptions(tree, list, options->output, HasLimit::kNo);
  CLI::App& show = tree.Add(list, "show", Text::kSourcesShow, "tidewaiter sources show kcs_declarations",
                            [options](Context& context) { return ShowSource(context, *options); });
  show.add_option("NAME", options->name, "Name of the source")->required();
  AddOutputOptions(tree, show, options->output, HasLimit::kNo);
  CLI::App& guess = tree.Add(list, "guess", Text::kSourcesGuess,
                             "tidewaiter sources guess imports.csv > sources/our_imports/source.toml",
                             [options](Context& context) { return GuessSource(context, *options); });
  guess.add_option("FILE", options->file, "The file to look at")->required();
  guess.add_option("--dataset", options->dataset, "The dataset that it feeds (default: the best fit)")
      ->type_name("NAME");
}

}  // namespace tidewaiter::cli
