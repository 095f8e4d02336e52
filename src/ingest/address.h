#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace tidewaiter::ingest {

/// `postgresql://…` or `postgres://…`, as libpq reads them.
bool IsDatabaseAddress(std::string_view file);

/// The address with a limit of 10 s on connecting (to each host), unless it or PGCONNECT_TIMEOUT sets another: while
/// libpq waits, nothing can stop it.
std::string WithConnectTimeout(const std::string& address);

/// What may be shown of an address: host, port and database, without user, password and other settings. A file's path
/// is left as it is.
std::string ShownAddress(const std::string& file);

/// The error without the secrets of the address: vendors like to repeat what they were given.
Error WithoutSecrets(Error error, const std::string& address);

}  // namespace tidewaiter::ingest
