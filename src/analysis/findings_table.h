#pragma once

#include <cstdint>
#include <string>

#include "analysis/run_model.h"
#include "base/run_control.h"
#include "content/model.h"
#include "engine/session.h"

namespace tidewaiter::analysis {

/// All SQL on what a model's steps left: the tables `findings` and `reasons` of a session.
///
/// A model's `findings` has subject_type, subject_id, score, alert, amount_at_stake_krw, and may have members, its own
/// columns and those of its tie breaker. Its `reasons` has subject_id and code, and may have subject_type (where
/// subjects of several types share ids), position (order of a finding's reasons) and the values that the reasons'
/// texts name.
///
/// Ranking puts in the place of `findings` those with rank (1, 2, …), the columns above and the model's own, ordered by
/// rank. `reasons` stays as it is (empty where the model makes none): it may speak of subjects that are no findings.
Status RankFindings(engine::LocalSession& session, const content::Model& model, const RunControl& control);

/// SQL of the condition that ties a row `r` of `reasons` with these columns to the row `f` of ranked `findings`.
std::string SameSubject(const engine::Schema& reasons);

/// What holds for every model: scores within 0–1; no NULL in subject, score and alert; one row a subject; each reason
/// has a text. `model.assertion_failed` names what is broken and how often. What holds is summed up in the same pass.
Result<FindingsSummary> CheckLaws(engine::LocalSession& session, const content::Model& model,
                                  const RunControl& control);

/// The number that an assertion's SQL returns; NULL counts as 0.
Result<int64_t> CountBreaches(engine::LocalSession& session, const std::string& sql,
                              const engine::Parameters& parameters, const RunControl& control);

}  // namespace tidewaiter::analysis
