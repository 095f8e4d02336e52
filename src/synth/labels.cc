#include "synth/labels.h"

#include <fmt/format.h>

#include "base/text.h"
#include "store/system_error.h"
#include "synth/nation_folder.h"

namespace tidewaiter::synth {
namespace {

constexpr std::string_view kReadme = R"(# Synthetic data: an invented nation

**No row of this folder tells of a real firm, person, declaration or payment.** `tidewaiter synth nation` made all of it from the
seed {0}. Real are only the exchange rates, bitcoin prices, ports, countries and HS texts that stand in the public files of
`examples/`, with the licences there. A name that equals a real one does so by accident.

{1} firms, {2} months from {3}, {4}. One file for each dataset of the contract; `truth/` tells what was planted, for
`tidewaiter evaluate MODEL --truth truth/MODEL.csv`. It is not loaded.

Load it into a workspace of its own, never beside real data:

```sh
tidewaiter --workspace synthetic init
for file in *.{5}; do tidewaiter --workspace synthetic load "${{file%.{5}}}" "$file"; done
```

# 합성 데이터: 가상의 국가

**이 폴더의 어떤 행도 실제 업체, 사람, 신고, 송금에 관한 것이 아닙니다.** 모두 `tidewaiter synth nation`이 시드 {0}으로 만들어 낸
것입니다. 실제 값은 `examples/`의 공개 파일에 있는 환율, 비트코인 시세, 항구, 국가, HS 품명뿐이며 이용 조건은 그곳에 적혀 있습니다.
실제와 같은 이름이 있다면 우연입니다.

업체 {1}개, {3}부터 {2}개월, {6}. 데이터 규격마다 파일이 하나씩 있습니다. `truth/`에는 심어 둔 위법 사례가 적혀 있어
`tidewaiter evaluate MODEL --truth truth/MODEL.csv`에 쓰며, 적재하지 않습니다.

실제 데이터와 섞지 말고 별도의 작업 공간에 적재하십시오. 명령은 위와 같습니다.

| file · 파일 | rows · 행 |
|---|---:|
)";

std::string_view PlantingName(Planting planting) {
  if (planting == Planting::kNone) return "none";
  return planting == Planting::kHard ? "hard" : "default";
}

LocalisedText PlantingText(Planting planting) {
  if (planting == Planting::kNone) return {"no scheme planted", "심어 둔 위법 사례 없음"};
  if (planting == Planting::kHard) return {"hard schemes planted", "어려운 위법 사례를 심음"};
  return {"schemes planted from easy to very hard", "쉬운 것부터 매우 어려운 것까지 위법 사례를 심음"};
}

std::string Readme(const NationRequest& request, const WrittenNation& nation) {
  const LocalisedText planting = PlantingText(request.planting);
  const std::string_view ending = request.format == NationFormat::kCsv ? "csv" : "parquet";
  std::string text = fmt::format(kReadme, request.seed, request.firms, request.months, request.start.ToString(),
                                 planting.en, ending, planting.ko);
  for (const auto* const files : {&nation.datasets, &nation.truths}) {
    for (const WrittenFile& file : *files)
      text += fmt::format("| `{}` | {} |\n", file.path.generic_string(), WithThousands(file.rows));
  }
  return text;
}

std::string Marker(const NationRequest& request) {
  return fmt::format(
      "{{\n  \"synthetic\": true,\n  \"says\": \"invented data / 합성 데이터\",\n  \"format_version\": 1,\n"
      "  \"seed\": {},\n  \"firms\": {},\n  \"months\": {},\n  \"items\": {},\n  \"start\": \"{}\",\n"
      "  \"schemes\": \"{}\"\n}}\n",
      request.seed, request.firms, request.months, request.items, request.start.ToString(),
      PlantingName(request.planting));
}

}  // namespace

Status WriteLabels(const std::filesystem::path& folder, const NationRequest& request, const WrittenNation& nation) {
  TRY(store::WriteFileAtomically(folder / "README.md", Readme(request, nation)));
  return store::WriteFileAtomically(folder / kMarkerFile, Marker(request));
}

}  // namespace tidewaiter::synth
