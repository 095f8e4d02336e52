#include "analysis/model_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using content::Dataset;
using content::DatasetColumn;
using content::KnownOn;
using engine::QuoteIdentifier;

constexpr std::string_view kOutcomes = "inspection_result";

std::string DateLiteral(Date day) { return fmt::format("date '{}'", day.ToString()); }

/// Rows that were known on the day; where the day of knowing may be empty, an empty one means always.
std::string KnownCondition(const Dataset& dataset, Date as_of) {
  std::string condition = dataset.known_on.SqlCondition(DateLiteral(as_of));
  const DatasetColumn* const column = dataset.Find(dataset.known_on.column);
  if (condition.empty() || column == nullptr || column->required) return condition;
  return fmt::format("({} is null or {})", QuoteIdentifier(column->name), condition);
}

std::string Conditions(const Dataset& dataset, const Horizon& horizon) {
  std::vector<std::string> conditions;
  if (horizon.as_of) conditions.push_back(KnownCondition(dataset, *horizon.as_of));
  if (horizon.outcomes_before && dataset.name == kOutcomes) {
    conditions.push_back(fmt::format("inspected_on < {}", DateLiteral(*horizon.outcomes_before)));
  }
  std::erase(conditions, std::string());
  return conditions.empty() ? std::string() : " where " + Join(conditions, " and ");
}

std::optional<Date> MonthDay(const std::string& period, bool last) {
  const auto first = Date::Parse(period + "-01");
  if (!first) return std::nullopt;
  if (!last) return *first;
  const std::chrono::year_month_day civil(std::chrono::sys_days(std::chrono::days(first->days_since_epoch)));
  const std::chrono::sys_days end = civil.year() / civil.month() / std::chrono::last;
  return Date{static_cast<int32_t>(end.time_since_epoch().count())};
}

/// Whether a parameter's text, given or by default, counts from the days of the data.
bool AsksForDataPeriod(const content::Model& model, const std::map<std::string, std::string>& given) {
  return std::any_of(model.parameters.begin(), model.parameters.end(), [&](const content::ModelParameter& parameter) {
    const auto typed = given.find(parameter.name);
    const std::string text = typed != given.end() ? typed->second : parameter.default_text.value_or("");
    return parameter.type == content::ParameterType::kDate && text.find("data_") != std::string::npos;
  });
}

}  // namespace

std::optional<Date> KnownDay(KnownOn::Rule rule, const engine::Value& value, bool last) {
  if (engine::IsNull(value)) return std::nullopt;
  if (const auto* day = std::get_if<Date>(&value)) return *day;
  if (const auto* time = std::get_if<Timestamp>(&value)) return time->date();
  const std::string text = engine::ToText(value);
  if (rule == KnownOn::Rule::kEndOfMonth) return MonthDay(text, last);
  const auto day = Date::Parse(text + (last ? "-12-31" : "-01-01"));
  return day ? std::optional(*day) : std::nullopt;
}

Result<RelationOf> RelationsAt(engine::Warehouse& warehouse, engine::SnapshotId snapshot) {
  const auto tables = TRY(warehouse.Tables(snapshot));
  std::set<std::string> names;
  for (const auto& [name, schema] : tables) names.insert(name);
  return RelationOf([&warehouse, snapshot, names = std::move(names)](const std::string& name) {
    return names.contains(name) ? std::optional(warehouse.TableAt(name, snapshot)) : std::nullopt;
  });
}

Result<const Dataset*> ModelInputs::DatasetOf(const content::ModelInput& input) const {
  if (const Dataset* const dataset = datasets_.Find(input.dataset)) return dataset;
  return Fail(ErrorCode::kContentInvalid,
              fmt::format("model {} reads an unknown dataset ({})", model_.id, input.dataset),
              NearNameHint(input.dataset, datasets_.Names()));
}

/// `from … where …`: the whole contract's columns of the rows that may be known.
Result<std::string> ModelInputs::KnownRows(const Dataset& dataset) {
  const std::optional<std::string> relation = relation_(dataset.name);
  engine::Schema stored;
  if (relation) stored = TRY(session_.Describe("select * from " + *relation, {}));
  const std::string inner = dataset.RowsSql(stored, relation.value_or(""));
  return fmt::format("from ({}) as known{}", inner, Conditions(dataset, horizon_));
}

std::string ModelInputs::ColumnSql(const DatasetColumn& column) const {
  const std::string name = QuoteIdentifier(column.name);
  const bool dated = horizon_.as_of || horizon_.outcomes_before;
  if (dated && column.after_outcome && column.known_on.empty()) return column.NullSql();
  std::vector<std::string> conditions;
  if (horizon_.as_of && !column.known_on.empty()) {
    conditions.push_back(fmt::format("({0} is null or cast({0} as date) <= {1})", QuoteIdentifier(column.known_on),
                                     DateLiteral(*horizon_.as_of)));
  }
  if (horizon_.outcomes_before && column.after_outcome) {
    conditions.push_back(
        fmt::format("cast({} as date) < {}", QuoteIdentifier(column.known_on), DateLiteral(*horizon_.outcomes_before)));
  }
  if (conditions.empty()) return name;
  return fmt::format("case when {} then {} end as {}", Join(conditions, " and "), name, name);
}

Result<std::string> ModelInputs::PermittedColumns(const content::ModelInput& input, const Dataset& dataset) const {
  std::vector<std::string> list;
  for (const std::string& permitted : input.columns) {
    const DatasetColumn* const column = dataset.Find(permitted);
    if (column == nullptr) {
      return Fail(ErrorCode::kContentInvalid,
                  fmt::format("model {} reads an unknown column ({}.{})", model_.id, dataset.name, permitted),
                  NearNameHint(permitted, dataset.ColumnNames()));
    }
    list.push_back(ColumnSql(*column));
  }
  return Join(list, ", ");
}

Result<std::string> ModelInputs::SelectSql(const content::ModelInput& input) {
  const Dataset* const dataset = TRY(DatasetOf(input));
  const std::string columns = TRY(PermittedColumns(input, *dataset));
  const std::string rows = TRY(KnownRows(*dataset));
  return fmt::format("select {} {}", columns, rows);
}

Status ModelInputs::CreateViews() {
  for (const content::ModelInput& input : model_.inputs) TRY(session_.CreateView(input.dataset, TRY(SelectSql(input))));
  return {};
}

Status ModelInputs::CreateTables() {
  for (const content::ModelInput& input : model_.inputs)
    TRY(session_.CreateTable(input.dataset, TRY(SelectSql(input)), {}, {}));
  return {};
}

Result<std::map<std::string, int64_t>> ModelInputs::CountRows(const RunControl& control) {
  std::map<std::string, int64_t> rows;
  for (const content::ModelInput& input : model_.inputs) {
    const std::string sql = "select count(*) from " + QuoteIdentifier(input.dataset);
    const engine::Table count = TRY(session_.QueryTable(sql, {}, control));
    rows[input.dataset] = std::get<int64_t>(count.rows[0][0]);
  }
  return rows;
}

Result<DataPeriod> ModelInputs::Period(const RunControl& control) {
  for (const content::ModelInput& input : model_.inputs) {
    const Dataset* const dataset = TRY(DatasetOf(input));
    const KnownOn& known_on = dataset->known_on;
    if (known_on.rule == KnownOn::Rule::kAlways) continue;
    std::string day = QuoteIdentifier(known_on.column);
    if (known_on.rule == KnownOn::Rule::kColumn) day = fmt::format("cast({} as date)", day);
    const std::string rows = TRY(KnownRows(*dataset));
    const engine::Table table =
        TRY(session_.QueryTable(fmt::format("select min({0}), max({0}) {1}", day, rows), {}, control));
    return DataPeriod{KnownDay(known_on.rule, table.rows[0][0], false),
                      KnownDay(known_on.rule, table.rows[0][1], true)};
  }
  return DataPeriod{};
}

Result<engine::Parameters> ModelInputs::Resolve(const std::map<std::string, std::string>& given,
                                                const RunControl& control) {
  const DataPeriod period = AsksForDataPeriod(model_, given) ? TRY(Period(control)) : DataPeriod{};
  return ResolveParameters(model_, given, period, horizon_.as_of);
}

std::vector<std::string> ModelInputs::Missing() const {
  std::vector<std::string> missing;
  for (const content::ModelInput& input : model_.inputs) {
    if (!input.without && !relation_(input.dataset)) missing.push_back(input.dataset);
  }
  return missing;
}

}  // namespace tidewaiter::analysis
