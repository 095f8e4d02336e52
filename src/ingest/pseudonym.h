#pragma once

#include <string>
#include <string_view>

#include "base/digest.h"
#include "content/dataset.h"
#include "engine/session.h"

namespace tidewaiter::ingest {

/// The text that stands for a person, phone, address or name before it is pseudonymised, so that the ways of writing
/// the same thing become equal: NFKC, upper case, no white space or hyphens for a person's number; digits only, without
/// the Korean country code, for a phone; folded case and single spaces for addresses and names.
std::string NormaliseForPseudonym(content::PseudonymKind kind, std::string_view text);

/// Name of the SQL function of a kind: text → 32 hexadecimal digits.
std::string PseudonymFunction(content::PseudonymKind kind);

/// Registers the functions of all kinds. HMAC-SHA-256 under the workspace's key, the kind as part of the message, so
/// that a phone never equals a name.
Status RegisterPseudonyms(engine::LocalSession& session, const SecretKey& key);

}  // namespace tidewaiter::ingest
