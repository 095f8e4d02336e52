#include "cli/messages.h"

#include <algorithm>
#include <array>

namespace tidewaiter::cli {
namespace {

struct Sentence {
  Text text;
  std::string_view en, ko;
};

using enum Text;

constexpr std::array kSentences = {
    Sentence{kProgram,
             "Tidewaiter: one place for an administration's trade data, and models that find what is wrong in it.",
             "Tidewaiter: 관세 행정의 무역 데이터를 한곳에 모으고, 그 안의 이상을 찾아내는 분석 모델."},
    Sentence{kUsage, "Usage", "사용법"},
    Sentence{kExamples, "Example", "예"},
    Sentence{kCommands, "Commands", "명령"},
    Sentence{kOptions, "Options", "옵션"},
    Sentence{kGlobalOptions, "Options of every command", "모든 명령의 옵션"},
    Sentence{kArguments, "Arguments", "인자"},
    Sentence{kInit, "Make a workspace: warehouse, state and secret key", "작업 공간 만들기: 저장소, 상태, 비밀 키"},
    Sentence{kDatasets, "The data contracts", "데이터 규격 목록"},
    Sentence{kDatasetsShow, "One contract: columns, types, units, codes", "규격 하나: 열, 형식, 단위, 코드"},
    Sentence{kSources, "The mappings from real files to datasets", "실제 파일을 데이터셋에 잇는 매핑 목록"},
    Sentence{kSourcesShow, "One mapping, column by column", "매핑 하나를 열별로 보기"},
    Sentence{kSourcesGuess, "Propose a mapping from a file's header and first rows",
             "파일의 머리글과 첫 행들로 매핑 제안"},
    Sentence{kLoad, "Load files: all good rows of a file enter, or none",
             "파일 적재: 파일의 올바른 행이 모두 들어가거나, 하나도 들어가지 않음"},
    Sentence{kLoads, "What came in", "적재 이력"},
    Sentence{kLoadsShow, "The report of one load", "적재 하나의 보고서"},
    Sentence{kLoadsRejects, "The rows that a load refused, and why", "적재에서 거부된 행과 그 사유"},
    Sentence{kLoadsUndo, "Take a load back", "적재 되돌리기"},
    Sentence{kModels, "The analysis models", "분석 모델"},
    Sentence{kModelsList, "All models", "모든 모델"},
    Sentence{kModelsShow, "One model: its card, inputs and parameters", "모델 하나: 설명서, 입력, 매개변수"},
    Sentence{kModelsTest, "Run the tests of the model folders", "모델 폴더의 시험 실행"},
    Sentence{kModelsNew, "Make a new model folder from the template", "틀에서 새 모델 폴더 만들기"},
    Sentence{kModelsLock, "Write models.lock, or check it", "models.lock 쓰기 또는 확인"},
    Sentence{kRun, "Run a model and print its findings", "모델을 실행하고 결과 출력"},
    Sentence{kScoreCommand, "Score new records with a trained model", "학습된 모델로 새 기록 채점"},
    Sentence{kChanceOf, "{0}: chance of a violation {1}%", "{0}: 위반 확률 {1}%"},
    Sentence{kArtefacts, "The trained models, and how far each can be trusted", "학습된 모델 목록과 그 신뢰도"},
    Sentence{kRuns, "Runs and what they found", "실행 이력과 결과"},
    Sentence{kRunsList, "All runs, newest first", "모든 실행, 최근 것부터"},
    Sentence{kRunsShow, "All that is needed to repeat a run", "실행 하나를 되풀이하는 데 필요한 모든 것"},
    Sentence{kRunsFindings, "The findings of a run", "실행 하나의 결과"},
    Sentence{kRunsEvidence, "The rows behind one finding", "결과 하나의 근거 행"},
    Sentence{kRunsDocument, "The document that a finding drafts, as Markdown or a page to print",
             "결과로 작성한 문서 초안(마크다운 또는 인쇄용)"},
    Sentence{kRunsRepeat, "Run again and say whether the findings are the same", "다시 실행하여 결과가 같은지 확인"},
    Sentence{kRunsCompare, "How the findings of two runs differ", "두 실행의 결과 비교"},
    Sentence{kEvaluate, "Judge a model by known outcomes", "알려진 검사 결과로 모델 평가"},
    Sentence{kQuery, "Read-only SQL over the workspace", "작업 공간에 대한 읽기 전용 SQL"},
    Sentence{kExport, "A whole dataset", "데이터셋 전체 내보내기"},
    Sentence{kSynth, "Make synthetic data", "합성 데이터 만들기"},
    Sentence{kSynthNation, "Make a synthetic trading nation with planted schemes and their truth",
             "위법 사례와 그 정답을 심은 합성 무역 국가 만들기"},
    Sentence{kDoctor, "Is this machine and workspace healthy, and what to do if not",
             "이 컴퓨터와 작업 공간의 상태 점검과 조치"},
    Sentence{kCompletion, "Print a completion script for a shell", "셸 자동 완성 스크립트 출력"},
    Sentence{kRowsShown, "{0} rows", "{0}행"},
    Sentence{kOneRow, "1 row", "1행"},
    Sentence{kRowsOf, "{0} of {1} rows; --limit 0 for all", "{1}행 중 {0}행; 모두 보려면 --limit 0"},
    Sentence{kFirstRows, "the first {0} rows; --limit 0 for all", "처음 {0}행; 모두 보려면 --limit 0"},
    Sentence{kFindingsShown, "{0} findings", "결과 {0}건"},
    Sentence{kOneFinding, "1 finding", "결과 1건"},
    Sentence{kFindingsOf, "{0} of {1} findings; --limit 0 for all", "결과 {1}건 중 {0}건; 모두 보려면 --limit 0"},
    Sentence{kRank, "rank", "순위"},
    Sentence{kScore, "score", "점수"},
    Sentence{kAlert, "alert", "경보"},
    Sentence{kAlertMark, "ALERT", "경보"},
    Sentence{kAmount, "at stake (KRW)", "관련 금액(원)"},
    Sentence{kMembers, "members", "구성원"},
    Sentence{kNoFindings, "no findings", "결과 없음"},
    Sentence{kRunSummary, "run {0}: {1} v{2} read {3} rows and made {4} findings in {5}; snapshot {6}",
             "실행 {0}: {1} v{2}, {3}행을 읽어 결과 {4}건, {5}; 스냅숏 {6}"},
    Sentence{kRunAlerts, "{0} alerts above the line", "기준선을 넘은 경보 {0}건"},
    Sentence{kFalseAlarms, "{0} alerts above the line, about {1} of them expected to be false",
             "기준선을 넘은 경보 {0}건, 그중 오경보 예상 약 {1}건"},
    Sentence{kOpenEvidence, "evidence of a finding: tidewaiter runs evidence {0} RANK",
             "결과의 근거 보기: tidewaiter runs evidence {0} 순위"},
    Sentence{kNoEvidence, "no rows", "행 없음"},
    Sentence{kTitle, "title", "제목"},
    Sentence{kDescription, "description", "설명"},
    Sentence{kKey, "key", "키"},
    Sentence{kSubjectArea, "subject area", "분야"},
    Sentence{kParameters, "Parameters", "매개변수"},
    Sentence{kInputs, "Reads", "입력"},
    Sentence{kLicence, "licence", "이용 조건"},
    Sentence{kProvenance, "provenance", "출처"},
    Sentence{kNoParameters, "none", "없음"},
    Sentence{kLoaded, "loaded", "적재됨"},
    Sentence{kUnchanged, "nothing to do: the same content came with load {0}",
             "할 일 없음: 같은 내용이 적재 {0}에 있음"},
    Sentence{kFailedLoad, "refused: nothing was loaded", "거부됨: 아무것도 적재하지 않음"},
    Sentence{kChecked, "checked only: nothing was loaded", "확인만 함: 아무것도 적재하지 않음"},
    Sentence{kUndone, "taken back", "되돌림"},
    Sentence{kFeedCounts, "{0}: {1} read, {2} new, {3} superseding, {4} unchanged, {5} refused",
             "{0}: 읽음 {1}, 새 행 {2}, 대체 {3}, 변동 없음 {4}, 거부 {5}"},
    Sentence{kRejectedBy, "refused", "거부"},
    Sentence{kWarnedBy, "warning", "경고"},
    Sentence{kExample, "for example", "예"},
    Sentence{kWarning, "warning", "경고"},
    Sentence{kRunId, "run", "실행"},
    Sentence{kState, "state", "상태"},
    Sentence{kSame, "the same findings as run {0} ({1} findings)", "실행 {0}과 결과가 같음 (결과 {1}건)"},
    Sentence{kDifferent, "other findings than run {0}", "실행 {0}과 결과가 다름"},
    Sentence{kDifference,
             "{0} only in the first, {1} only in the second; of {2} in both, {3} with another rank and {4} with "
             "another score",
             "첫째에만 {0}건, 둘째에만 {1}건; 둘 다에 있는 {2}건 중 순위가 다른 것 {3}건, 점수가 다른 것 {4}건"},
    Sentence{kTopOverlap, "of the first run's top 5 %, {0} % stand in the second's too",
             "첫째의 상위 5% 중 {0}%가 둘째의 상위 5%에도 있음"},
    Sentence{kModelChanged, "the model has changed since that run (version {0}, now {1})",
             "그 실행 뒤에 모델이 바뀌었음 (버전 {0}, 지금 {1})"},
    Sentence{kEvaluated, "{0} ranked, {1} with a known outcome, {2} of them violations ({3} % by chance)",
             "순위 {0}건, 결과를 아는 것 {1}건, 그중 위반 {2}건 (우연 {3}%)"},
    Sentence{kBudget, "inspected", "검사 비율"},
    Sentence{kInspected, "subjects", "대상 수"},
    Sentence{kPrecision, "precision", "정밀도"},
    Sentence{kRecall, "recall", "재현율"},
    Sentence{kLift, "lift", "향상도"},
    Sentence{kRevenue, "revenue", "세수"},
    Sentence{kPlantedMoney, "money found", "적발 금액"},
    Sentence{kChance, "chance", "우연"},
    Sentence{kSimpleRule, "simple rule", "단순 규칙"},
    Sentence{kSelectedOnly,
             "warning: all outcomes are of goods that somebody chose to inspect; the figures hold for such goods only",
             "경고: 모든 결과가 선별하여 검사한 화물의 것이므로, 수치는 그런 화물에만 해당함"},
    Sentence{kMeansOverSeeds,
             "means over {0} seeds; each interval holds for other subjects and other seeds (both drawn again)",
             "난수 초기값 {0}개의 평균이며, 구간은 대상과 초기값을 함께 다시 뽑아 구한 것임"},
    Sentence{kPeriod, "period", "기간"},
    Sentence{kRanked, "ranked", "순위 건수"},
    Sentence{kWithOutcome, "with outcome", "결과를 아는 것"},
    Sentence{kBaseRate, "base rate", "위반율"},
    Sentence{kRule, "rule", "규칙"},
    Sentence{kAllPeriods, "all", "전체"},
    Sentence{kNoOutcome, "no outcome", "검사 결과 없음"},
    Sentence{kPeriodsNote,
             "precision at each share of a period's list, beside it the simple rule's; `all`: each period its share",
             "기간별 목록에서 비율마다의 정밀도와 그 옆에 단순 규칙의 정밀도; 전체: 기간마다 같은 비율을 검사한 것"},
    Sentence{kRuleIs, "rule: {0}", "규칙: {0}"},
    Sentence{kAgainst, "both models on the {0} subjects that both rank; {1} with an outcome are left out",
             "두 모델이 모두 순위를 매긴 {0}건을 비교; 결과를 아는 {1}건은 제외"},
    Sentence{kSeedsOfBoth, "means over {0} and {1} seeds", "난수 초기값 {0}개와 {1}개의 평균"},
    Sentence{kDifferenceColumn, "difference", "차이"},
    Sentence{kViolations, "violations", "위반"},
    Sentence{kSelectedShare, "in the top 10 %", "상위 10% 안"},
    Sentence{kEvaluatedByTruth, "{0} ranked, {1} subjects judged, {2} of them planted ({3} % by chance)",
             "순위 {0}건, 평가 대상 {1}건, 그중 심어 둔 범죄 {2}건 (우연 {3}%)"},
    Sentence{kTruthAlerts, "alerts: {0}, of them {1} right and {2} false", "경보 {0}건: 맞음 {1}건, 오경보 {2}건"},
    Sentence{kTruthAlertsAnnounced, "alerts: {0}, of them {1} right and {2} false; the run announced {3} false ones",
             "경보 {0}건: 맞음 {1}건, 오경보 {2}건 (실행이 예고한 오경보 {3}건)"},
    Sentence{kSchemesNote,
             "planted schemes: where their subjects stand, and the share of their money in the first of the list",
             "심어 둔 범죄별: 대상의 순위와 목록 상위에서 찾은 금액의 비율"},
    Sentence{kScheme, "scheme", "범죄"},
    Sentence{kDifficulty, "difficulty", "난이도"},
    Sentence{kAmountKrw, "amount (KRW)", "금액(원)"},
    Sentence{kFirstPlace, "first place", "최고 순위"},
    Sentence{kLastPlace, "last place", "최저 순위"},
    Sentence{kMoneyFoundAt, "found at {0}", "상위 {0}"},
    Sentence{kGroupsNote, "by group: what stands in the top 10 % of the whole list, and how right that is",
             "집단별: 전체 목록의 상위 10%에 든 비율과 그 정확도"},
    Sentence{kHiddenGroups,
             "{0} groups with {1} subjects are not shown: fewer than {2} subjects, or than {3} violations",
             "집단 {0}개(대상 {1}건)는 표시하지 않음: 대상 {2}건 미만 또는 위반 {3}건 미만"},
    Sentence{kCalibration, "chances: expected calibration error {0} over {1} bins of equal count, Brier score {2}",
             "위반 확률: 같은 크기 구간 {1}개의 평균 오차(ECE) {0}, 브라이어 점수 {2}"},
    Sentence{kTestsPassed, "{0} passed, {1} failed", "통과 {0}, 실패 {1}"},
    Sentence{kWorkspaceMade, "made a workspace in {0}", "작업 공간을 만들었음: {0}"},
    Sentence{kQuerying, "running the query", "질의 실행 중"},
    Sentence{kExporting, "reading {0}", "{0} 읽는 중"},
    Sentence{kNationMade, "made a SYNTHETIC nation in {0} (seed {1}): no row is real",
             "합성 국가를 만들었음: {0} (시드 {1}). 실제 자료는 한 행도 없음"},
    Sentence{kNationTruth, "what was planted (not to be loaded):", "심어 둔 위법 사례(적재하지 않음):"},
    Sentence{kNationLoad,
             "load it into a workspace of its own, never beside real data:\n"
             "  tidewaiter --workspace synthetic init\n"
             "  for file in {1}/*.{0}; do tidewaiter --workspace synthetic load \"$(basename \"$file\" .{0})\" "
             "\"$file\"; done",
             "실제 데이터와 섞지 말고 별도의 작업 공간에 적재할 것:\n"
             "  tidewaiter --workspace synthetic init\n"
             "  for file in {1}/*.{0}; do tidewaiter --workspace synthetic load \"$(basename \"$file\" .{0})\" "
             "\"$file\"; done"},
    Sentence{kHealthy, "{0} ok, {1} warnings, {2} failures", "정상 {0}, 경고 {1}, 실패 {2}"},
};

}  // namespace

std::string_view Say(Text text, Language language) {
  const auto found = std::find_if(kSentences.begin(), kSentences.end(),
                                  [text](const Sentence& sentence) { return sentence.text == text; });
  if (found == kSentences.end()) return "";
  return language == Language::kKorean ? found->ko : found->en;
}

std::string Say(Text text, Language language, std::initializer_list<std::string_view> values) {
  std::string filled;
  const std::string_view sentence = Say(text, language);
  for (size_t i = 0; i < sentence.size(); ++i) {
    const bool place = sentence[i] == '{' && i + 2 < sentence.size() && sentence[i + 2] == '}';
    const size_t index = place ? static_cast<size_t>(sentence[i + 1] - '0') : values.size();
    if (index < values.size()) {
      filled += *(values.begin() + index);
      i += 2;
    } else {
      filled += sentence[i];
    }
  }
  return filled;
}

LocalisedText SayInBoth(Text text, std::initializer_list<std::string_view> values) {
  return {Say(text, Language::kEnglish, values), Say(text, Language::kKorean, values)};
}

}  // namespace tidewaiter::cli
