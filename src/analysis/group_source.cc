#include "analysis/group_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace tidewaiter::analysis {
namespace {

using content::Dataset;
using engine::QuoteIdentifier;

constexpr std::string_view kOriginRegion = "origin_region";
constexpr std::string_view kCountryOrigin = "country_origin";
constexpr std::string_view kCountries = "country";

/// The dataset of a kind of subject; the columns of its id are joined by `/`.
struct SubjectDataset {
  std::string_view subject_type, dataset, first, second;
};
constexpr std::array kSubjects = {
    SubjectDataset{"import_item", "import_declaration", "declaration_id", "item_no"},
    SubjectDataset{"export_item", "export_declaration", "declaration_id", "item_no"},
    SubjectDataset{"bill_of_lading", "bill_of_lading", "house_bl", ""},
    SubjectDataset{"parcel", "parcel", "parcel_id", ""},
    SubjectDataset{"company", "company", "company_id", ""},
};

std::string SubjectIdSql(const SubjectDataset& subject, const Dataset& dataset) {
  std::string sql;
  for (const std::string_view column : {subject.first, subject.second}) {
    if (dataset.Find(column) == nullptr) continue;
    if (!sql.empty()) sql += " || '/' || ";
    sql += fmt::format("cast({} as varchar)", QuoteIdentifier(column));
  }
  return sql;
}

Result<std::string> RowsOf(engine::LocalSession& session, const Dataset& dataset, const RelationOf& relation) {
  const std::optional<std::string> table = relation(dataset.name);
  engine::Schema stored;
  if (table) stored = TRY(session.Describe("select * from " + *table, {}));
  return dataset.RowsSql(stored, table.value_or(""));
}

bool IsOwn(const content::Model& model, std::string_view column) {
  const std::vector<std::string>& own = model.findings.own_columns;
  return std::find(own.begin(), own.end(), column) != own.end();
}

Error UnknownColumn(const content::Model& model, const Dataset* dataset, const std::string& column) {
  std::vector<std::string> names = model.findings.own_columns;
  names.emplace_back(kOriginRegion);
  if (dataset != nullptr) {
    for (std::string& name : dataset->ColumnNames()) names.push_back(std::move(name));
  }
  const std::string near = NearNameHint(column, names);
  return {ErrorCode::kUnknownName,
          fmt::format("nothing to group by has this name ({})", Printable(column)),
          near.empty() ? fmt::format("columns: {}", Join(names, ", ")) : near,
          {}};
}

}  // namespace

Result<GroupSource> FindGroupSource(const content::Model& model, const content::Datasets& datasets,
                                    const RelationOf& relation, const std::string& subject_type,
                                    const std::string& column) {
  GroupSource source;
  source.own = IsOwn(model, column);
  source.region = !source.own && column == kOriginRegion;
  source.column = source.region ? std::string(kCountryOrigin) : column;
  if (source.region) source.own = IsOwn(model, kCountryOrigin);
  if (source.region && (datasets.Find(kCountries) == nullptr || !relation(std::string(kCountries)))) {
    return Fail(ErrorCode::kModelInputMissing, "the regions of countries were never loaded (country)",
                "tidewaiter load --source country FILE");
  }
  const auto* const subject = std::find_if(kSubjects.begin(), kSubjects.end(),
                                           [&](const SubjectDataset& s) { return s.subject_type == subject_type; });
  source.dataset = subject == kSubjects.end() ? nullptr : datasets.Find(subject->dataset);
  if (source.own) return source;
  if (source.dataset == nullptr || source.dataset->Find(source.column) == nullptr) {
    return Fail(UnknownColumn(model, source.dataset, column));
  }
  source.subject_id_sql = SubjectIdSql(*subject, *source.dataset);
  return source;
}

Result<std::string> GroupSql(engine::LocalSession& session, const GroupSource& source,
                             const content::Datasets& datasets, const RelationOf& relation,
                             const std::string& findings) {
  const std::string rows = source.own ? "select * from " + findings : TRY(RowsOf(session, *source.dataset, relation));
  const std::string id = source.own ? "subject_id" : source.subject_id_sql;
  const std::string values = fmt::format(
      "select subject_id, max(value) as value from (select {} as subject_id, cast({} as varchar) as value from ({}) as "
      "d) as v where subject_id in (select subject_id from tidewaiter_judged) group by subject_id",
      id, QuoteIdentifier(source.column), rows);
  if (!source.region) return values;
  const std::string countries = TRY(RowsOf(session, *datasets.Find(kCountries), relation));
  return fmt::format("select g.subject_id, c.region as value from ({}) as g left join ({}) as c on g.value = c.country",
                     values, countries);
}

}  // namespace tidewaiter::analysis
