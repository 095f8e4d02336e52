#include "analysis/match_rows.h"

#include <fmt/format.h>

#include <limits>

namespace tidewaiter::analysis {
namespace {

using content::MatchSide;
using engine::ColumnVector;
using engine::QuoteIdentifier;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Order of the columns in RowsSql.
enum Place : size_t { kCompany, kId, kDay, kValue, kAmount, kCurrency, kCounterparty, kReference };

std::string TextOf(const std::string& column) {
  return column.empty() ? "cast(null as varchar)"
                        : fmt::format("nullif(cast({} as varchar), '')", QuoteIdentifier(column));
}

std::string NumberOf(const std::string& column) {
  return column.empty() ? "cast(null as double)" : fmt::format("cast({} as double)", QuoteIdentifier(column));
}

std::string RowsSql(const MatchSide& side, size_t part, size_t parts) {
  return fmt::format(
      "select {0}, {1}, cast({2} as date), {3}, {4}, {5}, {6}, {7} from {8} "
      "where hash(coalesce({0}, {1}, '')) % {10} = {9} order by 1 nulls first, 3, 2, 4, 5, 6, 7, 8",
      TextOf(side.company), TextOf(side.id), QuoteIdentifier(side.day), NumberOf(side.value), NumberOf(side.amount),
      TextOf(side.currency), TextOf(side.counterparty), TextOf(side.reference), QuoteIdentifier(side.table), part,
      parts);
}

double NumberAt(const ColumnVector& column, size_t row) {
  if (column.IsNull(row) || !std::isfinite(column.doubles()[row])) return kMissing;
  return column.doubles()[row];
}

uint32_t CodeAt(const ColumnVector& column, size_t row, Codes& codes) {
  return column.IsNull(row) ? matching::kUnknown : codes.Of(column.texts()[row]);
}

/// The amount by its currency's rate, or else the value.
double ComparableOf(double value, double amount, const ColumnVector& currency, size_t row, const CurrencyRates& rates) {
  if (std::isnan(amount) || currency.IsNull(row)) return value;
  const auto rate = rates.find(currency.texts()[row]);
  return rate == rates.end() ? value : amount * rate->second;
}

void Append(const engine::Batch& batch, const CurrencyRates& rates, PartCodes& codes, MatchRows& rows) {
  const auto& columns = batch.columns;
  for (size_t row = 0; row < batch.rows; ++row) {
    const std::string_view company = columns[kCompany].IsNull(row) ? "" : columns[kCompany].texts()[row];
    if (rows.companies.empty() || rows.companies.back().company != company)
      rows.companies.push_back({std::string(company), rows.size(), rows.size()});
    rows.ids.emplace_back(columns[kId].IsNull(row) ? "" : columns[kId].texts()[row]);
    const double value = NumberAt(columns[kValue], row);
    const double amount = NumberAt(columns[kAmount], row);
    rows.values.push_back(value);
    rows.amounts.push_back(amount);
    rows.comparable.push_back(ComparableOf(value, amount, columns[kCurrency], row, rates));
    rows.items.push_back({0, columns[kDay].IsNull(row) ? matching::kNoDay : columns[kDay].dates()[row],
                          CodeAt(columns[kCurrency], row, codes.currencies),
                          CodeAt(columns[kCounterparty], row, codes.counterparties),
                          CodeAt(columns[kReference], row, codes.references)});
    rows.companies.back().end = rows.size();
  }
}

Status AddRates(engine::LocalSession& session, const MatchSide& side, const RunControl& control, CurrencyRates& rates) {
  if (side.currency.empty()) return {};
  const std::string amount = NumberOf(side.amount);
  const std::string value = NumberOf(side.value);
  const engine::Table table = TRY(session.QueryTable(
      fmt::format("select {0}, median({1} / {2}) from {3} where {0} is not null and {1} > 0 and {2} > 0 and "
                  "isfinite({1}) and isfinite({2}) group by 1",
                  TextOf(side.currency), value, amount, QuoteIdentifier(side.table)),
      {}, control));
  for (const auto& row : table.rows) rates.emplace(engine::ToText(row[0]), engine::ToDouble(row[1]));
  return {};
}

}  // namespace

uint32_t Codes::Of(std::string_view text) {
  const auto [place, is_new] = codes_.try_emplace(std::string(text), static_cast<uint32_t>(codes_.size() + 1));
  if (is_new) texts_.push_back(&place->first);
  return place->second;
}

Result<CurrencyRates> ReadCurrencyRates(engine::LocalSession& session, const content::ModelMatching& matching,
                                        const RunControl& control) {
  CurrencyRates rates;
  TRY(AddRates(session, matching.payments, control, rates));
  TRY(AddRates(session, matching.imports, control, rates));
  return rates;
}

Result<MatchRows> ReadMatchRows(engine::LocalSession& session, const MatchSide& side, size_t part, size_t parts,
                                const CurrencyRates& rates, PartCodes& codes, const RunControl& control) {
  MatchRows rows;
  const auto stream = TRY(session.Query(RowsSql(side, part, parts), {}, control));
  while (const auto batch = TRY(stream->Next())) Append(*batch, rates, codes, rows);
  return rows;
}

}  // namespace tidewaiter::analysis
