#include "analysis/match_step.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/match_tables.h"
#include "matching/matcher.h"

namespace tidewaiter::analysis {
namespace {

using content::ModelMatching;
using engine::QuoteIdentifier;

constexpr int64_t kRowsPerPart = 400'000;
constexpr double kMostUnits = 1e14;   // of a company on either side: Match's limit
constexpr double kFinestUnit = 0.01;  // of the money that both sides are compared in

double NumberOf(const content::ModelSetting& setting, const engine::Parameters& parameters) {
  const auto parameter = parameters.find(setting.parameter);
  return parameter == parameters.end() ? setting.number : engine::ToDouble(parameter->second);
}

matching::Terms TermsOf(const ModelMatching& matching, const engine::Parameters& parameters) {
  const auto days = [&](const content::ModelSetting& setting) {
    return static_cast<int32_t>(std::clamp(std::round(NumberOf(setting, parameters)), 0.0, 1e6));
  };
  return {.tolerance = std::clamp(NumberOf(matching.tolerance, parameters), 0.0, 1.0),
          .largest_advance = days(matching.largest_advance_days),
          .largest_arrears = days(matching.largest_arrears_days),
          .pair = matching.pair,
          .lag = matching.lag,
          .unknown_counterparty = matching.unknown_counterparty,
          .other_counterparty = matching.other_counterparty,
          .other_currency = matching.other_currency,
          .by_reference = matching.by_reference,
          .by_amount = matching.by_amount,
          .most_pairs = matching.most_pairs};
}

/// How much money one unit is, so that a company's amounts can be whole numbers.
double UnitOf(const MatchRows& rows, const CompanyRows& company) {
  double total = 0;
  for (size_t row = company.begin; row < company.end; ++row) {
    if (rows.comparable[row] > 0) total += rows.comparable[row];  // a missing amount is NaN
  }
  return std::max(kFinestUnit, total / (kMostUnits / 2));
}

void ScaleAmounts(MatchRows& rows, const CompanyRows& company, double unit) {
  for (size_t row = company.begin; row < company.end; ++row) {
    const double money = rows.comparable[row];
    if (!(money > 0)) continue;
    rows.items[row].amount = std::max<int64_t>(std::llround(money / unit), 1);
  }
}

std::span<const matching::Item> ItemsOf(const MatchRows& rows, const CompanyRows& company) {
  return std::span(rows.items).subspan(company.begin, company.end - company.begin);
}

/// What the parts come to, for the warnings.
struct Totals {
  int64_t payments_without_amount = 0, imports_without_amount = 0, companies_greedily = 0;
};

int64_t WithoutAmount(const MatchRows& rows) {
  return std::count_if(rows.items.begin(), rows.items.end(),
                       [](const matching::Item& item) { return item.amount <= 0; });
}

class PartMatcher {
 public:
  PartMatcher(MatchRows& payments, MatchRows& imports) : payments_(payments), imports_(imports) {
    size_t importer = 0;
    for (const CompanyRows& payer : payments_.companies) {
      while (importer < imports_.companies.size() && imports_.companies[importer].company < payer.company)
        Scale(nullptr, &imports_.companies[importer++]);
      const bool both = importer < imports_.companies.size() && imports_.companies[importer].company == payer.company;
      const CompanyRows* const same = both ? &imports_.companies[importer++] : nullptr;
      Scale(&payer, same);
      if (same != nullptr && !payer.company.empty()) pairs_.emplace_back(&payer, same);
    }
    while (importer < imports_.companies.size()) Scale(nullptr, &imports_.companies[importer++]);
  }

  /// The pairs of all companies, by their places in the part.
  Result<std::vector<matching::Pair>> Match(const matching::Terms& terms, int workers, const RunControl& control,
                                            Totals& totals) const {
    std::vector<matching::Company> companies;
    for (const auto& [payer, importer] : pairs_)
      companies.push_back({ItemsOf(payments_, *payer), ItemsOf(imports_, *importer)});
    const std::vector<matching::Matching> matchings = TRY(matching::MatchEach(companies, terms, workers, control));
    std::vector<matching::Pair> all;
    for (size_t i = 0; i < matchings.size(); ++i) {
      if (!matchings[i].exact) ++totals.companies_greedily;
      for (matching::Pair pair : matchings[i].pairs) {
        pair.payment += static_cast<uint32_t>(pairs_[i].first->begin);
        pair.line += static_cast<uint32_t>(pairs_[i].second->begin);
        all.push_back(pair);
      }
    }
    return all;
  }

 private:
  /// Both sides of a company in the same unit; a side that there is not is nullptr.
  void Scale(const CompanyRows* payer, const CompanyRows* importer) {
    double unit = kFinestUnit;
    if (payer != nullptr) unit = std::max(unit, UnitOf(payments_, *payer));
    if (importer != nullptr) unit = std::max(unit, UnitOf(imports_, *importer));
    if (payer != nullptr) ScaleAmounts(payments_, *payer, unit);
    if (importer != nullptr) ScaleAmounts(imports_, *importer, unit);
  }

  MatchRows& payments_;
  MatchRows& imports_;
  std::vector<std::pair<const CompanyRows*, const CompanyRows*>> pairs_;  ///< companies on both sides
};

Result<int64_t> CountRows(engine::LocalSession& session, const std::string& table, const RunControl& control) {
  const engine::Table count = TRY(session.QueryTable("select count(*) from " + QuoteIdentifier(table), {}, control));
  return std::get<int64_t>(count.rows[0][0]);
}

std::vector<std::string> WarningsOf(const Totals& totals) {
  std::vector<std::string> warnings;
  if (totals.payments_without_amount > 0)
    warnings.push_back(fmt::format("{} payments have no amount above 0 to match by", totals.payments_without_amount));
  if (totals.imports_without_amount > 0)
    warnings.push_back(
        fmt::format("{} import lines have no amount above 0 to match by", totals.imports_without_amount));
  if (totals.companies_greedily > 0)
    warnings.push_back(fmt::format("{} companies are too large for the cheapest matching; theirs is near it",
                                   totals.companies_greedily));
  return warnings;
}

}  // namespace

Result<std::vector<std::string>> RunMatchStep(engine::LocalSession& session, const content::ModelStep& step,
                                              const engine::Parameters& parameters, const RunControl& control) {
  const ModelMatching& declared = *step.matching;
  const matching::Terms terms = TermsOf(declared, parameters);
  const CurrencyRates rates = TRY(ReadCurrencyRates(session, declared, control));
  const int64_t rows = TRY(CountRows(session, declared.payments.table, control)) +
                       TRY(CountRows(session, declared.imports.table, control));
  const auto parts = static_cast<size_t>(rows / kRowsPerPart + 1);
  Totals totals;
  for (size_t part = 0; part < parts; ++part) {
    control.progress->Advance(static_cast<double>(part) / static_cast<double>(parts));
    PartCodes codes;
    MatchRows payments = TRY(ReadMatchRows(session, declared.payments, part, parts, rates, codes, control));
    MatchRows imports = TRY(ReadMatchRows(session, declared.imports, part, parts, rates, codes, control));
    const PartMatcher matcher(payments, imports);
    const std::vector<matching::Pair> pairs = TRY(matcher.Match(terms, session.Threads(), control, totals));
    totals.payments_without_amount += WithoutAmount(payments);
    totals.imports_without_amount += WithoutAmount(imports);
    TRY(AddMatchTables(session, step.name, {payments, imports, codes, pairs, terms.tolerance}, part == 0, control));
  }
  return WarningsOf(totals);
}

}  // namespace tidewaiter::analysis
