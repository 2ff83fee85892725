#include "app/proved.h"

#include "proof/leaf.h"

bool proved_place(App *app, uint64_t entry, bool *logged, uint64_t *index, Err *err) {
    Err missing = {0};
    *logged = ledger_index(&app->ledger, entry, index, &missing);
    return *logged || missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
}

bool proved_entry(App *app, uint64_t entry, Proved *out, Err *err) {
    Proved *proved = ARENA_NEW(app->arena, Proved);
    Err refused = {0};
    const MerkleHead *head = &app->ledger.head;
    TRY(ledger_index(&app->ledger, entry, &proved->index, err));
    TRY(entries_get(app->arena, app->store.db, entry, &proved->entry, err));
    TRY(ledger_prove_inclusion(&app->ledger, proved->index, &proved->proof, err));
    proved->leaf_hash = merkle_leaf(str_bytes(proved->entry.leaf));
    if (!merkle_check_inclusion(&proved->leaf_hash, proved->index, head->size, &proved->proof, &head->root, &refused)) {
        return err_set(err, ERR_CORRUPT, "entry %llu: its stored bytes are not those of leaf %llu of the log",
                       (unsigned long long)entry, (unsigned long long)proved->index);
    }
    *out = *proved;
    return true;
}

bool proved_document(App *app, uint64_t entry, const Hash *sha256, Proved *out, Err *err) {
    Leaf leaf = {0};
    TRY(proved_entry(app, entry, out, err));
    TRY(leaf_parse(app->arena, out->entry.leaf, &leaf, err));
    return (leaf.document && hash_eq(&leaf.hash, sha256)) ||
           err_set(err, ERR_CORRUPT, "entry %llu: its leaf is not that of this document", (unsigned long long)entry);
}
