/* A bundle that parses is made again byte for byte, and never holds under a key that nobody has; leaves, disclosures and
 * digests that parse are the only text for what they say. */
#include <stdlib.h>

#include "codec/base64.h"
#include "proof/bundle.h"
#include "proof/digest.h"
#include "proof/disclosure.h"
#include "proof/leaf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_bundle(Arena *arena, const Bundle *bundle, Str text) {
    static const uint8_t nobody[SIGN_PUBLIC_BYTES] = {3};
    Str again = {0};
    Err err = {0};
    NoteKey key = {.type = 0};
    Verdict verdict = {.holds = true};
    require(bundle_make(arena, bundle, &again, &err) && str_eq(again, text));
    require(note_key_make(STR("log.example/banyan"), NOTE_ED25519, nobody, &key, &err));
    require(bundle_verify(arena, bundle, &key, &verdict, &err));
    require(!verdict.holds && verdict.sentence.len > 0);
    require(verdict_json(arena, &verdict).len > 0);
}

static void check_parts(Arena *arena, Str text) {
    Leaf leaf = {.document = false};
    Disclosure disclosure = {.name = {0}};
    Hash digest;
    if (leaf_parse(arena, text, &leaf, NULL)) {
        Str again = leaf.document ? leaf_document(arena, leaf.kind, &leaf.hash) : leaf_committed(arena, &leaf.hash);
        require(str_eq(again, text));
    }
    /* What is decoded holds the value at its end, before the bracket. */
    Bytes decoded = {0};
    if (disclosure_parse(arena, text, &disclosure, NULL) && base64_url_decode(arena, text, &decoded, NULL)) {
        Str end = str_format(arena, "%.*s]", STR_ARG(disclosure.value));
        bool plain = str_find(disclosure.name, '"') == disclosure.name.len;
        require(!plain || disclosure.value.len == 0 || str_ends(bytes_str(decoded), end));
    }
    if (digest_url_parse(arena, text, &digest, NULL)) {
        require(str_eq(digest_url(arena, &digest), text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Bundle bundle = {.kind = {0}};
    Str text = {.ptr = (const char *)data, .len = size};
    if (bundle_parse(&arena, text, &bundle, NULL)) {
        check_bundle(&arena, &bundle, text);
    }
    check_parts(&arena, text);
    arena_done(&arena);
    return 0;
}
