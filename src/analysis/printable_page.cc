#include <fmt/format.h>
#include <md4c-html.h>

#include "analysis/document.h"

namespace tidewaiter::analysis {
namespace {

constexpr std::string_view kStyle =
    "@page{size:A4;margin:20mm}"
    "body{font:11pt/1.5 'Noto Sans','Noto Sans CJK KR','Malgun Gothic',sans-serif;max-width:170mm;margin:10mm auto;"
    "color:#111;background:#fff}"
    "h1{font-size:16pt}h2{font-size:13pt;margin-top:1.5em}"
    "table{border-collapse:collapse;width:100%;font-size:8.5pt;margin:1em 0}"
    "th,td{border:1px solid #999;padding:2px "
    "5px;text-align:left;overflow-wrap:break-word}thead{display:table-header-group}"
    "thead:not(:has(th:not(:empty))){display:none}td:first-child{white-space:nowrap}"
    "tr{break-inside:avoid}blockquote{border-left:3px solid #999;margin-left:0;padding-left:1em}"
    "@media print{body{max-width:none;margin:0}}";

void Append(const MD_CHAR* text, MD_SIZE size, void* page) { static_cast<std::string*>(page)->append(text, size); }

std::string EscapedHtml(std::string_view text) {
  std::string escaped;
  for (const char sign : text) {
    if (sign == '<')
      escaped += "&lt;";
    else if (sign == '&')
      escaped += "&amp;";
    else
      escaped += sign;
  }
  return escaped;
}

}  // namespace

Result<std::string> PrintablePage(const std::string& markdown, const std::string& title, Language language) {
  std::string body;
  const int failed = md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), Append, &body,
                             MD_FLAG_TABLES | MD_FLAG_NOHTML, 0);
  if (failed != 0) return Fail(ErrorCode::kBug, "the document could not be made a page");
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title><style>{}</style></head>\n"
      "<body>\n{}</body>\n</html>\n",
      language == Language::kKorean ? "ko" : "en", EscapedHtml(title), kStyle, body);
}

}  // namespace tidewaiter::analysis
