#include "store/run_store.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"
#include "store/database.h"
#include "store/process.h"

namespace tidewaiter::store {
namespace {

constexpr std::array<std::string_view, 2> kFirstVersion = {
    R"(create table run (
         id text not null primary key,
         model_id text not null,
         model_version integer not null,
         model_sha256 text not null,
         parameters text not null,
         as_of text,
         outcomes_before text,
         snapshot bigint not null,
         engine_version text not null,
         program_version text not null,
         started_at bigint not null,
         finished_at bigint,
         state text not null,
         process_id bigint not null,
         process_start bigint not null,
         error_code text not null,
         error_message text not null,
         input_rows text not null,
         findings bigint not null,
         alerts bigint not null,
         expected_false_alarms double precision,
         findings_hash text not null,
         warnings text not null,
         repeat_of text not null))",
    "create index run_by_time on run (started_at desc, id desc)",
};
constexpr std::array<Migration, 1> kMigrations = {Migration(kFirstVersion)};

constexpr std::string_view kColumns =
    "id, model_id, model_version, model_sha256, parameters, as_of, outcomes_before, snapshot, engine_version, "
    "program_version, started_at, finished_at, state, process_id, process_start, error_code, error_message, "
    "input_rows, "
    "findings, alerts, expected_false_alarms, findings_hash, warnings, repeat_of";

constexpr size_t kShortestPrefix = 4;

/// A run as the columns of its row.
struct Row {
  std::string id, model_id, model_sha256, parameters, engine_version, program_version, state, error_code, error_message,
      input_rows, findings_hash, warnings, repeat_of, as_of, outcomes_before;
  soci::indicator as_of_given = soci::i_null, outcomes_before_given = soci::i_null, finished_given = soci::i_null,
                  false_alarms_given = soci::i_null;
  int model_version = 0;
  long long snapshot = 0, started_at = 0, finished_at = 0, process_id = 0, process_start = 0, findings = 0, alerts = 0;
  double expected_false_alarms = 0;
};

soci::indicator Indicator(bool given) { return given ? soci::i_ok : soci::i_null; }

/// Texts may hold bytes of a foreign file: they are kept readable rather than refused.
std::string JsonText(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The items of a JSON text that we wrote ourselves; none when it cannot be read.
nlohmann::json Parsed(const std::string& text) {
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  return json.is_discarded() ? nlohmann::json() : json;
}

std::vector<std::string> ListOf(const std::string& text) {
  std::vector<std::string> list;
  const nlohmann::json json = Parsed(text);
  for (const nlohmann::json& item : json) list.push_back(item.is_string() ? item.get<std::string>() : "");
  return list;
}

std::map<std::string, std::string> TextsOf(const std::string& text) {
  std::map<std::string, std::string> texts;
  const nlohmann::json json = Parsed(text);
  for (const auto& item : json.items()) {
    texts[item.key()] = item.value().is_string() ? item.value().get<std::string>() : "";
  }
  return texts;
}

std::map<std::string, int64_t> CountsOf(const std::string& text) {
  std::map<std::string, int64_t> counts;
  const nlohmann::json json = Parsed(text);
  for (const auto& item : json.items()) {
    counts[item.key()] = item.value().is_number() ? item.value().get<int64_t>() : 0;
  }
  return counts;
}

Row RowOf(const RunRecord& run) {
  Row row;
  row.id = run.id;
  row.model_id = run.model_id;
  row.model_version = run.model_version;
  row.model_sha256 = run.model_sha256;
  row.parameters = JsonText(run.parameters);
  row.as_of_given = Indicator(run.as_of.has_value());
  if (run.as_of) row.as_of = run.as_of->ToString();
  row.outcomes_before_given = Indicator(run.outcomes_before.has_value());
  if (run.outcomes_before) row.outcomes_before = run.outcomes_before->ToString();
  row.snapshot = run.snapshot;
  row.engine_version = run.engine_version;
  row.program_version = run.program_version;
  row.started_at = run.started_at.microseconds_since_epoch;
  row.finished_given = Indicator(run.finished_at.has_value());
  if (run.finished_at) row.finished_at = run.finished_at->microseconds_since_epoch;
  row.state = RunStateName(run.state);
  row.process_id = run.process_id;
  row.process_start = ProcessStart(run.process_id);
  row.error_code = run.error_code;
  row.error_message = run.error_message;
  row.input_rows = JsonText(run.input_rows);
  row.findings = run.findings;
  row.alerts = run.alerts;
  row.false_alarms_given = Indicator(run.expected_false_alarms.has_value());
  row.expected_false_alarms = run.expected_false_alarms.value_or(0);
  row.findings_hash = run.findings_hash;
  row.warnings = JsonText(run.warnings);
  row.repeat_of = run.repeat_of;
  return row;
}

RunState StateOf(const Row& row) {
  for (const RunState state : {RunState::kRunning, RunState::kDone, RunState::kFailed, RunState::kInterrupted}) {
    if (RunStateName(state) == row.state) return state;
  }
  return RunState::kFailed;
}

Result<std::optional<Date>> DateOf(const std::string& text, soci::indicator given) {
  if (given != soci::i_ok) return std::optional<Date>();
  return std::optional<Date>(TRY(Date::Parse(text)));
}

Result<RunRecord> RecordOf(Row row) {
  RunRecord run;
  run.state = StateOf(row);
  run.as_of = TRY(DateOf(row.as_of, row.as_of_given));
  run.outcomes_before = TRY(DateOf(row.outcomes_before, row.outcomes_before_given));
  run.id = std::move(row.id);
  run.model_id = std::move(row.model_id);
  run.model_version = row.model_version;
  run.model_sha256 = std::move(row.model_sha256);
  run.parameters = TextsOf(row.parameters);
  run.snapshot = row.snapshot;
  run.engine_version = std::move(row.engine_version);
  run.program_version = std::move(row.program_version);
  run.started_at = {row.started_at};
  if (row.finished_given == soci::i_ok) run.finished_at = Timestamp{row.finished_at};
  run.process_id = row.process_id;
  run.error_code = std::move(row.error_code);
  run.error_message = std::move(row.error_message);
  run.input_rows = CountsOf(row.input_rows);
  run.findings = row.findings;
  run.alerts = row.alerts;
  if (row.false_alarms_given == soci::i_ok) run.expected_false_alarms = row.expected_false_alarms;
  run.findings_hash = std::move(row.findings_hash);
  run.warnings = ListOf(row.warnings);
  run.repeat_of = std::move(row.repeat_of);
  if (run.state == RunState::kRunning && !ProcessIsAlive(row.process_id, row.process_start)) {
    run.state = RunState::kFailed;
    run.error_code = Entry(ErrorCode::kInterrupted).name;
    run.error_message = fmt::format("the process that ran it is gone ({})", row.process_id);
  }
  return run;
}

class SqliteRunStore final : public RunStore {
 public:
  SqliteRunStore(std::filesystem::path file, std::unique_ptr<soci::session> sql)
      : file_(std::move(file)), sql_(std::move(sql)) {}

  Status Insert(const RunRecord& run) override { return Write("insert", run); }

  Status Update(const RunRecord& run) override {
    TRY(Get(run.id));
    return Write("replace", run);
  }

  Result<RunRecord> Get(const std::string& id) override {
    if (id == "last") return Last();
    std::vector<RunRecord> found = TRY(Select("where id = :key", id, 1));
    if (found.empty() && id.size() >= kShortestPrefix) {
      found = TRY(Select(fmt::format("where upper(substr(id, 1, {})) = upper(:key) order by id", id.size()), id, 2));
    }
    if (found.size() == 1) return std::move(found.front());
    if (found.empty()) {
      return Fail(ErrorCode::kUnknownName, fmt::format("no run has this id ({})", Printable(id)),
                  "`tidewaiter runs` lists them; the first 4 characters are enough, and `last` is the newest");
    }
    return Fail(ErrorCode::kUnknownName, fmt::format("several runs begin with this id ({})", Printable(id)),
                fmt::format("give more of it: {} or {}", found[0].id, found[1].id));
  }

  Result<std::vector<RunRecord>> List(int limit) override {
    return Select("where '' = :key order by started_at desc, id desc", "", limit);
  }

 private:
  Result<RunRecord> Last() {
    std::vector<RunRecord> found = TRY(List(1));
    if (!found.empty()) return std::move(found.front());
    return Fail(ErrorCode::kUnknownName, "there is no run yet (last)", "start one with `tidewaiter run MODEL`");
  }

  /// `verb`: "insert" or "replace".
  Status Write(std::string_view verb, const RunRecord& run) {
    Row row = RowOf(run);
    return Translated(file_, [&] {
      *sql_ << fmt::format(
          "{} into run ({}) values (:c1, :c2, :c3, :c4, :c5, :c6, :c7, :c8, :c9, :c10, :c11, :c12, :c13, :c14, :c15, "
          ":c16, :c17, :c18, :c19, :c20, :c21, :c22, :c23, :c24)",
          verb, kColumns),
          soci::use(row.id), soci::use(row.model_id), soci::use(row.model_version), soci::use(row.model_sha256),
          soci::use(row.parameters), soci::use(row.as_of, row.as_of_given),
          soci::use(row.outcomes_before, row.outcomes_before_given), soci::use(row.snapshot),
          soci::use(row.engine_version), soci::use(row.program_version), soci::use(row.started_at),
          soci::use(row.finished_at, row.finished_given), soci::use(row.state), soci::use(row.process_id),
          soci::use(row.process_start), soci::use(row.error_code), soci::use(row.error_message),
          soci::use(row.input_rows), soci::use(row.findings), soci::use(row.alerts),
          soci::use(row.expected_false_alarms, row.false_alarms_given), soci::use(row.findings_hash),
          soci::use(row.warnings), soci::use(row.repeat_of);
    });
  }

  std::vector<Row> Fetch(const std::string& sql, const std::string& key) {
    Row row;
    soci::statement statement =
        (sql_->prepare << sql, soci::use(key), soci::into(row.id), soci::into(row.model_id),
         soci::into(row.model_version), soci::into(row.model_sha256), soci::into(row.parameters),
         soci::into(row.as_of, row.as_of_given), soci::into(row.outcomes_before, row.outcomes_before_given),
         soci::into(row.snapshot), soci::into(row.engine_version), soci::into(row.program_version),
         soci::into(row.started_at), soci::into(row.finished_at, row.finished_given), soci::into(row.state),
         soci::into(row.process_id), soci::into(row.process_start), soci::into(row.error_code),
         soci::into(row.error_message), soci::into(row.input_rows), soci::into(row.findings), soci::into(row.alerts),
         soci::into(row.expected_false_alarms, row.false_alarms_given), soci::into(row.findings_hash),
         soci::into(row.warnings), soci::into(row.repeat_of));
    std::vector<Row> rows;
    statement.execute();
    while (statement.fetch()) rows.push_back(row);
    return rows;
  }

  Result<std::vector<RunRecord>> Select(const std::string& condition, const std::string& key, int limit) {
    std::vector<Row> rows;
    TRY(Translated(
        file_, [&] { rows = Fetch(fmt::format("select {} from run {} limit {}", kColumns, condition, limit), key); }));
    std::vector<RunRecord> runs;
    for (Row& row : rows) runs.push_back(TRY(RecordOf(std::move(row))));
    return runs;
  }

  std::filesystem::path file_;
  std::unique_ptr<soci::session> sql_;
};

}  // namespace

std::string_view RunStateName(RunState state) {
  switch (state) {
    case RunState::kRunning:
      return "running";
    case RunState::kDone:
      return "done";
    case RunState::kFailed:
      return "failed";
    case RunState::kInterrupted:
      break;
  }
  return "interrupted";
}

Result<std::unique_ptr<RunStore>> RunStore::Open(const std::filesystem::path& state_file) {
  std::unique_ptr<soci::session> sql = TRY(OpenDatabase(state_file, kMigrations));
  return std::unique_ptr<RunStore>(std::make_unique<SqliteRunStore>(state_file, std::move(sql)));
}

}  // namespace tidewaiter::store
