#include "analysis/score.h"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <iostream>

#include "base/text.h"
#include "cli/cell_text.h"
#include "cli/report_text.h"
#include "cli/result_output.h"
#include "cli/table_stream.h"

namespace tidewaiter::cli {
namespace {

using engine::TypeId;
using engine::Value;

constexpr size_t kRecordsAtOnce = 10'000;

struct ScoreOptions {
  std::string model, input, run;
  bool without_reasons = false;
  OutputOptions output;
};

engine::Schema ScoreSchema() {
  return {{"subject_id", {TypeId::kText}},        {"chance", {TypeId::kDouble}}, {"margin", {TypeId::kDouble}},
          {"expected_amount", {TypeId::kDouble}}, {"reasons", {TypeId::kText}},  {"reason_codes", {TypeId::kText}}};
}

/// Reads records part by part and gives their scores: memory holds one part.
class ScoreStream final : public engine::BatchStream {
 public:
  ScoreStream(analysis::Scorer& scorer, std::istream& input, analysis::Scorer::Reasons reasons, Language language,
              RunControl control)
      : scorer_(scorer),
        input_(input),
        reasons_(reasons),
        language_(language),
        control_(std::move(control)),
        schema_(ScoreSchema()) {}

  const engine::Schema& schema() const override { return schema_; }

  Result<std::unique_ptr<engine::Batch>> Next() override {
    TRY(control_.Check());
    const int64_t first = taken_ + 1;
    const std::vector<std::string> records = TRY(ReadPart());
    taken_ += static_cast<int64_t>(records.size());
    if (records.empty()) return std::unique_ptr<engine::Batch>();
    engine::Table table{schema_, {}};
    for (analysis::ScoredRecord& scored : TRY(scorer_.Score(records, first, reasons_, language_, control_))) {
      table.rows.push_back({std::move(scored.subject_id), scored.score.chance, scored.score.margin,
                            scored.score.amount ? Value(*scored.score.amount) : Value(), Join(scored.reasons, " · "),
                            Join(scored.reason_codes, ";")});
    }
    return StreamOf(std::move(table))->Next();
  }

 private:
  Result<std::vector<std::string>> ReadPart() {
    std::vector<std::string> records;
    std::string line;
    while (records.size() < kRecordsAtOnce && std::getline(input_, line)) {
      if (Trim(line).empty()) continue;
      records.push_back(std::move(line));
    }
    if (input_.bad()) return Fail(ErrorCode::kInputOutput, "the records cannot be read to their end");
    return records;
  }

  analysis::Scorer& scorer_;
  std::istream& input_;
  analysis::Scorer::Reasons reasons_;
  Language language_;
  RunControl control_;
  engine::Schema schema_;
  int64_t taken_ = 0;  // records, without empty lines
};

/// For people: the chance, then why.
class ScoreWriter final : public RowWriter {
 public:
  ScoreWriter(ByteSink& sink, const Terminal& terminal, Language language)
      : sink_(sink), terminal_(terminal), language_(language) {}

  Status Begin(const engine::Schema&) override { return {}; }

  Status Write(const engine::Batch& batch, size_t rows) override {
    for (size_t row = 0; row < rows; ++row) {
      const std::string chance = fmt::format("{:.1f}", batch.columns[1].doubles()[row] * 100);
      const std::string subject = DisplayText(batch.columns[0], "subject_id", row);
      TRY(sink_.Write(terminal_.Bold(Say(Text::kChanceOf, language_, {subject, chance})) + "\n"));
      TRY(sink_.Write(ReasonLines(DisplayText(batch.columns[4], "reasons", row), std::min(terminal_.width, 110))));
    }
    return {};
  }

  Status End(const std::string& ending) override {
    TRY(sink_.Write("\n" + ending + "\n"));
    return sink_.Flush();
  }

 private:
  ByteSink& sink_;
  Terminal terminal_;
  Language language_;
};

Status Score(Context& context, const ScoreOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  std::ifstream file;
  if (options.input != "-") {
    file.open(options.input, std::ios::binary);
    if (!file)
      return Fail(ErrorCode::kFileMissing, fmt::format("the records cannot be opened ({})", Printable(options.input)));
  }
  const content::Datasets datasets = TRY(context.ReadDatasets());
  const content::Model model = TRY(context.ReadModel(options.model, datasets));
  const store::Workspace workspace = TRY(context.OpenWorkspace());
  const std::unique_ptr<store::RunStore> runs = TRY(store::RunStore::Open(workspace.state_file()));
  analysis::Scorer scorer =
      TRY(analysis::Scorer::Open(workspace, *runs, model, datasets, TRY(context.OpenScratch()), options.run));
  output.set_table_writer([&context](ByteSink& sink, const Terminal& terminal) {
    return std::make_unique<ScoreWriter>(sink, terminal, context.language());
  });
  const auto reasons = options.without_reasons ? analysis::Scorer::Reasons::kNo : analysis::Scorer::Reasons::kYes;
  ScoreStream stream(scorer, options.input == "-" ? std::cin : file, reasons, context.language(), context.Control());
  return output.Write(stream);
}

struct ArtefactOptions {
  std::string model, first, second;
  OutputOptions output;
};

engine::Table ArtefactTable() {
  return TableOf({{"run", TypeId::kText},
                  {"model", TypeId::kText},
                  {"model_version", TypeId::kInteger},
                  {"step", TypeId::kText},
                  {"trained_at", TypeId::kTimestamp},
                  {"inspected", TypeId::kInteger},
                  {"violations", TypeId::kInteger},
                  {"first_day", TypeId::kDate},
                  {"last_day", TypeId::kDate},
                  {"validation_auc", TypeId::kDouble},
                  {"brier", TypeId::kDouble},
                  {"calibration_error", TypeId::kDouble},
                  {"features", TypeId::kInteger},
                  {"seed", TypeId::kInteger},
                  {"sha256", TypeId::kText}});
}

/// All figures stand in the artefact itself; a damaged one is listed without them.
Status AppendArtefact(const analysis::Artefact& artefact, engine::Table& table) {
  const store::RunRecord& run = artefact.run;
  std::vector<Value> row = {run.id, run.model_id, int64_t{run.model_version}, artefact.step,
                            run.finished_at ? Value(*run.finished_at) : Value()};
  const auto trained = analysis::ReadArtefact(artefact, 1);
  if (trained) {
    const learn::TrainingFacts& facts = trained->facts();
    const auto number = [](double value) { return std::isnan(value) ? Value() : Value(value); };
    const std::vector<Value> figures = {facts.rows,
                                        facts.violations,
                                        Date{facts.first_day},
                                        Date{facts.last_day},
                                        number(facts.validation_auc),
                                        number(facts.reliability.brier),
                                        number(facts.reliability.calibration_error),
                                        static_cast<int64_t>(trained->encoder().features().size()),
                                        static_cast<int64_t>(facts.seed),
                                        TRY(analysis::ArtefactHash(artefact))};
    row.insert(row.end(), figures.begin(), figures.end());
  }
  row.resize(table.schema.size());
  table.rows.push_back(std::move(row));
  return {};
}

Status ListArtefacts(Context& context, const ArtefactOptions& options) {
  ResultOutput output = TRY(ResultOutput::Open(context, options.output));
  const store::Workspace workspace = TRY(context.OpenWorkspace());
  const std::unique_ptr<store::RunStore> runs = TRY(store::RunStore::Open(workspace.state_file()));
  engine::Table table = ArtefactTable();
  for (const analysis::Artefact& artefact : TRY(analysis::ListArtefacts(workspace, *runs, options.model))) {
    TRY(AppendArtefact(artefact, table));
  }
  const auto total = static_cast<int64_t>(table.rows.size());
  return output.Write(*StreamOf(std::move(table)), total);
}

}  // namespace

void AddScoreCommands(CommandTree& tree) {
  const auto options = std::make_shared<ScoreOptions>();
  CLI::App& score = tree.Add(tree.root(), "score", Text::kScoreCommand,
                             "tidewaiter score import_cargo_risk --input declaration.jsonl\n"
                             "tidewaiter score import_cargo_risk --input - --format jsonl < declarations.jsonl",
                             [options](Context& context) { return Score(context, *options); });
  score.add_option("MODEL", options->model, "Name of a learned model")->required();
  score
      .add_option("--input", options->input,
                  "JSON lines, one record a line, fields named as the dataset's columns; - for stdin")
      ->type_name("FILE")
      ->required();
  score.add_option("--run", options->run, "Use what this run trained (default: the latest)")->type_name("ID");
  score.add_flag("--without-reasons", options->without_reasons, "Chances only: many times faster");
  AddOutputOptions(tree, score, options->output, HasLimit::kYes);

  const auto listed = std::make_shared<ArtefactOptions>();
  CLI::App& artefacts =
      tree.Add(tree.root(), "artefacts", Text::kArtefacts, "tidewaiter artefacts --model import_cargo_risk",
               [listed](Context& context) { return ListArtefacts(context, *listed); });
  artefacts.add_option("--model", listed->model, "Those of one model")->type_name("MODEL");
  AddOutputOptions(tree, artefacts, listed->output, HasLimit::kYes);
}

}  // namespace tidewaiter::cli
