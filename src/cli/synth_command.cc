#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/command_tree.h"
#include "synth/nation.h"

namespace tidewaiter::cli {
namespace {

constexpr int64_t kItemsPerFirm = 15;
/// Enough for 10 million items; more only keeps in memory what the disk can hold. The process takes about 0.35 GB
/// beside it.
constexpr uint64_t kMostMemoryBytes = uint64_t{1100} * 1000 * 1000;

struct SynthOptions {
  std::string folder, start, format = "csv";
  int64_t firms = 4000, months = 24, items = 0;
  uint64_t seed = 1;
  bool clean = false, hard = false;
};

Result<synth::NationRequest> RequestOf(const SynthOptions& options) {
  if (options.clean && options.hard) {
    return Fail(ErrorCode::kUsage, "these do not go together (--clean, --hard)", "a clean nation holds no schemes");
  }
  synth::NationRequest request;
  request.folder = options.folder;
  request.seed = options.seed;
  request.firms = options.firms;
  request.months = options.months;
  request.items = options.items > 0 ? options.items : kItemsPerFirm * options.firms;
  if (!options.start.empty()) request.start = *TRY(ParseDateOption("--start", options.start + "-01"));
  if (options.clean) request.planting = synth::Planting::kNone;
  if (options.hard) request.planting = synth::Planting::kHard;
  if (options.format == "parquet") request.format = synth::NationFormat::kParquet;
  return request;
}

Status PrintFiles(Context& context, const std::vector<synth::WrittenFile>& files) {
  for (const synth::WrittenFile& file : files) {
    const std::string path = PadToWidth(file.path.generic_string(), 44, Align::kLeft);
    TRY(context.Print(fmt::format("  {}{}", path, PadToWidth(WithThousands(file.rows), 14, Align::kRight))));
  }
  return {};
}

Status SynthNation(Context& context, const SynthOptions& options) {
  const synth::NationRequest request = TRY(RequestOf(options));
  const content::Datasets datasets = TRY(context.ReadDatasets());
  engine::EngineOptions engine_options = TRY(context.EngineOptions());
  engine_options.memory_limit_bytes = std::min(engine::EffectiveMemoryLimit(engine_options), kMostMemoryBytes);
  const std::unique_ptr<engine::LocalSession> session = TRY(context.engines().OpenScratch(engine_options));
  const synth::WrittenNation nation =
      TRY(synth::WriteNation(*session, content::ContentRoot(), datasets, request, context.Control()));
  context.ClearProgress();
  TRY(context.Print(context.Say(Text::kNationMade, {Printable(options.folder), std::to_string(options.seed)})));
  TRY(PrintFiles(context, nation.datasets));
  TRY(context.Print(context.Say(Text::kNationTruth)));
  TRY(PrintFiles(context, nation.truths));
  return context.Print(context.Say(Text::kNationLoad, {options.format, Printable(options.folder)}));
}

}  // namespace

void AddSynthCommand(CommandTree& tree) {
  const auto options = std::make_shared<SynthOptions>();
  CLI::App& synth = tree.Add(tree.root(), "synth", Text::kSynth, "tidewaiter synth nation nation --seed 7", nullptr);
  synth.require_subcommand(1);
  CLI::App& command = tree.Add(synth, "nation", Text::kSynthNation,
                               "tidewaiter synth nation nation --seed 7\n"
                               "tidewaiter synth nation quiet --seed 7 --clean\n"
                               "tidewaiter synth nation large --items 10000000 --format parquet",
                               [options](Context& context) { return SynthNation(context, *options); });
  command.add_option("DIR", options->folder, "Folder to make: new, empty, or an older nation, which is replaced")
      ->required();
  command.add_option("--seed", options->seed, "The same seed gives the same nation (default 1)")->type_name("N");
  command.add_option("--firms", options->firms, "Companies at home (default 4000)")->type_name("N");
  command.add_option("--months", options->months, "Months of trade (default 24)")->type_name("N");
  command.add_option("--items", options->items, "Items of import declarations, about (default 15 for each firm)")
      ->type_name("N")
      ->check(AtLeast(1));
  command
      .add_option("--start", options->start, "First month (default 2020-07, where real rates and coin prices exist)")
      ->type_name("YYYY-MM");
  command.add_flag("--clean", options->clean, "Plant nothing; the truth files hold their headers only");
  command.add_flag("--hard", options->hard, "Plant only what is hard to find");
  tree.AddChoice(command, "--format", options->format, "csv or parquet (default csv)", {"csv", "parquet"});
}

}  // namespace tidewaiter::cli
