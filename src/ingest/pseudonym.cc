#include "ingest/pseudonym.h"

#include <cctype>

#include "base/text.h"

namespace tidewaiter::ingest {
namespace {

using content::PseudonymKind;

std::string PersonNumber(std::string_view text) {
  std::string number;
  for (const char c : FoldForComparison(text))
    if (c != ' ' && c != '-') number.push_back(c);
  return number;
}

std::string PhoneDigits(std::string_view text) {
  std::string digits;
  for (const char c : Nfkc(text))
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) digits.push_back(c);
  if (digits.starts_with("0082"))
    digits.erase(0, 4);
  else if (digits.starts_with("82") && digits.size() >= 11)
    digits.erase(0, 2);
  if (!digits.empty() && !digits.starts_with('0')) digits.insert(digits.begin(), '0');
  return digits.empty() ? FoldForComparison(text) : digits;
}

std::string_view KindLabel(PseudonymKind kind) {
  switch (kind) {
    case PseudonymKind::kPhone:
      return "phone";
    case PseudonymKind::kAddress:
      return "address";
    case PseudonymKind::kName:
      return "name";
    case PseudonymKind::kPerson:
    case PseudonymKind::kNone:
      break;
  }
  return "person";
}

}  // namespace

std::string NormaliseForPseudonym(PseudonymKind kind, std::string_view text) {
  switch (kind) {
    case PseudonymKind::kPhone:
      return PhoneDigits(text);
    case PseudonymKind::kAddress:
    case PseudonymKind::kName:
      return FoldForComparison(text);
    case PseudonymKind::kPerson:
    case PseudonymKind::kNone:
      break;
  }
  return PersonNumber(text);
}

std::string PseudonymFunction(PseudonymKind kind) { return "tidewaiter_pseudonym_" + std::string(KindLabel(kind)); }

namespace {

engine::ScalarFunction MakeFunction(PseudonymKind kind, const SecretKey& key) {
  const std::string prefix = std::string(KindLabel(kind)) + ":";
  const auto call = [key, kind, prefix](std::span<const engine::ColumnVector> arguments, size_t rows,
                                        std::vector<std::string>& result, std::span<uint8_t> valid) {
    const auto texts = arguments[0].texts();
    for (size_t row = 0; row < rows; ++row)
      if (valid[row] != 0) result[row] = key.Pseudonym(prefix + NormaliseForPseudonym(kind, texts[row]));
  };
  return {.name = PseudonymFunction(kind),
          .arguments = {{engine::TypeId::kText}},
          .result = {engine::TypeId::kText},
          .to_text = call};
}

}  // namespace

Status RegisterPseudonyms(engine::LocalSession& session, const SecretKey& key) {
  for (const PseudonymKind kind :
       {PseudonymKind::kPerson, PseudonymKind::kPhone, PseudonymKind::kAddress, PseudonymKind::kName})
    TRY(session.RegisterFunction(MakeFunction(kind, key)));
  return {};
}

}  // namespace tidewaiter::ingest
