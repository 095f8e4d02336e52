#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "content/model.h"
#include "engine/session.h"
#include "matching/terms.h"

namespace tidewaiter::analysis {

/// Texts by number, from 1 in the order in which they come.
class Codes {
 public:
  uint32_t Of(std::string_view text);
  const std::string& Text(uint32_t code) const { return *texts_[code - 1]; }

 private:
  std::unordered_map<std::string, uint32_t> codes_;
  std::vector<const std::string*> texts_;
};

/// The codes of one part, shared by both of its sides.
struct PartCodes {
  Codes currencies, counterparties, references;
};

/// Money of one unit of a currency: what amounts in that currency are multiplied by, to be compared with others.
using CurrencyRates = std::map<std::string, double, std::less<>>;

/// The median of value / amount for each currency, of the payments; of the imports where no payment knows it.
Result<CurrencyRates> ReadCurrencyRates(engine::LocalSession& session, const content::ModelMatching& matching,
                                        const RunControl& control);

/// The rows of one company within those of a part.
struct CompanyRows {
  std::string company;
  size_t begin = 0, end = 0;
};

/// Payments or import lines of some companies, ordered by company, day and id.
struct MatchRows {
  std::vector<std::string> ids;         ///< empty: NULL
  std::vector<double> values, amounts;  ///< NaN: NULL or no number
  std::vector<double> comparable;       ///< in one money for both sides; NaN: nothing to compare
  std::vector<matching::Item> items;    ///< their amounts by ScaleAmounts
  std::vector<CompanyRows> companies;   ///< the rows without a company first, as one with an empty name

  size_t size() const { return ids.size(); }
  /// Amount in its currency, or else the value: what is told of the row.
  double Told(size_t row) const { return std::isnan(amounts[row]) ? values[row] : amounts[row]; }
};

/// Part `part` of `parts` of one side; a company lies in one part only.
Result<MatchRows> ReadMatchRows(engine::LocalSession& session, const content::MatchSide& side, size_t part,
                                size_t parts, const CurrencyRates& rates, PartCodes& codes, const RunControl& control);

}  // namespace tidewaiter::analysis
