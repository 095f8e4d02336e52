#include "synth/nation.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "store/system_error.h"
#include "synth/draws.h"
#include "synth/labels.h"
#include "synth/nation_folder.h"
#include "synth/recipe.h"

namespace tidewaiter::synth {
namespace {

namespace fs = std::filesystem;
using content::Dataset;
using engine::QuoteIdentifier;
using engine::QuoteText;

constexpr std::string_view kTruthHeader = "subject_type,subject_id,scheme_id,difficulty,amount_krw,started_on";

Status CheckRange(std::string_view name, int64_t value, int64_t least, int64_t most) {
  if (value >= least && value <= most) return {};
  return Fail(ErrorCode::kParameterOutOfRange, fmt::format("{} lies outside {}–{} ({})", name, least, most, value));
}

Status Check(const NationRequest& request) {
  TRY(CheckRange("firms", request.firms, 100, 200'000));
  TRY(CheckRange("months", request.months, 3, 120));
  TRY(CheckRange("items", request.items, 500, 200'000'000));
  const bool first = request.start.ToString().ends_with("-01");
  if (first && request.start >= Date::Of(2011, 1, 1) && request.start < Date::Of(2031, 1, 1)) return {};
  return Fail(ErrorCode::kParameterOutOfRange,
              fmt::format("the start is not the first day of a month of 2011–2030 ({})", request.start.ToString()));
}

Error Located(Error error, const SqlFile& file) {
  error.message = fmt::format("{}: {}", file.path.string(), error.message);
  return error;
}

/// One nation in the making.
class Maker {
 public:
  Maker(engine::LocalSession& session, const content::Datasets& datasets, const NationRequest& request,
        const NationFolder& folder, const RunControl& control)
      : session_(session), datasets_(datasets), request_(request), folder_(folder), control_(control) {}

  Status SetUp(const fs::path& root) {
    TRY(RegisterDraws(session_, Draws(request_.seed)));
    TRY(Set("firms", std::to_string(request_.firms)));
    TRY(Set("months", std::to_string(request_.months)));
    TRY(Set("items", std::to_string(request_.items)));
    TRY(Set("start", fmt::format("date '{}'", request_.start.ToString())));
    TRY(Set("hard", request_.planting == Planting::kHard ? "true" : "false"));
    TRY(Set("clean", request_.planting == Planting::kNone ? "true" : "false"));
    TRY(Set("examples", QuoteText((root / "examples").string())));
    return Set("nation", QuoteText((root / "nation").string()));
  }

  Status Run(const SqlFile& file) {
    Begin(file.name);
    for (const std::string& statement : StatementsOf(file.sql)) {
      auto done = session_.Execute(statement, {}, control_);
      if (!done) return Fail(Located(std::move(done.error()), file));
    }
    return {};
  }

  Status Write(const SqlFile& file, WrittenNation& nation) {
    Begin(file.name);
    auto written = WriteRows(file, nation);
    if (!written) return Fail(Located(std::move(written.error()), file));
    return {};
  }

  Result<WrittenFile> WriteTruth(const Scheme& scheme) {
    Begin(scheme.model);
    WrittenFile file{scheme.model, fs::path("truth") / (scheme.model + ".csv"), 0};
    const fs::path path = folder_.draft() / file.path;
    if (request_.planting == Planting::kNone) {
      TRY(store::WriteFileAtomically(path, fmt::format("{}\n", kTruthHeader)));
      return file;
    }
    const std::string sql = fmt::format("select {} from ({}) as truth order by scheme_id, subject_type, subject_id",
                                        kTruthHeader, scheme.truth.sql);
    auto rows = WriteCsv(sql, path);
    if (!rows) return Fail(Located(std::move(rows.error()), scheme.truth));
    file.rows = *rows;
    return file;
  }

 private:
  Status Set(std::string_view name, const std::string& literal) {
    TRY(session_.Execute(fmt::format("set variable {} = {}", name, literal), {}, control_));
    return {};
  }

  void Begin(const std::string& name) {
    control_.progress->Begin({fmt::format("making {} (synthetic)", name), fmt::format("{} 생성 중 (합성)", name)});
  }

  Result<int64_t> WriteCsv(const std::string& sql, const fs::path& path) {
    return session_.Execute(fmt::format("copy ({}) to {} (format csv, header true)", sql, QuoteText(path.string())), {},
                            control_);
  }

  /// The columns of the contract in its order; those that the query lacks are empty.
  Result<std::string> ByContract(const Dataset& dataset, const std::string& query) {
    const engine::Schema made = TRY(session_.Describe(query, {}, control_));
    std::vector<std::string> columns;
    for (const content::DatasetColumn& column : dataset.columns) {
      const bool has = std::ranges::find(made, column.name, &engine::Column::name) != made.end();
      const std::string name = QuoteIdentifier(column.name);
      columns.push_back(has ? fmt::format("cast({0} as {1}) as {0}", name, column.type.Sql()) : column.NullSql());
    }
    for (const engine::Column& column : made) {
      if (dataset.Find(column.name) == nullptr) {
        return Fail(ErrorCode::kContentInvalid, fmt::format("not a column of {} ({})", dataset.name, column.name));
      }
    }
    return fmt::format("select {} from ({}) as made", Join(columns, ", "), query);
  }

  Status WriteRows(const SqlFile& file, WrittenNation& nation) {
    const Dataset* const dataset = datasets_.Find(file.name);
    const bool stays = dataset != nullptr && request_.format == NationFormat::kParquet;
    const fs::path path = (stays ? folder_.draft() : folder_.stage()) / (file.name + ".parquet");
    const std::string query(Trim(file.sql));
    const std::string sql = dataset == nullptr ? query : TRY(ByContract(*dataset, query));
    const int64_t rows = TRY(session_.WriteParquet(sql, {}, path, control_));
    engine::FileScan scan;
    scan.format = engine::FileFormat::kParquet;
    scan.path = path.string();
    const std::string relation = "select * from " + TRY(session_.ScanRelation(scan));
    TRY(session_.CreateView(file.name, relation));
    if (dataset == nullptr) return {};
    const std::string name = file.name + (stays ? ".parquet" : ".csv");
    if (!stays) TRY(WriteCsv(relation, folder_.draft() / name));
    nation.datasets.push_back({file.name, name, rows});
    return {};
  }

  engine::LocalSession& session_;
  const content::Datasets& datasets_;
  const NationRequest& request_;
  const NationFolder& folder_;
  const RunControl& control_;
};

Result<WrittenNation> Make(Maker& maker, const Recipe& recipe, const NationRequest& request) {
  for (const SqlFile& file : recipe.background) TRY(maker.Run(file));
  if (request.planting != Planting::kNone) {
    for (const Scheme& scheme : recipe.schemes) TRY(maker.Run(scheme.plan));
  }
  WrittenNation nation;
  for (const SqlFile& file : recipe.rows) TRY(maker.Write(file, nation));
  for (const Scheme& scheme : recipe.schemes) nation.truths.push_back(TRY(maker.WriteTruth(scheme)));
  std::ranges::sort(nation.datasets, {}, &WrittenFile::name);
  return nation;
}

}  // namespace

Result<WrittenNation> WriteNation(engine::LocalSession& session, const fs::path& root,
                                  const content::Datasets& datasets, const NationRequest& request,
                                  const RunControl& control) {
  TRY(Check(request));
  const Recipe recipe = TRY(ReadRecipe(root, datasets));
  NationFolder folder = TRY(NationFolder::Begin(request.folder));
  Maker maker(session, datasets, request, folder, control);
  TRY(maker.SetUp(root));
  WrittenNation nation = TRY(Make(maker, recipe, request));
  TRY(WriteLabels(folder.draft(), request, nation));
  TRY(control.Check());
  TRY(folder.Publish());
  return nation;
}

}  // namespace tidewaiter::synth
