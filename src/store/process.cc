#include "store/process.h"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace tidewaiter::store {

int64_t ProcessStart(int64_t process_id) {
  std::ifstream file("/proc/" + std::to_string(process_id) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return 0;
  // The name in parentheses may hold anything: fields are counted behind it. State is field 3, the start field 22.
  const size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(line.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) {
    if (!(fields >> field)) return 0;
    if (number == 3 && (field == "Z" || field == "X")) return 0;
  }
  return std::stoll(field);
}

bool ProcessIsAlive(int64_t process_id, int64_t start) {
  const int64_t found = ProcessStart(process_id);
  return found != 0 && (start == 0 || found == start);
}

int64_t OwnProcessId() { return ::getpid(); }

}  // namespace tidewaiter::store
