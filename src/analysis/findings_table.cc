#include "analysis/findings_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using engine::QuoteIdentifier;

bool Has(const engine::Schema& schema, std::string_view name) {
  return std::any_of(schema.begin(), schema.end(), [&](const engine::Column& column) { return column.name == name; });
}

std::string FileOf(const content::Model& model, std::string_view step_name) {
  for (const content::ModelStep& step : model.steps) {
    if (step.name == step_name) return step.sql_file.string();
  }
  return (model.folder / "model.toml").string();
}

Status CheckColumns(const content::Model& model, std::string_view table, const engine::Schema& schema,
                    const std::vector<std::string>& needed) {
  Error error{ErrorCode::kContentInvalid, {}, "the last select of the step names its columns", {}};
  for (const std::string& column : needed) {
    if (Has(schema, column)) continue;
    error.diagnostics.push_back({.file = FileOf(model, table),
                                 .line = 0,
                                 .column = 0,
                                 .severity = Severity::kError,
                                 .code = "content.findings_column",
                                 .message = fmt::format("the table {} lacks the column {}", table, column),
                                 .hint = {}});
  }
  if (error.diagnostics.empty()) return {};
  error.message = fmt::format("model {}: {}", model.id, error.diagnostics.front().message);
  return Fail(std::move(error));
}

std::string RankSql(const content::Model& model, const engine::Schema& schema) {
  const std::string& tie_breaker = model.findings.tie_breaker;
  const std::string order = fmt::format("cast(score as double) desc nulls last, {}{}subject_id, subject_type",
                                        tie_breaker, tie_breaker.empty() ? "" : ", ");
  std::string columns =
      "cast(subject_type as varchar) as subject_type, cast(subject_id as varchar) as subject_id, "
      "cast(score as double) as score, cast(alert as boolean) as alert, amount_at_stake_krw, ";
  columns += Has(schema, "members") ? "cast(members as varchar) as members" : "cast(null as varchar) as members";
  for (const std::string& own : model.findings.own_columns) columns += ", " + QuoteIdentifier(own);
  // One sort: the numbers are given in the order of the rows.
  return fmt::format(
      R"(select row_number() over () as "rank", {0} from (select * from findings order by {1}) as ranked)", columns,
      order);
}

/// A model without reasons has an empty table of them.
Status HaveReasons(engine::LocalSession& session, const content::Model& model, const RunControl& control) {
  const auto is_reasons = [](const content::ModelStep& step) { return step.name == "reasons"; };
  if (std::none_of(model.steps.begin(), model.steps.end(), is_reasons)) {
    TRY(session.CreateTable("reasons",
                            "select cast(null as varchar) as subject_id, cast(null as varchar) as code where 1 = 0", {},
                            control));
  }
  return CheckColumns(model, "reasons", TRY(session.Describe("select * from reasons", {})), {"subject_id", "code"});
}

struct Law {
  std::string_view sentence;
  std::string_view breaches;  // an aggregate over `findings`
};

constexpr std::array kLaws = {
    Law{"findings have no score or one outside 0–1",
        "count(*) filter (where score is null or not (score >= 0 and score <= 1))"},
    Law{"findings name no subject", "count(*) filter (where subject_type is null or subject_id is null)"},
    Law{"findings do not say whether they are an alert", "count(*) filter (where alert is null)"},
    Law{"subjects stand in the findings more than once",
        "count(*) - (select count(*) from (select distinct subject_type, subject_id from findings) as d)"},
};

/// A column's value for the hash: equal where a reader takes it for equal, whatever the order of a sum was.
std::string HashValue(const std::string& name, const engine::Type& type) {
  return type.id == engine::TypeId::kDouble ? fmt::format("round({}, 9) + 0e0", name) : name;
}

std::string HashText(std::string_view value) { return fmt::format("coalesce(cast({} as varchar), chr(30))", value); }

constexpr std::string_view kScoreText =
    "coalesce(cast(try_cast(round(score, 9) as decimal(12, 9)) as varchar), chr(30))";
/// Most amounts fit in 64 bits, whose text is the cheaper to make; it is the same.
constexpr std::string_view kAmountText =
    "coalesce(cast(try_cast(amount_at_stake_krw as decimal(18, 2)) as varchar), "
    "cast(try_cast(amount_at_stake_krw as decimal(38, 2)) as varchar), chr(30))";

/// Of a finding: its place and all that it says.
std::string FindingLine(const engine::Schema& schema) {
  std::vector<std::string> texts;
  for (const engine::Column& column : schema) {
    if (column.name == "score")
      texts.emplace_back(kScoreText);
    else if (column.name == "amount_at_stake_krw")
      texts.emplace_back(kAmountText);
    else
      texts.push_back(HashText(HashValue(QuoteIdentifier(column.name), column.type)));
  }
  return fmt::format("concat_ws(chr(31), {})", Join(texts, ", "));
}

/// A code of the findings' reasons that has no text, and the hash of the reasons. They say the same of many findings,
/// so each saying is hashed once, with the sums that tell its places apart. Fractions are rounded when few rows are
/// left; squares of ranks stay within 64 bits up to three thousand million findings.
std::string ReasonsSql(const engine::Schema& schema, const content::Model& model) {
  std::vector<std::string> said;
  std::vector<std::string> values;
  std::vector<std::string> texts;
  for (const engine::Column& column : schema) {
    if (column.name == "subject_type" || column.name == "subject_id") continue;
    const bool is_code = column.name == "code";
    const std::string name = is_code ? column.name : fmt::format("value_{}", said.size());
    const std::string value = "r." + QuoteIdentifier(column.name);
    said.push_back(fmt::format("{} as {}", is_code ? "cast(r.code as varchar)" : value, name));
    values.push_back(fmt::format("{} as {}", HashValue(name, column.type), name));
    texts.push_back(HashText(name));
  }
  std::vector<std::string> codes = {"chr(30)"};  // a list is never empty
  for (const content::ReasonTemplate& reason : model.reasons) codes.push_back(engine::QuoteText(reason.code));
  return fmt::format(
      R"(select min(coalesce(code, '')) filter (where coalesce(code, '') not in ({0})), )"
      R"(coalesce(cast(bit_xor(md5_number(concat_ws(chr(31), places, sum_1, sum_2, {1}))) as varchar), '') from )"
      R"((select sum(places) as places, sum(sum_1) as sum_1, sum(sum_2) as sum_2, {2} from )"
      R"((select count(*) as places, sum(f."rank") as sum_1, sum(f."rank" * f."rank") as sum_2, {3} )"
      R"(from reasons r join findings f on {4} group by all) as said group by all) as rounded)",
      Join(codes, ", "), Join(texts, ", "), Join(values, ", "), Join(said, ", "), SameSubject(schema));
}

/// The reasons' hash, where each has a text.
Result<std::string> CheckReasons(engine::LocalSession& session, const content::Model& model,
                                 const RunControl& control) {
  const engine::Schema schema = TRY(session.Describe("select * from reasons", {}));
  const engine::Table table = TRY(session.QueryTable(ReasonsSql(schema, model), {}, control));
  const engine::Value& unknown = table.rows[0][0];
  if (engine::IsNull(unknown)) return engine::ToText(table.rows[0][1]);
  std::vector<std::string> known;
  for (const content::ReasonTemplate& reason : model.reasons) known.push_back(reason.code);
  const std::string code = engine::ToText(unknown);
  return Fail(ErrorCode::kModelAssertion, fmt::format("model {} gives a reason without text ({})", model.id, code),
              NearNameHint(code, known));
}

}  // namespace

std::string SameSubject(const engine::Schema& reasons) {
  std::string same = "cast(r.subject_id as varchar) = f.subject_id";
  if (Has(reasons, "subject_type")) same += " and r.subject_type = f.subject_type";
  return same;
}

Status RankFindings(engine::LocalSession& session, const content::Model& model, const RunControl& control) {
  const engine::Schema schema = TRY(session.Describe("select * from findings", {}));
  std::vector<std::string> needed = {"subject_type", "subject_id", "score", "alert", "amount_at_stake_krw"};
  needed.insert(needed.end(), model.findings.own_columns.begin(), model.findings.own_columns.end());
  TRY(CheckColumns(model, "findings", schema, needed));
  // A table cannot take the place of one that its query reads, so a view bears the name.
  TRY(session.CreateTable("tidewaiter_findings", RankSql(model, schema), {}, control));
  TRY(session.DropTable("findings"));
  TRY(session.CreateView("findings", "select * from tidewaiter_findings"));
  return HaveReasons(session, model, control);
}

Result<FindingsSummary> CheckLaws(engine::LocalSession& session, const content::Model& model,
                                  const RunControl& control) {
  const engine::Schema schema = TRY(session.Describe("select * from findings", {}));
  std::string sql = fmt::format(
      "select count(*), count(*) filter (where alert), coalesce(cast(bit_xor(md5_number({})) as varchar), '')",
      FindingLine(schema));
  for (const Law& law : kLaws) sql += fmt::format(", {}", law.breaches);
  const engine::Table table = TRY(session.QueryTable(sql + " from findings", {}, control));
  const auto count = [&](size_t column) { return std::get<int64_t>(table.rows[0][column]); };
  for (size_t i = 0; i < kLaws.size(); ++i) {
    if (count(3 + i) == 0) continue;
    return Fail(ErrorCode::kModelAssertion, fmt::format("model {}: {} ({})", model.id, kLaws[i].sentence, count(3 + i)),
                "this is a fault of the model; its findings are not kept");
  }
  const std::string reasons = TRY(CheckReasons(session, model, control));
  const std::string hash = Sha256Hex(fmt::format("{}:{}:{}", count(0), engine::ToText(table.rows[0][2]), reasons));
  return FindingsSummary{count(0), count(1), hash};
}

Result<int64_t> CountBreaches(engine::LocalSession& session, const std::string& sql,
                              const engine::Parameters& parameters, const RunControl& control) {
  const engine::Table table = TRY(session.QueryTable(sql, parameters, control));
  if (table.rows.empty() || table.rows[0].empty()) return 0;
  const engine::Value& value = table.rows[0][0];
  if (engine::IsNull(value)) return 0;
  if (const auto* breaches = std::get_if<bool>(&value)) return *breaches ? 1 : 0;
  const double number = engine::ToDouble(value);
  return number == 0 ? 0 : std::max<int64_t>(1, static_cast<int64_t>(std::min(number, 9e18)));
}

}  // namespace tidewaiter::analysis
