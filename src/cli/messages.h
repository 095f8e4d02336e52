#pragma once

#include <string>
#include <string_view>

#include "base/language.h"

namespace tidewaiter::cli {

/// Every sentence and heading that people read, by name; the table in messages.cc holds both languages. What scripts
/// read (column names, codes, JSON keys) is not here.
enum class Text {
  // Help.
  kProgram,
  kUsage,
  kExamples,
  kCommands,
  kOptions,
  kGlobalOptions,
  kArguments,
  kInit,
  kDatasets,
  kDatasetsShow,
  kSources,
  kSourcesShow,
  kSourcesGuess,
  kLoad,
  kLoads,
  kLoadsShow,
  kLoadsRejects,
  kLoadsUndo,
  kModels,
  kModelsList,
  kModelsShow,
  kModelsTest,
  kModelsNew,
  kModelsLock,
  kRun,
  kScoreCommand,
  kArtefacts,
  kRuns,
  kRunsList,
  kRunsShow,
  kRunsFindings,
  kRunsEvidence,
  kRunsRepeat,
  kRunsCompare,
  kEvaluate,
  kQuery,
  kExport,
  kDoctor,
  kCompletion,
  // Ends of tables. {0}: rows shown, {1}: rows in all.
  kRowsShown,
  kOneRow,
  kRowsOf,
  kFirstRows,
  kFindingsShown,
  kOneFinding,
  kFindingsOf,
  // Findings.
  kRank,
  kScore,
  kAlert,
  kAlertMark,
  kAmount,
  kMembers,
  kNoFindings,
  kRunSummary,
  kRunAlerts,
  kFalseAlarms,
  kOpenEvidence,
  kNoEvidence,
  // Contracts, mappings, models.
  kTitle,
  kDescription,
  kKey,
  kSubjectArea,
  kParameters,
  kInputs,
  kLicence,
  kProvenance,
  kNoParameters,
  // Loads.
  kLoaded,
  kUnchanged,
  kFailedLoad,
  kChecked,
  kUndone,
  kFeedCounts,
  kRejectedBy,
  kWarnedBy,
  kExample,
  kWarning,
  // Runs and evaluation.
  kRunId,
  kState,
  kSame,
  kDifferent,
  kDifference,
  kTopOverlap,
  kModelChanged,
  kEvaluated,
  kBudget,
  kInspected,
  kPrecision,
  kRecall,
  kLift,
  kRevenue,
  kChance,
  kSimpleRule,
  kSelectedOnly,
  kTestsPassed,
  kWorkspaceMade,
  kHealthy,
  kQuerying,
  kExporting,
};

std::string_view Say(Text text, Language language);

/// The sentence with its `{0}`, `{1}`, … filled in.
std::string Say(Text text, Language language, std::initializer_list<std::string_view> values);
/// The same in both languages.
LocalisedText SayInBoth(Text text, std::initializer_list<std::string_view> values = {});

}  // namespace tidewaiter::cli
