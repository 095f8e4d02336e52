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

/// Puts the rows of a query in the place of a table that the query reads.
Status Replace(engine::LocalSession& session, const std::string& name, const std::string& sql,
               const RunControl& control) {
  const std::string ranked = "tidewaiter_" + name;
  TRY(session.CreateTable(ranked, sql, {}, control));
  TRY(session.DropTable(name));
  return session.CreateView(name, "select * from " + QuoteIdentifier(ranked));
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

std::string ReasonsSql(const engine::Schema& schema) {
  std::vector<std::string> columns;
  std::vector<std::string> order;
  if (Has(schema, "position")) order.emplace_back("r.position");
  order.emplace_back("r.code");
  for (const engine::Column& column : schema) {
    columns.push_back("r." + QuoteIdentifier(column.name));
    order.push_back(columns.back());
  }
  const std::string same_type = Has(schema, "subject_type") ? " and r.subject_type = f.subject_type" : "";
  return fmt::format(R"(select f."rank", row_number() over (partition by f."rank" order by {}) as reason_no, {} )"
                     R"(from reasons r join findings f on cast(r.subject_id as varchar) = f.subject_id{} )"
                     R"(order by "rank", reason_no)",
                     Join(order, ", "), Join(columns, ", "), same_type);
}

Status RankReasons(engine::LocalSession& session, const content::Model& model, const RunControl& control) {
  const auto is_reasons = [](const content::ModelStep& step) { return step.name == "reasons"; };
  if (std::none_of(model.steps.begin(), model.steps.end(), is_reasons)) {
    TRY(session.CreateTable("reasons",
                            "select cast(null as varchar) as subject_id, cast(null as varchar) as code where 1 = 0", {},
                            control));
  }
  const engine::Schema schema = TRY(session.Describe("select * from reasons", {}));
  TRY(CheckColumns(model, "reasons", schema, {"subject_id", "code"}));
  return Replace(session, "reasons", ReasonsSql(schema), control);
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
std::string HashValue(const engine::Column& column) {
  const std::string name = QuoteIdentifier(column.name);
  return column.type.id == engine::TypeId::kDouble ? fmt::format("round({}, 9) + 0e0", name) : name;
}

std::string HashText(std::string_view value) { return fmt::format("coalesce(cast({} as varchar), chr(30))", value); }

constexpr std::string_view kScoreText =
    "coalesce(cast(try_cast(round(score, 9) as decimal(12, 9)) as varchar), chr(30))";
constexpr std::string_view kAmountText =
    "coalesce(cast(try_cast(amount_at_stake_krw as decimal(38, 2)) as varchar), chr(30))";

/// Of a finding: its place and all that it says.
std::string FindingLine(const engine::Schema& schema) {
  std::vector<std::string> texts;
  for (const engine::Column& column : schema) {
    if (column.name == "score")
      texts.emplace_back(kScoreText);
    else if (column.name == "amount_at_stake_krw")
      texts.emplace_back(kAmountText);
    else
      texts.push_back(HashText(HashValue(column)));
  }
  return fmt::format("concat_ws(chr(31), {})", Join(texts, ", "));
}

/// Reasons say the same of many findings, so each saying is hashed once, with the sums that tell its places apart.
std::string ReasonsHashSql(const engine::Schema& schema) {
  std::vector<std::string> said;
  std::vector<std::string> names;
  std::vector<std::string> texts;
  for (const engine::Column& column : schema) {
    if (column.name == "rank" || column.name == "subject_type" || column.name == "subject_id") continue;
    const std::string name = fmt::format("value_{}", said.size());
    said.push_back(fmt::format("{} as {}", HashValue(column), name));
    names.push_back(name);
    texts.push_back(HashText(name));
  }
  return fmt::format(
      R"(select coalesce(cast(bit_xor(md5_number(concat_ws(chr(31), places, sum_1, sum_2, {0}))) as varchar), '') from )"
      R"((select count(*) as places, sum("rank") as sum_1, sum(cast("rank" as hugeint) * "rank") as sum_2, {1} )"
      R"(from (select "rank", {2} from reasons) as reason group by {1}) as said)",
      Join(texts, ", "), Join(names, ", "), Join(said, ", "));
}

Status CheckReasonCodes(engine::LocalSession& session, const content::Model& model, const RunControl& control) {
  std::vector<std::string> known;
  for (const content::ReasonTemplate& reason : model.reasons) known.push_back(reason.code);
  const engine::Table codes = TRY(session.QueryTable("select distinct code from reasons order by 1", {}, control));
  for (const auto& row : codes.rows) {
    const std::string code = engine::ToText(row[0]);
    if (std::find(known.begin(), known.end(), code) != known.end()) continue;
    return Fail(ErrorCode::kModelAssertion, fmt::format("model {} gives a reason without text ({})", model.id, code),
                NearNameHint(code, known));
  }
  return {};
}

}  // namespace

Status RankFindings(engine::LocalSession& session, const content::Model& model, const RunControl& control) {
  const engine::Schema schema = TRY(session.Describe("select * from findings", {}));
  std::vector<std::string> needed = {"subject_type", "subject_id", "score", "alert", "amount_at_stake_krw"};
  needed.insert(needed.end(), model.findings.own_columns.begin(), model.findings.own_columns.end());
  TRY(CheckColumns(model, "findings", schema, needed));
  TRY(Replace(session, "findings", RankSql(model, schema), control));
  return RankReasons(session, model, control);
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
  TRY(CheckReasonCodes(session, model, control));
  const engine::Schema reasons = TRY(session.Describe("select * from reasons", {}));
  const engine::Table reasons_hash = TRY(session.QueryTable(ReasonsHashSql(reasons), {}, control));
  const std::string hash = Sha256Hex(
      fmt::format("{}:{}:{}", count(0), engine::ToText(table.rows[0][2]), engine::ToText(reasons_hash.rows[0][0])));
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
