#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace tidewaiter::learn {

/// The values of a text field as small numbers. Grows while rows are read; then only looks up.
class Dictionary {
 public:
  static constexpr uint32_t kUnseen = 0;   ///< a value that the dictionary does not hold
  static constexpr uint32_t kMissing = 1;  ///< NULL: a value of its own
  static constexpr uint32_t kFirst = 2;    ///< values in the order of their first appearance

  Dictionary() = default;
  explicit Dictionary(const std::vector<std::string>& texts);
  // Keys point into `texts_`, whose places a move keeps.
  Dictionary(Dictionary&&) = default;
  Dictionary& operator=(Dictionary&&) = default;

  uint32_t Add(std::string_view text);
  uint32_t Find(std::string_view text) const;

  /// Codes are below this.
  uint32_t size() const { return kFirst + static_cast<uint32_t>(texts_.size()); }
  /// The text of a code of `kFirst` and above.
  const std::string& Text(uint32_t code) const { return texts_[code - kFirst]; }
  const std::deque<std::string>& texts() const { return texts_; }

  /// For each code its place in the order of the texts (code points), so that neighbours, such as HS codes of one
  /// chapter, stand together; not a number for unseen and missing.
  std::vector<float> Ranks() const;

 private:
  std::deque<std::string> texts_;
  tsl::robin_map<std::string_view, uint32_t> codes_;
};

}  // namespace tidewaiter::learn
