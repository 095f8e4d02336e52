#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

void ReadSettings(TableReader& table, ModelLearning& learning) {
  ReadSetting(table, "trees", {1, 10'000}, learning.trees);
  ReadSetting(table, "depth", {1, 16}, learning.depth);
  ReadSetting(table, "folds", {2, 100}, learning.folds);
  ReadSetting(table, "learning_rate", {0.0001, 1}, learning.learning_rate);
  ReadSetting(table, "row_share", {0.01, 1}, learning.row_share);
  ReadSetting(table, "column_share", {0.01, 1}, learning.column_share);
  ReadSetting(table, "min_child_weight", {0, 1e9}, learning.min_child_weight);
  ReadSetting(table, "ridge", {0, 1e9}, learning.ridge);
  learning.rising_rates = table.Boolean("rising_rates", learning.rising_rates);
  ReadSetting(table, "prior_weight", {0, 1e9}, learning.prior_weight);
  ReadSetting(table, "calibration_share", {0.01, 0.9}, learning.calibration_share);
  ReadSetting(table, "most_tree_rows", {1000, 1e9}, learning.most_tree_rows);
  ReadSetting(table, "most_keys", {1000, 1e9}, learning.most_keys);
  ReadSetting(table, "explained_rows", {0, 1e9}, learning.explained_rows);
  ReadSetting(table, "fewest_outcomes", {20, 1e9}, learning.fewest_outcomes);
}

std::vector<LearnField> ReadFields(TableReader& table, std::string_view key, std::set<std::string>& groups) {
  std::vector<LearnField> fields;
  for (const TomlEntry* entry : table.Scalars(key)) {
    const std::string& group = entry->value.text;
    if (entry->value.kind != TomlKind::kText || !IsIdentifier(group)) {
      table.faults().Add(entry->place, "name",
                         fmt::format("the group of \"{}\" must be a name of a–z, 0–9 and _", entry->key));
    }
    groups.insert(group);
    fields.push_back({entry->key, group});
  }
  return fields;
}

void ReadGroups(TableReader& table, const std::set<std::string>& used, ModelLearning& learning) {
  const TomlEntry* entry = table.Table("groups", Need::kRequired);
  if (entry == nullptr) return;
  TableReader groups(entry->value, fmt::format("the groups of {}", table.what()), table.faults());
  for (const TomlEntry& group : entry->value.entries) {
    if (used.contains(group.key)) learning.groups.emplace_back(group.key, groups.Localised(group.key, Need::kRequired));
  }
  for (const std::string& group : used) groups.Any(group, Need::kRequired);
  groups.Finish();
}

/// Reads lists of categories and puts their combinations together.
class CombinationReader {
 public:
  CombinationReader(TableReader& table, ModelLearning& learning) : table_(table), learning_(learning) {
    for (const LearnField& field : learning.categories) categories_.push_back(field.name);
  }

  /// `key = ["a", "b", …]`: categories.
  std::vector<std::string> Fields(std::string_view key) {
    std::vector<std::string> fields = table_.Texts(key, Need::kOptional);
    for (const std::string& field : fields) CheckField(key, field);
    return fields;
  }

  /// `key = ["a * b * c", …]`.
  std::vector<std::vector<std::string>> Products(std::string_view key) {
    std::vector<std::vector<std::string>> products;
    for (const std::string& text : table_.Texts(key, Need::kOptional)) {
      std::vector<std::string>& product = products.emplace_back();
      for (const std::string& part : Split(text, '*')) {
        product.emplace_back(Trim(part));
        CheckField(key, product.back());
      }
    }
    return products;
  }

  /// Each combination once, whatever the order of its fields.
  void Add(std::vector<std::string> fields) {
    std::set<std::string> set(fields.begin(), fields.end());
    if (set.size() == fields.size() && set.size() > 1 && known_.insert(set).second)
      learning_.combinations.push_back(std::move(fields));
  }

 private:
  void CheckField(std::string_view key, const std::string& field) {
    if (Contains(categories_, field)) return;
    table_.faults().Unknown(table_.PlaceOf(key), "unknown_name", fmt::format("category of {} called", table_.what()),
                            field, categories_);
  }

  TableReader& table_;
  ModelLearning& learning_;
  std::vector<std::string> categories_;
  std::set<std::set<std::string>> known_;
};

void ReadCombinations(TableReader& table, ModelLearning& learning) {
  CombinationReader reader(table, learning);
  const std::vector<std::string> pairs = reader.Fields("pairs");
  for (size_t i = 0; i < pairs.size(); ++i) {
    for (size_t j = i + 1; j < pairs.size(); ++j) reader.Add({pairs[i], pairs[j]});
  }
  for (std::vector<std::string>& product : reader.Products("combinations")) reader.Add(std::move(product));
  const std::vector<std::string> each = reader.Fields("each");
  for (const std::vector<std::string>& product : reader.Products("with_each")) {
    for (const std::string& field : each) {
      std::vector<std::string> wider = product;
      wider.push_back(field);
      reader.Add(std::move(wider));
    }
  }
  learning.recency = reader.Fields("recency");
  learning.ranked = reader.Fields("ranked");
  std::stable_sort(learning.combinations.begin(), learning.combinations.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
}

}  // namespace

void CheckIntegerParameter(TableReader& table, std::string_view key, const std::string& name, const ModelDraft& draft) {
  std::vector<std::string> names;
  for (const ModelParameter& parameter : draft.model.parameters) names.push_back(parameter.name);
  const ModelParameter* const parameter = draft.model.FindParameter(name);
  if (name.empty()) return;
  if (parameter == nullptr)
    table.faults().Unknown(table.PlaceOf(key), "unknown_parameter", "parameter", name, names);
  else if (parameter->type != ParameterType::kInteger)
    table.faults().Add(table.PlaceOf(key), "wrong_type", fmt::format("the parameter \"{}\" must be an integer", name));
}

ModelLearning ReadLearning(TableReader& table, const ModelDraft& draft) {
  ModelLearning learning;
  learning.rows = table.Text("rows", Need::kRequired);
  learning.subject = table.Text("subject", Need::kRequired);
  learning.day = table.Text("day", Need::kRequired);
  learning.outcome = table.Text("outcome", Need::kRequired);
  learning.scored = table.Text("scored", Need::kRequired);
  learning.weight = table.Text("weight", Need::kOptional);
  learning.emphasis = table.Text("emphasis", Need::kOptional);
  learning.amount = table.Text("amount", Need::kOptional);
  learning.seed = table.Text("seed", Need::kRequired);
  CheckIntegerParameter(table, "seed", learning.seed, draft);
  std::set<std::string> groups;
  learning.categories = ReadFields(table, "categories", groups);
  learning.numbers = ReadFields(table, "numbers", groups);
  if (learning.categories.empty()) {
    table.faults().Add(table.place(), "missing_key", fmt::format("{} names no categories", table.what()));
  }
  ReadGroups(table, groups, learning);
  ReadCombinations(table, learning);
  ReadSettings(table, learning);
  return learning;
}

}  // namespace tidewaiter::content
