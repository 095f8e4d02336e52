#include <fmt/format.h>

#include "base/text.h"
#include "cli/health.h"
#include "cli/report_text.h"
#include "cli/result_output.h"

namespace tidewaiter::cli {
namespace {

int64_t CountOf(const std::vector<HealthFinding>& findings, Health health) {
  int64_t count = 0;
  for (const HealthFinding& finding : findings) count += finding.health == health ? 1 : 0;
  return count;
}

std::string FindingsText(const std::vector<HealthFinding>& findings, Language language) {
  std::string text;
  for (const HealthFinding& finding : findings) {
    text += fmt::format("{:<4}  {:<11} {}\n", HealthName(finding.health), finding.check, Printable(finding.found));
    if (!finding.what_to_do.empty()) text += fmt::format("                  → {}\n", Printable(finding.what_to_do));
  }
  return text +
         Say(Text::kHealthy, language,
             {WithThousands(CountOf(findings, Health::kOk)), WithThousands(CountOf(findings, Health::kWarn)),
              WithThousands(CountOf(findings, Health::kFail))}) +
         "\n";
}

nlohmann::ordered_json FindingsJson(const std::vector<HealthFinding>& findings) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const HealthFinding& finding : findings) {
    json.push_back({{"check", finding.check},
                    {"health", HealthName(finding.health)},
                    {"found", finding.found},
                    {"what_to_do", finding.what_to_do}});
  }
  return json;
}

Status Doctor(Context& context, const std::string& format) {
  const std::vector<HealthFinding> findings = ExamineAll(context);
  context.ClearProgress();
  TRY(context.out().Write(format == "json" ? JsonText(FindingsJson(findings))
                                           : FindingsText(findings, context.language())));
  const int64_t failures = CountOf(findings, Health::kFail);
  if (failures == 0) return {};
  return Fail(ErrorCode::kDoctor, fmt::format("not healthy ({} failures)", failures),
              "each failure says behind → what to do");
}

}  // namespace

void AddDoctorCommand(CommandTree& tree) {
  const auto format = std::make_shared<std::string>("table");
  CLI::App& doctor =
      tree.Add(tree.root(), "doctor", Text::kDoctor, "tidewaiter doctor\ntidewaiter doctor --format json",
               [format](Context& context) { return Doctor(context, *format); });
  AddReportFormat(tree, doctor, *format);
}

}  // namespace tidewaiter::cli
