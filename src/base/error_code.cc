#include "base/error_code.h"

#include <array>

namespace tidewaiter {
namespace {

using enum ErrorKind;

constexpr std::array kTable = {
#define TIDEWAITER_ERROR(id, name, kind, http, meaning) ErrorEntry{ErrorCode::id, name, kind, http, meaning},
#include "base/error_table.inc"
#undef TIDEWAITER_ERROR
};

}  // namespace

std::span<const ErrorEntry> ErrorTable() { return kTable; }

const ErrorEntry& Entry(ErrorCode code) { return kTable[static_cast<size_t>(code)]; }

int ExitCode(ErrorKind kind) {
  switch (kind) {
    case kCheck:
      return 1;
    case kUsage:
      return 2;
    case kData:
      return 3;
    case kSystem:
      return 4;
    case kInterrupted:
      return 130;
    case kBug:
      break;
  }
  return 70;
}

std::string_view KindName(ErrorKind kind) {
  switch (kind) {
    case kCheck:
      return "check";
    case kUsage:
      return "usage";
    case kData:
      return "data";
    case kSystem:
      return "system";
    case kInterrupted:
      return "interrupted";
    case kBug:
      break;
  }
  return "bug";
}

}  // namespace tidewaiter
