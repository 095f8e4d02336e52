#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "learn/trained_model.h"

/// The artefact's format: a line `tidewaiter-artefact 2 <SHA-256 of the rest>`, then one CBOR document (RFC 8949).
namespace tidewaiter::learn {
namespace {

using Json = nlohmann::json;
static_assert(std::endian::native == std::endian::little, "numbers in the artefact stand as in memory");

constexpr std::string_view kMagic = "tidewaiter-artefact ";
constexpr std::string_view kVersion = "2 ";
constexpr size_t kHashLength = 64;
constexpr size_t kHeader = kMagic.size() + kVersion.size() + kHashLength + 1;

template <class T>
Json Binary(const std::vector<T>& values) {
  static_assert(std::is_trivially_copyable_v<T>);
  const auto* const bytes = reinterpret_cast<const uint8_t*>(values.data());
  return Json::binary(std::vector<uint8_t>(bytes, bytes + values.size() * sizeof(T)));
}

template <class T>
std::vector<T> Values(const Json& binary) {
  const std::vector<uint8_t>& bytes = binary.get_binary();
  std::vector<T> values(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return values;
}

Json Bytes(const std::string& text) { return Json::binary(std::vector<uint8_t>(text.begin(), text.end())); }

std::string TextOf(const Json& binary) {
  const std::vector<uint8_t>& bytes = binary.get_binary();
  return {bytes.begin(), bytes.end()};
}

Json SpecificationJson(const Specification& specification) {
  Json json = {
      {"prior_weight", specification.prior_weight},           {"folds", specification.folds},
      {"calibration_share", specification.calibration_share}, {"predicts_amount", specification.predicts_amount},
      {"most_tree_rows", specification.most_tree_rows},       {"most_keys", specification.most_keys},
      {"explained_rows", specification.explained_rows},       {"fewest_outcomes", specification.fewest_outcomes}};
  json["groups"] = specification.groups;
  const TreeSettings& trees = specification.trees;
  json["trees"] = {trees.trees,     trees.depth,        trees.learning_rate,
                   trees.row_share, trees.column_share, trees.min_child_weight,
                   trees.ridge,     trees.rising_rates};
  for (const CategoryField& field : specification.categories) {
    json["categories"].push_back({field.name, field.group, field.recency, field.rank});
  }
  for (const NumberField& field : specification.numbers) json["numbers"].push_back({field.name, field.group});
  for (const Combination& combination : specification.combinations) json["combinations"].push_back(combination.fields);
  return json;
}

Specification SpecificationOf(const Json& json) {
  Specification specification;
  specification.prior_weight = json.at("prior_weight");
  specification.folds = json.at("folds");
  specification.calibration_share = json.at("calibration_share");
  specification.predicts_amount = json.at("predicts_amount");
  specification.most_tree_rows = json.at("most_tree_rows");
  specification.most_keys = json.at("most_keys");
  specification.explained_rows = json.at("explained_rows");
  specification.fewest_outcomes = json.at("fewest_outcomes");
  specification.groups = json.at("groups").get<std::vector<std::string>>();
  const Json& trees = json.at("trees");
  specification.trees = {trees.at(0), trees.at(1), trees.at(2), trees.at(3),
                         trees.at(4), trees.at(5), trees.at(6), trees.at(7)};
  for (const Json& field : json.value("categories", Json::array())) {
    specification.categories.push_back({field.at(0), field.at(1), field.at(2), field.at(3)});
  }
  for (const Json& field : json.value("numbers", Json::array()))
    specification.numbers.push_back({field.at(0), field.at(1)});
  for (const Json& fields : json.value("combinations", Json::array())) specification.combinations.push_back({fields});
  return specification;
}

Json ReliabilityJson(const Reliability& reliability) {
  Json bins = Json::array();
  for (const ReliabilityBin& bin : reliability.bins) {
    bins.push_back({bin.rows, bin.mean_chance, bin.observed, bin.effective_rows});
  }
  return {{"bins", bins}, {"calibration_error", reliability.calibration_error}, {"brier", reliability.brier}};
}

Reliability ReliabilityOf(const Json& json) {
  Reliability reliability;
  for (const Json& bin : json.at("bins")) reliability.bins.push_back({bin.at(0), bin.at(1), bin.at(2), bin.at(3)});
  reliability.calibration_error = json.at("calibration_error");
  reliability.brier = json.at("brier");
  return reliability;
}

/// CBOR holds what JSON's text cannot: not a number.
Json FactsJson(const TrainingFacts& facts) {
  return {{"counts",
           {facts.rows, facts.violations, facts.amounts, facts.first_day, facts.last_day, facts.calibrated_since,
            facts.calibration_rows}},
          {"figures", {facts.earlier_rate, facts.latest_rate, facts.rate_shift_z, facts.validation_auc}},
          {"reliability", ReliabilityJson(facts.reliability)},
          {"seed", facts.seed},
          {"source_hash", facts.source_hash}};
}

TrainingFacts FactsOf(const Json& json) {
  const Json& counts = json.at("counts");
  const Json& figures = json.at("figures");
  TrainingFacts facts;
  facts.rows = counts.at(0);
  facts.violations = counts.at(1);
  facts.amounts = counts.at(2);
  facts.first_day = counts.at(3);
  facts.last_day = counts.at(4);
  facts.calibrated_since = counts.at(5);
  facts.calibration_rows = counts.at(6);
  facts.earlier_rate = figures.at(0);
  facts.latest_rate = figures.at(1);
  facts.rate_shift_z = figures.at(2);
  facts.validation_auc = figures.at(3);
  facts.reliability = ReliabilityOf(json.at("reliability"));
  facts.seed = json.at("seed");
  facts.source_hash = json.at("source_hash");
  return facts;
}

Json EncoderJson(const Encoder& encoder) {
  Json json = {{"base_rate", encoder.base_rate()},
               {"inspected", encoder.inspected()},
               {"violations", encoder.violations()},
               {"tables", Json::array()},
               {"profiles", Json::array()}};
  for (const RateTable& table : encoder.tables()) {
    json["tables"].push_back(
        {{"keys", Binary(table.Keys())}, {"tallies", Binary(table.tallies())}, {"complete", table.complete()}});
  }
  for (const NumberProfile& profile : encoder.profiles()) {
    json["profiles"].push_back({profile.least, profile.most, Binary(profile.cuts), Binary(profile.inspected),
                                Binary(profile.violations), profile.missing_inspected, profile.missing_violations});
  }
  return json;
}

void RestoreEncoder(const Json& json, Encoder& encoder) {
  encoder.set_base_rate(json.at("base_rate"));
  encoder.set_totals(json.at("inspected"), json.at("violations"));
  size_t place = 0;
  for (const Json& table : json.at("tables")) {
    encoder.tables().at(place++).Restore(Values<uint64_t>(table.at("keys")), Values<Tally>(table.at("tallies")),
                                         table.at("complete"));
  }
  place = 0;
  for (const Json& profile : json.at("profiles")) {
    encoder.profiles().at(place++) = {profile.at(0),
                                      profile.at(1),
                                      Values<float>(profile.at(2)),
                                      Values<uint32_t>(profile.at(3)),
                                      Values<uint32_t>(profile.at(4)),
                                      profile.at(5),
                                      profile.at(6)};
  }
}

std::vector<Dictionary> DictionariesOf(const Json& json) {
  std::vector<Dictionary> dictionaries;
  for (const Json& texts : json) dictionaries.emplace_back(texts.get<std::vector<std::string>>());
  return dictionaries;
}

tl::unexpected<Error> Damaged() {
  return Fail(ErrorCode::kArtefactDamaged, "the artefact is cut or was changed",
              "run the model again: it trains a new one");
}

Result<std::string_view> Payload(std::string_view bytes) {
  if (!bytes.starts_with(kMagic) || bytes.size() < kHeader) return Damaged();
  if (bytes.substr(kMagic.size(), kVersion.size()) != kVersion) {
    return Fail(ErrorCode::kArtefactVersion, "the artefact is of another version of the program",
                "run the model again: it trains a new one");
  }
  const std::string_view payload = bytes.substr(kHeader);
  if (bytes[kHeader - 1] != '\n') return Damaged();
  if (Sha256Hex(payload) != bytes.substr(kMagic.size() + kVersion.size(), kHashLength)) return Damaged();
  return payload;
}

}  // namespace

Result<std::string> TrainedModel::Save() const {
  Json json = {{"specification", SpecificationJson(specification_)},
               {"encoder", EncoderJson(encoder_)},
               {"facts", FactsJson(facts_)},
               {"paying_share", paying_share_},
               {"chance", Bytes(TRY(chance_.Save()))}};
  if (amount_) json["amount"] = Bytes(TRY(amount_->Save()));
  json["dictionaries"] = Json::array();
  for (const Dictionary& dictionary : dictionaries_) json["dictionaries"].push_back(dictionary.texts());
  json["calibration"] = Json::array();
  for (const Calibration::Knot& knot : calibration_.knots()) json["calibration"].push_back({knot.margin, knot.chance});
  std::string payload;
  Json::to_cbor(json, payload);
  return std::string(kMagic) + std::string(kVersion) + Sha256Hex(payload) + "\n" + payload;
}

/// The library throws where the document is none of ours, whatever its hash.
Result<TrainedModel> TrainedModel::Restore(std::string_view document, int threads) {
  const Json json = Json::from_cbor(document.begin(), document.end());
  Specification specification = SpecificationOf(json.at("specification"));
  std::vector<Dictionary> dictionaries = DictionariesOf(json.at("dictionaries"));
  Encoder encoder(specification, dictionaries);
  RestoreEncoder(json.at("encoder"), encoder);
  Booster chance = TRY(Booster::Load(TextOf(json.at("chance")), threads));
  TrainedModel model(std::move(specification), std::move(dictionaries), std::move(encoder), std::move(chance));
  if (json.contains("amount")) model.amount_ = TRY(Booster::Load(TextOf(json.at("amount")), threads));
  model.paying_share_ = json.at("paying_share");
  std::vector<Calibration::Knot> knots;
  for (const Json& knot : json.at("calibration")) knots.push_back({knot.at(0), knot.at(1)});
  model.calibration_ = Calibration(std::move(knots));
  model.facts_ = FactsOf(json.at("facts"));
  return model;
}

Result<TrainedModel> TrainedModel::Load(std::string_view bytes, int threads) {
  const std::string_view document = TRY(Payload(bytes));
  try {
    return Restore(document, threads);
  } catch (const std::exception&) {
    return Damaged();
  }
}

}  // namespace tidewaiter::learn
