/* A receipt that parses prints as it came, and does not verify under a key that nobody has. */
#include <stdlib.h>

#include "proof/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint8_t nobody[SIGN_PUBLIC_BYTES] = {3};
    Arena arena = {0};
    Err err = {0};
    Receipt receipt = {.size = 0};
    NoteKey key = {.type = 0};
    Str text = {.ptr = (const char *)data, .len = size};
    if (receipt_parse(&arena, text, &receipt, &err)) {
        require(str_eq(receipt_text(&arena, &receipt), text));
        require(note_key_make(STR("log.example/receipt"), NOTE_ED25519, nobody, &key, &err));
        key.id = receipt.key_id;
        require(!receipt_verify(&arena, &receipt, &key, &err));
    }
    arena_done(&arena);
    return 0;
}
