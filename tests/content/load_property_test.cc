#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "support/ingest_fixture.h"

/// Random small files with random faults: every record is accounted for, once, and every refused one has its reason. A
/// naive model of the rules says what must come out.
namespace tidewaiter::ingest {
namespace {

constexpr int kFiles = 20;

/// What a careful reader would make of the files, one after the other.
class NaiveWarehouse {
 public:
  struct Counts {
    int64_t read = 0, inserted = 0, superseded = 0, unchanged = 0, rejected = 0;
    bool operator==(const Counts&) const = default;
  };

  /// `fields` of each record; a record with another number of fields than the header is none.
  Counts Load(const std::vector<std::vector<std::string>>& records) {
    Counts counts{.read = static_cast<int64_t>(records.size())};
    std::set<std::string> seen;
    const std::map<std::string, std::string> before = rows_;
    for (const auto& fields : records) {
      if (!IsGood(fields) || !seen.insert(fields[0] + "/" + fields[1]).second) {
        ++counts.rejected;
        continue;
      }
      const std::string key = fields[0] + "/" + fields[1];
      const auto old = before.find(key);
      if (old == before.end())
        ++counts.inserted;
      else if (old->second == fields[2])
        ++counts.unchanged;
      else
        ++counts.superseded;
      rows_[key] = fields[2];
    }
    return counts;
  }
  const std::map<std::string, std::string>& rows() const { return rows_; }

 private:
  static bool IsGood(const std::vector<std::string>& fields) {
    static const std::set<std::string> kBad = {"", "2021-02-30", "never", "-1", "many", "nan", "infinity", "1_000"};
    return fields.size() == 3 &&
           std::none_of(fields.begin(), fields.end(), [](const std::string& f) { return kBad.contains(f); });
  }
  std::map<std::string, std::string> rows_;
};

class RandomFile {
 public:
  explicit RandomFile(uint32_t seed) : random_(seed) {}

  std::vector<std::vector<std::string>> Records() {
    std::vector<std::vector<std::string>> records(Pick(60));
    for (auto& fields : records) {
      fields = {OneOf({"2021-01-04", "2021-01-05", "2021-01-06"}), OneOf({"USD", "EUR", "JPY", "CNY"}),
                OneOf({"1", "2", "1082.5"})};
      if (Pick(4) == 0) Break(fields);
    }
    return records;
  }

  std::string Text(const std::vector<std::vector<std::string>>& records) {
    const std::string end = Pick(2) == 0 ? "\n" : "\r\n";
    const std::string delimiter = OneOf({",", ";", "\t"});
    std::string text = Pick(3) == 0 ? "\xEF\xBB\xBF" : "";
    text += "observed_on" + delimiter + "currency" + delimiter + "krw_per_unit" + end;
    for (const auto& fields : records) {
      for (size_t at = 0; at < fields.size(); ++at) {
        const std::string quote = Pick(3) == 0 ? "\"" : "";
        text += (at == 0 ? "" : delimiter) + quote + fields[at] + quote;
      }
      text += Pick(6) == 0 ? "\n" : end;
    }
    return text;
  }

 private:
  uint32_t Pick(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  std::string OneOf(const std::vector<std::string>& values) {
    return values[Pick(static_cast<uint32_t>(values.size()))];
  }

  void Break(std::vector<std::string>& fields) {
    switch (Pick(6)) {
      case 0:
        fields[0] = OneOf({"", "2021-02-30", "never", "infinity"});
        break;
      case 1:
        fields[1] = "";
        break;
      case 2:
        fields[2] = OneOf({"", "-1", "many", "nan", "infinity"});
        break;
      case 3:
        fields.pop_back();
        break;
      case 4:
        fields.push_back("more");
        break;
      default:
        fields = {"never", "", "many"};
    }
  }

  std::mt19937 random_;
};

TEST_F(IngestTest, RandomFilesAreAccountedForToTheLastRecord) {
  NaiveWarehouse naive;
  for (uint32_t seed = 1; seed <= kFiles; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomFile random(seed);
    const auto records = random.Records();
    const LoadReport report = Must(
        Load("fx_rate", Write("f" + std::to_string(seed) + ".csv", random.Text(records)), {.max_reject_share = 1}));
    if (report.state == LoadState::kUnchanged) continue;
    const FeedCounts& counts = report.feeds.at(0);
    const auto expected = naive.Load(records);
    EXPECT_EQ(
        (NaiveWarehouse::Counts{counts.read, counts.inserted, counts.superseded, counts.unchanged, counts.rejected}),
        expected)
        << "read " << counts.read << "/" << expected.read << ", inserted " << counts.inserted << "/"
        << expected.inserted << ", superseded " << counts.superseded << "/" << expected.superseded << ", unchanged "
        << counts.unchanged << "/" << expected.unchanged << ", rejected " << counts.rejected << "/"
        << expected.rejected;
    EXPECT_EQ(counts.read, counts.inserted + counts.superseded + counts.unchanged + counts.rejected);

    std::set<int64_t> refused;
    for (const Reject& reject : Rejects(report.id)) {
      refused.insert(reject.record);
      EXPECT_FALSE(reject.rule.empty());
      EXPECT_FALSE(reject.sentence.empty());
      EXPECT_TRUE(reject.record >= 1 && reject.record <= counts.read) << reject.record;
    }
    EXPECT_EQ(static_cast<int64_t>(refused.size()), counts.rejected) << "each refused record has a reason";
    const std::string id = std::to_string(report.id);
    EXPECT_EQ(Single("select count(*) from fx_rate where load_id = " + id),
              std::to_string(counts.inserted + counts.superseded));
    if (HasFailure()) return;
  }
  EXPECT_EQ(Single("select count(*) from fx_rate"), std::to_string(naive.rows().size()));
  for (const auto& [key, value] : naive.rows()) {
    const std::string where = "observed_on = date '" + key.substr(0, 10) + "' and currency = '" + key.substr(11) + "'";
    EXPECT_EQ(Single("select krw_per_unit from fx_rate where " + where), value) << key;
  }
}

}  // namespace
}  // namespace tidewaiter::ingest
