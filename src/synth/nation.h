#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/run_control.h"
#include "content/catalogue.h"
#include "engine/session.h"

namespace tidewaiter::synth {

enum class NationFormat { kCsv, kParquet };

/// Which schemes are planted.
enum class Planting {
  kNone,     ///< a clean nation: the truth files hold their headers only
  kDefault,  ///< easy to very hard
  kHard,     ///< hard and very hard ones
};

struct NationRequest {
  std::filesystem::path folder;
  uint64_t seed = 1;
  int64_t firms = 4000;               ///< companies at home, 100 or more
  int64_t months = 24;                ///< 3–120
  int64_t items = 60'000;             ///< items of import declarations, about; 500 or more
  Date start = Date::Of(2020, 7, 1);  ///< the first of a month, 2011–2030
  Planting planting = Planting::kDefault;
  NationFormat format = NationFormat::kCsv;
};

struct WrittenFile {
  std::string name;  ///< of the dataset, or of the model for a truth file
  std::filesystem::path path;
  int64_t rows = 0;
};

struct WrittenNation {
  std::vector<WrittenFile> datasets, truths;
};

/// Makes a synthetic trading nation: a file for each dataset of the contract in `folder`, `truth/<model>.csv` with what
/// was planted, a README and a marker that say it is synthetic. The same request gives the same bytes of every file,
/// whatever the session's threads. All or nothing; an older nation in the folder is replaced. `root` holds nation/ and
/// examples/, from which real rates and coin prices come where they cover the months. The session is used up: it keeps
/// tables and settings. `parameter.out_of_range`, `synth.foreign_folder`, `content.invalid`, `interrupted`, disk and
/// memory errors.
Result<WrittenNation> WriteNation(engine::LocalSession& session, const std::filesystem::path& root,
                                  const content::Datasets& datasets, const NationRequest& request,
                                  const RunControl& control);

}  // namespace tidewaiter::synth
