#include "learn/rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tidewaiter::learn {
namespace {

using engine::ColumnVector;
using engine::TypeId;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

Result<size_t> PlaceOf(const std::string& name, const engine::Schema& schema) {
  const auto same = [&](const engine::Column& column) { return column.name == name; };
  const auto found = std::find_if(schema.begin(), schema.end(), same);
  if (found != schema.end()) return static_cast<size_t>(found - schema.begin());
  return Fail(ErrorCode::kContentInvalid, "the rows to learn from lack a column (" + name + ")",
              "the step that makes them must select it");
}

Result<size_t> NumberPlaceOf(const std::string& name, const engine::Schema& schema) {
  const size_t place = TRY(PlaceOf(name, schema));
  const engine::Type& type = schema[place].type;
  if (type.IsNumeric() || type.id == TypeId::kBoolean) return place;
  return Fail(ErrorCode::kContentInvalid, "a column to learn from is no number (" + name + ": " + type.ToString() + ")",
              "cast it to double");
}

double NumberAt(const ColumnVector& column, size_t row) {
  switch (column.type().id) {
    case TypeId::kDouble:
      return column.doubles()[row];
    case TypeId::kInteger:
      return static_cast<double>(column.integers()[row]);
    case TypeId::kBoolean:
      return column.booleans()[row];
    default:
      return engine::ToDouble(column.ValueAt(row));
  }
}

/// NULL and what is not finite are missing.
void AppendNumbers(const ColumnVector& column, size_t rows, std::vector<float>& numbers) {
  for (size_t row = 0; row < rows; ++row) {
    const double number = column.IsNull(row) ? kNan : NumberAt(column, row);
    const auto value = static_cast<float>(number);
    numbers.push_back(std::isfinite(value) ? value : kNan);
  }
}

/// 1 where nothing, or nothing above 0, is said.
void AppendWeights(const engine::Batch& batch, std::optional<size_t> column, std::vector<float>& weights) {
  for (size_t row = 0; row < batch.rows; ++row) {
    const bool said = column && !batch.columns[*column].IsNull(row);
    const auto weight = static_cast<float>(said ? NumberAt(batch.columns[*column], row) : 1);
    weights.push_back(std::isfinite(weight) && weight > 0 ? weight : 1);
  }
}

template <class Encode>
void AppendCodes(const ColumnVector& column, size_t rows, const Encode& encode, std::vector<uint32_t>& codes) {
  const bool is_text = column.type().id == TypeId::kText;
  for (size_t row = 0; row < rows; ++row) {
    if (column.IsNull(row))
      codes.push_back(Dictionary::kMissing);
    else
      codes.push_back(is_text ? encode(column.texts()[row]) : encode(engine::ToText(column.ValueAt(row))));
  }
}

}  // namespace

Rows Rows::Pick(std::span<const uint32_t> wanted) const {
  const auto pick = [wanted](const auto& column) {
    std::decay_t<decltype(column)> picked;
    for (const uint32_t row : wanted) picked.push_back(column[row]);
    return picked;
  };
  Rows picked;
  for (const std::vector<uint32_t>& codes : categories) picked.categories.push_back(pick(codes));
  for (const std::vector<float>& values : numbers) picked.numbers.push_back(pick(values));
  picked.days = pick(days);
  picked.unseen = unseen;
  return picked;
}

Result<RowReader> RowReader::Make(const Specification& specification, const RowColumns& columns,
                                  const engine::Schema& schema) {
  RowReader reader;
  reader.subject_ = TRY(PlaceOf(columns.subject, schema));
  reader.day_ = TRY(PlaceOf(columns.day, schema));
  if (schema[reader.day_].type.id != TypeId::kDate) {
    return Fail(ErrorCode::kContentInvalid, "the day of the rows to learn from is no date (" + columns.day + ")",
                "cast it to date");
  }
  for (const CategoryField& field : specification.categories) {
    reader.categories_.push_back(TRY(PlaceOf(field.name, schema)));
  }
  for (const NumberField& field : specification.numbers) {
    reader.numbers_.push_back(TRY(NumberPlaceOf(field.name, schema)));
  }
  if (!columns.outcome.empty()) reader.outcome_ = TRY(NumberPlaceOf(columns.outcome, schema));
  if (!columns.weight.empty()) reader.weight_ = TRY(NumberPlaceOf(columns.weight, schema));
  if (!columns.emphasis.empty()) reader.emphasis_ = TRY(NumberPlaceOf(columns.emphasis, schema));
  if (!columns.amount.empty()) reader.amount_ = TRY(NumberPlaceOf(columns.amount, schema));
  return reader;
}

template <class Encode>
Status RowReader::ReadWith(const engine::Batch& batch, Rows& rows, const Encode& encode) const {
  rows.categories.resize(categories_.size());
  rows.numbers.resize(numbers_.size());
  const ColumnVector& days = batch.columns[day_];
  for (size_t row = 0; row < batch.rows; ++row) {
    if (days.IsNull(row)) return Fail(ErrorCode::kContentInvalid, "a row to learn from has no day");
    rows.days.push_back(days.dates()[row]);
  }
  for (size_t field = 0; field < categories_.size(); ++field) {
    const auto encode_field = [&](std::string_view text) { return encode(field, text); };
    AppendCodes(batch.columns[categories_[field]], batch.rows, encode_field, rows.categories[field]);
  }
  for (size_t field = 0; field < numbers_.size(); ++field) {
    AppendNumbers(batch.columns[numbers_[field]], batch.rows, rows.numbers[field]);
  }
  if (!outcome_) return {};
  const ColumnVector& outcomes = batch.columns[*outcome_];
  for (size_t row = 0; row < batch.rows; ++row) {
    if (outcomes.IsNull(row)) return Fail(ErrorCode::kContentInvalid, "a row to learn from has no outcome");
    rows.positive.push_back(NumberAt(outcomes, row) > 0 ? 1 : 0);
  }
  AppendWeights(batch, weight_, rows.weights);
  AppendWeights(batch, emphasis_, rows.emphases);
  if (amount_) AppendNumbers(batch.columns[*amount_], batch.rows, rows.amounts);
  return {};
}

Status RowReader::Read(const engine::Batch& batch, std::vector<Dictionary>& dictionaries, Rows& rows) const {
  dictionaries.resize(categories_.size());
  return ReadWith(batch, rows, [&](size_t field, std::string_view text) { return dictionaries[field].Add(text); });
}

Status RowReader::ReadKnown(const engine::Batch& batch, const std::vector<Dictionary>& dictionaries, Rows& rows) const {
  rows.unseen->resize(categories_.size());
  return ReadWith(batch, rows, [&](size_t field, std::string_view text) {
    const uint32_t code = dictionaries[field].Find(text);
    if (code != Dictionary::kUnseen) return code;
    return dictionaries[field].size() + (*rows.unseen)[field].Add(text) - Dictionary::kFirst;
  });
}

}  // namespace tidewaiter::learn
