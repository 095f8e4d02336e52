#pragma once

#include <span>
#include <string_view>

namespace tidewaiter {

/// Who can do something about an error.
enum class ErrorKind {
  kUsage,        ///< the request is wrong: the caller corrects it
  kData,         ///< the data is wrong: who delivered it corrects it
  kCheck,        ///< a check ran and found something (a test, doctor, a bar not reached)
  kSystem,       ///< disk, memory, permission, lock: who operates the machine corrects it
  kInterrupted,  ///< the user stopped it
  kBug,          ///< ours
};

/// Every error that the program can give. The table in error_code.cc holds name, kind and statuses.
enum class ErrorCode {
#define TIDEWAITER_ERROR(id, name, kind, http, meaning) id,
#include "base/error_table.inc"
#undef TIDEWAITER_ERROR
};

/// One row of the table of errors.
struct ErrorEntry {
  ErrorCode code;
  std::string_view name;  ///< permanent, e.g. `load.rejects_over_limit`; also its anchor in docs/reference/errors.md
  ErrorKind kind;
  int http_status;           ///< status of an HTTP answer that carries it
  std::string_view meaning;  ///< one sentence for the documentation
};

/// The whole table, in the order of the enumeration.
std::span<const ErrorEntry> ErrorTable();

const ErrorEntry& Entry(ErrorCode code);

/// Exit code of the program: 0 done, 1 check, 2 usage, 3 data, 4 system, 130 interrupted, 70 bug.
int ExitCode(ErrorKind kind);

std::string_view KindName(ErrorKind kind);

}  // namespace tidewaiter
