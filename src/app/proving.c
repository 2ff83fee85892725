#include "app/proving.h"

#include "codec/base64.h"
#include "codec/hex.h"
#include "proof/tlog_proof.h"
#include "store/entries.h"
#include "store/leaves.h"

bool proving_head(App *app, ProvingHead *out, Err *err) {
    ProvingHead head = {.origin = app->keys.origin,
                        .key = note_key_text(app->arena, &app->keys.log.key),
                        .size = app->ledger.head.size,
                        .root = hex_encode(app->arena, hash_bytes(&app->ledger.head.root))};
    TRY(ledger_note(app->arena, &app->ledger, &head.checkpoint, err));
    TRY(leaves_waiting(app->store.db, &head.waiting, err));
    *out = head;
    return true;
}

static bool in_log(const App *app, const char *what, uint64_t value, bool good, Err *err) {
    return good || err_set(err, ERR_NOT_FOUND, "%s %llu is outside the log, which has %llu leaves", what,
                           (unsigned long long)value, (unsigned long long)app->ledger.head.size);
}

static bool leaf_text(App *app, uint64_t index, Str *out, Err *err) {
    LeavesRow leaf = {0};
    EntriesRow entry = {0};
    TRY(leaves_get(app->store.db, index, &leaf, err));
    TRY(entries_get(app->arena, app->store.db, leaf.entry, &entry, err));
    *out = entry.leaf;
    return true;
}

bool proving_inclusion(App *app, uint64_t index, ProvingInclusion *out, Err *err) {
    TlogProof proof = {.index = index};
    ProvingInclusion inclusion = {.index = index};
    TRY(in_log(app, "index", index, index < app->ledger.head.size, err));
    TRY(ledger_prove_inclusion(&app->ledger, index, &proof.path, err));
    TRY(ledger_note(app->arena, &app->ledger, &proof.checkpoint, err));
    TRY(leaf_text(app, index, &inclusion.leaf, err));
    inclusion.text = tlog_proof_text(app->arena, &proof);
    *out = inclusion;
    return true;
}

bool proving_consistency(App *app, uint64_t from, ProvingConsistency *out, Err *err) {
    MerkleProof proof = {0};
    ProvingConsistency done = {.from = from, .to = app->ledger.head.size};
    Str checkpoint = {0};
    TRY(in_log(app, "size", from, from > 0 && from <= done.to, err));
    TRY(ledger_prove_consistency(&app->ledger, from, &proof, err));
    TRY(ledger_note(app->arena, &app->ledger, &checkpoint, err));
    Buf text = {.arena = app->arena};
    Str *hashes = ARENA_ARRAY(app->arena, proof.count, Str);
    buf_addf(&text, "banyan.consistency/v1\nold %llu\nnew %llu\n", (unsigned long long)from,
             (unsigned long long)done.to);
    for (size_t i = 0; i < proof.count; i++) {
        hashes[i] = base64_encode(app->arena, hash_bytes(&proof.hashes[i]));
        buf_addf(&text, "%.*s\n", STR_ARG(hashes[i]));
    }
    buf_addf(&text, "\n%.*s", STR_ARG(checkpoint));
    done.hashes = hashes;
    done.count = proof.count;
    done.text = buf_str(&text);
    *out = done;
    return true;
}
