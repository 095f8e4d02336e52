#include "learn/dictionary.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tidewaiter::learn {
namespace {

TEST(Dictionary, GivesCodesInTheOrderOfAppearance) {
  Dictionary dictionary;
  EXPECT_EQ(dictionary.Add("KR"), Dictionary::kFirst);
  EXPECT_EQ(dictionary.Add("CN"), Dictionary::kFirst + 1);
  EXPECT_EQ(dictionary.Add("KR"), Dictionary::kFirst);
  EXPECT_EQ(dictionary.size(), Dictionary::kFirst + 2);
  EXPECT_EQ(dictionary.Text(Dictionary::kFirst + 1), "CN");
}

TEST(Dictionary, DoesNotFindWhatWasNeverAdded) {
  Dictionary dictionary;
  dictionary.Add("KR");
  EXPECT_EQ(dictionary.Find("KR"), Dictionary::kFirst);
  EXPECT_EQ(dictionary.Find("JP"), Dictionary::kUnseen);
  EXPECT_EQ(dictionary.Find(""), Dictionary::kUnseen);
  EXPECT_EQ(Dictionary().Find("KR"), Dictionary::kUnseen);
}

TEST(Dictionary, HoldsTheEmptyTextAsAValueThatIsNotMissing) {
  Dictionary dictionary;
  EXPECT_EQ(dictionary.Add(""), Dictionary::kFirst);
  EXPECT_EQ(dictionary.Find(""), Dictionary::kFirst);
}

// Texts short enough to lie inside their string object would dangle if the move did not keep their places.
TEST(Dictionary, FindsItsTextsAfterItWasMoved) {
  std::vector<Dictionary> dictionaries;
  for (int i = 0; i < 20; ++i) {
    dictionaries.emplace_back();
    for (int value = 0; value <= 100; ++value) dictionaries[0].Add("v" + std::to_string(value));
  }
  Dictionary moved = std::move(dictionaries[0]);
  dictionaries.clear();
  for (uint32_t value = 0; value <= 100; ++value) {
    EXPECT_EQ(moved.Find("v" + std::to_string(value)), Dictionary::kFirst + value);
  }
}

TEST(Dictionary, IsTheSameMadeFromItsTexts) {
  Dictionary dictionary;
  for (const char* const text : {"8703", "0101", "8471"}) dictionary.Add(text);
  const Dictionary again(std::vector<std::string>(dictionary.texts().begin(), dictionary.texts().end()));
  EXPECT_EQ(again.size(), dictionary.size());
  for (const char* const text : {"8703", "0101", "8471", "9999"}) EXPECT_EQ(again.Find(text), dictionary.Find(text));
}

TEST(Dictionary, RanksItsTextsByCodePoint) {
  Dictionary dictionary;
  for (const char* const text : {"8703", "0101", "가", "8471"}) dictionary.Add(text);
  const std::vector<float> ranks = dictionary.Ranks();
  ASSERT_EQ(ranks.size(), dictionary.size());
  EXPECT_TRUE(std::isnan(ranks[Dictionary::kUnseen]));
  EXPECT_TRUE(std::isnan(ranks[Dictionary::kMissing]));
  EXPECT_EQ(ranks[dictionary.Find("0101")], 0);
  EXPECT_EQ(ranks[dictionary.Find("8471")], 1);
  EXPECT_EQ(ranks[dictionary.Find("8703")], 2);
  EXPECT_EQ(ranks[dictionary.Find("가")], 3);
}

}  // namespace
}  // namespace tidewaiter::learn
