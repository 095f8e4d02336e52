#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/run_control.h"
#include "engine/session.h"
#include "learn/ranking_metrics.h"

namespace tidewaiter::analysis {

/// All SQL that sets a run's findings against what is known of their subjects. The order of calls: one of the Take
/// functions, Join, then the rankings. The tables live in the session.
class Judgement {
 public:
  explicit Judgement(engine::LocalSession& session) : session_(session) {}

  /// Outcomes of inspections on `from` and later: a subject is positive when any of its inspections found a violation;
  /// its revenue is the sum. `to`: the last day of the judged period. `inspections`: the relation of inspection_result.
  Status TakeInspections(const std::string& inspections, const std::string& outcome_subject, Date from, Date to,
                         const RunControl& control);
  /// A truth file: its subjects are positive, all others are not.
  Status TakeTruth(const std::filesystem::path& file, const RunControl& control);

  /// `findings`: the relation of a run's findings.
  Status Join(const std::string& findings, const RunControl& control);

  struct Counts {
    int64_t judged = 0;
    int64_t random = 0;  ///< judged by a random inspection
    /// Subjects, of the types ranked, that are no findings though a violation was found within the period (a truth
    /// file: of any day).
    int64_t positives_unranked = 0;
    int64_t known = 0;  ///< outcomes of the types ranked
  };
  Result<Counts> Count(const std::string& subject_type, const RunControl& control);

  /// The judged findings, best first.
  Result<std::vector<learn::RankedOutcome>> ModelRanking(const RunControl& control);
  /// The same subjects as another rule ranks them: those that it does not name last, ties by subject.
  Result<std::vector<learn::RankedOutcome>> RuleRanking(const std::string& rule_sql,
                                                        const engine::Parameters& parameters,
                                                        const RunControl& control);

 private:
  Result<std::vector<learn::RankedOutcome>> Read(const std::string& sql, const RunControl& control);

  engine::LocalSession& session_;
  bool truth_ = false;
};

}  // namespace tidewaiter::analysis
