#include <fmt/format.h>

#include "base/text.h"
#include "content/model_draft.h"

namespace tidewaiter::content {
namespace {

using Sections = std::vector<std::string>;

Sections HeadingsOf(std::string_view markdown) {
  Sections headings;
  bool fenced = false;
  for (const std::string& line : Split(markdown, '\n')) {
    if (line.starts_with("```")) fenced = !fenced;
    if (!fenced && line.starts_with("## ")) headings.emplace_back(Trim(std::string_view(line).substr(3)));
  }
  return headings;
}

std::string ReadCard(ModelDraft& draft, const std::string& name, const Sections& sections) {
  Faults faults = draft.faults.For(draft.PathOf(name));
  const auto file = draft.files.find(name);
  if (file == draft.files.end()) {
    faults.Add({}, "missing_file", fmt::format("the folder of the model lacks {}", name));
    return {};
  }
  if (!IsValidUtf8(file->second)) faults.Add({}, "encoding", "the card is not valid UTF-8");
  const Sections headings = HeadingsOf(file->second);
  for (const std::string& section : sections) {
    if (Contains(headings, section)) continue;
    faults.Add({}, "card_section", fmt::format("the card lacks the section \"## {}\"", section));
  }
  return file->second;
}

}  // namespace

void ReadCards(ModelDraft& draft) {
  draft.model.card.en = ReadCard(draft, "card.md",
                                 {"Question", "Signal", "How to read a finding", "Innocent causes",
                                  "What to check next", "Limits", "Method and sources"});
  draft.model.card.ko = ReadCard(
      draft, "card.ko.md", {"질문", "신호", "결과 읽는 법", "정상적인 원인", "다음 확인 사항", "한계", "방법과 출처"});
}

}  // namespace tidewaiter::content
