#include "proof/digest.h"

#include <string.h>

#include "codec/base64.h"

Str digest_url(Arena *arena, const Hash *digest) {
    return base64_url_encode(arena, hash_bytes(digest));
}

Str digest_std(Arena *arena, const Hash *digest) {
    return base64_encode(arena, hash_bytes(digest));
}

static bool take(bool decoded, Bytes bytes, Hash *out, Err *err) {
    TRY(decoded);
    if (bytes.len != HASH_BYTES) {
        return err_set(err, ERR_INVALID_ENCODING, "a SHA-256 digest has %d bytes, not %zu", (int)HASH_BYTES, bytes.len);
    }
    memcpy(out->bytes, bytes.ptr, HASH_BYTES);
    return true;
}

bool digest_url_parse(Arena *arena, Str text, Hash *out, Err *err) {
    ArenaMark mark = arena_mark(arena);
    Bytes bytes = {0};
    bool done = take(base64_url_decode(arena, text, &bytes, err), bytes, out, err);
    arena_rewind(arena, mark);
    return done;
}

bool digest_std_parse(Arena *arena, Str text, Hash *out, Err *err) {
    ArenaMark mark = arena_mark(arena);
    Bytes bytes = {0};
    bool done = take(base64_decode(arena, text, &bytes, err), bytes, out, err);
    arena_rewind(arena, mark);
    return done;
}
