#include "learn/booster.h"

#include <fmt/format.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

#include "base/digest.h"

namespace tidewaiter::learn {
namespace {

constexpr int kTrainingThreads = 4;
constexpr size_t kHashLength = 64;

Status Check(int failed, std::string_view what) {
  if (failed == 0) return {};
  const std::string message = XGBGetLastError();
  if (message.find("bad_alloc") != std::string::npos) {
    return Fail(ErrorCode::kMemoryLimit, fmt::format("{} needs more memory than the limit leaves", what),
                "give more with --memory, or let the model grow its trees on fewer rows (most_tree_rows)");
  }
  return Fail(ErrorCode::kEngine, fmt::format("{} failed ({})", what, message.substr(0, message.find('\n'))));
}

struct FreeMatrix {
  void operator()(void* handle) const { XGDMatrixFree(handle); }
};
using MatrixHandle = std::unique_ptr<void, FreeMatrix>;

/// How XGBoost is told of an array in memory, version 3 of NumPy's interface.
std::string ArrayText(const void* data, size_t rows, size_t columns) {
  return fmt::format(R"({{"data":[{},true],"shape":[{},{}],"typestr":"<f4","version":3}})",
                     reinterpret_cast<uintptr_t>(data), rows, columns);
}

/// The training rows as XGBoost asks for them: one batch, as often as it likes.
struct TrainingBatch {
  const Matrix& features;
  std::span<const float> labels, weights;
  DMatrixHandle proxy = nullptr;
  bool taken = false;
  bool failed = false;

  static void Reset(DataIterHandle self) { static_cast<TrainingBatch*>(self)->taken = false; }
  static int Next(DataIterHandle self) {
    auto& batch = *static_cast<TrainingBatch*>(self);
    if (std::exchange(batch.taken, true)) return 0;
    const Matrix& matrix = batch.features;
    const std::string array = ArrayText(matrix.values.data(), matrix.rows, matrix.columns);
    batch.failed = XGProxyDMatrixSetDataDense(batch.proxy, array.c_str()) != 0 ||
                   XGDMatrixSetFloatInfo(batch.proxy, "label", batch.labels.data(), batch.labels.size()) != 0 ||
                   XGDMatrixSetFloatInfo(batch.proxy, "weight", batch.weights.data(), batch.weights.size()) != 0;
    return batch.failed ? 0 : 1;
  }
};

/// `(1,0,1)`.
std::string DirectionsText(const std::vector<bool>& rising) {
  std::string text;
  for (const bool rises : rising) text += fmt::format("{}{}", text.empty() ? "(" : ",", rises ? 1 : 0);
  return text + ")";
}

/// Binned at once, so that no second copy of the rows is made.
Result<MatrixHandle> BinnedRows(const Matrix& features, std::span<const float> labels, std::span<const float> weights) {
  TrainingBatch batch{features, labels, weights};
  DMatrixHandle raw = nullptr;
  TRY(Check(XGProxyDMatrixCreate(&raw), "making a matrix"));
  const MatrixHandle proxy(std::exchange(raw, nullptr));
  batch.proxy = proxy.get();
  const std::string config = fmt::format(R"({{"missing":NaN,"nthread":{},"max_bin":256}})", kTrainingThreads);
  const int failed = XGQuantileDMatrixCreateFromCallback(&batch, proxy.get(), nullptr, TrainingBatch::Reset,
                                                         TrainingBatch::Next, config.c_str(), &raw);
  MatrixHandle rows(failed == 0 ? raw : nullptr);
  TRY(Check(batch.failed ? -1 : failed, "binning the training rows"));
  return rows;
}

/// Where the margins begin: at even odds, or at the mean amount, since trees of small steps would never get from 0 to
/// amounts of millions.
double BaseScore(Objective objective, std::span<const float> labels, std::span<const float> weights) {
  if (objective == Objective::kChance) return 0.5;
  const double sum = std::inner_product(labels.begin(), labels.end(), weights.begin(), 0.0);
  return sum / std::accumulate(weights.begin(), weights.end(), 0.0);
}

}  // namespace

struct Booster::State {
  BoosterHandle handle = nullptr;
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (handle != nullptr) XGBoosterFree(handle);
  }
  Status Set(const std::string& name, const std::string& value) const {
    return Check(XGBoosterSetParam(handle, name.c_str(), value.c_str()), "setting " + name);
  }
};

Booster::Booster(std::unique_ptr<State> state, size_t features) : state_(std::move(state)), features_(features) {}
Booster::Booster(Booster&&) noexcept = default;
Booster& Booster::operator=(Booster&&) noexcept = default;
Booster::~Booster() = default;

Result<Booster> Booster::Train(const Matrix& features, std::span<const float> labels, std::span<const float> weights,
                               const std::vector<bool>& rising, Objective objective, const TreeSettings& settings,
                               uint64_t seed, int threads, const RunControl& control) {
  const MatrixHandle rows = TRY(BinnedRows(features, labels, weights));
  auto state = std::make_unique<State>();
  DMatrixHandle cache = rows.get();
  TRY(Check(XGBoosterCreate(&cache, 1, &state->handle), "making trees"));
  std::vector<std::pair<std::string, std::string>> parameters = {
      {"booster", "gbtree"},
      {"tree_method", "hist"},
      {"verbosity", "0"},
      {"objective", objective == Objective::kChance ? "binary:logistic" : "reg:gamma"},
      {"base_score", fmt::format("{}", BaseScore(objective, labels, weights))},
      {"max_depth", std::to_string(settings.depth)},
      {"eta", fmt::format("{}", settings.learning_rate)},
      {"subsample", fmt::format("{}", settings.row_share)},
      {"colsample_bytree", fmt::format("{}", settings.column_share)},
      {"min_child_weight", fmt::format("{}", settings.min_child_weight)},
      {"lambda", fmt::format("{}", settings.ridge)},
      {"nthread", std::to_string(kTrainingThreads)},
      {"seed", std::to_string(seed % 2'000'000'000)},
  };
  if (!rising.empty()) parameters.emplace_back("monotone_constraints", DirectionsText(rising));
  for (const auto& [name, value] : parameters) TRY(state->Set(name, value));
  for (int tree = 0; tree < settings.trees; ++tree) {
    TRY(control.Check());
    control.progress->Advance(static_cast<double>(tree) / settings.trees);
    TRY(Check(XGBoosterUpdateOneIter(state->handle, tree, rows.get()), "growing a tree"));
  }
  TRY(state->Set("nthread", std::to_string(threads)));
  return Booster(std::move(state), features.columns);
}

Result<Booster> Booster::Load(std::string_view bytes, int threads) {
  const auto damaged = [] { return Fail(ErrorCode::kArtefactDamaged, "the trees of the artefact cannot be read"); };
  // XGBoost must not see bytes that were cut: it reads on past their end until the memory is full.
  const std::string_view trees = bytes.substr(std::min(bytes.size(), kHashLength));
  if (Sha256Hex(trees) != bytes.substr(0, kHashLength)) return damaged();
  auto state = std::make_unique<State>();
  TRY(Check(XGBoosterCreate(nullptr, 0, &state->handle), "making trees"));
  bst_ulong features = 0;
  if (XGBoosterLoadModelFromBuffer(state->handle, trees.data(), trees.size()) != 0 ||
      XGBoosterGetNumFeature(state->handle, &features) != 0) {
    return damaged();
  }
  TRY(state->Set("nthread", std::to_string(threads)));
  TRY(state->Set("verbosity", "0"));
  return Booster(std::move(state), features);
}

Result<std::string> Booster::Save() const {
  bst_ulong length = 0;
  const char* bytes = nullptr;
  TRY(Check(XGBoosterSaveModelToBuffer(state_->handle, R"({"format":"ubj"})", &length, &bytes), "saving the trees"));
  const std::string_view trees(bytes, length);
  return Sha256Hex(trees).append(trees);
}

Result<std::vector<float>> Booster::Margins(const Matrix& features) const {
  if (features.rows == 0) return std::vector<float>();
  const std::string array = ArrayText(features.values.data(), features.rows, features.columns);
  bst_ulong const* shape = nullptr;
  bst_ulong dimensions = 0;
  float const* margins = nullptr;
  TRY(Check(XGBoosterPredictFromDense(state_->handle, array.c_str(),
                                      R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,)"
                                      R"("strict_shape":false,"missing":NaN,"cache_id":0})",
                                      nullptr, &shape, &dimensions, &margins),
            "scoring"));
  return std::vector<float>(margins, margins + features.rows);
}

Result<Matrix> Booster::Contributions(const Matrix& features) const {
  Matrix contributions(features.rows, features_ + 1);
  if (features.rows == 0) return contributions;
  DMatrixHandle raw = nullptr;
  const std::string array = ArrayText(features.values.data(), features.rows, features.columns);
  TRY(Check(XGDMatrixCreateFromDense(array.c_str(), R"({"missing":NaN,"nthread":1})", &raw), "making a matrix"));
  const MatrixHandle rows(raw);
  bst_ulong const* shape = nullptr;
  bst_ulong dimensions = 0;
  float const* values = nullptr;
  TRY(Check(XGBoosterPredictFromDMatrix(state_->handle, rows.get(),
                                        R"({"type":2,"training":false,"iteration_begin":0,"iteration_end":0,)"
                                        R"("strict_shape":false})",
                                        &shape, &dimensions, &values),
            "explaining"));
  contributions.values.assign(values, values + features.rows * contributions.columns);
  return contributions;
}

}  // namespace tidewaiter::learn
