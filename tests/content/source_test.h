#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace tidewaiter::content {

/// One file of sources/<name>/tests: what a file must become.
///
///     says = "what the test proves"
///     file = "../sample.csv"          # beside the test
///     max_reject_share = 0.5          # default 0
///     [expect.<dataset>]
///     rows = 15                       # of the dataset afterwards
///     rejected = 2
///     [[expect.<dataset>.contains]]   # a row with these values, compared in the column's type; "" is an empty one
///     country = "NA"
///     [[expect.rejects]]              # among the rejects
///     record = 16
///     column = "name_ko"
///     rule = "required"
struct SourceTest {
  using Row = std::map<std::string, std::string>;
  struct Expected {
    int64_t rows = 0;
    int64_t rejected = 0;
    std::vector<Row> contains;
  };
  struct ExpectedReject {
    int64_t record = 0;
    std::string column;
    std::string rule;
  };

  std::string source;
  std::filesystem::path file;
  double max_reject_share = 0;
  std::map<std::string, Expected> datasets;
  std::vector<ExpectedReject> rejects;

  /// `content.invalid` for a file of another shape: a misspelt key would expect nothing.
  static Result<SourceTest> Read(const std::filesystem::path& path);
};

}  // namespace tidewaiter::content
