#include <exception>

#include "cli/main.h"
#include "engine/duckdb/duckdb_engines.h"

int main(int argc, char** argv) {
  try {
    return tidewaiter::cli::Main(argc, argv, tidewaiter::engine::MakeDuckDbEngines());
  } catch (const std::exception& exception) {
    return tidewaiter::cli::ReportBug(&exception);
  } catch (...) {
    return tidewaiter::cli::ReportBug(nullptr);
  }
}
