#include "statistics/dumping_margin.h"

#include <algorithm>
#include <limits>

namespace tidewaiter::statistics {
namespace {

constexpr double kDeMinimis = 0.02;
constexpr double kNegligible = 0.03;
constexpr double kNegligibleTogether = 0.07;
constexpr double kViable = 0.05;

}  // namespace

double WeightedMargin(std::span<const ModelPrices> models, Offsets offsets) {
  double dumped = 0;
  double exported = 0;
  for (const ModelPrices& model : models) {
    const bool known = model.normal_value > 0 && model.export_price > 0 && model.quantity > 0;
    if (!known) return std::numeric_limits<double>::quiet_NaN();
    const double difference = (model.normal_value - model.export_price) * model.quantity;
    dumped += offsets == Offsets::kZeroed ? std::max(difference, 0.0) : difference;
    exported += model.export_price * model.quantity;
  }
  return models.empty() ? std::numeric_limits<double>::quiet_NaN() : dumped / exported;
}

bool IsDeMinimis(double margin) { return margin < kDeMinimis; }

std::vector<bool> NegligibleVolumes(std::span<const double> shares) {
  double together = 0;
  for (const double share : shares) together += share < kNegligible ? share : 0;
  std::vector<bool> negligible;
  negligible.reserve(shares.size());
  for (const double share : shares) negligible.push_back(share < kNegligible && together <= kNegligibleTogether);
  return negligible;
}

bool IsViableHomeMarket(double home_quantity, double quantity_to_us) {
  return home_quantity >= kViable * quantity_to_us;
}

}  // namespace tidewaiter::statistics
