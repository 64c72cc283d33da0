#include "CRE2.h"

#include <re2/re2.h>

#include <cstring>
#include <new>
#include <string>

struct sentinel_re2 {
  RE2 pattern;
  sentinel_re2(const re2::StringPiece &text, const RE2::Options &options) : pattern(text, options) {}
};

static RE2::Options options() {
  RE2::Options options;
  options.set_dot_nl(true);
  options.set_log_errors(false);
  // Bounds the memory of one pattern, program and automaton together.
  options.set_max_mem(8 << 20);
  return options;
}

sentinel_re2 *sentinel_re2_create(const char *text, size_t length, char *error, size_t capacity) {
  auto *result = new (std::nothrow) sentinel_re2(re2::StringPiece(text, length), options());
  if (result != nullptr && result->pattern.ok()) return result;
  if (capacity > 0) {
    const char *reason = result == nullptr ? "out of memory" : result->pattern.error().c_str();
    std::strncpy(error, reason, capacity - 1);
    error[capacity - 1] = '\0';
  }
  delete result;
  return nullptr;
}

void sentinel_re2_free(sentinel_re2 *pattern) { delete pattern; }

bool sentinel_re2_matches_whole(const sentinel_re2 *pattern, const char *text, size_t length) {
  return pattern->pattern.Match(re2::StringPiece(text, length), 0, length, RE2::ANCHOR_BOTH, nullptr, 0);
}
