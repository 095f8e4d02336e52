#include "engine/session.h"

namespace tidewaiter::engine {

Result<Table> Session::QueryTable(std::string_view sql, const Parameters& parameters, const RunControl& control) {
  const std::unique_ptr<BatchStream> stream = TRY(Query(sql, parameters, control));
  return Collect(*stream);
}

}  // namespace tidewaiter::engine
