#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/context.h"
#include "engine/batch.h"

namespace tidewaiter::cli {

/// `label   value` lines with the values under each other; empty values are left out.
std::string LabelledLines(const std::vector<std::pair<std::string, std::string>>& lines);

/// The text broken at spaces so that no line is wider than `width` columns; each line begins with `indent` spaces, the
/// first one with `first` instead.
std::string Wrapped(std::string_view text, int width, std::string_view first, int indent);

/// Reasons under the finding or record that they belong to, a bullet each. They come joined by ` · `, as in files.
std::string ReasonLines(std::string_view reasons, int width);

/// JSON for scripts: indented, Korean as it stands, bytes that are no UTF-8 replaced.
std::string JsonText(const nlohmann::ordered_json& json);

/// A table of texts, integers and so on, with the schema given as names and types.
engine::Table TableOf(const std::vector<std::pair<std::string, engine::TypeId>>& columns);

/// Both languages as an object.
nlohmann::ordered_json ToJson(const LocalisedText& text);

}  // namespace tidewaiter::cli
