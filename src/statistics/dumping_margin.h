#pragma once

#include <span>
#include <vector>

namespace tidewaiter::statistics {

/// Sales of one model (type of goods) in one period: the weighted average normal value, the weighted average export
/// price, both per unit of the same measure and currency and at the same level of trade, and the units exported.
struct ModelPrices {
  double normal_value = 0;
  double export_price = 0;
  double quantity = 0;
};

/// What becomes of models that were exported above their normal value.
enum class Offsets {
  kGiven,  ///< they count against the others: weighted average to weighted average, Article 2.4.2
  kZeroed  ///< they count as nothing; no margin in the sense of the Agreement, only a what-if
};

/// Margin of dumping of an exporter as a share of the export price: Σ (NV − EP) q / Σ EP q over its models. NaN for no
/// models, or a price or quantity that is not above 0. Agreement on Implementation of Article VI of the GATT 1994,
/// Articles 2.1, 2.4.2; on zeroing: EC – Bed Linen (WT/DS141/AB/R), paragraphs 46–66.
double WeightedMargin(std::span<const ModelPrices> models, Offsets offsets);

/// Article 5.8: a margin of less than 2 % of the export price is de minimis.
bool IsDeMinimis(double margin);

/// Article 5.8: whether each country's volume is negligible, from its share of the imports of the like product: less
/// than 3 %, unless the countries of less than 3 % together account for more than 7 %.
std::vector<bool> NegligibleVolumes(std::span<const double> shares);

/// Footnote 2 to Article 2.2: sales at home are normally enough to give a normal value from 5 % of the sales to us on.
bool IsViableHomeMarket(double home_quantity, double quantity_to_us);

}  // namespace tidewaiter::statistics
