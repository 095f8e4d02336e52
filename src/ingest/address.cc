#include "ingest/address.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <vector>

#include "base/text.h"

namespace tidewaiter::ingest {
namespace {

constexpr std::array<std::string_view, 2> kSchemes = {"postgresql://", "postgres://"};
constexpr std::array<std::string_view, 3> kShownSettings = {"host", "port", "dbname"};

/// An address in its parts. Where it is malformed, too much counts as secret rather than too little.
struct Parts {
  std::string_view scheme, credentials, place, settings;
};

Parts Take(std::string_view address) {
  Parts parts;
  for (const std::string_view scheme : kSchemes)
    if (address.starts_with(scheme)) parts.scheme = scheme;
  address.remove_prefix(parts.scheme.size());
  if (const size_t at = address.rfind('@'); at != std::string_view::npos) {
    parts.credentials = address.substr(0, at);
    address.remove_prefix(at + 1);
  }
  parts.place = address.substr(0, address.find('?'));
  if (parts.place.size() < address.size()) parts.settings = address.substr(parts.place.size() + 1);
  return parts;
}

std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (size_t at = 0; at < text.size(); ++at) {
    int byte = 0;
    const bool coded =
        text[at] == '%' && at + 2 < text.size() &&
        std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16).ptr == text.data() + at + 3;
    decoded.push_back(coded ? static_cast<char>(byte) : text[at]);
    at += coded ? 2 : 0;
  }
  return decoded;
}

/// Texts that must not be seen, longest first.
std::vector<std::string> Secrets(const Parts& parts) {
  std::vector<std::string> secrets;
  const auto add = [&](std::string_view secret) {
    constexpr size_t kShortest = 3;  // a shorter one would only black out parts of words
    if (secret.size() < kShortest) return;
    secrets.emplace_back(secret);
    secrets.push_back(PercentDecoded(secret));
  };
  add(parts.credentials);
  if (const size_t colon = parts.credentials.find(':'); colon != std::string_view::npos)
    add(parts.credentials.substr(colon + 1));
  for (const std::string& setting : Split(parts.settings, '&'))
    if (const size_t equals = setting.find('='); equals != std::string::npos && setting.find("password") < equals)
      add(std::string_view(setting).substr(equals + 1));
  std::sort(secrets.begin(), secrets.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return secrets;
}

void Replace(std::string& text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

}  // namespace

bool IsDatabaseAddress(std::string_view file) {
  return std::any_of(kSchemes.begin(), kSchemes.end(),
                     [&](std::string_view scheme) { return file.starts_with(scheme); });
}

std::string WithConnectTimeout(const std::string& address) {
  const std::string_view settings = Take(address).settings;
  if (settings.find("connect_timeout=") != std::string_view::npos || std::getenv("PGCONNECT_TIMEOUT") != nullptr)
    return address;
  const bool first = settings.empty() && !address.ends_with('?');
  return address + (first ? "?" : settings.empty() ? "" : "&") + "connect_timeout=10";
}

std::string ShownAddress(const std::string& file) {
  if (!IsDatabaseAddress(file)) return file;
  const Parts parts = Take(file);
  std::string shown = std::string(kSchemes[0]) + std::string(parts.place);
  char separator = '?';
  for (const std::string& setting : Split(parts.settings, '&')) {
    const std::string_view name = std::string_view(setting).substr(0, setting.find('='));
    if (std::find(kShownSettings.begin(), kShownSettings.end(), name) == kShownSettings.end()) continue;
    shown += separator + setting;
    separator = '&';
  }
  return shown;
}

Error WithoutSecrets(Error error, const std::string& address) {
  if (!IsDatabaseAddress(address)) return error;
  const auto clean = [shown = ShownAddress(address), secrets = Secrets(Take(address)), &address](std::string& text) {
    Replace(text, address, shown);
    for (const std::string& secret : secrets) Replace(text, secret, "•••");
  };
  clean(error.message);
  clean(error.hint);
  for (Diagnostic& diagnostic : error.diagnostics) {
    clean(diagnostic.message);
    clean(diagnostic.hint);
  }
  return error;
}

}  // namespace tidewaiter::ingest
