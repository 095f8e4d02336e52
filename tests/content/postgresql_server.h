#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"

namespace tidewaiter::testing_support {

/// A throw-away PostgreSQL on a unix socket only, with one database `customs` and one account `ann` who must give the
/// password kPassword. Stopped and deleted at the end.
class PostgresqlServer {
 public:
  static constexpr const char* kPassword = "s3cret-harbour";

  /// Why this machine cannot run one; empty when it can.
  static std::string ReasonToSkip();
  /// Makes and starts one.
  static Result<std::unique_ptr<PostgresqlServer>> Start();
  ~PostgresqlServer();
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;

  /// Runs SQL in the database as its owner.
  Status Run(const std::string& sql) const;
  /// `postgresql://ann:…@/customs?host=…`, with this password.
  std::string Address(const std::string& password = kPassword) const;

 private:
  explicit PostgresqlServer(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace tidewaiter::testing_support
