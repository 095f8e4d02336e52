#include "network/node_ids.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>

namespace tidewaiter::network {
namespace {

RC_GTEST_PROP(NodeIdProperties, AreNumberedInTheirOrderWhateverTheyAre, (const std::vector<std::string>& texts)) {
  NodeIds ids;
  std::vector<uint32_t> first;
  for (const std::string& text : texts) first.push_back(ids.Add(text));
  const std::vector<uint32_t> places = ids.Sort();
  const NodeIds moved = std::move(ids);
  const std::set<std::string> expected(texts.begin(), texts.end());
  RC_ASSERT(moved.size() == expected.size());
  uint32_t number = 0;
  for (const std::string& text : expected) {
    RC_ASSERT(moved.At(number) == text);
    RC_ASSERT(moved.Find(text) == number++);
  }
  for (size_t i = 0; i < texts.size(); ++i) RC_ASSERT(moved.At(places[first[i]]) == texts[i]);
}

TEST(NodeIds, KeepIdsOfAnyLength) {
  NodeIds ids;
  const std::string huge(3'000'000, 'x');
  EXPECT_EQ(ids.Add(""), 0U);
  EXPECT_EQ(ids.Add(huge), 1U);
  EXPECT_EQ(ids.Add("y"), 2U);
  EXPECT_EQ(ids.Add(huge), 1U);
  EXPECT_EQ(ids.At(1), huge);
  EXPECT_EQ(ids.Find("z"), std::nullopt);
}

}  // namespace
}  // namespace tidewaiter::network
