#include "analysis/record_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/batch_builder.h"
#include "analysis/model_inputs.h"
#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using content::Dataset;
using content::DatasetColumn;
using engine::TypeId;
using engine::Value;
using Json = nlohmann::json;

class OneBatch final : public engine::BatchStream {
 public:
  OneBatch(engine::Schema schema, std::unique_ptr<engine::Batch> batch)
      : schema_(std::move(schema)), batch_(std::move(batch)) {}
  const engine::Schema& schema() const override { return schema_; }
  Result<std::unique_ptr<engine::Batch>> Next() override { return std::move(batch_); }

 private:
  engine::Schema schema_;
  std::unique_ptr<engine::Batch> batch_;
};

tl::unexpected<Error> Invalid(int64_t number, const std::string& what, std::string hint = {}) {
  return Fail(ErrorCode::kRecordInvalid, fmt::format("record {}: {}", number, what), std::move(hint));
}

std::string Shown(const Json& value) {
  return Printable(value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 40));
}

constexpr double kLargest = 9.2e18;  // of an integer written with a point or an exponent

/// A number, or the text of one.
std::optional<double> NumberOf(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// As the engine casts such a text: digit by digit, a half away from zero.
std::optional<Value> DecimalOf(const Json& value, int scale) {
  const std::optional<double> number = NumberOf(value);
  if (!number || !std::isfinite(*number)) return std::nullopt;
  std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  if (text.find_first_of("eE") != std::string::npos) text = fmt::format("{:.{}f}", *number, scale);
  const bool negative = text.starts_with('-');
  const size_t point = text.find('.');
  const std::string whole = text.substr(negative ? 1 : 0, point - (negative ? 1 : 0));
  std::string fraction = point == std::string::npos ? std::string() : text.substr(point + 1);
  const auto digits = static_cast<size_t>(scale);
  const bool up = fraction.size() > digits && fraction[digits] >= '5';
  fraction.resize(digits, '0');
  const std::string unscaled = whole + fraction;
  int64_t magnitude = 0;
  const auto read = std::from_chars(unscaled.data(), unscaled.data() + unscaled.size(), magnitude);
  if (!AllDigits(unscaled) || read.ec != std::errc() || magnitude == std::numeric_limits<int64_t>::max())
    return std::nullopt;
  magnitude += up ? 1 : 0;
  return engine::Decimal{negative ? -magnitude : magnitude, scale};
}

std::optional<Value> IntegerOf(const Json& value) {
  if (value.is_number_unsigned() && value.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
    return std::nullopt;
  if (value.is_number_integer()) return value.get<int64_t>();
  const std::optional<double> number = NumberOf(value);
  const bool whole = number && *number == std::floor(*number) && std::abs(*number) < kLargest;
  return whole ? std::optional<Value>(static_cast<int64_t>(*number)) : std::nullopt;
}

template <class Time>
std::optional<Value> TimeOf(const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto time = Time::Parse(value.get_ref<const std::string&>());
  return time ? std::optional<Value>(*time) : std::nullopt;
}

/// nullopt: not of the type.
std::optional<Value> ValueOf(const Json& value, const engine::Type& type) {
  if (value.is_null()) return Value();
  if (type.id == TypeId::kText)
    return value.is_string() ? std::optional<Value>(value.get<std::string>()) : std::nullopt;
  if (type.id == TypeId::kBoolean) return value.is_boolean() ? std::optional<Value>(value.get<bool>()) : std::nullopt;
  if (type.id == TypeId::kDate) return TimeOf<Date>(value);
  if (type.id == TypeId::kTimestamp) return TimeOf<Timestamp>(value);
  if (type.id == TypeId::kDecimal) return DecimalOf(value, type.scale);
  if (type.id == TypeId::kInteger) return IntegerOf(value);
  const std::optional<double> number = NumberOf(value);
  return number && std::isfinite(*number) ? std::optional<Value>(*number) : std::nullopt;
}

/// Columns without which a record is no subject.
std::vector<std::string> NeededColumns(const Dataset& dataset) {
  std::vector<std::string> needed;
  for (const std::string& key : dataset.key) {
    if (!dataset.Find(key)->empty_in_key) needed.push_back(key);
  }
  if (!dataset.known_on.column.empty()) needed.push_back(dataset.known_on.column);
  return needed;
}

class RecordReader {
 public:
  RecordReader(const Dataset& dataset, std::span<const std::string> wanted_columns)
      : dataset_(dataset),
        needed_(NeededColumns(dataset)),
        schema_(dataset.Schema()),
        builder_(WantedSchema(wanted_columns)) {}

  Status Read(const std::string& text, int64_t number) {
    const Json record = Json::parse(text, nullptr, false);
    if (!record.is_object()) return Invalid(number, "no JSON object", "one object a line: {\"declaration_id\": …}");
    TRY(CheckFields(record, number));
    std::vector<Value> row;
    for (const engine::Column& column : schema_) {
      const auto field = record.find(column.name);
      const std::optional<Value> value = field == record.end() ? Value() : ValueOf(*field, column.type);
      if (!value) {
        return Invalid(number, fmt::format("{} is no {} ({})", column.name, column.type.ToString(), Shown(*field)),
                       column.type.id == TypeId::kText ? "write codes and ids in quotes" : "");
      }
      row.push_back(*value);
    }
    TRY(TakeKey(row, number));
    if (dataset_.known_on.rule != content::KnownOn::Rule::kAlways)
      TakeDay(ValueOfColumn(row, dataset_.known_on.column));
    std::vector<Value> wanted;
    for (const engine::Column& column : builder_.schema()) wanted.push_back(ValueOfColumn(row, column.name));
    builder_.Append(std::move(wanted));
    return {};
  }

  Records Take() {
    return {std::move(subjects_),
            std::make_unique<OneBatch>(builder_.schema(), builder_.rows() == 0 ? nullptr : builder_.Take()), period_};
  }

 private:
  Status CheckFields(const Json& record, int64_t number) {
    for (const auto& [name, value] : record.items()) {
      if (dataset_.Find(name) != nullptr) continue;
      return Invalid(number, fmt::format("{} has no column of this name ({})", dataset_.name, Printable(name)),
                     NearNameHint(name, dataset_.ColumnNames()));
    }
    for (const std::string& name : needed_) {
      const auto field = record.find(name);
      if (field == record.end() || field->is_null()) return Invalid(number, fmt::format("{} is missing", name));
    }
    return {};
  }

  Status TakeKey(const std::vector<Value>& row, int64_t number) {
    std::vector<std::string> parts;
    for (const std::string& name : dataset_.key) {
      parts.push_back(engine::ToText(ValueOfColumn(row, name)));
    }
    subjects_.push_back(Join(parts, "/"));
    if (keys_.insert(subjects_.back()).second) return {};
    return Invalid(number, fmt::format("the same key stands twice ({})", Printable(subjects_.back())));
  }

  engine::Schema WantedSchema(std::span<const std::string> names) const {
    engine::Schema wanted;
    for (const std::string& name : names) wanted.push_back(*std::ranges::find(schema_, name, &engine::Column::name));
    return wanted;
  }

  const Value& ValueOfColumn(const std::vector<Value>& row, const std::string& name) const {
    const auto place = std::ranges::find(schema_, name, &engine::Column::name) - schema_.begin();
    return row[static_cast<size_t>(place)];
  }

  void TakeDay(const Value& value) {
    const auto first = KnownDay(dataset_.known_on.rule, value, false);
    const auto last = KnownDay(dataset_.known_on.rule, value, true);
    if (!first || !last) return;
    period_.first = period_.first ? std::min(*period_.first, *first) : *first;
    period_.last = period_.last ? std::max(*period_.last, *last) : *last;
  }

  const Dataset& dataset_;
  std::vector<std::string> needed_;
  engine::Schema schema_;
  BatchBuilder builder_;
  std::vector<std::string> subjects_;
  std::set<std::string> keys_;
  DataPeriod period_;
};

}  // namespace

Result<Records> ReadRecords(const Dataset& dataset, std::span<const std::string> wanted_columns,
                            std::span<const std::string> records, int64_t first_number) {
  RecordReader reader(dataset, wanted_columns);
  for (size_t i = 0; i < records.size(); ++i) TRY(reader.Read(records[i], first_number + static_cast<int64_t>(i)));
  return reader.Take();
}

}  // namespace tidewaiter::analysis
