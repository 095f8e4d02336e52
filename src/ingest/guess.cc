#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "ingest/address.h"
#include "ingest/column_names.h"
#include "ingest/file_reading.h"
#include "ingest/loader.h"
#include "ingest/source_text.h"
#include "ingest/value_look.h"

/// Proposing a source for an unknown file.
namespace tidewaiter::ingest {
namespace {

using content::Dataset;
using content::DatasetColumn;

constexpr int64_t kRows = 1000;
constexpr double kEnough = 0.45;        ///< from here on a pair of columns is proposed
constexpr double kTellingBonus = 0.15;  ///< values that speak for themselves
constexpr double kRequiredBonus = 0.02;
constexpr double kDatasetEnough = 0.2;

/// A folder for the pipes of the reading, gone afterwards.
class ScratchFolder {
 public:
  static Result<ScratchFolder> Make() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tidewaiter-guess-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      return Fail(ErrorCode::kInputOutput, "cannot make a folder (" + pattern + ")", "check TMPDIR");
    return ScratchFolder(pattern);
  }
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

struct Pair {
  size_t file_column = 0;
  const DatasetColumn* column = nullptr;
  double score = 0;
  std::string remark = {};
};

/// Which columns of the file stand for which of one dataset.
struct Match {
  const Dataset* dataset = nullptr;
  std::vector<Pair> pairs = {};
  double quality = 0;  ///< 0–1: how much of what the dataset requires is there, and how much of the file is used
};

class Matcher {
 public:
  Matcher(const FileColumns& file, const std::vector<ValueLook>& looks, const content::Datasets& datasets)
      : file_(file), looks_(looks), datasets_(datasets) {}

  Match MatchWith(const Dataset& dataset) {
    std::vector<Pair> candidates;
    for (size_t index = 0; index < looks_.size(); ++index)
      for (const DatasetColumn& column : dataset.columns)
        if (const double score = Score(index, column); score >= kEnough)
          candidates.push_back({index, &column, score, {}});
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Pair& a, const Pair& b) { return a.score > b.score; });
    Match match{.dataset = &dataset};
    for (Pair& pair : candidates)
      if (!IsTaken(match, pair)) match.pairs.push_back(std::move(pair));
    MatchByValues(match);
    Judge(match);
    return match;
  }

  const ValueFit& Fit(size_t index, const DatasetColumn& column) {
    // Columns of one shape read values alike.
    std::string shape =
        column.type.ToString() + "/" + std::to_string(static_cast<int>(column.format)) + "/" + column.list;
    for (const auto& [code, title] : column.values) shape += "/" + code;
    const auto [place, is_new] = fits_.try_emplace({index, std::move(shape)});
    if (is_new) place->second = FitValues(looks_[index], file_.columns[index].name, column, datasets_);
    return place->second;
  }

 private:
  double Score(size_t index, const DatasetColumn& column) {
    const double likeness = NameLikeness(file_.columns[index].name, column);
    if (likeness < kEnough - kTellingBonus) return 0;
    const ValueFit& fit = Fit(index, column);
    if (fit.readable < 0.5) return 0;
    return likeness * (0.5 + 0.5 * fit.readable) + (fit.telling ? kTellingBonus : 0) +
           (column.required ? kRequiredBonus : 0);
  }

  static bool IsTaken(const Match& match, const Pair& pair) {
    return std::any_of(match.pairs.begin(), match.pairs.end(), [&](const Pair& other) {
      return other.file_column == pair.file_column || other.column == pair.column;
    });
  }

  /// A required column that no name fits gets the only column whose values can be nothing else.
  void MatchByValues(Match& match) {
    for (const DatasetColumn& column : match.dataset->columns) {
      if (!column.required) continue;
      std::vector<Pair> telling;
      for (size_t index = 0; index < looks_.size(); ++index) {
        Pair pair{index, &column, kEnough, "by its values, not by its name"};
        if (!IsTaken(match, pair) && looks_[index].filled > 0 && Fit(index, column).telling)
          telling.push_back(std::move(pair));
      }
      if (telling.size() == 1 && AloneInShape(match, column)) match.pairs.push_back(std::move(telling.front()));
    }
  }

  /// No other required column still waits for values of this shape.
  static bool AloneInShape(const Match& match, const DatasetColumn& column) {
    const auto& columns = match.dataset->columns;
    return std::none_of(columns.begin(), columns.end(), [&](const DatasetColumn& other) {
      const bool alike = other.type == column.type && other.format == column.format && other.list == column.list;
      return &other != &column && other.required && alike &&
             std::none_of(match.pairs.begin(), match.pairs.end(),
                          [&](const Pair& pair) { return pair.column == &other; });
    });
  }

  void Judge(Match& match) const {
    double found = 0, required = 0, used = 0;
    for (const DatasetColumn& column : match.dataset->columns) required += column.required ? 1 : 0;
    for (const Pair& pair : match.pairs) {
      const double sure = std::min(pair.score, 1.0);
      used += sure;
      found += pair.column->required ? sure : 0;
    }
    const double recall = required > 0 ? found / required : 1;
    const double precision = used / static_cast<double>(looks_.size());
    match.quality = recall + precision > 0 ? 2 * recall * precision / (recall + precision) : 0;
  }

  const FileColumns& file_;
  const std::vector<ValueLook>& looks_;
  const content::Datasets& datasets_;
  std::map<std::pair<size_t, std::string>, ValueFit> fits_;
};

/// Factor from the unit that the file's name states to the contract's unit.
double ScaleOf(const std::string& file_column, const DatasetColumn& column) {
  static const std::map<std::pair<std::string, std::string>, double> kFactors = {
      {{"kg", "ton"}, 1000}, {{"kg", "tons"}, 1000}, {{"kg", "tonnes"}, 1000}, {{"kg", "톤"}, 1000},
      {{"kg", "t"}, 1000},   {{"kg", "g"}, 0.001},   {{"KRW", "천원"}, 1000},  {{"KRW", "백만원"}, 1'000'000}};
  std::string words = FoldForComparison(file_column);
  for (char& c : words)
    if (c == '(' || c == ')' || c == '[' || c == ']' || c == '_' || c == '/') c = ' ';
  for (const std::string& word : Split(words, ' '))
    if (const auto factor = kFactors.find({column.unit, word}); factor != kFactors.end()) return factor->second;
  return 1;
}

SourceProposal::Line LineOf(const Pair& pair, const ValueFit& fit, const std::string& file_column) {
  SourceProposal::Line line{fit.reading, fit.remark};
  line.mapping.column = pair.column->name;
  if (fit.reading.expression.empty()) line.mapping.from = {file_column};
  if (pair.column->type.IsNumeric()) line.mapping.scale = ScaleOf(file_column, *pair.column);
  if (!pair.remark.empty()) line.remark = pair.remark + (fit.remark.empty() ? "" : "; " + fit.remark);
  return line;
}

SourceProposal Propose(const Match& match, const FileColumns& file, Matcher& matcher) {
  SourceProposal proposal;
  proposal.dataset = match.dataset;
  std::set<size_t> read;
  for (const DatasetColumn& column : match.dataset->columns) {
    const auto pair =
        std::find_if(match.pairs.begin(), match.pairs.end(), [&](const Pair& p) { return p.column == &column; });
    if (pair != match.pairs.end()) {
      read.insert(pair->file_column);
      proposal.lines.push_back(
          LineOf(*pair, matcher.Fit(pair->file_column, column), file.columns[pair->file_column].name));
    } else if (column.required) {
      proposal.missing.push_back(&column);
    }
  }
  for (size_t index = 0; index < file.columns.size(); ++index)
    if (!read.contains(index)) proposal.unread.push_back(file.columns[index].name);
  return proposal;
}

std::string FormatWord(engine::FileFormat format) {
  switch (format) {
    case engine::FileFormat::kJson:
      return "json";
    case engine::FileFormat::kJsonLines:
      return "jsonl";
    case engine::FileFormat::kXlsx:
      return "xlsx";
    case engine::FileFormat::kParquet:
      return "parquet";
    case engine::FileFormat::kPostgres:
      return "postgresql";
    case engine::FileFormat::kCsv:
      break;
  }
  return "csv";
}

Result<Match> BestMatch(Matcher& matcher, const std::string& dataset, const content::Datasets& datasets,
                        const FileColumns& file) {
  if (!dataset.empty()) {
    const Dataset* wanted = datasets.Find(dataset);
    if (wanted == nullptr)
      return Fail(ErrorCode::kUnknownName, "no dataset has this name (" + dataset + ")",
                  NearNameHint(dataset, datasets.Names()));
    return matcher.MatchWith(*wanted);
  }
  Match best;
  for (const Dataset& candidate : datasets.all)
    if (Match match = matcher.MatchWith(candidate); match.quality > best.quality) best = std::move(match);
  if (best.quality < kDatasetEnough)
    return Fail(ErrorCode::kColumnMissing,
                "no dataset fits the columns of this file (" + Join(file.Names(), ", ") + ")",
                "name one with --dataset; tidewaiter datasets lists them");
  return best;
}

}  // namespace

Result<std::string> GuessSource(const std::string& file, const std::string& dataset, engine::LocalSession& session,
                                const content::Datasets& datasets, const RunControl& control) {
  if (IsDatabaseAddress(file))
    return Fail(ErrorCode::kUsage, "a source can be proposed for a file only, not for a database",
                "export some rows of the query to a file, and give that");
  const ScratchFolder scratch = TRY(ScratchFolder::Make());
  control.progress->Begin({"looking at " + file, file + " 살펴보는 중"});
  FileReading reading = TRY(FileReading::Open(file, content::Source{}, scratch.path(), session, control));
  const std::vector<ValueLook> looks = TRY(LookAtValues(reading, kRows, session, control));
  Matcher matcher(reading.columns(), looks, datasets);
  const Match match = TRY(BestMatch(matcher, dataset, datasets, reading.columns()));
  SourceProposal proposal = Propose(match, reading.columns(), matcher);
  proposal.file = reading.name();
  proposal.rows = kRows;
  proposal.format = FormatWord(reading.facts().format);
  return SourceText(proposal);
}

}  // namespace tidewaiter::ingest
