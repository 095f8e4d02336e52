#pragma once

#include <tsl/robin_set.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tidewaiter::network {

/// Ids of nodes as numbers: about 40 bytes a node beside its text. Grows while edges are read, is sorted once, and then
/// looks up.
class NodeIds {
 public:
  NodeIds() : texts_(std::make_unique<Texts>()), numbers_(0, Hash{texts_.get()}, Equal{texts_.get()}) {}

  /// The number of an id: from 0 on, in the order in which ids first come.
  uint32_t Add(std::string_view id);
  std::optional<uint32_t> Find(std::string_view id) const;

  /// Numbers the ids anew in the order of their bytes; returns the new number of each old one.
  std::vector<uint32_t> Sort();

  uint32_t size() const { return static_cast<uint32_t>(texts_->size()); }
  std::string_view At(uint32_t number) const { return (*texts_)[number]; }

 private:
  using Texts = std::vector<std::string_view>;

  /// A number stands for its text.
  struct Hash {
    size_t operator()(std::string_view id) const { return std::hash<std::string_view>()(id); }
    size_t operator()(uint32_t number) const { return (*this)((*texts)[number]); }
    const Texts* texts;
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(uint32_t a, uint32_t b) const { return a == b; }
    bool operator()(std::string_view id, uint32_t number) const { return id == (*texts)[number]; }
    bool operator()(uint32_t number, std::string_view id) const { return id == (*texts)[number]; }
    const Texts* texts;
  };
  using Numbers = tsl::robin_set<uint32_t, Hash, Equal, std::allocator<uint32_t>, true>;

  std::string_view Keep(std::string_view id);

  std::unique_ptr<Texts> texts_;  // by number; its place stays when this moves
  Numbers numbers_;
  std::deque<std::vector<char>> chunks_;  // what the texts point into
};

}  // namespace tidewaiter::network
