#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "content/catalogue.h"

/// Any bytes as a source.toml: read, or refused with diagnostics at places inside the text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tidewaiter;  // NOLINT(google-build-using-namespace): one function
  static const content::Datasets kDatasets = content::ReadDatasets(TIDEWAITER_SOURCE_DIR).value();
  Diagnostics diagnostics;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const content::Source source = content::ParseSource(text, "sources/fuzz/source.toml", kDatasets, diagnostics);
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.message.empty() || diagnostic.code.empty() || diagnostic.line < 0) std::abort();
    static_cast<void>(diagnostic.ToString());
  }
  // What is taken without a fault is whole.
  if (!HasErrors(diagnostics) && (source.name.empty() || source.feeds.empty())) std::abort();
  return 0;
}
