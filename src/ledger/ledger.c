#include "ledger/ledger.h"

#include <string.h>

#include "ledger/publish.h"
#include "store/checkpoints.h"
#include "store/entries.h"
#include "store/leaves.h"

static const char checkpoint_file[] = "checkpoint";

/* Reads and verifies the published checkpoint; *found is false where the file is not there. */
static bool published_read(Arena *arena, const Ledger *ledger, bool *found, Checkpoint *out, Err *err) {
    Bytes bytes = {0};
    Err failure = {0};
    *found = files_read(arena, &ledger->log, checkpoint_file, LIMIT_NOTE_BYTES, &bytes, &failure);
    if (!*found) {
        return failure.code == ERR_NOT_FOUND || err_set(err, failure.code, "%s", failure.text);
    }
    if (checkpoint_open(arena, bytes_str(bytes), &ledger->keys->log.key, out, &failure)) {
        return true;
    }
    return err_set(err, ERR_CORRUPT, "%s/%s: %s; `banyan fsck` says how to mend it", ledger->log.path, checkpoint_file,
                   failure.text);
}

static bool head_agrees(Arena *arena, const Ledger *ledger, const Checkpoint *published, Err *err) {
    CheckpointsRow row = {0};
    Err failure = {0};
    if (!checkpoints_get(arena, ledger->db, published->size, &row, &failure)) {
        return err_set(err, failure.code == ERR_NOT_FOUND ? ERR_CORRUPT : failure.code,
                       "%s/%s: publishes %llu leaves, which banyan.db never signed: it is older than the log; restore "
                       "the newest backup, and never continue this log from an older one",
                       ledger->log.path, checkpoint_file, (unsigned long long)published->size);
    }
    return hash_eq(&row.root, &published->root) ||
           err_set(err, ERR_CORRUPT,
                   "%s/%s: has another root for %llu leaves than banyan.db; one of the two is not of this log",
                   ledger->log.path, checkpoint_file, (unsigned long long)published->size);
}

/* Opens log/ and takes the head from the published checkpoint; without that file the head is empty. */
static bool ledger_attach(Db *db, const FilesDir *data, const Keys *keys, Ledger *out, bool *found, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Checkpoint published = {0};
    *out = (Ledger){.db = db, .keys = keys, .head = {.root = merkle_empty()}};
    TRY(files_make_in(data, "log", FILES_SHARED, &out->log, err));
    TRY(published_read(&arena, out, found, &published, err));
    if (*found) {
        TRY(head_agrees(&arena, out, &published, err));
        out->head = (MerkleHead){published.size, published.root};
    }
    return true;
}

/* `tiles` borrows the directory inside the Ledger, so it is set up where the Ledger will stay. */
static void ledger_settle(Ledger *ledger, const Ledger *made) {
    *ledger = *made;
    tiles_init(&ledger->tiles, &ledger->log);
}

bool ledger_open(Db *db, const FilesDir *data, const Keys *keys, Ledger *out, Err *err) {
    Ledger ledger = {0};
    bool found = false;
    bool opened = ledger_attach(db, data, keys, &ledger, &found, err);
    if (opened && !found) {
        opened = err_set(err, ERR_NOT_FOUND, "%s/%s: is not there yet; any command that writes publishes it",
                         ledger.log.path, checkpoint_file);
    }
    if (!opened) {
        files_close(&ledger.log);
        return false;
    }
    ledger_settle(out, &ledger);
    return true;
}

/* The frontier that sequencing goes on from has to be the one that was signed: else the log would fork. */
static bool frontier_read(Ledger *ledger, MerkleFrontier *out, Err *err) {
    TileSource source = tiles_source(&ledger->tiles, ledger->head.size);
    MerkleFrontier frontier = {0};
    TRY(merkle_frontier_of(tile_node, &source, ledger->head.size, &frontier, err));
    Hash root = merkle_root(&frontier);
    if (!hash_eq(&root, &ledger->head.root)) {
        return err_set(err, ERR_CORRUPT,
                       "%s: the tiles do not give the root that was signed for %llu leaves; nothing is appended; "
                       "`banyan fsck` names the damaged file",
                       ledger->log.path, (unsigned long long)ledger->head.size);
    }
    *out = frontier;
    return true;
}

static bool publish_rest(Ledger *ledger, bool again, const PublishProgress *progress, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    CheckpointsRow last = {0};
    TRY(checkpoints_last(&arena, ledger->db, &last, err));
    if (!again && last.size == ledger->head.size) {
        return true;
    }
    Publish publish = {
        .db = ledger->db, .log = &ledger->log, .tiles = &ledger->tiles, .from = ledger->head, .progress = progress};
    TRY(publish_until(&publish, &last, err));
    ledger->head = (MerkleHead){last.size, last.root};
    tiles_forget(&ledger->tiles);
    return true;
}

/* A missing checkpoint file means that nothing counts as published: everything is written from the beginning. */
static bool ledger_catch_up(Ledger *ledger, bool found, Err *err) {
    MerkleFrontier frontier = {0};
    TRY(!found || frontier_read(ledger, &frontier, err));
    return publish_rest(ledger, !found, &(PublishProgress){0}, err);
}

bool ledger_recover(Db *db, const FilesDir *data, const Keys *keys, Ledger *out, Err *err) {
    Ledger ledger = {0};
    bool found = false;
    bool opened = ledger_attach(db, data, keys, &ledger, &found, err);
    tiles_init(&ledger.tiles, &ledger.log);
    opened = opened && ledger_catch_up(&ledger, found, err);
    tiles_done(&ledger.tiles);
    if (!opened) {
        files_close(&ledger.log);
        return false;
    }
    ledger_settle(out, &ledger);
    return true;
}

void ledger_close(Ledger *ledger) {
    tiles_done(&ledger->tiles);
    files_close(&ledger->log);
    *ledger = (Ledger){0};
}

static bool head_sign(Arena *arena, const Keys *keys, const MerkleHead *head, CheckpointsRow *out, Err *err) {
    Checkpoint checkpoint = {.origin = keys->origin, .size = head->size, .root = head->root};
    *out = (CheckpointsRow){.size = head->size, .root = head->root};
    return checkpoint_sign(arena, &checkpoint, &keys->log, &out->note, err);
}

static bool empty_put(Db *db, void *ctx, Err *err) {
    return checkpoints_put(db, ctx, err);
}

static bool has_checkpoint(Db *db, bool *out, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    CheckpointsRow row = {0};
    Err failure = {0};
    *out = checkpoints_last(&arena, db, &row, &failure);
    return *out || failure.code == ERR_NOT_FOUND || err_set(err, failure.code, "%s", failure.text);
}

bool ledger_create(Db *db, const FilesDir *data, const Keys *keys, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Ledger ledger = {0};
    CheckpointsRow row = {0};
    MerkleHead head = {.size = 0, .root = merkle_empty()};
    bool signed_before = false;
    TRY(has_checkpoint(db, &signed_before, err));
    if (!signed_before) {
        TRY(head_sign(&arena, keys, &head, &row, err));
        TRY(db_write(db, empty_put, &row, err));
    }
    bool made = ledger_recover(db, data, keys, &ledger, err);
    ledger_close(&ledger);
    return made;
}

/* A checkpoint that verifies is one that others may hold: the database has to know it. One that does not is damage. */
static bool rewrite_allowed(const Ledger *ledger, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Checkpoint published = {0};
    Err failure = {0};
    bool found = false;
    if (!published_read(&arena, ledger, &found, &published, &failure)) {
        return failure.code == ERR_CORRUPT || err_set(err, failure.code, "%s", failure.text);
    }
    return !found || head_agrees(&arena, ledger, &published, err);
}

bool ledger_rewrite(Db *db, const FilesDir *data, const Keys *keys, const LedgerProgress *progress, Err *err) {
    Ledger ledger = {.db = db, .keys = keys, .head = {.root = merkle_empty()}};
    TRY(files_make_in(data, "log", FILES_SHARED, &ledger.log, err));
    tiles_init(&ledger.tiles, &ledger.log);
    bool done = rewrite_allowed(&ledger, err) && publish_rest(&ledger, true, &(PublishProgress){progress, 0}, err);
    ledger_close(&ledger);
    return done;
}

/* One sequencing run inside its transaction. */
typedef struct {
    const Ledger *ledger;
    const LedgerOrder *order;
    const LedgerProgress *progress;
    MerkleFrontier start; /* of the published head */
    MerkleFrontier frontier;
    uint64_t waiting;
} Sequence;

static void say_appended(const Sequence *sequence) {
    if (sequence->progress != NULL) {
        sequence->progress->step(sequence->progress->ctx, sequence->frontier.size - sequence->start.size,
                                 2 * sequence->waiting);
    }
}

static bool append_leaf(Arena *arena, Db *db, Sequence *sequence, uint64_t entry, Err *err) {
    EntriesRow row = {0};
    TRY(entries_get(arena, db, entry, &row, err));
    LeavesRow leaf = {.index = sequence->frontier.size, .entry = entry, .hash = merkle_leaf(str_bytes(row.leaf))};
    TRY(leaves_append(db, &leaf, err));
    merkle_append(&sequence->frontier, &leaf.hash);
    say_appended(sequence);
    return true;
}

static bool append_each(Db *db, Sequence *sequence, const uint64_t *entries, size_t count, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    (void)arena_alloc(&arena, 1);
    ArenaMark mark = arena_mark(&arena);
    for (size_t i = 0; i < count; i++) {
        TRY(append_leaf(&arena, db, sequence, entries[i], err));
        arena_rewind(&arena, mark);
    }
    return true;
}

enum { LEDGER_CHUNK = 4096 };

static bool append_waiting(Db *db, Sequence *sequence, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    uint64_t *entries = ARENA_ARRAY(&arena, LEDGER_CHUNK, uint64_t);
    size_t count = LEDGER_CHUNK;
    uint64_t after = 0;
    while (count == LEDGER_CHUNK) {
        TRY(leaves_pending(db, after, entries, LEDGER_CHUNK, &count, err));
        TRY(append_each(db, sequence, entries, count, err));
        after = count > 0 ? entries[count - 1] : after;
    }
    return true;
}

static bool sequence_run(Db *db, void *ctx, Err *err) {
    Sequence *sequence = ctx;
    Arena arena CLEANUP(arena_done) = {0};
    CheckpointsRow row = {0};
    sequence->frontier = sequence->start;
    if (sequence->order == NULL) {
        TRY(append_waiting(db, sequence, err));
    } else {
        TRY(append_each(db, sequence, sequence->order->entries, sequence->order->count, err));
    }
    MerkleHead head = {sequence->frontier.size, merkle_root(&sequence->frontier)};
    TRY(head_sign(&arena, sequence->ledger->keys, &head, &row, err));
    return checkpoints_put(db, &row, err);
}

static bool anything_waits(const Ledger *ledger, const LedgerOrder *order, uint64_t *count, Err *err) {
    uint64_t waiting = 0;
    TRY(leaves_waiting(ledger->db, &waiting, err));
    *count = order == NULL ? waiting : order->count;
    return true;
}

bool ledger_sequence(Ledger *ledger, const LedgerOrder *order, const LedgerProgress *progress, Err *err) {
    uint64_t waiting = 0;
    TRY(anything_waits(ledger, order, &waiting, err));
    if (waiting == 0) {
        return true;
    }
    Sequence sequence = {.ledger = ledger, .order = order, .progress = progress, .waiting = waiting};
    TRY(frontier_read(ledger, &sequence.start, err));
    TRY(db_write(ledger->db, sequence_run, &sequence, err));
    return publish_rest(ledger, false, &(PublishProgress){progress, waiting}, err);
}

bool ledger_note(Arena *arena, const Ledger *ledger, Str *out, Err *err) {
    CheckpointsRow row = {0};
    TRY(checkpoints_get(arena, ledger->db, ledger->head.size, &row, err));
    *out = row.note;
    return true;
}

static bool leaf_published(const Ledger *ledger, uint64_t entry, uint64_t index, Err *err) {
    return index < ledger->head.size ||
           err_set(err, ERR_NOT_FOUND, "entry %llu is not covered by the published checkpoint yet",
                   (unsigned long long)entry);
}

bool ledger_index(const Ledger *ledger, uint64_t entry, uint64_t *index, Err *err) {
    LeavesRow row = {0};
    TRY(leaves_of_entry(ledger->db, entry, &row, err));
    TRY(leaf_published(ledger, entry, row.index, err));
    *index = row.index;
    return true;
}

/* A proof that fails our own check comes from a damaged tile or leaf. */
static bool proof_failed(const Ledger *ledger, const Err *failure, Err *err) {
    return err_set(err, ERR_CORRUPT, "%s: a proof made from the tiles does not hold (%s); `banyan fsck` names the file",
                   ledger->log.path, failure->text);
}

bool ledger_prove_inclusion(Ledger *ledger, uint64_t index, MerkleProof *out, Err *err) {
    TileSource source = tiles_source(&ledger->tiles, ledger->head.size);
    MerkleProof proof = {0};
    LeavesRow leaf = {0};
    Err failure = {0};
    TRY(leaves_get(ledger->db, index, &leaf, err));
    TRY(leaf_published(ledger, leaf.entry, index, err));
    TRY(merkle_prove_inclusion(tile_node, &source, index, ledger->head.size, &proof, err));
    if (!merkle_check_inclusion(&leaf.hash, index, ledger->head.size, &proof, &ledger->head.root, &failure)) {
        return proof_failed(ledger, &failure, err);
    }
    *out = proof;
    return true;
}

bool ledger_prove_consistency(Ledger *ledger, uint64_t old_size, MerkleProof *out, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    TileSource source = tiles_source(&ledger->tiles, ledger->head.size);
    MerkleProof proof = {0};
    CheckpointsRow row = {0};
    Err failure = {0};
    TRY(checkpoints_get(&arena, ledger->db, old_size, &row, err));
    TRY(merkle_prove_consistency(tile_node, &source, old_size, ledger->head.size, &proof, err));
    MerkleHead old = {row.size, row.root};
    /* Everything grows out of the empty log: there the proof is empty and says nothing (RFC 9162 2.1.4.2). */
    if (old_size > 0 && !merkle_check_consistency(&old, &ledger->head, &proof, &failure)) {
        return proof_failed(ledger, &failure, err);
    }
    *out = proof;
    return true;
}
