#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/run_control.h"
#include "engine/session.h"
#include "learn/ranking_metrics.h"

namespace tidewaiter::analysis {

/// What one run ranked.
struct RankedFindings {
  std::string relation;     ///< of the run's findings
  bool has_chance = false;  ///< they have a column `chance`
};

/// Which findings of two runs are of the same subject: of one model, or of two.
enum class Same { kTypeAndId, kId };

/// A run's judged subjects, best first.
struct JudgedList {
  learn::Ranking ranking;
  std::vector<double> chances;  ///< beside it; NaN where the finding has none
};

/// How one group of the judged subjects fares in a list that takes them all. Means over the lists.
struct GroupFigure {
  std::string value;  ///< empty: none
  int64_t subjects = 0, positives = 0;
  double selected = 0;  ///< subjects of the group in the top of the whole list
  double hits = 0;      ///< violations among them
};

/// Groups, largest first, and how many were too small to be shown.
struct GroupFigures {
  std::string column;
  std::vector<GroupFigure> groups;
  int64_t hidden_groups = 0, hidden_subjects = 0;
};
constexpr int64_t kLeastGroupSubjects = 30;
constexpr int64_t kLeastGroupPositives = 5;

/// How far a planted scheme was found. Places count along the judged list of the first run.
struct SchemeFigure {
  std::string scheme;      ///< scheme_id of the truth file; empty: none given
  std::string difficulty;  ///< as the truth file says
  int64_t subjects = 0;
  int64_t unranked = 0;  ///< of them, those that the run did not rank
  double amount_krw = 0;
  std::optional<int64_t> first_place, last_place;  ///< of the ranked ones
  std::vector<double> found;  ///< share of the amount (of the subjects, where there is none) at each budget
};

/// What a truth file says of a run besides the figures of its ranking. Alerts are findings, so that a group counts
/// once; it is right when one of its members was planted.
struct TruthFigures {
  std::vector<SchemeFigure> schemes;
  int64_t alerts = 0, right_alerts = 0;
  std::optional<double> announced;  ///< false alarms that the run itself expected
};

/// All SQL that sets runs' findings against what is known of their subjects. The order of calls: one of the Take
/// functions, Join, then the rankings. The tables live in the session.
class Judgement {
 public:
  explicit Judgement(engine::LocalSession& session) : session_(session) {}
  engine::LocalSession& session() { return session_; }

  /// Outcomes of inspections on `from` and later: a subject is positive when any of its inspections found a violation;
  /// its revenue is the sum. `to`: the last day of the judged period. `inspections`: the relation of inspection_result.
  Status TakeInspections(const std::string& inspections, const std::string& outcome_subject, Date from, Date to,
                         const RunControl& control);
  /// A truth file: its subjects are positive, all others are not. Findings of types that it does not name are not
  /// judged, unless it names none; the members of a group are judged as companies, at the group's place.
  Status TakeTruth(const std::filesystem::path& file, const RunControl& control);
  /// Forgets outcomes of the subjects of these findings: they are judged by themselves.
  Status LeaveOut(const std::string& findings, const RunControl& control);

  /// One run a list. Judged are the subjects that all of them rank, each once.
  Status Join(const std::vector<RankedFindings>& runs, Same same, const RunControl& control);

  struct Counts {
    int64_t judged = 0;
    int64_t random = 0;  ///< judged by a random inspection
    /// Subjects, of the types ranked, that are no findings though a violation was found within the period (a truth
    /// file: of any day).
    int64_t positives_unranked = 0;
    int64_t known = 0;     ///< outcomes of the types ranked
    int64_t left_out = 0;  ///< subjects with an outcome that some list does not rank
    bool clean = false;    ///< a truth file without any subject: nothing was planted
  };
  Result<Counts> Count(const std::string& subject_type, const RunControl& control);

  /// The judged findings of each run.
  Result<std::vector<JudgedList>> Lists(const RunControl& control);
  /// The same subjects as another rule ranks them: those that it does not name last, ties by subject.
  Result<learn::Ranking> RuleRanking(const std::string& rule_sql, const engine::Parameters& parameters,
                                     const RunControl& control);
  /// Of a truth file: its schemes within the first list, hardest last; and the alerts of a run's findings.
  Result<TruthFigures> Truth(const std::string& findings, std::span<const double> budgets, const RunControl& control);
  /// `groups_sql`: subject_id, value (text); `inspected`: places at the top of the list of all judged subjects.
  Result<GroupFigures> Groups(const std::string& groups_sql, int64_t inspected, const RunControl& control);

 private:
  Result<std::vector<JudgedList>> Read(const std::string& sql, const RunControl& control);

  engine::LocalSession& session_;
  bool truth_ = false;
  int64_t lists_ = 0;
};

}  // namespace tidewaiter::analysis
