#include "ingest/address.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tidewaiter::ingest {
namespace {

TEST(Address, ShowsPlaceAndDatabaseOnly) {
  for (const auto& [address, shown] : std::initializer_list<std::pair<const char*, const char*>>{
           {"postgresql://ann:secret@db.example:5433/customs", "postgresql://db.example:5433/customs"},
           {"postgres://ann:secret@db/customs", "postgresql://db/customs"},
           {"postgresql://ann:sec@ret@db/customs", "postgresql://db/customs"},
           {"postgresql://ann:sec/ret?x@db/customs", "postgresql://db/customs"},
           {"postgresql:///customs?host=/run&password=secret&port=1&user=ann",
            "postgresql:///customs?host=/run&port=1"},
           {"postgresql://db/customs?sslpassword=secret", "postgresql://db/customs"},
           {"data/a@b.csv", "data/a@b.csv"}})
    EXPECT_EQ(ShownAddress(address), shown);
}

TEST(Address, ConnectingHasALimit) {
  ::unsetenv("PGCONNECT_TIMEOUT");
  for (const auto& [address, limited] : std::initializer_list<std::pair<const char*, const char*>>{
           {"postgresql://ann:a?b@db/customs", "postgresql://ann:a?b@db/customs?connect_timeout=10"},
           {"postgresql://db/customs?port=1", "postgresql://db/customs?port=1&connect_timeout=10"},
           {"postgresql://db/customs?", "postgresql://db/customs?connect_timeout=10"},
           {"postgresql://db/customs?connect_timeout=3", "postgresql://db/customs?connect_timeout=3"}})
    EXPECT_EQ(WithConnectTimeout(address), limited);
  ::setenv("PGCONNECT_TIMEOUT", "3", 1);
  EXPECT_EQ(WithConnectTimeout("postgresql://db/customs"), "postgresql://db/customs");
  ::unsetenv("PGCONNECT_TIMEOUT");
}

TEST(Address, ErrorsLoseTheSecrets) {
  const std::string address = "postgresql://ann:s%65cret@db/customs?sslpassword=hidden";
  Error error{
      ErrorCode::kEngine, "cannot connect to \"" + address + "\" as ann:s%65cret (secret, s%65cret)", "hidden", {}};
  error.diagnostics.push_back({.message = address});
  const Error clean = WithoutSecrets(error, address);
  EXPECT_EQ(clean.message, "cannot connect to \"postgresql://db/customs\" as ••• (•••, •••)");
  EXPECT_EQ(clean.hint, "•••");
  EXPECT_EQ(clean.diagnostics.at(0).message, "postgresql://db/customs");
  EXPECT_EQ(WithoutSecrets({ErrorCode::kEngine, "a.csv", "", {}}, "a.csv").message, "a.csv");
}

}  // namespace
}  // namespace tidewaiter::ingest
