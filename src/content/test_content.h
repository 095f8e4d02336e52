#pragma once

#include <string>
#include <string_view>

#include "content/test_folder.h"

namespace tidewaiter::content {

/// datasets/declaration.toml, small yet with every kind of column.
inline constexpr std::string_view kDeclarationToml = R"toml(name = "declaration"
title = { en = "Declarations", ko = "신고" }
description = { en = "One row per item.", ko = "품목별 한 행." }
subject_area = "declarations"
key = ["declaration_id", "item_no"]
known_on = "declared_on"

[[columns]]
name = "declaration_id"
type = "text"
required = true
title = { en = "Declaration", ko = "신고번호" }
description = { en = "Number.", ko = "번호." }

[[columns]]
name = "item_no"
type = "integer"
required = false
empty_in_key = true
min = 1
max = 999
title = { en = "Item", ko = "란" }
description = { en = "Item.", ko = "란번호." }

[[columns]]
name = "declared_on"
type = "date"
required = true
title = { en = "Day", ko = "신고일" }
description = { en = "Day.", ko = "신고한 날." }

[[columns]]
name = "transport_mode"
type = "text"
title = { en = "Mode", ko = "운송수단" }
description = { en = "Mode.", ko = "운송수단 부호." }
[columns.values]
10 = { en = "sea", ko = "해상" }
40 = { en = "air", ko = "항공" }

[[columns]]
name = "country_origin"
type = "text"
list = "country"
title = { en = "Origin", ko = "원산지" }
description = { en = "Origin.", ko = "원산지 국가." }

[[columns]]
name = "customs_value_krw"
type = "decimal(18,2)"
unit = "KRW"
min = 0
sensitivity = "confidential"
title = { en = "Value", ko = "과세가격" }
description = { en = "Value.", ko = "과세가격(원)." }

[[columns]]
name = "importer_pid"
type = "text"
sensitivity = "personal"
pseudonym = "person"
known_on = "declared_on"
title = { en = "Person", ko = "개인" }
description = { en = "Person.", ko = "수입자 개인." }

[[checks]]
name = "value_positive"
sql = "customs_value_krw > 0"
severity = "reject"
sentence = { en = "The value must be above 0.", ko = "과세가격은 0보다 커야 합니다." }
)toml";

inline std::string DeclarationToml() { return std::string(kDeclarationToml); }

inline Datasets DeclarationDatasets() {
  Datasets datasets;
  Diagnostics diagnostics;
  datasets.all.push_back(ParseDataset(DeclarationToml(), "datasets/declaration.toml", diagnostics));
  EXPECT_TRUE(diagnostics.empty()) << AllText(diagnostics);
  return datasets;
}

inline constexpr std::string_view kModelToml = R"(code = "CRG-99"
title = { en = "Dear goods", ko = "고가 물품" }
question = { en = "Which goods are dear?", ko = "어떤 물품이 비싼가?" }
theme = "cargo"
kind = "rule"
status = "experimental"
version = 1
references = ["nobody"]

[inputs.declaration]
columns = ["declaration_id", "item_no", "declared_on", "customs_value_krw"]

[params.from]
type = "date"
title = { en = "From", ko = "시작일" }
help = { en = "First day.", ko = "첫날." }
default = "data_end-90d"

[params.floor_krw]
type = "number"
title = { en = "Floor", ko = "하한" }
help = { en = "Least value.", ko = "최소 금액." }
unit = "KRW"
default = 0.05
min = 0
max = 1e9

[[steps]]
name = "findings"
kind = "sql"
stage = "warehouse"
title = { en = "Finding", ko = "찾는 중" }
sql = "findings.sql"

[[steps]]
name = "reasons"
kind = "sql"
stage = "local"
title = { en = "Explaining", ko = "설명 중" }
sql = "reasons.sql"

[findings]
subject_type = "import_item"
subject_title = { en = "Item", ko = "품목" }
tie_breaker = "declaration_id"
alert_line = { en = "above the floor", ko = "하한 초과" }
own_columns = ["customs_value_krw", "excess"]
[findings.column_titles]
excess = { en = "Excess", ko = "초과" }

[reasons.dear]
en = "{excess:krw} above the floor of {floor}"
ko = "하한 {floor}보다 {excess:krw} 많음"

[[evidence]]
name = "rows"
title = { en = "Rows", ko = "행" }
sql = "rows.sql"

[[views]]
name = "values"
kind = "bar"
title = { en = "Values", ko = "금액" }
sql = "values.sql"
encoding = { x = "declared_on", y = "customs_value_krw" }

[[assertions]]
name = "no_null_score"
sql = "select count(*) from findings where score is null"

[evaluation]
outcome_subject = "import_item"
simple_rule = { en = "dearest first", ko = "고가순" }
simple_rule_sql = "simple_rule.sql"
)";

inline std::string ModelToml() { return std::string(kModelToml); }

inline void WriteModel(const TestFolder& root, const std::string& id) {
  const std::string folder = "models/" + id + "/";
  root.Write(folder + "model.toml", ModelToml());
  root.Write(folder + "findings.sql", "select declaration_id\nfrom declaration\nwhere declared_on >= $from\n");
  root.Write(folder + "reasons.sql", "select median(x), 'costs $5' -- $nothing\nfrom t where x > $floor_krw");
  root.Write(folder + "rows.sql", "select * from declaration where declaration_id = $subject_id");
  root.Write(folder + "values.sql", "select declared_on, customs_value_krw from findings");
  root.Write(folder + "simple_rule.sql", "select declaration_id as subject_id, 1 as score from declaration");
  root.Write(folder + "card.md",
             "# Card\n## Question\nx\n## Signal\nx\n## How to read a finding\nx\n## Innocent causes\nx\n"
             "## What to check next\nx\n## Limits\nx\n## Method and sources\nx\n");
  root.Write(folder + "card.ko.md",
             "# 카드\n## 질문\nx\n## 신호\nx\n## 결과 읽는 법\nx\n## 정상적인 원인\nx\n## 다음 확인 "
             "사항\nx\n## 한계\nx\n"
             "## 방법과 출처\nx\n");
  root.Write(folder + "tests/dear.toml", R"(says = "a dear item is found, a cheap one is not"
as_of = 2021-01-31
[params]
from = 2021-01-01
floor_krw = 0.1
[given.declaration]
columns = ["declaration_id", "item_no", "declared_on", "customs_value_krw"]
rows = [
  ["D1", 1, 2021-01-02, 1000.5],
  ["D2", "", "2021-01-03", "1.50"],
]
[expect]
must_hit = ["D1/1"]
must_not_hit = ["D2/"]
ranked_before = ["D1/1 > D2/"]
alerts = 1
)");
  root.Write(folder + "tests/empty.toml", R"(says = "nothing comes from nothing"
[given.declaration]
file = "none.csv"
[expect]
findings = 0
)");
  root.Write(folder + "tests/none.csv", "declaration_id,declared_on\n");
}

}  // namespace tidewaiter::content
