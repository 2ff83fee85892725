/* A checkpoint without extension lines and with an origin that may name a key is formatted back to the same bytes; a
 * note that opens is one that its key signed, so nothing that a fuzzer finds opens. */
#include <stdlib.h>
#include <string.h>

#include "proof/checkpoint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Err err = {0};
    Checkpoint checkpoint = {.size = 0};
    Str text = {.ptr = (const char *)data, .len = size};
    Str again = {0};
    if (checkpoint_parse(&arena, text, &checkpoint, &err)) {
        bool ours = checkpoint.extensions.len == 0 && note_key_name(checkpoint.origin);
        require(checkpoint_format(&arena, &checkpoint, &again, &err) == ours);
        require(!ours || str_eq(again, text));
        require(str_ends(text, checkpoint.extensions));
    } else {
        require(err.code == ERR_INVALID_NOTE);
    }
    /* A key whose secret nobody has: the point with y = 3. */
    uint8_t nobody[SIGN_PUBLIC_BYTES] = {3};
    NoteKey key = {.type = 0};
    require(note_key_make(STR("log.example/dmrv"), NOTE_ED25519, nobody, &key, &err));
    require(!checkpoint_open(&arena, text, &key, &checkpoint, &err));
    arena_done(&arena);
    return 0;
}
