#include "analysis/match_tables.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "analysis/batch_builder.h"

namespace tidewaiter::analysis {
namespace {

using engine::TypeId;
using engine::Value;
using matching::Item;
using matching::Pair;

engine::Schema PairSchema() {
  return {{"payment_id", {TypeId::kText}},  {"import_id", {TypeId::kText}}, {"company_id", {TypeId::kText}},
          {"amount", {TypeId::kDouble}},    {"value", {TypeId::kDouble}},   {"import_amount", {TypeId::kDouble}},
          {"lag_days", {TypeId::kInteger}}, {"tie", {TypeId::kText}},       {"counterparty", {TypeId::kText}},
          {"currency", {TypeId::kText}}};
}

engine::Schema SideSchema(bool is_payment) {
  return {{is_payment ? "payment_id" : "import_id", {TypeId::kText}},
          {"company_id", {TypeId::kText}},
          {"day", {TypeId::kDate}},
          {"currency", {TypeId::kText}},
          {"amount", {TypeId::kDouble}},
          {"value", {TypeId::kDouble}},
          {"matched", {TypeId::kDouble}},
          {"open_amount", {TypeId::kDouble}},
          {"open_value", {TypeId::kDouble}},
          {"settled", {TypeId::kBoolean}},
          {is_payment ? "imports" : "payments", {TypeId::kInteger}},
          {"first_lag_days", {TypeId::kInteger}},
          {"last_lag_days", {TypeId::kInteger}},
          {"tie", {TypeId::kText}}};
}

Value Text(const std::string& text) { return text.empty() ? Value() : Value(text); }
Value Number(double number) { return std::isnan(number) ? Value() : Value(number); }

Value TieName(matching::Tie tie) {
  constexpr std::array kNames = {"reference", "amount", "counterparty", "balance"};
  return std::string(kNames[static_cast<size_t>(tie)]);
}

/// `same`, `other`, or `unknown` where one of the codes is.
Value Sameness(uint32_t first, uint32_t second) {
  if (first == matching::kUnknown || second == matching::kUnknown) return std::string("unknown");
  return std::string(first == second ? "same" : "other");
}

/// The company of each row.
std::vector<const std::string*> CompaniesOf(const MatchRows& rows) {
  std::vector<const std::string*> companies;
  companies.reserve(rows.size());
  for (const CompanyRows& company : rows.companies) companies.resize(company.end, &company.company);
  return companies;
}

/// What the pairs of one row come to.
struct Balance {
  int64_t units = 0;
  int64_t pairs = 0;
  std::optional<int64_t> first_lag, last_lag;
  matching::Tie tie = matching::Tie::kBalance;

  void Add(const Pair& pair, const Item& payment, const Item& line) {
    units += pair.amount;
    ++pairs;
    tie = std::min(tie, pair.tie);
    if (!matching::LagIsKnown(payment, line)) return;
    const int64_t lag = matching::LagDays(payment, line);
    first_lag = std::min(lag, first_lag.value_or(lag));
    last_lag = std::max(lag, last_lag.value_or(lag));
  }
};

double ShareOf(int64_t units, const Item& item) {
  return static_cast<double>(units) / static_cast<double>(item.amount);
}

Value LagValue(const std::optional<int64_t>& lag) { return lag ? Value(*lag) : Value(); }

void AppendPair(const MatchedPart& part, const Pair& pair, const std::string& company, BatchBuilder& out) {
  const Item& paid = part.payments.items[pair.payment];
  const Item& line = part.imports.items[pair.line];
  const double share = ShareOf(pair.amount, paid);
  out.Append({Text(part.payments.ids[pair.payment]), Text(part.imports.ids[pair.line]), Text(company),
              Number(part.payments.Told(pair.payment) * share), Number(part.payments.values[pair.payment] * share),
              Number(part.imports.Told(pair.line) * ShareOf(pair.amount, line)),
              matching::LagIsKnown(paid, line) ? Value(int64_t{matching::LagDays(paid, line)}) : Value(),
              TieName(pair.tie), Sameness(paid.counterparty, line.counterparty),
              Sameness(paid.currency, line.currency)});
}

void AppendRow(const MatchedPart& part, const MatchRows& rows, size_t row, const std::string& company,
               const Balance& balance, BatchBuilder& out) {
  const Item& item = rows.items[row];
  const bool comparable = item.amount > 0;
  const double matched = comparable ? ShareOf(balance.units, item) : 0;
  const double told = rows.Told(row);
  const auto open = [&](double whole) { return comparable ? Number(whole * (1 - matched)) : Value(); };
  out.Append({Text(rows.ids[row]), Text(company), item.day == matching::kNoDay ? Value() : Value(Date{item.day}),
              item.currency == matching::kUnknown ? Value() : Value(part.codes.currencies.Text(item.currency)),
              Number(rows.amounts[row]), Number(rows.values[row]), Value(comparable ? told * matched : 0.0), open(told),
              open(rows.values[row]), comparable ? Value(1 - matched <= part.tolerance) : Value(), balance.pairs,
              LagValue(balance.first_lag), LagValue(balance.last_lag),
              balance.pairs == 0 ? Value() : TieName(balance.tie)});
}

/// Tables are made by their first part and grow by the next.
Status AddRows(engine::LocalSession& session, const std::string& name, MadeRows& rows, bool first,
               const RunControl& control) {
  if (first) {
    TRY(session.CreateTableFrom(name, rows, control));
    return {};
  }
  const std::string part = name + " part";
  TRY(session.CreateTableFrom(part, rows, control));
  TRY(session.Execute(
      "insert into " + engine::QuoteIdentifier(name) + " select * from " + engine::QuoteIdentifier(part), {}, control));
  return session.DropTable(part);
}

}  // namespace

Status AddMatchTables(engine::LocalSession& session, const std::string& name, const MatchedPart& part, bool first,
                      const RunControl& control) {
  std::vector<Balance> paid(part.payments.size());
  std::vector<Balance> declared(part.imports.size());
  for (const Pair& pair : part.pairs) {
    const Item& payment = part.payments.items[pair.payment];
    const Item& line = part.imports.items[pair.line];
    paid[pair.payment].Add(pair, payment, line);
    declared[pair.line].Add(pair, payment, line);
  }
  const auto payers = CompaniesOf(part.payments);
  const auto importers = CompaniesOf(part.imports);
  MadeRows pairs(PairSchema(), part.pairs.size(), [&](size_t i, BatchBuilder& out) {
    AppendPair(part, part.pairs[i], *payers[part.pairs[i].payment], out);
  });
  TRY(AddRows(session, name, pairs, first, control));
  MadeRows payments(SideSchema(true), part.payments.size(), [&](size_t row, BatchBuilder& out) {
    AppendRow(part, part.payments, row, *payers[row], paid[row], out);
  });
  TRY(AddRows(session, name + "_payments", payments, first, control));
  MadeRows imports(SideSchema(false), part.imports.size(), [&](size_t row, BatchBuilder& out) {
    AppendRow(part, part.imports, row, *importers[row], declared[row], out);
  });
  return AddRows(session, name + "_imports", imports, first, control);
}

}  // namespace tidewaiter::analysis
