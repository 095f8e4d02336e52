#pragma once

#include <string>

#include "analysis/model_inputs.h"
#include "content/catalogue.h"
#include "engine/session.h"

namespace tidewaiter::analysis {

/// Where the values stand by which judged subjects are grouped.
struct GroupSource {
  std::string column;
  bool own = false;                           ///< a column of the findings
  bool region = false;                        ///< the column names a country; the group is its region
  const content::Dataset* dataset = nullptr;  ///< not own: the subjects' dataset
  std::string subject_id_sql;                 ///< their id, of that dataset's columns
};

/// `column`: one of the model's own columns, or of the dataset that holds the subjects (`subject_type`: import items,
/// export items, bills of lading, parcels, companies), or `origin_region`: the region of `country_origin`.
/// `usage.unknown_name` with the near name; `model.input_missing` where the countries were never loaded.
Result<GroupSource> FindGroupSource(const content::Model& model, const content::Datasets& datasets,
                                    const RelationOf& relation, const std::string& subject_type,
                                    const std::string& column);

/// A query for `subject_id` and `value` of the judged subjects (the table `tidewaiter_judged`), each at most once.
/// `findings`: the relation of a run's findings.
Result<std::string> GroupSql(engine::LocalSession& session, const GroupSource& source,
                             const content::Datasets& datasets, const RelationOf& relation,
                             const std::string& findings);

}  // namespace tidewaiter::analysis
