#include "base/digest.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>

namespace tidewaiter {
namespace {

namespace fs = std::filesystem;

class SecretKeyTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("tidewaiter-digest-" + NewId());
    fs::create_directory(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path KeyFile(std::string_view bytes, fs::perms mode = fs::perms::owner_read | fs::perms::owner_write) const {
    const fs::path path = folder_ / ("key-" + NewId());
    std::ofstream(path, std::ios::binary) << bytes;
    fs::permissions(path, mode);
    return path;
  }

  // A key shorter than HMAC's block is filled with zeros, so a vector's shorter key fits into our 32 bytes.
  SecretKey KeyOf(std::string bytes) const {
    bytes.resize(SecretKey::kBytes, '\0');
    return SecretKey::Read(KeyFile(bytes)).value();
  }

  fs::path folder_;
};

TEST(Sha256, AgreesWithFips180) {
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

// From an independent implementation: Python's hashlib.blake2b(b"abc", digest_size=32).
TEST(ContentHash, AgreesWithBlake2b) {
  const std::string text = "abc";
  ContentHash whole;
  whole.Update(std::as_bytes(std::span(text)));
  EXPECT_EQ(whole.FinishHex(), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(ContentHash().FinishHex(), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(ContentHash, DoesNotDependOnThePieces) {
  const std::string text(100'000, 'x');
  const auto bytes = std::as_bytes(std::span(text));
  ContentHash whole;
  whole.Update(bytes);
  ContentHash pieces;
  for (size_t at = 0; at < bytes.size(); at += 777)
    pieces.Update(bytes.subspan(at, std::min<size_t>(777, bytes.size() - at)));
  ContentHash moved = std::move(pieces);
  EXPECT_EQ(moved.FinishHex(), whole.FinishHex());
}

// RFC 4231, test cases 1, 2 and 5, the first 128 bits.
TEST_F(SecretKeyTest, PseudonymIsTruncatedHmacSha256) {
  EXPECT_EQ(KeyOf(std::string(20, '\x0b')).Pseudonym("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b");
  EXPECT_EQ(KeyOf("Jefe").Pseudonym("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c7");
  EXPECT_EQ(KeyOf(std::string(20, '\x0c')).Pseudonym("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b");
}

TEST_F(SecretKeyTest, PseudonymWithoutAllocationIsTheSame) {
  const SecretKey key = SecretKey::Random();
  std::array<char, 32> out{};
  key.Pseudonym("홍길동", out);
  EXPECT_EQ(std::string(out.begin(), out.end()), key.Pseudonym("홍길동"));
  EXPECT_NE(key.Pseudonym("홍길동"), SecretKey::Random().Pseudonym("홍길동"));
}

TEST_F(SecretKeyTest, ReadsBackWhatItWrote) {
  const fs::path path = folder_ / "secret.key";
  const SecretKey key = SecretKey::Random();
  ASSERT_TRUE(key.Write(path));
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(status.st_size, 32);
  EXPECT_EQ(SecretKey::Read(path).value().Pseudonym("a"), key.Pseudonym("a"));
}

TEST_F(SecretKeyTest, NeverOverwritesAKey) {
  const fs::path path = folder_ / "secret.key";
  const SecretKey first = SecretKey::Random();
  ASSERT_TRUE(first.Write(path));
  EXPECT_EQ(SecretKey::Random().Write(path).error().code, ErrorCode::kInputOutput);
  EXPECT_EQ(SecretKey::Read(path).value().Pseudonym("a"), first.Pseudonym("a"));
}

TEST_F(SecretKeyTest, RefusesAKeyThatOthersCanReach) {
  using enum fs::perms;
  for (const fs::perms others : {group_read, others_read, group_write, others_exec}) {
    const fs::path path = KeyFile(std::string(32, 'k'), owner_read | owner_write | others);
    const Result<SecretKey> key = SecretKey::Read(path);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, ErrorCode::kPermission);
    EXPECT_EQ(key.error().hint, "chmod 600 " + path.string());
  }
}

TEST_F(SecretKeyTest, RefusesWhatIsNoKey) {
  EXPECT_EQ(SecretKey::Read(folder_ / "absent").error().code, ErrorCode::kFileMissing);
  EXPECT_EQ(SecretKey::Read(folder_).error().code, ErrorCode::kFileUnreadable);
  EXPECT_EQ(SecretKey::Read(KeyFile("")).error().code, ErrorCode::kFileUnreadable);
  EXPECT_EQ(SecretKey::Read(KeyFile(std::string(31, 'k'))).error().code, ErrorCode::kFileUnreadable);
  EXPECT_EQ(SecretKey::Read(KeyFile(std::string(33, 'k'))).error().code, ErrorCode::kFileUnreadable);
  EXPECT_EQ(SecretKey::Random().Write(folder_ / "absent" / "key").error().code, ErrorCode::kFileMissing);
}

TEST(NewId, IsUniqueAndSortsByTime) {
  std::set<std::string> ids;
  for (int i = 0; i < 1'000; ++i) ids.insert(NewId());
  EXPECT_EQ(ids.size(), 1'000U);
  for (const std::string& id : ids) {
    EXPECT_EQ(id.size(), 26U);
    EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos) << id;
  }
  // 2026 begins with 01K; the first ten characters never go back.
  const std::string earlier = NewId();
  EXPECT_LE(earlier.substr(0, 10), NewId().substr(0, 10));
  EXPECT_EQ(earlier.substr(0, 2), "01");
}

}  // namespace
}  // namespace tidewaiter
