#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "analysis/parameters.h"
#include "analysis/run_model.h"
#include "base/run_control.h"
#include "content/catalogue.h"
#include "engine/session.h"

namespace tidewaiter::analysis {

/// From a dataset's name to the SQL of its relation; nullopt: there is no such table.
using RelationOf = std::function<std::optional<std::string>(const std::string&)>;

/// The tables of a warehouse at a snapshot.
Result<RelationOf> RelationsAt(engine::Warehouse& warehouse, engine::SnapshotId snapshot);

/// The day that a value of a known_on column stands for; of a month or a year its first day, or its last.
std::optional<Date> KnownDay(content::KnownOn::Rule rule, const engine::Value& value, bool last);

/// What a model may see of its inputs: the permitted columns, of the rows known within the horizon.
class ModelInputs {
 public:
  ModelInputs(engine::LocalSession& session, const content::Model& model, const content::Datasets& datasets,
              RelationOf relation, Horizon horizon)
      : session_(session), model_(model), datasets_(datasets), relation_(std::move(relation)), horizon_(horizon) {}

  /// A view in the session for each input, named as the dataset. What no table holds is a typed NULL.
  Status CreateViews();
  /// The same as tables, for rows that are few and read again and again: statements over plain tables are planned
  /// faster.
  Status CreateTables();
  /// Rows of each view.
  Result<std::map<std::string, int64_t>> CountRows(const RunControl& control);
  /// Days on which the rows of the first dated input became known.
  Result<DataPeriod> Period(const RunControl& control);
  /// The model's parameters, and `as_of`: the horizon's day, or today. Reads the data's period only where a parameter
  /// counts from it.
  Result<engine::Parameters> Resolve(const std::map<std::string, std::string>& given, const RunControl& control);
  /// Inputs that the model needs, yet no table stands for.
  std::vector<std::string> Missing() const;

 private:
  Result<const content::Dataset*> DatasetOf(const content::ModelInput& input) const;
  Result<std::string> PermittedColumns(const content::ModelInput& input, const content::Dataset& dataset) const;
  Result<std::string> SelectSql(const content::ModelInput& input);
  Result<std::string> KnownRows(const content::Dataset& dataset);
  std::string ColumnSql(const content::DatasetColumn& column) const;

  engine::LocalSession& session_;
  const content::Model& model_;
  const content::Datasets& datasets_;
  RelationOf relation_;
  Horizon horizon_;
};

}  // namespace tidewaiter::analysis
