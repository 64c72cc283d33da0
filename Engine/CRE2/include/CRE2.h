#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern. Immutable after creation; safe to match from several threads.
typedef struct sentinel_re2 sentinel_re2;

/// Compiles `pattern` (RE2 syntax; `.` matches newlines; invalid UTF-8 is refused).
/// On failure returns NULL and writes a NUL-terminated reason of at most `capacity` bytes into `error`.
sentinel_re2 *sentinel_re2_create(const char *pattern, size_t length, char *error, size_t capacity);

void sentinel_re2_free(sentinel_re2 *pattern);

/// Whether the whole of `text` matches. Time is linear in `length`.
bool sentinel_re2_matches_whole(const sentinel_re2 *pattern, const char *text, size_t length);

#ifdef __cplusplus
}
#endif
