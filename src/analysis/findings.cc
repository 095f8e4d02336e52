#include "analysis/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "analysis/batch_builder.h"
#include "analysis/findings_table.h"
#include "analysis/reason_renderer.h"
#include "analysis/run_files.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using engine::QuoteIdentifier;
using engine::Type;
using engine::TypeId;
using engine::Value;

constexpr size_t kRowsPerBatch = 2048;
constexpr size_t kBeforeReasons = 6;  // rank … amount_at_stake_krw

/// Columns of the stored findings, in the contract's order: those before the reasons, members, then the model's own.
std::vector<std::string> StoredColumns(const content::Model& model) {
  std::vector<std::string> columns = {"rank",  "subject_type",        "subject_id", "score",
                                      "alert", "amount_at_stake_krw", "members"};
  columns.insert(columns.end(), model.findings.own_columns.begin(), model.findings.own_columns.end());
  return columns;
}

/// Columns of the stored reasons that the texts need.
std::vector<std::string> ValueColumns(const content::Model& model, const engine::Schema& reasons) {
  std::set<std::string> named;
  for (const content::ReasonTemplate& reason : model.reasons) {
    for (const std::string* text : {&reason.text.en, &reason.text.ko}) {
      for (std::string& name : PlaceholderNames(*text)) named.insert(std::move(name));
    }
  }
  std::vector<std::string> columns;
  for (const engine::Column& column : reasons) {
    if (named.contains(column.name)) columns.push_back(column.name);
  }
  return columns;
}

/// Each finding as often as it has reasons (once without), findings in order, reasons by position, code and values. One
/// statement, since a session streams one result at a time; the engine's sort spills to disk.
std::string JoinSql(const std::vector<std::string>& stored, const std::vector<std::string>& values,
                    const std::string& findings, const std::string& reasons, const engine::Schema& schema,
                    int64_t limit) {
  std::vector<std::string> columns;
  for (const std::string& column : stored) columns.push_back("f." + QuoteIdentifier(column));
  columns.emplace_back("r.code as reason_code");
  std::vector<std::string> order = {R"(f."rank")"};
  const auto is_position = [](const engine::Column& column) { return column.name == "position"; };
  if (std::any_of(schema.begin(), schema.end(), is_position)) order.emplace_back("r.position");
  order.emplace_back("r.code");
  for (size_t i = 0; i < values.size(); ++i) {
    order.push_back("r." + QuoteIdentifier(values[i]));
    columns.push_back(fmt::format("{} as reason_value_{}", order.back(), i));
  }
  const std::string top = limit > 0 ? fmt::format(R"( where "rank" <= {})", limit) : std::string();
  return fmt::format(R"(select {0} from (select * from {1}{2}) as f left join {3} as r on {4} order by {5})",
                     Join(columns, ", "), findings, top, reasons, SameSubject(schema), Join(order, ", "));
}

class FindingsStream final : public engine::BatchStream {
 public:
  FindingsStream(RowCursor rows, const content::Model& model, const content::Datasets& datasets, Language language,
                 std::vector<std::string> values)
      : rows_(std::move(rows)),
        model_(model),
        renderer_(datasets, language, model.findings.column_titles),
        values_(std::move(values)),
        stored_(rows_.schema().size() - values_.size() - 1),
        builder_(OutputSchema(rows_.schema(), stored_)) {}

  const engine::Schema& schema() const override { return builder_.schema(); }

  Result<std::unique_ptr<engine::Batch>> Next() override {
    while (!ended_ && builder_.rows() < kRowsPerBatch) TRY(Step());
    if (builder_.rows() == 0) return std::unique_ptr<engine::Batch>();
    return builder_.Take();
  }

 private:
  static engine::Schema OutputSchema(const engine::Schema& joined, size_t stored) {
    engine::Schema schema(joined.begin(), joined.begin() + kBeforeReasons);
    schema.push_back({"reasons", Type{TypeId::kText}});
    schema.push_back({"reason_codes", Type{TypeId::kText}});
    schema.insert(schema.end(), joined.begin() + kBeforeReasons, joined.begin() + static_cast<std::ptrdiff_t>(stored));
    return schema;
  }

  Status Step() {
    ended_ = !TRY(rows_.Next());
    const int64_t rank = ended_ ? 0 : rows_.Column(0).integers()[rows_.row()];
    if (rank != rank_) {
      Flush();
      rank_ = rank;
      for (size_t column = 0; !ended_ && column < stored_; ++column) finding_.push_back(rows_.At(column));
    }
    if (!ended_) AddReason();
    return {};
  }

  void AddReason() {
    const Value code_value = rows_.At(stored_);
    if (engine::IsNull(code_value)) return;
    std::string code = engine::ToText(code_value);
    texts_.push_back(renderer_.RenderCode(model_.reasons, code, [this](const std::string& name) {
      const auto found = std::find(values_.begin(), values_.end(), name);
      if (found == values_.end()) return std::optional<Value>();
      return std::optional(rows_.At(stored_ + 1 + static_cast<size_t>(found - values_.begin())));
    }));
    codes_.push_back(std::move(code));
  }

  void Flush() {
    if (finding_.empty()) return;
    const auto place = finding_.begin() + static_cast<std::ptrdiff_t>(kBeforeReasons);
    finding_.insert(place, {Value(Join(texts_, " · ")), Value(Join(codes_, ";"))});
    builder_.Append(std::move(finding_));
    finding_.clear();
    texts_.clear();
    codes_.clear();
  }

  RowCursor rows_;
  const content::Model& model_;
  ReasonRenderer renderer_;
  std::vector<std::string> values_;
  size_t stored_;  // columns of the finding; then the reason's code and values
  BatchBuilder builder_;
  bool ended_ = false;
  int64_t rank_ = 0;  // of the finding in the making; ranks begin with 1
  std::vector<Value> finding_;
  std::vector<std::string> texts_, codes_;
};

}  // namespace

Result<std::unique_ptr<engine::BatchStream>> OpenFindings(const store::Workspace& workspace,
                                                          engine::LocalSession& session, const content::Model& model,
                                                          const content::Datasets& datasets,
                                                          const store::RunRecord& run, Language language, int64_t limit,
                                                          const RunControl& control) {
  const std::string findings = TRY(RunRelation(workspace, session, run, "findings"));
  const std::string reasons = TRY(RunRelation(workspace, session, run, "reasons"));
  const engine::Schema schema = TRY(session.Describe("select * from " + reasons, {}));
  std::vector<std::string> values = ValueColumns(model, schema);
  const std::string sql = JoinSql(StoredColumns(model), values, findings, reasons, schema, limit);
  RowCursor rows(TRY(session.Query(sql, {}, control)));
  return std::make_unique<FindingsStream>(std::move(rows), model, datasets, language, std::move(values));
}

}  // namespace tidewaiter::analysis
