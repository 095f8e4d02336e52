#pragma once

#include <duckdb.h>

#include <memory>
#include <string>
#include <utility>

namespace tidewaiter::engine::duckdb_adapter {

/// Owners of DuckDB's C objects: each destroy function takes the address of its handle.
template <class Handle, auto kDestroy>
class Owned {
 public:
  Owned() = default;
  explicit Owned(Handle handle) : handle_(handle) {}
  Owned(Owned&& other) noexcept : handle_(std::exchange(other.handle_, Handle{})) {}
  Owned& operator=(Owned&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { kDestroy(&handle_); }

  Handle get() const { return handle_; }
  Handle* address() { return &handle_; }
  explicit operator bool() const { return handle_ != nullptr; }

 private:
  Handle handle_{};
};

using DatabaseHandle = Owned<duckdb_database, duckdb_close>;
using ConfigHandle = Owned<duckdb_config, duckdb_destroy_config>;
using ConnectionHandle = Owned<duckdb_connection, duckdb_disconnect>;
using StatementHandle = Owned<duckdb_prepared_statement, duckdb_destroy_prepare>;
using PendingHandle = Owned<duckdb_pending_result, duckdb_destroy_pending>;
using TableFunctionHandle = Owned<duckdb_table_function, duckdb_destroy_table_function>;
using ValueHandle = Owned<duckdb_value, duckdb_destroy_value>;
using TypeHandle = Owned<duckdb_logical_type, duckdb_destroy_logical_type>;
using ChunkHandle = Owned<duckdb_data_chunk, duckdb_destroy_data_chunk>;
using FunctionHandle = Owned<duckdb_scalar_function, duckdb_destroy_scalar_function>;

/// A result is a struct, not a pointer; DuckDB lets it be destroyed when empty.
class ResultHandle {
 public:
  ResultHandle() = default;
  ResultHandle(const ResultHandle&) = delete;
  ResultHandle& operator=(const ResultHandle&) = delete;
  ~ResultHandle() { duckdb_destroy_result(&result_); }
  duckdb_result* get() { return &result_; }

 private:
  duckdb_result result_{};
};

/// Text that DuckDB allocated.
struct FreeText {
  void operator()(const char* text) const { duckdb_free(const_cast<char*>(text)); }
};
using OwnedText = std::unique_ptr<const char, FreeText>;

}  // namespace tidewaiter::engine::duckdb_adapter
